"""Whole days weighed together: at which slot each meeting should stand, by belief propagation.

Every visitor tells each table how likely he would come at each slot, over all the days he could have, were that table
indifferent; every table answers how gladly it would take him there, all its visitors counted and its seats taken
exactly. What is believed is believed a little more each time (reinforcement), until the days stand out.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from .model import Bools, Floats, Ints
from .pairs import all_at_once, surest_first
from .redraw import CHANGE, IDLE, MOST, backward, forward, waits
from .visits import AT, BETWEEN, PUT, ROOM, STILL, WHEN, WHO, Visits

PRICES = -6.0, -3.0  # logarithms of the chance of an idle slot, of a change of room
DEAF = 10  # rounds before reinforcement
LOUD = (0.2, 0.26)  # reinforcement, from the first round to the last
DAMP = 0.3  # share of the old answer kept
LEAST, SURE, NEVER = 1e-12, 1e-9, 1e-250
SETTLED = 0.997  # mean belief in the best slots beyond which little changes


def believe(visits: Visits, rooms: int, rounds: int, seed: int) -> bool:
    """Gives each meeting the slot believed in after ``rounds`` at most; False when two visitors find no table."""
    held, moving = visits.held, _moving(visits)
    between = moving & (held[:, STILL] == BETWEEN)
    people, slots = visits.seats.shape
    table = np.where(between, people, held[:, AT])  # the tables at nobody's are one more host
    load = np.zeros((people + 1, slots), np.int64)
    np.add.at(load, (table[moving], held[moving, WHEN]), 1)
    seats = np.concatenate([visits.seats - visits.load, visits.free[None, :]]) + load
    exact: Bools = (load.sum(axis=1) == seats.sum(axis=1)) & (np.arange(people + 1) < people)
    order = np.flatnonzero(moving)[np.argsort(table[moving], kind="stable")]
    first = np.concatenate([[0], np.cumsum(np.bincount(table[order], minlength=people + 1))])
    there: Bools = visits.may & (seats[table] > 0)
    glad, belief, comes = there.astype(np.float64), np.zeros(there.shape), np.zeros(there.shape)
    told, share = np.ones((2, *there.shape)), np.ones(there.shape)
    for turn in range(rounds):
        if turn > DEAF:
            top = np.maximum(belief.max(axis=1, keepdims=True), LEAST)
            share = np.maximum(belief / top, SURE) ** (LOUD[0] + (LOUD[1] - LOUD[0]) * turn / rounds)
        _tell(visits, rooms, moving, glad, share, belief, told, comes)
        _answer(first, order, seats, exact, comes, glad)
        if belief[moving].max(axis=1, initial=0.0).mean() > SETTLED:
            break
    if not _seat_pairs(visits, np.flatnonzero(between), belief, there):
        return False
    alone = moving & ~between
    np.subtract.at(visits.load, (held[alone, AT], held[alone, WHEN]), 1)
    stream = np.array([seed * 2654435761 + 88172645463325252], np.uint64)
    _decide(visits, rooms, alone, np.where(there, np.maximum(belief, LEAST), 0.0), stream)
    np.add.at(visits.load, (held[alone, AT], held[alone, WHEN]), 1)
    return True


def _moving(visits: Visits) -> Bools:
    """The meetings whose slot is sought: no more than MOST of each visitor, the others stay."""
    moving: Bools = visits.held[:, STILL] != PUT
    for p in np.flatnonzero(np.diff(visits.start) > MOST):
        mine = visits.items[visits.start[p] : visits.start[p + 1]]
        moving[mine[moving[mine]][MOST:]] = False
    return moving


def _seat_pairs(visits: Visits, pairs: Ints, belief: Floats, there: Bools) -> bool:
    """Slots for the meetings of two visitors: a table each, nobody twice; whether all have one."""
    held = visits.held
    free = visits.free + np.bincount(held[pairs, WHEN], minlength=len(visits.free))
    who, may = held[pairs][:, [WHO, AT]], there[pairs] & (free > 0)
    when = surest_first(who, free, belief[pairs], may)
    if when is None:
        when = all_at_once(who, free, belief[pairs], may)
    if when is None:
        return False
    held[pairs, WHEN], visits.free[:] = when, free - np.bincount(when, minlength=len(free))
    return True


@njit(cache=True)
def _mine(visits: Visits, p: int, moving: Bools, mine: Ints, fixed: Ints) -> int:
    """Lists the meetings of p that move; their number. ``fixed[t]``: room of one that stays, -1 none."""
    fixed[:] = -1
    n = 0
    for e in visits.items[visits.start[p] : visits.start[p + 1]]:
        if moving[e]:
            mine[n] = e
            n += 1
        else:
            fixed[visits.held[e, WHEN]] = visits.held[e, ROOM]
    return n


@njit(cache=True)
def _tell(
    visits: Visits, rooms: int, moving: Bools, glad: Floats, pull: Floats, belief: Floats, told: Floats, comes: Floats
) -> None:
    # long: compiled; its parts share a dozen scalars
    """Each visitor's belief in each slot of his meetings; ``comes`` is what it is without what the table answered.

    A meeting of two visitors hears from one, in ``told``, what the other believes without him.
    """
    people, slots = visits.seats.shape
    ways = np.zeros((slots + 1, 1 << MOST, rooms + 1))
    back, share, mean, most = np.zeros(ways.shape), np.zeros((MOST, slots)), np.zeros((MOST, slots)), np.ones(MOST)
    fixed, mine, chance = np.zeros(slots, np.int64), np.zeros(MOST, np.int64), np.exp(np.array(PRICES))
    for p in range(people):
        n = _mine(visits, p, moving, mine, fixed)
        for k in range(n):
            e = mine[k]
            two, other = visits.held[e, STILL] == BETWEEN, int(visits.held[e, WHO] == p)
            for t in range(slots):
                share[k, t] = glad[e, t] * pull[e, t] * (fixed[t] < 0) * (told[other, e, t] if two else 1.0)
            most[k] = max(share[k].max(), NEVER)
            share[k] /= most[k]
        if n == 0:
            continue
        forward(visits, p, mine[:n], chance, ways, share, fixed)
        if ways[slots, (1 << n) - 1].sum() < NEVER:
            continue
        _both_ways(visits, p, mine[:n], chance, ways, back, share, fixed, mean)
        for k in range(n):
            e, side = mine[k], int(visits.held[mine[k], WHO] != p)
            for t in range(slots):
                belief[e, t] = mean[k, t]
                odds = 0.0
                if share[k, t] > 0.0:
                    sure = min(max(mean[k, t], LEAST), 1.0 - SURE)
                    odds = sure / (1.0 - sure)
                    told[side, e, t] = min(max(odds / (share[k, t] * most[k]), LEAST), 1.0 / LEAST)
                    odds /= glad[e, t]
                comes[e, t] = odds / (1.0 + odds)


@njit(cache=True)
def _both_ways(
    visits: Visits,
    p: int,
    mine: Ints,
    chance: Floats,
    ways: Floats,
    back: Floats,
    share: Floats,
    fixed: Ints,
    mean: Floats,
) -> None:
    """``back[t, held, last room]``: chances of all that can follow; ``mean[k, t]``: share of the days with k at t."""
    every, none = (1 << len(mine)) - 1, ways.shape[2] - 1
    back[:, : every + 1] = 0.0
    back[len(fixed), every] = 1.0
    mean[:] = 0.0
    for t in range(len(fixed) - 1, -1, -1):
        for held in range(every + 1):
            some = 0.0
            for r in range(none + 1):
                some += ways[t, held, r]
            if some == 0.0:
                continue
            if fixed[t] >= 0:
                _follow(ways, back, t, held, held, fixed[t], 1.0, chance[CHANGE])
                continue
            idle = chance[IDLE] if waits(fixed, visits.seats[p, t], t, held, every) else 1.0
            for r in range(none + 1):
                back[t, held, r] = idle * back[t + 1, held, r]
            for k in range(len(mine)):
                if not (held >> k) & 1 and share[k, t] > 0.0:
                    room = visits.held[mine[k], ROOM]
                    mean[k, t] += _follow(ways, back, t, held, held | (1 << k), room, share[k, t], chance[CHANGE])
    mean[:] = mean / ways[len(fixed), every].sum()


@njit(cache=True, inline="always")
def _follow(
    ways: Floats, back: Floats, t: int, held: int, after: int, room: int, factor: float, change: float
) -> float:
    """Adds to what can follow ``held`` before slot t what goes on by ``room`` there; the chances of the whole days."""
    none, days = ways.shape[2] - 1, 0.0
    for r in range(none + 1):
        follows = factor * back[t + 1, after, r if room == none else room]
        if room not in (none, r) and r != none:
            follows *= change
        back[t, held, r] += follows
        days += follows * ways[t, held, r]
    return days


@njit(cache=True)
def _answer(first: Ints, order: Ints, seats: Ints, exact: Bools, comes: Floats, glad: Floats) -> None:
    """How much more gladly each table is with its visitor than without, its other visitors counted, slot by slot."""
    most = 0
    for h in range(len(seats)):
        most = max(most, first[h + 1] - first[h])
    before, after = np.zeros((most + 1, most + 2)), np.zeros((most + 1, most + 2))
    for h in range(len(seats)):
        guests = order[first[h] : first[h + 1]]
        for t in range(seats.shape[1] if len(guests) else 0):
            c = min(seats[h, t], len(guests))
            if c > 0:
                _count(comes, guests, t, c, exact[h] and c < len(guests), before, after)
                for k in range(len(guests)):
                    taken = full = 0.0
                    for j in range(c + 1):
                        full += before[k, j] * after[k + 1, c - j]
                        taken += before[k, j] * after[k + 1, c - 1 - j] if j < c else 0.0
                    ratio = min(max(taken / full, LEAST), 1.0 / LEAST) if full > NEVER else 0.1
                    glad[guests[k], t] = glad[guests[k], t] ** DAMP * ratio ** (1.0 - DAMP)


@njit(cache=True)
def _count(comes: Floats, guests: Ints, t: int, c: int, exact: bool, before: Floats, after: Floats) -> None:
    """Chances that j of the guests before each, and of those from each on, come at t (at most j unless ``exact``)."""
    n = len(guests)
    before[0, : c + 1], after[n, : c + 1] = 0.0, 0.0
    before[0, 0] = after[n, 0] = 1.0
    for k in range(n):
        q, r = comes[guests[k], t], comes[guests[n - 1 - k], t]
        for j in range(c + 1):
            before[k + 1, j] = before[k, j] * (1.0 - q) + (before[k, j - 1] * q if j else 0.0)
            after[n - 1 - k, j] = after[n - k, j] * (1.0 - r) + (after[n - k, j - 1] * r if j else 0.0)
    for k in range(0 if exact else n + 1):
        for j in range(1, c + 1):
            after[k, j] += after[k, j - 1]


@njit(cache=True)
def _decide(visits: Visits, rooms: int, moving: Bools, belief: Floats, stream: npt.NDArray[np.uint64]) -> None:
    """Draws each visitor's day by what is believed of his meetings."""
    people, slots = visits.seats.shape
    ways, share = np.zeros((slots + 1, 1 << MOST, rooms + 1)), np.zeros((MOST, slots))
    fixed, mine, chance = np.zeros(slots, np.int64), np.zeros(MOST, np.int64), np.exp(np.array(PRICES))
    for p in range(people):
        n = _mine(visits, p, moving, mine, fixed)
        for k in range(n):
            share[k] = belief[mine[k]] * (fixed < 0)
        forward(visits, p, mine[:n], chance, ways, share, fixed)
        if ways[slots, (1 << n) - 1].sum() > NEVER:
            backward(visits, p, mine[:n], chance, ways, share, fixed, stream)
