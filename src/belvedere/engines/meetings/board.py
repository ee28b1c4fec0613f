"""The timetable under construction, compiled: who is where, and what must leave when a meeting enters a slot."""

from typing import NamedTuple

import numpy as np
from numba import njit

from .model import UNLIMITED, Ints, Model

EJECTED = 16  # a newcomer that would eject more meetings than this is not worth trying


# columns of `edge`, `person`, `table`, then places in `misc` and in the last axis of `seat`
A, B, WEIGHT, HOST, GROUP, PINNED, SLOT, STAY = range(8)
LIMIT, COUNT, PLACE, LADDER = range(4)
TABLES, USED = range(2)
SLOTS, WALK, COUNTED, CHANCE, OUT = range(5)
SEATS, FILL, AT = range(3)


class Board(NamedTuple):
    """Six tables of whole numbers (few arrays: each one costs compile time in every function that takes a board).

    ``edge[e]`` is A, B, WEIGHT, HOST, GROUP, PINNED, SLOT (-1: not held), STAY (resistance to leaving: its weight
    until a search learns better); ``person[p]`` is LIMIT, COUNT, PLACE, then the rewards of the first, second…
    meeting; ``seat[p, t]`` is SEATS, FILL, then the FILL meetings held; ``table[t]`` is TABLES, USED; ``holder[g]``
    the meeting held by group g; ``misc`` ends with the meetings that :func:`conflicts` found.
    """

    edge: Ints
    person: Ints
    seat: Ints
    table: Ints
    holder: Ints
    misc: Ints


def new_board(model: Model, ladder: Ints, seed: int) -> Board:
    """An empty timetable, the locked meetings already in it for good."""
    edge = np.stack(
        [model.a, model.b, model.weight, model.host, model.group, model.fixed >= 0, 0 * model.weight - 1, model.weight],
        axis=1,
    ).astype(np.int64)
    person = np.concatenate(
        [np.stack([model.limit, 0 * model.limit, model.place.astype(np.int64)], axis=1), ladder], axis=1
    )
    seat = np.full((model.people, model.slots, AT + max(1, int(model.seats.max(initial=1)))), -1, np.int64)
    seat[:, :, SEATS], seat[:, :, FILL] = model.seats, 0
    counted = int(model.tables.min(initial=UNLIMITED) < UNLIMITED)
    misc = np.zeros(OUT + EJECTED + 8, np.int64)
    misc[:OUT] = model.slots, model.walk, counted, (seed * 2654435761 + 88172645463325252) & (2**62 - 1)
    board = Board(
        edge=np.ascontiguousarray(edge),
        person=np.ascontiguousarray(person),
        seat=seat,
        table=np.stack([model.tables, 0 * model.tables], axis=1),
        holder=np.full(int(model.group.max(initial=-1)) + 2, -1, np.int64),
        misc=misc,
    )
    for e in np.flatnonzero(model.fixed >= 0):
        put(board, int(e), int(model.fixed[e]))
    return board


@njit(cache=True)
def draw(board: Board, upto: int) -> int:
    """A whole number in [0, upto), from the board's own stream (xorshift)."""
    x = np.uint64(board.misc[CHANCE])
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    board.misc[CHANCE] = np.int64(x)
    return int(np.int64((x >> np.uint64(11)) % np.uint64(upto)))


@njit(cache=True)
def hosting(board: Board, h: int, t: int) -> int:
    """Meetings at the table of h at t; h may also be a guest elsewhere when she can hold several."""
    total = 0
    for k in range(board.seat[h, t, FILL]):
        total += board.edge[board.seat[h, t, AT + k], HOST] == h
    return total


@njit(cache=True)
def put(board: Board, e: int, t: int) -> None:
    """Enters meeting e at slot t; the caller has made room."""
    h = board.edge[e, HOST]
    if h < 0 or hosting(board, h, t) == 0:
        board.table[t, USED] += 1
    for p in (board.edge[e, A], board.edge[e, B]):
        board.seat[p, t, AT + board.seat[p, t, FILL]] = e
        board.seat[p, t, FILL] += 1
        board.person[p, COUNT] += 1
    board.edge[e, SLOT] = t
    if board.edge[e, GROUP] >= 0:
        board.holder[board.edge[e, GROUP]] = e


@njit(cache=True)
def take(board: Board, e: int) -> None:
    """Takes meeting e off the timetable."""
    t = board.edge[e, SLOT]
    for p in (board.edge[e, A], board.edge[e, B]):
        last = board.seat[p, t, FILL] - 1
        for k in range(last + 1):
            if board.seat[p, t, AT + k] == e:
                board.seat[p, t, AT + k] = board.seat[p, t, AT + last]
                board.seat[p, t, AT + last] = -1
                break
        board.seat[p, t, FILL] = last
        board.person[p, COUNT] -= 1
    h = board.edge[e, HOST]
    if h < 0 or hosting(board, h, t) == 0:
        board.table[t, USED] -= 1
    board.edge[e, SLOT] = -1
    if board.edge[e, GROUP] >= 0:
        board.holder[board.edge[e, GROUP]] = -1


@njit(cache=True)
def _listed(board: Board, e: int, n: int) -> bool:
    found = False
    for k in range(n):
        found = found or board.misc[OUT + k] == e
    return found


@njit(cache=True)
def _lightest(board: Board, p: int, t: int, n: int) -> int:
    """Meeting of p at t that leaves most easily (not pinned, not leaving yet); -1 when none."""
    best = -1
    for k in range(board.seat[p, t, FILL]):
        e = board.seat[p, t, AT + k]
        if (
            not board.edge[e, PINNED]
            and not _listed(board, e, n)
            and (best < 0 or board.edge[e, STAY] < board.edge[best, STAY])
        ):
            best = e
    return best


