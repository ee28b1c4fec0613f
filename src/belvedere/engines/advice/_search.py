"""Ruin and recreate under simulated annealing, compiled; every tour met on the way is a column for later.

Strings of neighbouring visits are taken out of the tours, then absent stops are put back one by one in a random order
of a random kind, each where it delays its tour least (after Christiaens and Vanden Berghe's slack induction by
string removals). A stop that fits nowhere in a day is not tried there again before something is taken out of that day.
The work is counted in places looked at, not in seconds: same seed, same bytes, however the work is sliced.
"""

# mypy: allow-untyped-defs, allow-untyped-calls
from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ._kernel import NEVER, Ints, chance, departure, draw, first_start, last_start, latest_for

#: Places of the running figures and counts.
VALUE, KEPT_VALUE, KEPT_DURATION, BEST_VALUE = range(4)
TRIALS, COLUMNS, OLDEST = range(3)
#: Work of a round and of a stop considered, in places looked at.
ROUND_WORK, STOP_WORK = 100, 6
FAR = np.int64(9223372036854775807)


class Days(NamedTuple):
    """Tours (row d from place 1 on), their sizes, the clock at each place, what is drawn, the day of each node, and
    whether a node is known to fit nowhere in a day."""

    tour: Ints
    size: Ints
    starts: Ints
    leaves: Ints
    latest: Ints
    used: Ints
    where: Ints
    stuck: NDArray[np.bool_]


class Pool(NamedTuple):
    """Good tours met, the oldest replaced first, and marks of those already seen."""

    tour: NDArray[np.int16]
    day: Ints
    size: Ints
    gain: NDArray[np.float64]
    seen: NDArray[np.uint64]


class Dial(NamedTuple):
    """Settings of one annealing; heat and cold are in gain, `tie` is the gain that a tick saved is worth, `rest` the
    ticks that any visit takes at least when gains are compared by the tick."""

    work: int
    heat: float
    cold: float
    tie: float
    rest: float
    blink: float
    longest: int
    strings: int
    worthy: float


@njit(cache=True)
def retime(ground, days, d):
    """Recompute a day's starts, departures and latest starts; False when the day cannot be kept."""
    tour, size, starts, leaves, latest = days.tour[d], days.size[d], days.starts[d], days.leaves[d], days.latest[d]
    leaves[0] = ground.begins_at[d]
    here = ground.begin[d]
    for p in range(1, size + 1):
        node = tour[p]
        start = first_start(ground.opens, ground.closes, d, node, leaves[p - 1] + ground.travel[here, node])
        if start == NEVER:
            return False
        starts[p] = start
        leaves[p] = departure(ground.visit, ground.floor, ground.extra, node, start)
        here = node
    last = size + 1
    starts[last] = leaves[size] + ground.travel[here, ground.finish[d]]
    if starts[last] > ground.finishes_by[d]:
        return False
    latest[last] = ground.finishes_by[d]
    after = ground.finish[d]
    for p in range(size, 0, -1):
        node = tour[p]
        leave_by = latest[p + 1] - ground.travel[node, after]
        ready = latest_for(ground.visit, ground.floor, ground.extra, node, leave_by)
        latest[p] = last_start(ground.opens, ground.closes, d, node, ready)
        after = node
    return True


@njit(cache=True)
def admits(caps, used, node, d):
    """Whether the caps leave room for this node on that day."""
    for u in range(caps.start[node], caps.start[node + 1]):
        r = caps.resource[u]
        if used[d if caps.daily[r] else 0, r] + caps.weight[u] > caps.cap[r]:
            return False
    return True


@njit(cache=True)
def put(caps, days, node, d, sign):
    """Count a node in on a day (sign 1) or out of it (sign -1)."""
    days.where[node] = d if sign > 0 else -1
    for u in range(caps.start[node], caps.start[node + 1]):
        r = caps.resource[u]
        days.used[d if caps.daily[r] else 0, r] += sign * caps.weight[u]


@njit(cache=True)
def take_out(ground, caps, gain, days, d, node, length, figures, state):
    """Takes a string of that many visits out of a day, somewhere around a node."""
    for i in range(gain.shape[0]):
        days.stuck[d, i] = False
    tour, size = days.tour[d], days.size[d]
    position = 1
    while tour[position] != node:
        position += 1
    low, high = max(1, position - length + 1), min(position, size - length + 1)
    first = low + draw(state, high - low + 1)
    for p in range(first, first + length):
        figures[VALUE] -= gain[tour[p]]
        put(caps, days, tour[p], d, -1)
    for p in range(first + length, size + 1):
        tour[p - length] = tour[p]
    days.size[d] = size - length
    retime(ground, days, d)


