"""Waiting less with the meetings kept: exchanges between two slots (Kempe chains), accepted by annealing.

Everybody's meetings at slots t and u form chains; swapping the two slots along one chain breaks no rule of number. What
a swap would change is reckoned before it is made, on days kept as bits; the swaps tried are mostly those of people who
wait, towards a slot beside another of their meetings.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from .board import (
    AT,
    COUNTED,
    FILL,
    HOST,
    PINNED,
    PLACE,
    SEATS,
    SLOT,
    SLOTS,
    TABLES,
    USED,
    WALK,
    A,
    B,
    Board,
    draw,
    put,
    take,
)
from .model import Bools, Ints
from .search import restore

HOLE = 8
CHAIN = 32
BITS = 62
# rows of the swap under study: meetings, people, how many of theirs leave the first slot, the other; rooms before
MEETING, PERSON, FIRST, OTHER, ROOM, NEXT = range(6)
CHANCES = 256  # losses below this have their chance worked out once for each temperature


class Days(NamedTuple):
    """``bits[p]`` is the slots where p is there, then those where p meets, BITS to a word; ``cost[p]`` what p pays
    beyond ``base[p]``, which no order avoids; ``room[p, t]`` where p is visiting (-1: nowhere, or it does not count);
    ``swap`` is the swap under study, one row for each of MEETING, PERSON, FIRST, OTHER, ROOM, NEXT."""

    bits: Ints
    cost: Ints
    base: Ints
    room: Ints
    swap: Ints


def new_days(board: Board, holes: Ints, moves: Ints) -> Days:
    """The days of the people on this board; ``holes`` and ``moves`` are what no order avoids for each alone.

    The changes of room of who can hold several meetings at once are left to chance.
    """
    there: Bools = board.seat[:, :, SEATS] > 0
    busy: Bools = board.seat[:, :, FILL] > 0
    room = np.full(there.shape, -1, np.int64)
    single: Bools = np.all(board.seat[:, :, SEATS] <= 1, axis=1)
    for e in np.flatnonzero(board.edge[:, SLOT] >= 0):
        h, t = board.edge[e, HOST], board.edge[e, SLOT]
        for p in board.edge[e, A : B + 1]:
            if h >= 0 and h != p and single[p]:
                room[p, t] = board.person[h, PLACE]
    base = HOLE * holes + moves * single
    days = Days(
        bits=np.ascontiguousarray(np.concatenate([_words(there), _words(busy)], axis=1)),
        cost=np.zeros(len(room), np.int64),
        base=base,
        room=room,
        swap=np.zeros((6, 2 * CHAIN), np.int64),
    )
    for p in range(len(room)):
        days.cost[p] = _cost(days.bits, days.room, base, p)
    return days


def _words(flags: Bools) -> Ints:
    words = -(-flags.shape[1] // BITS)
    wide = np.zeros((len(flags), words * BITS), np.int64)
    wide[:, : flags.shape[1]] = flags
    packed: Ints = (wide.reshape(len(flags), words, BITS) << np.arange(BITS)).sum(axis=2)
    return packed


@njit(cache=True)
def _ones(word: int) -> int:
    word = word - ((word >> 1) & 0x5555555555555555)
    word = (word & 0x3333333333333333) + ((word >> 2) & 0x3333333333333333)
    word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0F
    return ((word * 0x0101010101010101) >> 56) & 127


@njit(cache=True)
def _cost(bits: Ints, room: Ints, base: Ints, p: int) -> int:
    """HOLE for each slot where p is there, idle, between two meetings, 1 for each change of room; less the base."""
    words = bits.shape[1] // 2
    first, last = words, -1
    for w in range(words):
        if bits[p, words + w]:
            first, last = min(first, w), w
    idle = 0
    for w in range(first, last + 1):
        busy = bits[p, words + w]
        span = bits[p, w] & ~busy
        if w == first:
            span &= ~((busy & -busy) - 1)
        if w == last:
            for k in range(6):
                busy |= busy >> (1 << k)
            span &= busy
        idle += _ones(span)
    moves, here = 0, -1
    for t in range(room.shape[1]):
        there = room[p, t]
        if there >= 0:
            moves += here >= 0 and there != here
            here = there
    return int(HOLE * idle + moves - base[p])


@njit(cache=True)
def _join(edge: Ints, swap: Ints, e: int, n: int, m: int, t: int) -> int:
    """Adds meeting e to the swap as number n, and its people among the m known; how many are known now."""
    swap[MEETING, n] = e
    leaves = FIRST if edge[e, SLOT] == t else OTHER
    for p in (edge[e, A], edge[e, B]):
        k = 0
        while k < m and swap[PERSON, k] != p:
            k += 1
        if k == m:
            swap[PERSON, m], swap[FIRST, m], swap[OTHER, m] = p, 0, 0
            m += 1
        swap[leaves, k] += 1
    return m


@njit(cache=True)
def _chain(edge: Ints, seat: Ints, swap: Ints, first: int, t: int, u: int) -> tuple[int, int]:
    """Meetings that must change slot when ``first`` goes from t to u, and people touched; -1 when one cannot."""
    n = k = m = 0
    m = _join(edge, swap, first, n, m, t)
    n += 1
    while 0 <= k < n:
        e = swap[MEETING, k]
        k = k + 1 if not edge[e, PINNED] else -1
        for p in (edge[e, A], edge[e, B]):
            if k >= 0:
                n, m = _push(edge, seat, swap, p, u if edge[e, SLOT] == t else t, n, m, t)
                k = k if n >= 0 else -1
    return n if k >= 0 else -1, m


@njit(cache=True)
def _push(edge: Ints, seat: Ints, swap: Ints, p: int, to: int, n: int, m: int, t: int) -> tuple[int, int]:
    """Adds to the swap the meetings of p at ``to`` that must give way, given who of p's already moves."""
    j = 0
    while swap[PERSON, j] != p:
        j += 1
    out, into = (FIRST, OTHER) if to == t else (OTHER, FIRST)
    if seat[p, to, SEATS] == 0:
        return -1, m
    for place in range(seat[p, to, FILL]):
        if seat[p, to, FILL] - swap[out, j] + swap[into, j] <= seat[p, to, SEATS]:
            break
        e = seat[p, to, AT + place]
        known = False
        for i in range(n):
            known = known or swap[MEETING, i] == e
        if not known:
            if n >= CHAIN:
                return -1, m
            m = _join(edge, swap, e, n, m, t)
            n += 1
    return n, m


