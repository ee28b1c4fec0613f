"""The day seen from those who go from table to table: what each waits and walks, with the meetings kept."""

from typing import NamedTuple

import numpy as np
from numba import njit

from .board import HOST, PINNED, PLACE, SEATS, SLOT, TABLES, A, B, Board
from .model import UNLIMITED, Bools, Ints
from .narrow import possible

# columns of `held`; STILL: 0 moves with its visitor, BETWEEN is of two visitors, PUT never moves
WHO, AT, ROOM, WHEN, STILL = range(5)
BETWEEN, PUT = 1, 2


class Visits(NamedTuple):
    """``held[k]`` is WHO visits, AT whom, ROOM (the number of rooms: none), WHEN, STILL; those of visitor p are
    ``items[start[p]:start[p + 1]]``. ``load[p, t]`` is what those who receive have at t, ``free[t]`` the tables that
    none of them needs there, ``may[k, t]`` whether meeting k can be at t with all the others somewhere."""

    held: Ints
    start: Ints
    items: Ints
    seats: Ints
    load: Ints
    free: Ints
    may: Bools


def visits(board: Board) -> tuple[Ints, Visits] | None:
    """The held meetings and the day as visits; None when tables are short, whose sharing only the board knows.

    Who receives or holds several meetings at once is no visitor; where nobody receives, those with fewest meetings are.
    """
    edges = np.flatnonzero(board.edge[:, SLOT] >= 0)
    first, second, host, when = (board.edge[edges, column] for column in (A, B, HOST, SLOT))
    people, rooms = len(board.person), int(board.person[:, PLACE].max(initial=-1)) + 1
    seats = np.ascontiguousarray(board.seat[:, :, SEATS])
    receives: Bools = np.any(seats > 1, axis=1)
    receives[host[host >= 0]] = True
    if not (host >= 0).any():
        count = np.bincount(np.concatenate([first, second]), minlength=people)
        receives[np.where(count[first] > count[second], first, second)] = True
    who, at = np.where(receives[first], second, first), np.where(receives[first], first, second)
    still = np.where(receives[who], PUT, np.where(receives[at], 0, BETWEEN))
    still[board.edge[edges, PINNED] > 0] = PUT
    place = board.person[np.maximum(host, 0), PLACE]
    room = np.where((host >= 0) & (host != who) & (place >= 0), place, rooms)
    held = np.ascontiguousarray(np.stack([who, at, room, when, still], axis=1))
    load = np.zeros(seats.shape, np.int64)
    np.add.at(load, (at[receives[at]], when[receives[at]]), 1)
    np.add.at(load, (who[receives[who]], when[receives[who]]), 1)
    between = np.bincount(when[host < 0], minlength=seats.shape[1])
    hosts = np.unique(host[host >= 0])
    free = board.table[:, TABLES] - (seats[hosts] > 0).sum(axis=0) - between
    if free.min(initial=UNLIMITED) < 0:
        return None
    put: Bools = (still == PUT)[:, None] & (when[:, None] != np.arange(len(free)))
    may: Bools = (seats[who] > 0) & (seats[at] > 0) & ~put
    possible(np.stack([who, at], axis=1), when, seats, may)
    ends = np.concatenate([who, at[still == BETWEEN]])
    numbers = np.concatenate([np.arange(len(edges)), np.flatnonzero(still == BETWEEN)])
    numbers, ends = numbers[~receives[ends]], ends[~receives[ends]]
    start = np.concatenate([[0], np.cumsum(np.bincount(ends, minlength=people))])
    items = numbers[np.argsort(ends, kind="stable")]
    return edges, Visits(held, start, items, seats, load, free, may)


@njit(cache=True)
def lay_out(held: Ints, seats: Ints, items: Ints, p: int, but: int, day: Ints) -> None:
    """Fills ``day`` with the room where p is at each slot, meeting ``but`` left out; -1 idle, -2 away."""
    for t in range(len(day)):
        day[t] = -1 if seats[p, t] > 0 else -2
    for k in items:
        if k != but:
            day[held[k, WHEN]] = held[k, ROOM]


@njit(cache=True)
def cost(day: Ints, none: int, wait: float) -> float:
    """What a day costs: ``wait`` for each idle slot between two meetings, 1 for each change of room."""
    total, idle, here, started = 0.0, 0, none, False
    for room in day:
        if room == -1:
            idle += 1
        elif room >= 0:
            total += wait * idle * started
            idle, started = 0, True
            if room != none:
                total += here != none and here != room
                here = room
    return total
