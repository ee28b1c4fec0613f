"""Whole days drawn anew: every day a visitor could have, each with the chance its cost deserves.

A visitor with k meetings has thousands of days (which order, which slots); going through the day slot by slot, with the
set of meetings already held and the last room, sums the chances of them all, and going back draws one. Only the days
that cost something are drawn: of who waits or walks too much, or sits where too many do. What troubled one then
troubles another, who is drawn in turn, until an empty seat ends it. A seat that stays crowded becomes dear, and so does
its slot, so that nobody goes round in circles.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from .model import Floats, Ints
from .visits import AT, ROOM, STILL, WHEN, Visits, cost, lay_out

MOST = 6  # meetings of one visitor drawn together
WAIT, MOVE, CROWD = 2.0, 1.0, 2.0  # price of an idle slot, of a change of room, of a seat too many
HOT, COLD = 0.25, 0.16
PRICE = 2e-4  # how fast a seat taken twice becomes dear, and its slot; one that lacks somebody, cheap
HOLE = 8  # what an idle slot counts when states are compared, a change of room counting 1
TWICE = 14  # what a seat too many counts then: undoing it leaves nearly two holes
# places in `chance`: factors of an idle slot, a change of room, a seat too many; then the state of the stream
IDLE, CHANGE, OVER = range(3)


def redraw(visits: Visits, base: Ints, rooms: int, rounds: int, seed: int) -> None:
    """Draws days that cost more than ``base[p]`` or crowd a table, colder and colder; the best state seen stays."""
    _redraw(visits, base, rooms, rounds, np.array([seed * 2654435761 + 88172645463325252], np.uint64))


@njit(cache=True)
def _unit(stream: npt.NDArray[np.uint64]) -> float:
    x = stream[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    stream[0] = x
    return float(x >> np.uint64(11)) / 9007199254740992.0


@njit(cache=True)
def _redraw(visits: Visits, base: Ints, rooms: int, rounds: int, stream: npt.NDArray[np.uint64]) -> None:
    paid, best, slot = excess(visits, base, rooms), np.inf, visits.held[:, WHEN].copy()
    price = np.zeros((len(base) + 1, visits.seats.shape[1]))
    hosts = np.flatnonzero(visits.load.sum(axis=1) > 0)
    full = np.flatnonzero((visits.load.sum(axis=1) == visits.seats.sum(axis=1)) & (visits.load.sum(axis=1) > 0))
    for turn in range(rounds + 1):
        total = paid.sum() + TWICE * np.maximum(visits.load[hosts] - visits.seats[hosts], 0).sum()
        if total < best:
            best, slot[:] = total, visits.held[:, WHEN]
        if best <= 0.0 or turn == rounds:
            break
        draw_days(visits, base, rooms, HOT * (COLD / HOT) ** (turn / rounds), price, full, paid, stream)
    for k in range(len(slot)):
        if visits.held[k, STILL] == 0:
            visits.load[visits.held[k, AT], visits.held[k, WHEN]] -= 1
            visits.load[visits.held[k, AT], slot[k]] += 1
            visits.held[k, WHEN] = slot[k]


@njit(cache=True)
def excess(visits: Visits, base: Ints, rooms: int) -> Floats:
    """What each visitor pays beyond ``base[p]``, which no order of his meetings avoids."""
    paid, day = np.zeros(len(base)), np.empty(visits.seats.shape[1], np.int64)
    for p in range(len(base)):
        _pay(visits, p, base, rooms, paid, day)
    return paid


@njit(cache=True)
def _pay(visits: Visits, p: int, base: Ints, rooms: int, paid: Floats, day: Ints) -> None:
    if visits.start[p + 1] > visits.start[p]:
        lay_out(visits.held, visits.seats, visits.items[visits.start[p] : visits.start[p + 1]], p, -1, day)
        paid[p] = cost(day, rooms, HOLE) - base[p]


@njit(cache=True)
def draw_days(
    visits: Visits,
    base: Ints,
    rooms: int,
    heat: float,
    price: Floats,
    full: Ints,
    paid: Floats,
    stream: npt.NDArray[np.uint64],
) -> None:
    """Draws once the day of each visitor who pays something or crowds a table, from one at random on.

    ``price[h, t]`` of a seat, for each table that must be ``full``, rises where it is taken twice and falls where it
    lacks a visitor; the last row is the price of the slot, whoever receives.
    """
    people, slots = visits.seats.shape
    ways, share = np.zeros((slots + 1, 1 << MOST, rooms + 1)), np.zeros((MOST, slots))
    fixed, day = np.zeros(slots, np.int64), np.empty(slots, np.int64)
    chance = np.exp(-np.array([WAIT, MOVE, CROWD]) / heat)
    first = int(_unit(stream) * people)
    for k in range(people):
        p = (first + k) % people
        if paid[p] > 0.0 or _crowds(visits, p):
            _shuffle(visits, p, stream)
            _day(visits, p, chance, price, heat, ways, share, fixed, stream)
            _pay(visits, p, base, rooms, paid, day)
    for h in full:
        for t in range(slots):
            more = PRICE * (visits.load[h, t] - visits.seats[h, t])
            price[h, t] += more
            price[people, t] += more


@njit(cache=True)
def _crowds(visits: Visits, p: int) -> bool:
    """Whether p sits at a table with too many."""
    for e in visits.items[visits.start[p] : visits.start[p + 1]]:
        h, t = visits.held[e, AT], visits.held[e, WHEN]
        if visits.held[e, STILL] == 0 and visits.load[h, t] > visits.seats[h, t]:
            return True
    return False


@njit(cache=True)
def _shuffle(visits: Visits, p: int, stream: npt.NDArray[np.uint64]) -> None:
    """Puts first those of p's meetings that will be drawn: MOST at most."""
    first, last = visits.start[p], visits.start[p + 1]
    for k in range(last - 1, first, -1) if last - first > MOST else range(0):
        j = first + int(_unit(stream) * (k - first + 1))
        visits.items[k], visits.items[j] = visits.items[j], visits.items[k]