@njit(cache=True)
def _turn(seat: Ints, bits: Ints, room: Ints, swap: Ints, m: int, t: int, u: int) -> None:
    """Turns the days of the m people touched to what they would be."""
    for k in range(m):
        p, goes, comes = swap[PERSON, k], swap[FIRST, k], swap[OTHER, k]
        here, there = room[p, t], room[p, u]
        swap[ROOM, k], swap[NEXT, k] = here, there
        room[p, t] = there if comes else -1 if goes else here
        room[p, u] = here if goes else -1 if comes else there
        _mark(bits, p, t, seat[p, t, FILL] - goes + comes)
        _mark(bits, p, u, seat[p, u, FILL] + goes - comes)


@njit(cache=True)
def _mark(bits: Ints, p: int, t: int, fill: int) -> None:
    w, bit = bits.shape[1] // 2 + t // BITS, 1 << (t % BITS)
    bits[p, w] = (bits[p, w] | bit) if fill > 0 else (bits[p, w] & ~bit)


@njit(cache=True)
def _turn_back(seat: Ints, bits: Ints, room: Ints, swap: Ints, m: int, t: int, u: int) -> None:
    for k in range(m):
        p = swap[PERSON, k]
        room[p, t], room[p, u] = swap[ROOM, k], swap[NEXT, k]
        _mark(bits, p, t, seat[p, t, FILL])
        _mark(bits, p, u, seat[p, u, FILL])


@njit(cache=True)
def _swap(board: Board, swap: Ints, n: int, t: int, u: int) -> None:
    """Exchanges the two slots along the chain; again, and all is as before."""
    for k in range(n):
        swap[MEETING, CHAIN + k] = board.edge[swap[MEETING, k], SLOT]
        take(board, swap[MEETING, k])
    for k in range(n):
        put(board, swap[MEETING, k], t + u - swap[MEETING, CHAIN + k])


@njit(cache=True)
def _allowed(board: Board, swap: Ints, m: int, t: int, u: int) -> bool:
    """Tables and walks still hold after the swap."""
    if board.misc[COUNTED] and (
        board.table[t, USED] > board.table[t, TABLES] or board.table[u, USED] > board.table[u, TABLES]
    ):
        return False
    if board.misc[WALK]:
        for k in range(m):
            if _rushed(board, swap[PERSON, k]):
                return False
    return True


