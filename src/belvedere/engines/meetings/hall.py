"""Hall's condition for one person: can the chosen meetings sit in different seats of this person's slots?"""

import numpy as np
import numpy.typing as npt
from numba import njit

from .model import Bools, Ints, Model


def violators(model: Model, chosen: Ints) -> dict[int, Bools]:
    """For each person whose ``chosen`` meetings cannot all be held, a set of slots that are too few for them.

    The set W holds every common slot of more meetings than it has seats: those meetings fit nowhere else.
    """
    start, items = incidence(model, chosen)
    found = _violators(model.seats, model.a, model.b, start, items)
    return {int(p): found[p] for p in np.flatnonzero(found.any(axis=1))}


def incidence(model: Model, edges: Ints) -> tuple[Ints, Ints]:
    """Edges of each person in one array: those of p are ``items[start[p]:start[p + 1]]``."""
    ends = np.concatenate([model.a[edges], model.b[edges]])
    start = np.zeros(model.people + 1, np.int64)
    np.cumsum(np.bincount(ends, minlength=model.people), out=start[1:])
    return start, np.concatenate([edges, edges])[np.argsort(ends, kind="stable")]


@njit(cache=True)
def _violators(
    seats: npt.NDArray[np.int16], a: npt.NDArray[np.int32], b: npt.NDArray[np.int32], start: Ints, items: Ints
) -> Bools:
    people, slots = seats.shape
    found = np.zeros((people, slots), np.bool_)
    most = 1
    for p in range(people):
        most = max(most, start[p + 1] - start[p])
    inside = np.full((slots, most), -1, np.int64)
    filled = np.zeros(slots, np.int64)
    for p in range(people):
        filled[:] = 0
        for k in range(start[p], start[p + 1]):
            if not _seat(p, items[k], seats, a, b, inside, filled, found[p]):
                break
            found[p] = False
    return found


@njit(cache=True)
def _seat(
    p: int,
    edge: int,
    seats: npt.NDArray[np.int16],
    a: npt.NDArray[np.int32],
    b: npt.NDArray[np.int32],
    inside: npt.NDArray[np.int64],
    filled: Ints,
    seen: Bools,
) -> bool:
    """Breadth-first augmenting path; on failure ``seen`` is left with the slots that were reached, all full."""
    slots = seats.shape[1]
    edge_to = np.empty(slots, np.int64)
    place_from = np.empty((slots, 2), np.int64)
    queue = np.empty(slots, np.int64)
    seen[:] = False
    head = tail = 0
    moving, origin, where = edge, -1, -1
    while True:
        other = a[moving] if b[moving] == p else b[moving]
        for t in range(slots):
            if not seen[t] and seats[p, t] > 0 and seats[other, t] > 0:
                seen[t] = True
                edge_to[t], place_from[t, 0], place_from[t, 1] = moving, origin, where
                queue[tail] = t
                tail += 1
                if filled[t] < seats[p, t]:
                    _shift(t, edge_to, place_from, inside, filled)
                    return True
        # next occupant of a reached slot
        where += 1
        while origin < 0 or where >= filled[origin]:
            if head == tail:
                return False
            origin, where = queue[head], 0
            head += 1
        moving = inside[origin, where]


@njit(cache=True)
def _shift(
    free: int, edge_to: Ints, place_from: npt.NDArray[np.int64], inside: npt.NDArray[np.int64], filled: Ints
) -> None:
    """Moves each meeting of the path one slot on, from the free seat back to the newcomer."""
    t, where = free, filled[free]
    filled[free] += 1
    while t >= 0:
        inside[t, where] = edge_to[t]
        t, where = place_from[t, 0], place_from[t, 1]


def idle_alone(model: Model, held: Ints) -> Ints:
    """For each person, the idle slots that no order of his ``held`` meetings avoids, were the others free all day."""
    start, items = incidence(model, held)
    return _idle_alone(model.seats.copy(), model.a, model.b, start, items)


@njit(cache=True)
def _idle_alone(
    seats: npt.NDArray[np.int16], a: npt.NDArray[np.int32], b: npt.NDArray[np.int32], start: Ints, items: Ints
) -> Ints:
    """The tightest window of each person's day that holds all his meetings, less their number (0 when none does)."""
    people, slots = seats.shape
    idle = np.zeros(people, np.int64)
    most = 1
    for p in range(people):
        most = max(most, start[p + 1] - start[p])
    inside = np.full((slots, most), -1, np.int64)
    filled, day = np.zeros(slots, np.int64), np.zeros(slots, np.int16)
    seen = np.zeros(slots, np.bool_)
    for p in range(people):
        count = start[p + 1] - start[p]
        day[:] = seats[p]
        best = slots
        for first in range(slots if count > 1 else 0):
            there = 0
            seats[p] = 0
            for last in range(first, slots):
                seats[p, last] = day[last]
                there += day[last] > 0
                if there - count >= best or best <= 0:
                    break
                if day[last] == 0 or there * day.max() < count:
                    continue
                filled[:] = 0
                k = start[p]
                while k < start[p + 1] and _seat(p, items[k], seats, a, b, inside, filled, seen):
                    k += 1
                if k == start[p + 1]:
                    best = there - count
        seats[p] = day
        idle[p] = max(0, best) if best < slots else 0
    return idle
