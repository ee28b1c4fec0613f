"""Python's side of the ruin-and-recreate search: tables in, tours and columns out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ._kernel import Ints
from ._search import BEST_VALUE, COLUMNS, TRIALS, Days, Dial, Pool, begin_search, search
from .model import Model

_begin: Any = begin_search
_search: Any = search
#: Temperatures at the start and at the end, in mean scores of a stop.
HEAT, COOL = 1.0, 0.05
#: Gain of a whole trip's ticks saved, in mean gains of a stop.
TIE = 0.3
BLINK = 0.01
LONGEST, STRINGS = 6, 3
COLUMNS_KEPT = 3_000
#: Part of the best gain from which on the tours of a plan are worth writing down.
WORTHY = 0.97
#: Trials between two looks at the clock of who asked.
SLICE = 1_000_000


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


def days_of(model: Model, tours: list[list[int]]) -> Days:
    """Tables of the search that hold these tours and nothing that follows from them."""
    n, count = model.nodes, model.trip.days
    table = np.zeros((count, n + 2), dtype=np.int64)
    for d, tour in enumerate(tours):
        table[d, 1 : len(tour) + 1] = tour
    return Days(
        tour=table,
        size=np.array([len(t) for t in tours], dtype=np.int64),
        starts=np.zeros_like(table),
        leaves=np.zeros_like(table),
        latest=np.zeros_like(table),
        used=np.zeros((count, len(model.cap)), dtype=np.int64),
        where=np.full(n, -1, dtype=np.int64),
        stuck=np.zeros((count, n), dtype=np.bool_),
    )


def improve(
    model: Model, tours: list[list[int]], seed: int, work: int, stop: Callable[[], bool],
    heat: float = HEAT, cool: float = COOL,
) -> Found:  # fmt: skip
    """Anneal from `tours` (a feasible plan, maybe empty) for `work` places looked at, one slice at least."""
    n = model.nodes
    if n == 0 or work <= 0:
        return Found([list(t) for t in tours], gain_of(model, tours), [], 0)
    days, kept, best = (days_of(model, tours) for _ in range(3))
    pool = Pool(
        np.zeros((COLUMNS_KEPT, n), dtype=np.int16),
        np.zeros(COLUMNS_KEPT, dtype=np.int64),
        np.zeros(COLUMNS_KEPT, dtype=np.int64),
        np.zeros(COLUMNS_KEPT, dtype=np.float64),
        np.zeros(1 << 15, dtype=np.uint64),
    )
    mean = max(float(model.score.mean()), 1e-9)
    span = max(1.0, float((model.finishes_by - model.begins_at).sum()))
    dial = Dial(int(work), heat * mean, cool * mean, TIE * mean / span, 0.01 * span, BLINK, LONGEST, STRINGS, WORTHY)
    figures, counts = np.zeros(4, dtype=np.float64), np.zeros(3, dtype=np.int64)
    state = np.array([(seed * 2654435769 + 88172645463325252) % 2**64], dtype=np.uint64)
    for table in (kept, best, days):
        figures[:] = 0.0
        _begin(model.ground, model.caps, model.gain, table, figures)
    tables = (model.ground, np.ascontiguousarray(model.travel.T), model.caps, neighbours(model), model.gain)
    while True:
        until = min(work, int(counts[TRIALS]) + SLICE)
        _search(*tables, days, kept, best, pool, dial, figures, counts, state, until)
        if counts[TRIALS] >= work or stop():
            break
    columns = [
        Column(int(pool.day[c]), tuple(pool.tour[c, : pool.size[c]].tolist()), float(pool.gain[c]))
        for c in range(int(counts[COLUMNS]))
    ]
    found = [best.tour[d, 1 : size + 1].tolist() for d, size in enumerate(best.size)]
    return Found(found, float(figures[BEST_VALUE]), columns, int(counts[TRIALS]))


def gain_of(model: Model, tours: list[list[int]]) -> float:
    """Sum of the gains, bonuses included."""
    return float(sum(model.gain[i] for tour in tours for i in tour))