@njit(cache=True)
def _rushed(board: Board, p: int) -> bool:
    """Whether p changes room faster than one can walk."""
    last, room = -1, -1
    for t in range(board.misc[SLOTS]):
        for k in range(board.seat[p, t, FILL]):
            h = board.edge[board.seat[p, t, AT + k], HOST]
            here = board.person[h, PLACE] if h >= 0 and h != p else -1
            if here < 0:
                continue
            if room >= 0 and here != room and 0 < t - last <= board.misc[WALK]:
                return True
            last, room = t, here
    return False


@njit(cache=True)
def _waiting(board: Board, days: Days, held: Ints, waiting: Ints) -> int:
    """Fills ``waiting`` with the meetings of people who wait or change room needlessly; their number."""
    many = 0
    for e in held:
        if days.cost[board.edge[e, A]] + days.cost[board.edge[e, B]] > 0:
            waiting[many] = e
            many += 1
    return many


@njit(cache=True)
def _closer(board: Board, p: int, t: int) -> int:
    """A slot right beside another meeting of p, absences skipped; -1 when the one drawn is outside the day."""
    slots = board.misc[SLOTS]
    u = draw(board, slots)
    for _ in range(slots):
        if u != t and board.seat[p, u, FILL] > 0:
            break
        u = (u + 1) % slots
    step = 2 * draw(board, 2) - 1
    u += step
    while 0 <= u < slots and board.seat[p, u, SEATS] == 0:
        u += step
    return u if 0 <= u < slots else -1


@njit(cache=True)
def _cool(chances: Ints, heat: float) -> None:
    """Chance in 2**30 of taking each loss at this heat."""
    for k in range(len(chances)):
        chances[k] = np.int64(np.exp(-k / heat) * (1 << 30))


@njit(cache=True)
def _taken(board: Board, days: Days, chances: Ints, e: int, u: int) -> int:
    """Makes the swap that brings e to u, if it is allowed and chance takes it; the change of cost, 0 when not."""
    t = board.edge[e, SLOT]
    seat, bits, room, swap = board.seat, days.bits, days.room, days.swap
    n, m = _chain(board.edge, seat, swap, e, t, u)
    if n < 0:
        return 0
    _turn(seat, bits, room, swap, m, t, u)
    change = 0
    for k in range(m):
        change += _cost(bits, room, days.base, swap[PERSON, k]) - days.cost[swap[PERSON, k]]
    if change > 0 and (change >= len(chances) or draw(board, 1 << 30) >= chances[change]):
        _turn_back(seat, bits, room, swap, m, t, u)
        return 0
    _swap(board, swap, n, t, u)
    if not _allowed(board, swap, m, t, u):
        _swap(board, swap, n, t, u)
        _turn_back(seat, bits, room, swap, m, t, u)
        return 0
    for k in range(m):
        days.cost[swap[PERSON, k]] = _cost(bits, room, days.base, swap[PERSON, k])
    return change


@njit(cache=True)
def settle(board: Board, days: Days, tries: int, hot: float, cold: float) -> int:
    # long: compiled; its parts share a dozen scalars
    """Anneals the order; returns the cost beyond the base (HOLE per hole, 1 per change of room), the board at its best.

    Nothing is left to gain at 0.
    """
    held = np.flatnonzero(board.edge[:, SLOT] >= 0)
    total = days.cost.sum()
    best, best_slot = total, board.edge[:, SLOT].copy()
    waiting, chances = np.zeros(len(held), np.int64), np.zeros(CHANCES, np.int64)
    many, heat = 0, hot
    for turn in range(tries):
        if total <= 0 or len(held) == 0:
            break
        if turn % 1024 == 0:
            heat = hot * np.exp(np.log(cold / hot) * turn / tries)
            _cool(chances, heat)
            many = _waiting(board, days, held, waiting)
        eager = many > 0 and turn % 4 > 0
        e = waiting[draw(board, many)] if eager else held[draw(board, len(held))]
        t = board.edge[e, SLOT]
        beside = eager and turn % 2
        u = _closer(board, board.edge[e, A + draw(board, 2)], t) if beside else draw(board, board.misc[SLOTS])
        if u == t or u < 0:
            continue
        total += _taken(board, days, chances, e, u)
        if total < best and (heat < 2 * cold or total <= 0):
            best, best_slot[:] = total, board.edge[:, SLOT]
    if total < best:
        best, best_slot[:] = total, board.edge[:, SLOT]
    restore(board, best_slot)
    return int(best)
