"""Daily forecasts with the French calendar on simulated zones: ours against the same weekday of last year.

`.venv/bin/python benchmarks/forecast_daily.py [--zones 40] [--seed 0]`

Three years and three months of days, then 120 days from 1 April (Easter, bridges and the spring holidays of the three
school zones move in between). The simulated zones are not what our regression assumes: the season is a sum of bumps,
weekends matter more in summer, zones share a random walk and a weather, errors are autocorrelated with fat tails.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import date

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"))

import numpy as np

from belvedere.engines.forecast import Observations, forecast
from belvedere.engines.forecast.calendar import easter, is_bridge, public_holidays, school_holidays

FIRST, LAST, AHEAD = date(2022, 1, 1), date(2025, 3, 31), 120


def marks(days: np.ndarray) -> dict[str, np.ndarray]:
    """What the calendar says of each day."""
    years = range(2021, 2027)
    off = frozenset().union(*(public_holidays(year, False) for year in years))
    feasts = {easter(year).toordinal() + k for year in years for k in (-1, 0, 1)}
    out = {
        "off": np.array([day in off for day in days]),
        "bridge": np.array([is_bridge(int(day), off) for day in days]),
        "easter": np.array([day in feasts for day in days]),
        "weekday": (days - 1) % 7,
        "place": np.array([date.fromordinal(int(day)).timetuple().tm_yday for day in days]),
    }
    for zone in "ABC":
        school = frozenset().union(*(school_holidays(year)[zone] for year in years))
        out[zone] = np.array([day in school for day in days])
    return out


def noise(count: int, chance: np.random.Generator, carry: float, size: float) -> np.ndarray:
    """Autocorrelated, fat-tailed."""
    out = np.zeros(count)
    for i in range(1, count):
        out[i] = carry * out[i - 1] + size * chance.standard_t(4) / np.sqrt(2)
    return out


def zones(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Days and (zones, days) counts."""
    chance = np.random.default_rng(seed)
    days = np.arange(FIRST.toordinal(), LAST.toordinal() + AHEAD + 1)
    m = marks(days)
    common = np.cumsum(chance.normal(0, 0.0015, len(days))) + noise(len(days), chance, 0.6, 0.03)
    out = []
    for _ in range(count):
        bumps = [(chance.normal(c, 8), chance.uniform(*w), chance.uniform(*a)) for c, w, a in
                 ((212, (25, 45), (0.4, 1.2)), (125, (20, 40), (0.1, 0.5)), (358, (8, 15), (0.0, 0.4)))]  # fmt: skip
        season = sum(a * np.exp(-0.5 * (((m["place"] - c + 182) % 365 - 182) / w) ** 2) for c, w, a in bumps)
        weekend = (m["weekday"] >= 5) * chance.uniform(0.1, 0.5) * (1 + 0.5 * season)
        school = sum(m[zone] * chance.uniform(0.0, 0.25) for zone in "ABC")
        calendar = m["off"] * chance.uniform(0.1, 0.4) + m["bridge"] * chance.uniform(0.1, 0.3)
        calendar = calendar + m["easter"] * chance.uniform(0.1, 0.5)
        drift = np.linspace(0, chance.normal(0.05, 0.08), len(days)) + np.cumsum(chance.normal(0, 0.001, len(days)))
        level = np.log(chance.uniform(500, 20_000))
        logs = level + season + weekend + school + calendar + drift + common + noise(len(days), chance, 0.5, 0.06)
        out.append(np.round(np.exp(logs), -1))
    return days, np.array(out)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--zones", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    days, y = zones(options.zones, options.seed)
    n = len(days) - AHEAD
    names = tuple(f"zone {i:03d}" for i in range(len(y)) for _ in range(n))
    table = Observations(names, np.tile(days[:n], len(y)), y[:, :n].ravel())
    wall, cpu = time.perf_counter(), time.process_time()
    done = forecast(table, "D", AHEAD)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    came, said = y[:, n:], done.mean.reshape(len(y), AHEAD)
    before = y[:, n - 364 : n - 364 + AHEAD]
    ours, theirs = (float(np.abs(f - came).sum() / came.sum()) for f in (said, before))
    print(
        f"ours                         error {100 * ours:5.2f} %  CPU {cpu:.2f} s  wall {wall:.2f} s  ({len(y)} zones)"
    )
    print(f"same weekday last year       error {100 * theirs:5.2f} %")
    print(f"ratio {ours / theirs:.3f} (goal ≤ 0.65)")
    for level, (low, high) in sorted(done.bounds.items()):
        inside = (came >= low.reshape(came.shape)) & (came <= high.reshape(came.shape))
        print(f"   {level} % interval covers {100 * inside.mean():.1f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
