"""Python's side of the passes: tables laid out, grown when full, and a look at the clock of who asked now and then.

A pass cut short, by its work or by `stop`, has proved nothing: what it met on the way are tours all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._fronts import Fronts, Goal, Spots, sweep
from ._kernel import Ground, Ints
from ._label_tools import followers, widened
from ._labels import BEST, CLEAN, CUT, DONE, FULL, RELAXED, Aim, Back, Labels, Shelves, Terms, Way, beyond, walk
from ._labels import COUNT as LABELS
from ._labels import SETTLES as SETTLED
from ._labels import SPENT as LOOKED
from .model import Model

_walk: Any = walk
_sweep: Any = sweep
_beyond: Any = beyond
#: Labels looked at between two looks at the clock.
SLICE = 2_000_000
FIRST_ROOM, FIRST_SHELF, FIRST_FRONT = 4096, 64, 32


@dataclass(frozen=True)
class Ended:
    """How a pass ended: DONE or CUT, the best complete label of each node or -1, all labels, and itself as the bound
    of the next one (`keys`: sets of demands of its labels, for a front)."""

    status: int
    ends: Ints
    worth: NDArray[np.float64]
    node: Ints
    parent: Ints
    work: int
    back: Back
    keys: Ints | None = None
    relaxed: float = 0.0
    clean: float = 0.0
    best: int = -1

    def tour(self, label: int, *, forward: bool) -> list[int]:
        """Nodes behind a label, in the order of the day."""
        tour = []
        while label >= 0:
            tour.append(int(self.node[label]))
            label = int(self.parent[label])
        return tour[::-1] if forward else tour


def way_of(model: Model, day: int, skip: NDArray[np.bool_], *, forward: bool) -> Way:
    """One direction of a day."""
    ground, n = model.ground, model.nodes
    travel, out, back = ground.travel, int(ground.begin[day]), int(ground.finish[day])
    if not forward:
        travel, out, back = travel.T, back, out
    return Way(
        forward, day, int(ground.begins_at[day]), int(ground.finishes_by[day]),
        np.ascontiguousarray(travel[:n, :n]), np.ascontiguousarray(travel[out, :n]),
        np.ascontiguousarray(travel[:n, back]), ground.closes[day].max(axis=1, initial=-1),
        *followers(ground, day, skip, forward=forward), skip | (ground.closes[day, :, 0] < 0),
    )  # fmt: skip


def walked(
    ground: Ground, way: Way, terms: Terms, aim: Aim, back: Back, lower: float, work: int, stop: Callable[[], bool]
) -> Ended:
    """A pass of labels that remember, above the gain `lower`."""
    n, words, carried = len(aim.gain), terms.mask.shape[1], len(terms.which)
    room, shelf = FIRST_ROOM, FIRST_SHELF
    labels = Labels(
        np.empty(room, np.int64), np.empty(room, np.float64), np.empty(room, np.int64), np.empty(room, np.int64),
        np.empty((room, words), np.uint64), np.empty((room, words), np.uint64), np.empty((room, carried), np.int64),
        np.empty(room, np.int64), np.empty(room, np.int64),
    )  # fmt: skip
    shelves = Shelves(
        np.zeros(n, np.int64), np.empty((n, shelf), np.float64), np.empty((n, shelf, words), np.uint64),
        np.empty((n, shelf, carried), np.int64),
    )  # fmt: skip
    ends, seen = np.full(n, -1, dtype=np.int64), np.zeros(words * 64 + 1, dtype=np.int64)
    counts = np.zeros(6, dtype=np.int64)
    counts[BEST] = -1
    figures = np.array([lower, lower, _beyond(lower, aim.grain)])
    while True:
        until = min(work, int(counts[LOOKED]) + SLICE)
        status = _walk(ground, way, terms, aim, back, labels, shelves, ends, seen, counts, figures, until)
        if status == FULL:
            room *= 2
            labels = Labels(*(widened(table, 0, room) for table in labels))
        elif status == CUT:
            if counts[LOOKED] > work or counts[LABELS] > aim.most or stop():
                break
        elif status == DONE:
            break
        else:
            shelf *= 2
            shelves = Shelves(shelves.held, *(widened(table, 1, shelf) for table in shelves[1:]))
    settled = labels.settled[: counts[SETTLED] if status == DONE else 0]
    count = int(counts[LABELS])
    return Ended(
        status, ends, labels.worth[:count], labels.node[:count], labels.parent[:count], int(counts[LOOKED]),
        _completion(labels, settled, terms.which, n, terms.active.shape[1]),
        relaxed=float(figures[RELAXED]), clean=float(figures[CLEAN]), best=int(counts[BEST]),
    )  # fmt: skip


def _completion(labels: Labels, settled: Ints, which: Ints, n: int, resources: int) -> Back:
    settled = settled[np.argsort(labels.node[settled], kind="stable")]
    start = np.concatenate([[0], np.cumsum(np.bincount(labels.node[settled], minlength=n))])
    drawn = np.zeros((len(settled), resources), dtype=np.int64)
    drawn[:, which] = labels.drawn[settled]
    return Back(
        start, labels.time[settled], labels.worth[settled], _tops(start, labels.worth[settled]),
        labels.pure[settled], drawn,
    )  # fmt: skip


def _tops(start: Ints, gain: NDArray[np.float64]) -> NDArray[np.float64]:
    """Best gain so far, node by node."""
    top = gain.copy()
    for i in range(len(start) - 1):
        part = top[start[i] : start[i + 1]]
        np.maximum.accumulate(part, out=part)
    return top


def swept(ground: Ground, way: Way, terms: Terms, goal: Goal, work: int, stop: Callable[[], bool]) -> Ended:
    """A pass of fronts, which remember demands only."""
    n, states, buckets = len(goal.gain), len(goal.gain) * goal.keys, goal.rest.shape[1]
    room, shelf = FIRST_ROOM, FIRST_FRONT
    kept = room if goal.strict else 1
    spots = Spots(
        np.empty(room, np.float64), np.empty(room, np.int64), np.empty(room, np.int64),
        np.zeros((kept, terms.mask.shape[1]), np.uint64), np.zeros((kept, terms.active.shape[1]), np.int64),
    )  # fmt: skip
    fronts = Fronts(
        np.zeros(states, np.int64), np.zeros(states, np.int64), np.empty((states, shelf), np.int64),
        np.empty((states, shelf), np.float64), np.empty((states, shelf), np.int64), np.full((states, buckets), -1e300),
    )  # fmt: skip
    ends, counts = np.full(n, -1, dtype=np.int64), np.zeros(4, dtype=np.int64)
    while True:
        until = min(work, int(counts[1]) + SLICE)
        status = _sweep(ground, way, terms, goal, spots, fronts, ends, counts, until)
        if status == FULL:
            room *= 2
            kept = room if goal.strict else 1
            spots = Spots(*(widened(t, 0, room) for t in spots[:3]), *(widened(t, 0, kept) for t in spots[3:]))
        elif status == CUT:
            if counts[1] > work or stop():
                break
        elif status == DONE:
            break
        else:
            shelf *= 2
            tau, gain, label = (widened(table, 1, shelf) for table in fronts[2:5])
            fronts = fronts._replace(tau=tau, gain=gain, label=label)
    count = int(counts[0])
    back, keys = _merged(fronts, goal.keys, n, finished=status == DONE)
    return Ended(
        status, ends, spots.worth[:count], spots.node[:count], spots.parent[:count], int(counts[1]), back, keys
    )


def _merged(fronts: Fronts, keys: int, n: int, *, finished: bool) -> tuple[Back, Ints]:
    """Fronts of each node together, by time, and the sets of demands of their labels."""
    size = fronts.size if finished else np.zeros_like(fronts.size)
    there = np.arange(fronts.tau.shape[1])[None, :] < size[:, None]
    state = np.repeat(np.arange(n * keys), size)
    tau = fronts.tau[there]
    order = np.lexsort((state % keys, tau, state // keys))
    start = np.concatenate([[0], np.cumsum(np.bincount(state // keys, minlength=n))])
    gain = fronts.gain[there][order]
    nothing = np.zeros((len(tau), 0), dtype=np.int64)
    back = Back(start, tau[order], gain, _tops(start, gain), nothing.astype(np.uint64), nothing)
    return back, (state % keys)[order]
