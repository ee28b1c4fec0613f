"""Whole days drawn anew, one visitor after another: every day she could have, each with the chance its cost deserves.

A visitor with k meetings has thousands of days (which order, which slots); going through the day slot by slot, with the
set of meetings already held and the last room, sums the chances of them all, and going back draws one. Tables may hold
too many on the way, at a price: what is left of that is settled table by table afterwards.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from .model import Ints
from .visits import AT, BETWEEN, ROOM, STILL, WHEN, WHO, Visits

Floats = npt.NDArray[np.float64]

MOST = 5  # meetings of one visitor drawn together
WAIT, MOVE, CROWD = 2.0, 1.0, 2.0  # price of an idle slot, of a change of room, of a seat too many
HOT, COLD = 0.6, 0.2
PRICE = 0.05  # how fast slots that lack people become dearer to leave
# places in `chance`: factors of an idle slot, a change of room, a seat too many; then the state of the stream
IDLE, CHANGE, OVER = range(3)


def redraw(visits: Visits, rooms: int, rounds: int, seed: int) -> None:
    """Draws every day ``rounds`` times, colder and colder."""
    _redraw(visits, rooms, rounds, np.array([seed * 2654435761 + 88172645463325252], np.uint64))


@njit(cache=True)
def _unit(stream: npt.NDArray[np.uint64]) -> float:
    x = stream[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    stream[0] = x
    return float(x >> np.uint64(11)) / 9007199254740992.0


@njit(cache=True)
def _redraw(visits: Visits, rooms: int, rounds: int, stream: npt.NDArray[np.uint64]) -> None:
    people, slots = visits.seats.shape
    ways = np.zeros((slots + 1, 1 << MOST, rooms + 1))
    share, chance = np.zeros((MOST, slots)), np.zeros(3)
    price, fixed = np.zeros(slots), np.zeros(slots, np.int64)
    full = visits.load.sum(axis=1) >= visits.seats.sum(axis=1)
    for turn in range(rounds):
        heat = HOT * (COLD / HOT) ** (turn / rounds)
        chance[:] = np.exp(-WAIT / heat), np.exp(-MOVE / heat), np.exp(-CROWD / heat)
        ease = np.exp(-price / heat)
        for _ in range(people):
            p = int(_unit(stream) * people)
            if visits.start[p + 1] > visits.start[p]:
                _shuffle(visits, p, stream)
                _day(visits, p, chance, ease, full, ways, share, fixed, stream, True)
        for k in range(len(visits.held)):
            if visits.held[k, STILL] == BETWEEN:
                _together(visits, k, chance, ease, full, ways, share, fixed, stream)
        for t in range(slots):
            price[t] += PRICE * _lack(visits, full, t)


@njit(cache=True)
def _lack(visits: Visits, full: npt.NDArray[np.bool_], t: int) -> float:
    """Share of the seats at t of those who are full all day that are taken twice (negative: empty)."""
    over = seats = 0
    for h in range(len(full)):
        if full[h] and visits.seats[h, t] > 0:
            over += visits.load[h, t] - visits.seats[h, t]
            seats += visits.seats[h, t]
    return over / max(seats, 1)


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
    ease: Floats,
    full: npt.NDArray[np.bool_],
    ways: Floats,
    share: Floats,
    fixed: Ints,
    stream: npt.NDArray[np.uint64],
    draws: bool,
) -> float:
    """Sum of the chances of all days of p, the others' kept; and draws one of them if asked."""
    n = _drawn(visits, p, fixed)
    mine = visits.items[visits.start[p] : visits.start[p] + n]
    for k in range(n):
        h = visits.held[mine[k], AT]
        visits.load[h, visits.held[mine[k], WHEN]] -= 1
        for t in range(len(ease)):
            share[k, t] = ease[t] if full[h] else 1.0
            for _ in range(visits.load[h, t] - visits.seats[h, t] + 1):
                share[k, t] *= chance[OVER]
            if visits.seats[h, t] == 0 or visits.seats[p, t] == 0 or fixed[t] >= 0:
                share[k, t] = 0.0
    _forward(visits, p, mine, chance, ways, share, fixed)
    total = float(ways[len(ease), (1 << n) - 1].sum())
    if draws and total > 1e-280:
        _backward(visits, p, mine, chance, ways, share, fixed, stream)
    for k in range(n):
        visits.load[visits.held[mine[k], AT], visits.held[mine[k], WHEN]] += 1
    return total


@njit(cache=True)
def _waits(fixed: Ints, there: int, t: int, held: int, every: int) -> bool:
    """Whether an idle slot t lies between two meetings of the day, ``held`` of those drawn before it."""
    before, after = held != 0, held != every
    for u in range(len(fixed) if there and not (before and after) else 0):
        if fixed[u] >= 0:
            before |= u < t
            after |= u > t
    return before and after and there > 0


@njit(cache=True)
def _enter(ways: Floats, t: int, held: int, after: int, room: int, factor: float, change: float) -> None:
    """Adds to the ways after slot t those of ``held`` that enter ``room`` there, ``after`` then held."""
    none = ways.shape[2] - 1
    if room == none:
        for r in range(none + 1):
            ways[t + 1, after, r] += factor * ways[t, held, r]
        return
    others = 0.0
    for r in range(none):
        others += ways[t, held, r]
    same = ways[t, held, room]
    ways[t + 1, after, room] += factor * (ways[t, held, none] + same + change * (others - same))


@njit(cache=True)
def _forward(visits: Visits, p: int, mine: Ints, chance: Floats, ways: Floats, share: Floats, fixed: Ints) -> None:
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
                _enter(ways, t, held, held, fixed[t], 1.0, chance[CHANGE])
                continue
            idle = chance[IDLE] if _waits(fixed, visits.seats[p, t], t, held, every) else 1.0
            for r in range(none + 1):
                ways[t + 1, held, r] += ways[t, held, r] * idle
            for k in range(len(mine)):
                if not (held >> k) & 1 and share[k, t] > 0.0:
                    room = visits.held[mine[k], ROOM]
                    _enter(ways, t, held, held | (1 << k), room, share[k, t], chance[CHANGE])


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
def _backward(
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
        idle = chance[IDLE] if _waits(fixed, visits.seats[p, t], t, held, every) else 1.0
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


@njit(cache=True)
def _together(
    visits: Visits,
    k: int,
    chance: Floats,
    ease: Floats,
    full: npt.NDArray[np.bool_],
    ways: Floats,
    share: Floats,
    fixed: Ints,
    stream: npt.NDArray[np.uint64],
) -> None:
    """Tries another slot for a meeting of two visitors, by the chances that all their days have with each."""
    t, u = visits.held[k, WHEN], int(_unit(stream) * len(ease))
    pair = (visits.held[k, WHO], visits.held[k, AT])
    if u == t or visits.free[u] <= 0 or visits.seats[pair[0], u] == 0 or visits.seats[pair[1], u] == 0:
        return
    odds = _unit(stream)
    for p in pair:
        odds *= _day(visits, p, chance, ease, full, ways, share, fixed, stream, False)
        if fixed[u] >= 0:
            return
    visits.held[k, WHEN] = u
    after = 1.0
    for p in pair:
        after *= _day(visits, p, chance, ease, full, ways, share, fixed, stream, False)
    if after <= odds:
        visits.held[k, WHEN] = t
        return
    visits.free[t] += 1
    visits.free[u] -= 1
    for p in pair:
        _day(visits, p, chance, ease, full, ways, share, fixed, stream, True)
