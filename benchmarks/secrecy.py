"""Secondary suppression of a 23 × 97 table and the linear-programming attack on what is published.

Goals: suppression under 10 ms; the attack finds no hidden cell, nested zones and successive periods included. The
attack on the primary suppression alone shows what the secondary one is worth.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import statistics
import time

import numpy as np

from belvedere.engines.flows import Axis, Relations, attack, cube, cube_relations, protect, suppress, total_axis
from belvedere.engines.flows.attacker import Counts
from belvedere.engines.flows.secrecy import primary

THRESHOLD = 20


def table(seed: int, axes: list[Axis], rows: int, columns: int, level: float) -> tuple[Counts, Relations]:
    """Counts of zones by origins with strong contrasts, every total added."""
    rng = np.random.default_rng(seed)
    mean = rng.lognormal(level, 0.9, (rows, 1)) * rng.lognormal(0.5, 0.9, (1, columns))
    return cube(rng.poisson(mean), axes).ravel(), cube_relations(axes)


def found(values: Counts, relations: Relations, hidden: np.ndarray, sample: int) -> tuple[int, int]:
    """Hidden cells that the attack recovers, among how many tried."""
    cells = np.nonzero(hidden)[0]
    rng = np.random.default_rng(0)
    chosen = cells if sample == 0 or len(cells) <= sample else np.sort(rng.choice(cells, sample, replace=False))
    guesses = attack(values, relations, hidden, [int(cell) for cell in chosen])
    return sum(guess.found for guess in guesses), len(guesses)


def show(name: str, values: Counts, relations: Relations, sample: int) -> None:
    alone = primary(values, THRESHOLD)
    clocks = []
    for _ in range(9):
        began = time.process_time()
        hidden = suppress(values, relations, THRESHOLD)
        clocks.append(1000 * (time.process_time() - began))
    began = time.process_time()
    sure = protect(values, relations, THRESHOLD)
    audited = time.process_time() - began
    before, tried_before = found(values, relations, alone, sample)
    after, tried = found(values, relations, sure, sample)
    lost = values[sure & ~alone].sum() / values.sum()
    print(
        f"{name:<26} {len(values):6d} {alone.sum():8d} {hidden.sum() - alone.sum():8d} {sure.sum() - hidden.sum():8d} "
        f"{statistics.median(clocks):8.1f} {audited:9.1f} {before:6d}/{tried_before:<4d} "
        f"{after:6d}/{tried:<4d} {lost:8.2%}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=0, help="hidden cells attacked, 0 for all of them")
    parser.add_argument("--tables", type=int, default=2, help="random 23 × 97 tables")
    args = parser.parse_args()
    print(f"{'table':<26}  cells  primary   greedy   audit+  greedy ms  audit s  alone found  ours found  volume")
    for seed in range(args.tables):
        axes = [total_axis(23), total_axis(97)]
        show(f"23 x 97, margins, seed {seed}", *table(seed, axes, 23, 97, 4.0), args.sample)
    zones = Axis(23, (tuple(range(8)), tuple(range(8, 16)), tuple(range(16, 23)), (23, 24, 25)))
    periods = Axis(26, (*(tuple(range(k, min(k + 4, 26))) for k in range(0, 26, 4)), tuple(range(26, 33))))
    show("nested zones x periods", *table(7, [zones, periods], 23, 26, 3.0), args.sample)
    print("goals: greedy < 10 ms on 23 x 97; ours found 0")


if __name__ == "__main__":
    main()