@njit(cache=True)
def ruin(ground, caps, near, gain, days, dial, figures, touched, state):
    """Takes a string of visits around one place out of some of the days."""
    visited = 0
    for d in range(days.size.shape[0]):
        visited += days.size[d]
    if visited == 0:
        return
    pick = draw(state, visited)
    d = 0
    while pick >= days.size[d]:
        pick -= days.size[d]
        d += 1
    centre = days.tour[d, pick + 1]
    left = 1 + draw(state, min(dial.strings, days.size.shape[0]))
    for q in range(near.shape[1]):
        other = near[centre, q]
        d = days.where[other]
        if d < 0 or touched[d]:
            continue
        touched[d] = True
        take_out(ground, caps, gain, days, d, other, 1 + draw(state, min(dial.longest, days.size[d])), figures, state)
        left -= 1
        if left == 0:
            return


@njit(cache=True)
def ordered(ground, gain, days, dial, key, order, state):
    """Number of absent nodes, laid in `order` by a random key of a random kind (Shell's sort: numba compiles NumPy's
    for seconds)."""
    kind, absent = draw(state, 4), 0
    for i in range(gain.shape[0]):
        if days.where[i] < 0:
            if kind == 0:
                key[absent] = chance(state)
            elif kind == 1:
                key[absent] = -gain[i] * (0.5 + chance(state))
            elif kind == 2:
                key[absent] = -gain[i] / (ground.visit[i] + 1.0 + dial.rest) * (0.5 + chance(state))
            else:
                key[absent] = -(gain[i] ** 2) * chance(state)
            order[absent] = i
            absent += 1
    gap = 1
    while 3 * gap < absent:
        gap = 3 * gap + 1
    while gap > 0:
        for k in range(gap, absent):
            value, i, p = key[k], order[k], k
            while p >= gap and key[p - gap] > value:
                key[p], order[p] = key[p - gap], order[p - gap]
                p -= gap
            key[p], order[p] = value, i
        gap //= 3
    return absent


@njit(cache=True)
def recreate(  # noqa: C901 -- one loop over places
    ground, back, caps, gain, days, dial, figures, touched, order, absent, state
):
    # long: compiled; its parts share a dozen scalars
    """Puts absent nodes back in this order, each where it delays its day least; returns the places looked at."""
    looked, count, windows = 0, days.size.shape[0], ground.closes.shape[2]
    room = days.tour.shape[1] - 2
    for rank in range(absent):
        i = order[rank]
        best, best_day, best_place = FAR, -1, -1
        towards, away = back[i], ground.travel[i]
        for d in range(count):
            if days.stuck[d, i] or ground.closes[d, i, 0] < 0 or not admits(caps, days.used, i, d):
                continue
            fits = False
            tour, leaves, latest, size = days.tour[d], days.leaves[d], days.latest[d], days.size[d]
            opens, closes = ground.opens[d, i, 0], ground.closes[d, i, 0]
            soonest = max(opens + ground.visit[i], ground.floor[i]) + ground.extra[i]
            here = ground.begin[d]
            for p in range(size + 1):
                after = tour[p + 1] if p < size else ground.finish[d]
                before, here = here, after
                if latest[p + 1] < soonest:
                    continue
                looked += 1
                start = leaves[p] + towards[before]
                if start > closes:
                    if windows == 1:
                        break
                    start = first_start(ground.opens, ground.closes, d, i, start)
                    if start == NEVER:
                        break
                start = max(start, opens)
                reach = departure(ground.visit, ground.floor, ground.extra, i, start) + away[after]
                if reach > latest[p + 1]:
                    continue
                fits = True
                if dial.blink > 0.0 and chance(state) < dial.blink:
                    continue
                delay = reach - leaves[p] - ground.travel[before, after]
                if delay < best:
                    best, best_day, best_place = delay, d, p
            days.stuck[d, i] = not fits
        if best_day < 0 or days.size[best_day] >= room:
            continue
        d = best_day
        for p in range(days.size[d], best_place, -1):
            days.tour[d, p + 1] = days.tour[d, p]
        days.tour[d, best_place + 1] = i
        days.size[d] += 1
        figures[VALUE] += gain[i]
        touched[d] = True
        put(caps, days, i, d, 1)
        retime(ground, days, d)
    return looked


