"""Slots for the meetings of two visitors: a table each, nobody twice at once.

``who[k]`` are the two of pair k, ``free[t]`` the tables at each slot, ``wish[k, t]`` how much pair k is wanted at t,
``may[k, t]`` whether it can be there.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from .model import Bools, Floats, Ints

NODES = 100  # of the tree of the integer program


def surest_first(who: Ints, free: Ints, wish: Floats, may: Bools) -> Ints | None:
    """The slot of each pair, the best of those left by the surer; None when one has none left."""
    taken, left = np.zeros((int(who.max(initial=-1)) + 1, len(free)), np.bool_), free.copy()
    when = np.zeros(len(who), np.int64)
    for k in np.argsort(-wish.max(axis=1, initial=-1.0), kind="stable"):
        still = may[k] & (left > 0) & ~taken[who[k]].any(axis=0)
        if not still.any():
            return None
        when[k] = np.argmax(np.where(still, wish[k], -1.0))
        left[when[k]] -= 1
        taken[who[k], when[k]] = True
    return when


def all_at_once(who: Ints, free: Ints, wish: Floats, may: Bools) -> Ints | None:
    """The same, most wish in all: an integer program; None when it finds no way."""
    if not len(who):
        return np.zeros(0, np.int64)
    if not may.any(axis=1).all():
        return None
    pair, slot = np.nonzero(may)
    people, slots, columns = int(who.max(initial=-1)) + 1, len(free), np.arange(len(pair))
    seats = np.concatenate([who[pair, side] * slots + slot for side in (0, 1)])
    alone = _counts(seats, np.tile(columns, 2), people * slots)
    alone = alone[np.flatnonzero(np.diff(alone.indptr) > 1)]
    rules = [
        LinearConstraint(_counts(pair, columns, len(who)), 1, 1),
        LinearConstraint(_counts(slot, columns, slots), 0, free),
        *([LinearConstraint(alone, 0, 1)] if alone.shape[0] else []),
    ]
    cost, whole = -wish[pair, slot], np.ones(len(pair))
    found = milp(cost, integrality=whole, bounds=Bounds(0, 1), constraints=rules, options={"node_limit": NODES})
    if found.x is None:
        return None
    when, chosen = np.zeros(len(who), np.int64), found.x > 0.5
    when[pair[chosen]] = slot[chosen]
    return when


def _counts(row: Ints, column: Ints, rows: int) -> csr_array:
    return csr_array((np.ones(len(row)), (row, column)), shape=(rows, int(column.max(initial=-1)) + 1))