@njit(cache=True)
def _leaving(board: Board, p: int, t: int, n: int) -> int:
    """How many of the listed meetings are p's, at slot t (any slot when t < 0)."""
    total = 0
    for k in range(n):
        e = board.misc[OUT + k]
        if (board.edge[e, A] == p or board.edge[e, B] == p) and (t < 0 or board.edge[e, SLOT] == t):
            total += 1
    return total


@njit(cache=True)
def _make_room(board: Board, e: int, p: int, t: int, n: int) -> int:
    """Lists what must leave so that p may take e at t: a full slot, a full day, a room too far. -1: impossible."""
    if board.seat[p, t, FILL] - _leaving(board, p, t, n) >= board.seat[p, t, SEATS]:
        victim = _lightest(board, p, t, n)
        if victim < 0:
            return -1
        board.misc[OUT + n] = victim
        n += 1
    if board.person[p, COUNT] - _leaving(board, p, -1, n) >= board.person[p, LIMIT]:
        victim = -1
        for s in range(board.misc[SLOTS]):
            other = _lightest(board, p, s, n) if board.seat[p, s, FILL] > 0 else -1
            if other >= 0 and (victim < 0 or board.edge[other, STAY] < board.edge[victim, STAY]):
                victim = other
        if victim < 0:
            return -1
        board.misc[OUT + n] = victim
        n += 1
    if board.misc[WALK] > 0 and board.edge[e, HOST] >= 0 and board.edge[e, HOST] != p:
        n = _too_far(board, board.person[board.edge[e, HOST], PLACE], p, t, n)
    return n


@njit(cache=True)
def _too_far(board: Board, here: int, p: int, t: int, n: int) -> int:
    """Lists p's meetings in another room that he could not walk to or from in time."""
    walk = board.misc[WALK]
    for s in range(max(0, t - walk), min(board.misc[SLOTS], t + walk + 1)):
        for k in range(board.seat[p, s, FILL] if s != t else 0):
            e = board.seat[p, s, AT + k]
            h = board.edge[e, HOST]
            if h >= 0 and h != p and board.person[h, PLACE] != here and here >= 0 and board.person[h, PLACE] >= 0:
                if board.edge[e, PINNED] or n >= EJECTED:
                    return -1
                if not _listed(board, e, n):
                    board.misc[OUT + n] = e
                    n += 1
    return n


@njit(cache=True)
def conflicts(board: Board, e: int, t: int) -> int:
    """Fills ``board.misc`` with the meetings that must leave for e to be at t; their number, or -1 when impossible."""
    p, q = board.edge[e, A], board.edge[e, B]
    n = 0
    if board.edge[e, SLOT] >= 0:
        board.misc[OUT + 0] = e
        n = 1
    elif board.edge[e, GROUP] >= 0 and board.holder[board.edge[e, GROUP]] >= 0:
        board.misc[OUT + 0] = board.holder[board.edge[e, GROUP]]
        if board.edge[board.misc[OUT + 0], PINNED]:
            return -1
        n = 1
    n = _make_room(board, e, p, t, n)
    if n >= 0:
        n = _make_room(board, e, q, t, n)
    if n >= 0 and board.misc[COUNTED]:
        n = _free_table(board, e, t, n)
    return n


@njit(cache=True)
def _staying(board: Board, h: int, t: int, n: int) -> int:
    """Meetings that stay at the table of h at t once the listed ones have left."""
    total = 0
    for k in range(board.seat[h, t, FILL]):
        e = board.seat[h, t, AT + k]
        total += board.edge[e, HOST] == h and not _listed(board, e, n)
    return total


@njit(cache=True)
def _freed(board: Board, t: int, n: int) -> int:
    """Tables that the listed meetings leave empty at t."""
    freed = 0
    for k in range(n):
        e = board.misc[OUT + k]
        if board.edge[e, SLOT] != t:
            continue
        h = board.edge[e, HOST]
        earlier = False
        for j in range(k):
            other = board.misc[OUT + j]
            earlier = earlier or (board.edge[other, HOST] == h and board.edge[other, SLOT] == t)
        if h < 0 or (not earlier and _staying(board, h, t, n) == 0):
            freed += 1
    return freed


@njit(cache=True)
def _free_table(board: Board, e: int, t: int, n: int) -> int:
    """Lists the meetings of one table when e needs a table and all are taken."""
    h = board.edge[e, HOST]
    if h >= 0 and _staying(board, h, t, n) > 0:
        return n
    if board.table[t, USED] - _freed(board, t, n) < board.table[t, TABLES]:
        return n
    if board.table[t, TABLES] == 0:
        return -1
    people = len(board.person)
    start = draw(board, people)
    for step in range(people):
        g = (start + step) % people
        m = _evict(board, g, t, n) if g != h else n
        if m > n:
            return m
    return -1


@njit(cache=True)
def _evict(board: Board, g: int, t: int, n: int) -> int:
    """Lists what is left at the table of g at t, or a meeting of g at nobody's table; n when nothing can leave."""
    m = n
    for k in range(board.seat[g, t, FILL]):
        e = board.seat[g, t, AT + k]
        h = board.edge[e, HOST]
        if _listed(board, e, n) or (h >= 0 and h != g):
            continue
        if board.edge[e, PINNED] or m >= EJECTED:
            return n
        board.misc[OUT + m] = e
        m += 1
        if h < 0:
            return n + 1 if m == n + 1 else n
    return m