@njit(cache=True)
def duration(ground, days):
    """Ticks that the days last together."""
    total = 0
    for d in range(days.size.shape[0]):
        total += days.starts[d, days.size[d] + 1] - ground.begins_at[d]
    return total


@njit(cache=True)
def copy_day(source, target, d):
    """Makes day d of `target` that of `source`; whom it held is counted out first by the caller."""
    target.size[d] = source.size[d]
    for p in range(source.size[d] + 2):
        target.tour[d, p] = source.tour[d, p]
        target.starts[d, p] = source.starts[d, p]
        target.leaves[d, p] = source.leaves[d, p]
        target.latest[d, p] = source.latest[d, p]
    for i in range(source.where.shape[0]):
        target.stuck[d, i] = source.stuck[d, i]


@njit(cache=True)
def take_over(caps, source, target, touched):
    """Makes the touched days of `target` those of `source`, and all that follows from them."""
    for d in range(touched.shape[0]):
        if touched[d]:
            for p in range(1, target.size[d] + 1):
                put(caps, target, target.tour[d, p], d, -1)
    for d in range(touched.shape[0]):
        if touched[d]:
            copy_day(source, target, d)
            for p in range(1, target.size[d] + 1):
                put(caps, target, target.tour[d, p], d, 1)


@njit(cache=True)
def note(pool, days, gain, touched, counts):
    """Writes the touched days down as columns, unless just seen."""
    for d in range(touched.shape[0]):
        if not touched[d]:
            continue
        tour, size, total, mark = days.tour[d], days.size[d], 0.0, np.uint64(d)
        for p in range(1, size + 1):
            total += gain[tour[p]]
            mark = (mark ^ np.uint64(tour[p] + 1)) * np.uint64(1099511628211)
        slot = np.int64(mark % np.uint64(pool.seen.shape[0]))
        if pool.seen[slot] != mark:
            pool.seen[slot] = mark
            c = counts[OLDEST]
            pool.day[c], pool.size[c], pool.gain[c] = d, size, total
            for p in range(size):
                pool.tour[c, p] = tour[p + 1]
            counts[OLDEST] = (c + 1) % pool.day.shape[0]
            counts[COLUMNS] = max(counts[COLUMNS], c + 1)


@njit(cache=True)
def begin_search(ground, caps, gain, days, figures):
    """Fills in all that follows from the tours."""
    for d in range(days.size.shape[0]):
        retime(ground, days, d)
        for p in range(1, days.size[d] + 1):
            figures[VALUE] += gain[days.tour[d, p]]
            put(caps, days, days.tour[d, p], d, 1)
    figures[KEPT_VALUE] = figures[BEST_VALUE] = figures[VALUE]
    figures[KEPT_DURATION] = duration(ground, days)


@njit(cache=True)
def search(ground, back, caps, near, gain, days, kept, best, pool, dial, figures, counts, state, until):
    """Rounds of ruin and recreate until `until` trials are spent; all that runs on is in the tables."""
    touched = np.zeros(days.size.shape[0], dtype=np.bool_)
    order, key = np.zeros(gain.shape[0], dtype=np.int64), np.zeros(gain.shape[0], dtype=np.float64)
    while counts[TRIALS] < until:
        temperature = dial.heat * (dial.cold / dial.heat) ** (counts[TRIALS] / dial.work)
        for d in range(touched.shape[0]):
            touched[d] = False
        ruin(ground, caps, near, gain, days, dial, figures, touched, state)
        absent = ordered(ground, gain, days, dial, key, order, state)
        looked = recreate(ground, back, caps, gain, days, dial, figures, touched, order, absent, state)
        counts[TRIALS] += looked + STOP_WORK * absent + ROUND_WORK
        lasted = np.float64(duration(ground, days))
        change = figures[VALUE] - figures[KEPT_VALUE] - dial.tie * (lasted - figures[KEPT_DURATION])
        if change >= 0.0 or chance(state) < np.exp(change / temperature):
            if figures[VALUE] >= dial.worthy * figures[BEST_VALUE]:
                note(pool, days, gain, touched, counts)
            take_over(caps, days, kept, touched)
            figures[KEPT_VALUE], figures[KEPT_DURATION] = figures[VALUE], lasted
            if figures[VALUE] > figures[BEST_VALUE] + 1e-9:
                figures[BEST_VALUE] = figures[VALUE]
                for d in range(touched.shape[0]):
                    touched[d] = True
                take_over(caps, days, best, touched)
        else:
            take_over(caps, kept, days, touched)
            figures[VALUE] = figures[KEPT_VALUE]
