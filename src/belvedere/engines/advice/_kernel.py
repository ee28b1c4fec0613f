"""What compiled searches share: the tables of a trip, opening windows, departure, small seeded chance."""

# mypy: allow-untyped-defs, allow-untyped-calls
from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
NEVER = np.int64(-1)


class Ground(NamedTuple):
    """Places, hours and days of a model, as compiled code reads them (shapes: see `model.Model`)."""

    travel: Ints
    opens: Ints
    closes: Ints
    visit: Ints
    floor: Ints
    extra: Ints
    begin: Ints
    finish: Ints
    begins_at: Ints
    finishes_by: Ints


class Caps(NamedTuple):
    """What each node draws: of `resource[u]`, `weight[u]`, for u from `start[node]` to `start[node + 1]`."""

    start: Ints
    resource: Ints
    weight: Ints
    cap: Ints
    daily: NDArray[np.bool_]


@njit(cache=True)
def first_start(opens, closes, day, node, arrival):
    """Earliest visit start from `arrival` on, or NEVER; windows are sorted and padded with closes = -1."""
    for k in range(opens.shape[2]):
        if closes[day, node, k] >= arrival:
            return max(arrival, opens[day, node, k])
    return NEVER


@njit(cache=True)
def last_start(opens, closes, day, node, ready):
    """Latest visit start not after `ready`, or NEVER."""
    found = NEVER
    for k in range(opens.shape[2]):
        if closes[day, node, k] >= 0 and opens[day, node, k] <= ready:
            found = max(found, min(ready, closes[day, node, k]))
    return found


@njit(cache=True)
def departure(visit, floor, extra, node, start):
    """When one leaves `node` after a visit begun at `start`: a rest there waits for its own hour (`floor`)."""
    return max(start + visit[node], floor[node]) + extra[node]


@njit(cache=True)
def latest_for(visit, floor, extra, node, leave_by):
    """Latest moment at which a visit may begin so that one leaves by `leave_by`, or NEVER."""
    rest_begins = leave_by - extra[node]
    if rest_begins < floor[node]:
        return NEVER
    return rest_begins - visit[node]


@njit(cache=True)
def chance(state):
    """Uniform in [0, 1) from a splitmix64 state of one cell: the same bytes on every machine."""
    state[0] += np.uint64(0x9E3779B97F4A7C15)
    z = state[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return np.float64(z >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@njit(cache=True)
def draw(state, bound):
    """Uniform integer in [0, bound)."""
    return np.int64(chance(state) * bound)
