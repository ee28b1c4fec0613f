"""Python's side of the ruin-and-recreate search: tables in, tours and columns out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ._search import search
from .model import Ints, Model

HEAT, COOL = 0.5, 0.02
BLINK = 0.01
LONGEST, STRINGS = 6, 3
COLUMNS = 6_000


@dataclass(frozen=True)
class Column:
    """A tour of one day as the master problem sees it."""

    day: int
    tour: tuple[int, ...]
    gain: float


@dataclass(frozen=True)
class Found:
    """Tours by day (node lists), their gain, and the good tours met on the way."""

    tours: list[list[int]]
    gain: float
    columns: list[Column]
    work: int


def neighbours(model: Model) -> Ints:
    """Nodes by travel both ways, nearest first, row by row."""
    n = model.nodes
    there = model.travel[:n, :n]
    return np.argsort(there + there.T, axis=1, kind="stable").astype(np.int64)


def improve(model: Model, tours: list[list[int]], seed: int, work: int) -> Found:
    """Anneal from `tours` (a feasible plan, maybe empty) for `work` insertion trials."""
    n, days = model.nodes, model.trip.days
    if n == 0 or work <= 0:
        return Found([list(t) for t in tours], gain_of(model, tours), [], 0)
    table = np.zeros((days, n + 2), dtype=np.int64)
    size = np.array([len(t) for t in tours], dtype=np.int64)
    for d, tour in enumerate(tours):
        table[d, 1 : len(tour) + 1] = tour
    columns = np.zeros((COLUMNS, n), dtype=np.int16)
    column_day = np.zeros(COLUMNS, dtype=np.int64)
    column_size = np.zeros(COLUMNS, dtype=np.int64)
    column_gain = np.zeros(COLUMNS, dtype=np.float64)
    count = np.zeros(1, dtype=np.int64)
    best, sizes, value, _ = search(
        model.travel, model.opens, model.closes, model.visit, model.floor, model.extra, model.gain,
        model.begin, model.finish, model.begins_at, model.finishes_by,
        model.use_start, model.use_resource, model.use_weight, model.cap, model.daily, neighbours(model),
        table, size, int(seed), int(work), HEAT, COOL, BLINK, LONGEST, STRINGS,
        columns, column_day, column_size, column_gain, count, np.zeros(1 << 15, dtype=np.uint64),
    )  # fmt: skip
    kept = [
        Column(int(column_day[c]), tuple(int(i) for i in columns[c, : column_size[c]]), float(column_gain[c]))
        for c in range(int(count[0]))
    ]
    return Found([[int(i) for i in best[d, 1 : sizes[d] + 1]] for d in range(days)], float(value), kept, int(work))


def gain_of(model: Model, tours: list[list[int]]) -> float:
    """Sum of the gains, bonuses included."""
    return float(sum(model.gain[i] for tour in tours for i in tour))