@njit(cache=True)
def _drawn(visits: Visits, p: int, fixed: Ints) -> int:
    """Brings first the meetings of p to be drawn; their number. ``fixed[t]``: room of one that stays, -1 none."""
    fixed[:] = -1
    n = 0
    for k in range(visits.start[p], visits.start[p + 1]):
        e = visits.items[k]
        if visits.held[e, STILL] or n == MOST:
            fixed[visits.held[e, WHEN]] = visits.held[e, ROOM]
        else:
            visits.items[k] = visits.items[visits.start[p] + n]
            visits.items[visits.start[p] + n] = e
            n += 1
    return n


@njit(cache=True)
def _day(
    visits: Visits,
    p: int,
    chance: Floats,
    price: Floats,
    heat: float,
    ways: Floats,
    share: Floats,
    fixed: Ints,
    stream: npt.NDArray[np.uint64],
) -> None:
    """Draws a day of p, the others' kept."""
    n = _drawn(visits, p, fixed)
    mine = visits.items[visits.start[p] : visits.start[p] + n]
    for k in range(n):
        h = visits.held[mine[k], AT]
        visits.load[h, visits.held[mine[k], WHEN]] -= 1
        for t in range(len(fixed)):
            share[k, t] = 0.0
            if visits.may[mine[k], t] and fixed[t] < 0:
                share[k, t] = np.exp(-(price[h, t] + price[len(price) - 1, t]) / heat)
                share[k, t] *= chance[OVER] ** max(visits.load[h, t] - visits.seats[h, t] + 1, 0)
    forward(visits, p, mine, chance, ways, share, fixed)
    if ways[len(fixed), (1 << n) - 1].sum() > 1e-280:
        backward(visits, p, mine, chance, ways, share, fixed, stream)
    for k in range(n):
        visits.load[visits.held[mine[k], AT], visits.held[mine[k], WHEN]] += 1


