"""What remains to be decided once the locked meetings are held."""

from dataclasses import dataclass, replace

import numpy as np

from .board import COUNT, SLOT, WEIGHT, Board
from .model import UNLIMITED, Ints, Model
from .prices import Prices


@dataclass(frozen=True, slots=True)
class Problem:
    """What is left to decide once the locked meetings are held: seats, limits and ladder are those that remain.

    ``base`` is the total of the locked meetings; ``edges`` are the wishes still open.
    """

    model: Model
    left: Model
    ladder: Ints
    ladder_left: Ints
    edges: Ints
    base: int


@dataclass(slots=True)
class Found:
    """A timetable (slot of each edge, -1 when not held), its total with rewards, and what no timetable passes.

    ``counts`` is each person's number of meetings in a best choice without slots, None when that choice is not whole:
    it ranks first in lexicographic order, so it bounds the levels of the stack one after the other. ``priced`` is what
    the prices alone prove, where a search has proved more.
    """

    slot: Ints
    total: int
    bound: float
    prices: Prices
    counts: Ints | None = None
    priced: float | None = None

    @property
    def proved(self) -> bool:
        """Totals are whole numbers: a bound less than one above is a proof."""
        return self.bound < self.total + 1 - 1e-6


def problem(model: Model, ladder: Ints) -> Problem:
    """Takes the locked meetings out of the day."""
    locked = np.flatnonzero(model.fixed >= 0)
    seats, limit = model.seats.copy(), model.limit.copy()
    tables = model.tables.copy()
    held = np.zeros(model.people, np.int64)
    for ends in (model.a, model.b):
        np.subtract.at(seats, (ends[locked], model.fixed[locked]), 1)
        np.add.at(held, ends[locked], 1)
    shared = bool((model.seats[model.host[model.host >= 0]] > 1).any())
    if shared:
        tables[:] = UNLIMITED  # a table counts once for several meetings: no linear count, the search alone keeps it
    elif tables.min(initial=UNLIMITED) < UNLIMITED:
        np.subtract.at(tables, model.fixed[locked], 1)
    if seats.min(initial=0) < 0 or (limit - held).min(initial=0) < 0 or tables.min(initial=0) < 0:
        raise AssertionError("locked meetings must be checked when the day is read")
    left = replace(model, seats=seats, limit=np.minimum(limit - held, seats.sum(axis=1)), tables=tables)
    return Problem(
        model,
        left,
        ladder,
        shifted(ladder, held),
        _open_edges(left),
        int(model.weight[locked].sum() + earned(ladder, held)),
    )


def shifted(ladder: Ints, held: Ints) -> Ints:
    if not ladder.shape[1] or not held.any():
        return ladder
    columns = np.arange(ladder.shape[1])[None, :] + held[:, None]
    padded = np.concatenate([ladder, np.zeros((len(ladder), 1), np.int64)], axis=1)
    return np.take_along_axis(padded, np.minimum(columns, ladder.shape[1]), axis=1)


def earned(ladder: Ints, held: Ints) -> int:
    return int((ladder * (np.arange(ladder.shape[1])[None, :] < held[:, None])).sum())


def _open_edges(left: Model) -> Ints:
    taken = left.group[(left.fixed >= 0) & (left.group >= 0)]
    free = (left.fixed < 0) & ~np.isin(left.group, taken)
    free &= ((left.seats[left.a] > 0) & (left.seats[left.b] > 0)).any(axis=1)
    free &= (left.limit[left.a] > 0) & (left.limit[left.b] > 0)
    return np.flatnonzero(free)


def table_total(left: Model) -> int:
    """Meetings that the tables allow over the day."""
    return int(min(left.tables.sum(), UNLIMITED * 100))


def total(board: Board, ladder: Ints) -> int:
    """Weight of the meetings held plus the rewards earned."""
    held = board.edge[:, SLOT] >= 0
    return int(board.edge[held, WEIGHT].sum() + earned(ladder, board.person[:, COUNT]))
