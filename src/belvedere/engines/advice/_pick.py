"""Compatible columns by depth-first search, compiled: few days, so few columns, and prices that rule most out."""

# mypy: allow-untyped-defs, allow-untyped-calls
from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ._kernel import Ints


class Shelf(NamedTuple):
    """Columns by rising shortfall (what each lacks under the prices): gains, and their rows from `start` on."""

    gain: NDArray[np.float64]
    shortfall: NDArray[np.float64]
    start: Ints
    row: Ints
    weight: NDArray[np.float64]


@njit(cache=True)
def fits(shelf, c, used, right):
    """Whether no row overflows when column c is taken."""
    for k in range(shelf.start[c], shelf.start[c + 1]):
        if used[shelf.row[k]] + shelf.weight[k] > right[shelf.row[k]] + 1e-6:
            return False
    return True


@njit(cache=True)
def pick(shelf, right, days, value, best, step, chosen, work):
    """(gain, tests) of the best set above `best` met within `work` tests, its columns in `chosen` (-1 beyond).

    A set with all its shortfalls is worth at most the linear value less their sum: that bounds the search, and columns
    come by rising shortfall, so that a branch ends at the first one that is too much.
    """
    count, depth, tests = shelf.gain.shape[0], 0, 0
    used = np.zeros(right.shape[0])
    path, at = np.zeros(days, dtype=np.int64), 0
    lacks, worth = np.zeros(days + 1), np.zeros(days + 1)
    while tests < work:
        if depth < days and at < count and lacks[depth] + shelf.shortfall[at] <= value - best - step:
            tests += 1
            if fits(shelf, at, used, right):
                for k in range(shelf.start[at], shelf.start[at + 1]):
                    used[shelf.row[k]] += shelf.weight[k]
                path[depth] = at
                lacks[depth + 1] = lacks[depth] + shelf.shortfall[at]
                worth[depth + 1] = worth[depth] + shelf.gain[at]
                depth += 1
                if worth[depth] >= best + step:
                    best = worth[depth]
                    for k in range(days):
                        chosen[k] = path[k] if k < depth else -1
            at += 1
            continue
        if depth == 0:
            break
        depth -= 1
        at = path[depth]
        for k in range(shelf.start[at], shelf.start[at + 1]):
            used[shelf.row[k]] -= shelf.weight[k]
        at += 1
    return best, tests