@njit(cache=True)
def waits(fixed: Ints, there: int, t: int, held: int, every: int) -> bool:
    """Whether an idle slot t lies between two meetings of the day, ``held`` of those drawn before it."""
    before, after = held != 0, held != every
    for u in range(len(fixed) if there and not (before and after) else 0):
        if fixed[u] >= 0:
            before |= u < t
            after |= u > t
    return before and after and there > 0


@njit(cache=True, inline="always")
def _enter(ways: Floats, t: int, held: int, after: int, room: int, factor: float, change: float, some: float) -> None:
    """Adds to the ways after slot t those of ``held`` that enter ``room`` there, ``after`` then held."""
    none = ways.shape[2] - 1
    if room == none:
        for r in range(none + 1):
            ways[t + 1, after, r] += factor * ways[t, held, r]
        return
    same = ways[t, held, none] + ways[t, held, room]
    ways[t + 1, after, room] += factor * (same + change * max(some - same, 0.0))


@njit(cache=True)
def forward(visits: Visits, p: int, mine: Ints, chance: Floats, ways: Floats, share: Floats, fixed: Ints) -> None:
    """``ways[t, held, last room]``: chances, in all, of what can precede slot t."""
    every, none = (1 << len(mine)) - 1, ways.shape[2] - 1
    ways[:, : every + 1] = 0.0
    ways[0, 0, none] = 1.0
    for t in range(len(fixed)):
        for held in range(every + 1):
            some = 0.0
            for r in range(none + 1):
                some += ways[t, held, r]
            if some == 0.0:
                continue
            if fixed[t] >= 0:
                _enter(ways, t, held, held, fixed[t], 1.0, chance[CHANGE], some)
                continue
            idle = chance[IDLE] if waits(fixed, visits.seats[p, t], t, held, every) else 1.0
            for r in range(none + 1):
                ways[t + 1, held, r] += ways[t, held, r] * idle
            for k in range(len(mine)):
                if not (held >> k) & 1 and share[k, t] > 0.0:
                    room = visits.held[mine[k], ROOM]
                    _enter(ways, t, held, held | (1 << k), room, share[k, t], chance[CHANGE], some)


@njit(cache=True)
def _from(came: Floats, room: int, factor: float, change: float, last: int, x: float) -> tuple[int, float]:
    """Last room before entering ``room`` (``last`` after it), drawn by x; -1 and what is left of x when none was."""
    none = len(came) - 1
    for r in range(none + 1):
        if room == none and r != last:
            continue
        x -= factor * came[r] * (1.0 if room == none or r in (none, room) else change)
        if x < 0.0:
            return r, x
    return -1, x


@njit(cache=True)
def backward(
    visits: Visits,
    p: int,
    mine: Ints,
    chance: Floats,
    ways: Floats,
    share: Floats,
    fixed: Ints,
    stream: npt.NDArray[np.uint64],
) -> None:
    """Draws a day from its end; where rounding stops short, the day stays as it was."""
    every, none = (1 << len(mine)) - 1, ways.shape[2] - 1
    when, held = np.zeros(MOST, np.int64), every
    x, last = _unit(stream) * ways[len(fixed), every].sum(), 0
    while last < none and x >= ways[len(fixed), every, last]:
        x -= ways[len(fixed), every, last]
        last += 1
    for t in range(len(fixed) - 1, -1, -1):
        if last < 0:
            return
        x = _unit(stream) * ways[t + 1, held, last]
        if fixed[t] >= 0:
            last, x = _from(ways[t, held], fixed[t], 1.0, chance[CHANGE], last, x)
            continue
        idle = chance[IDLE] if waits(fixed, visits.seats[p, t], t, held, every) else 1.0
        x -= ways[t, held, last] * idle
        for k in range(len(mine)):
            room = visits.held[mine[k], ROOM]
            if x < 0.0 or not (held >> k) & 1 or share[k, t] == 0.0 or room not in (last, none):
                continue
            before, x = _from(ways[t, held ^ (1 << k)], room, share[k, t], chance[CHANGE], last, x)
            if before >= 0:
                when[k] = t
                held, last = held ^ (1 << k), before
                break
    if held == 0:
        for k in range(len(mine)):
            visits.held[mine[k], WHEN] = when[k]
