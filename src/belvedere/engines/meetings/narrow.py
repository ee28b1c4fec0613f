"""Where a meeting can stand at all: not where those who can stand nowhere else take every place.

A person's meetings share her slots. From any timetable of them, one can go to another slot only if a circle of meetings
brings each to the place of the next, or a chain that ends at a place left empty (Régin's filter of a global
cardinality); what this forbids at one table forbids more to those who sit there, so it is done until nothing changes.
"""

import numpy as np
from numba import njit

from .model import Bools, Ints


def possible(ends: Ints, when: Ints, seats: Ints, may: Bools) -> None:
    """Clears ``may[k, t]`` where meeting k, of the two people ``ends[k]``, is at t in no timetable.

    ``when`` is one timetable, ``seats[p, t]`` the meetings that p may hold at t.
    """
    start = np.concatenate([[0], np.cumsum(np.bincount(ends.ravel(), minlength=len(seats)))])
    items = np.argsort(ends.ravel(), kind="stable") // 2
    while _narrow(start, items, when, seats, may):
        pass


@njit(cache=True)
def _narrow(start: Ints, items: Ints, when: Ints, seats: Ints, may: Bools) -> bool:
    """Each person once; whether anything changed."""
    slots, changed = seats.shape[1], False
    leads = np.zeros((slots, slots), np.bool_)
    for p in range(len(seats)):
        mine = items[start[p] : start[p + 1]]
        if len(mine) > 0:
            loose = _leads(mine, when, seats[p], may, leads)
            for e in mine:
                for t in range(slots):
                    if may[e, t] and t != when[e] and not loose[t] and not leads[t, when[e]]:
                        may[e, t], changed = False, True
    return changed


@njit(cache=True)
def _leads(mine: Ints, when: Ints, seats: Ints, may: Bools, leads: Bools) -> Bools:
    """Fills ``leads[t, u]``: a chain of meetings goes from t to u; the slots from which one ends at an empty place."""
    spare, loose = seats.astype(np.int64), np.zeros(len(seats), np.bool_)
    leads[:] = False
    for e in mine:
        spare[when[e]] -= 1
        leads[when[e]] |= may[e]
    for u in range(len(seats)):
        for t in range(len(seats)):
            if leads[t, u]:
                leads[t] |= leads[u]
    for t in range(len(seats)):
        loose[t] = spare[t] > 0 or (leads[t] & (spare > 0)).any()
    return loose
