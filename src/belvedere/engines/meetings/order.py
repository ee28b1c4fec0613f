"""Fewest holes, then fewest changes of room, with the meetings kept: exchanges between two slots (Kempe chains).

Everybody's meetings at slots t and u form chains; swapping the two slots along one chain breaks no rule of number. It
is tried at random, accepted by annealing, and guided towards the people who wait.
"""

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
from .model import Ints
from .search import restore
from .types import Level, Progress

HOLE = 8
CHAIN = 64
MOVES_PER_SECOND = 1_200_000


def arrange(board: Board, budget: float, say: Progress) -> tuple[Level, Level]:
    """Reorders the board in place; the levels ``holes`` and ``moves`` with what no order of these meetings passes."""
    low = HOLE * least_holes(board) + least_moves(board)
    settle(board, int(MOVES_PER_SECOND * max(budget, 1.0)), low, 3.0, 0.8)
    holes, moves = tally(board)
    say(f"{holes} créneaux d’attente, {moves} changements de salle")
    top = least_moves(board)
    return Level("holes", holes, least_holes(board), "min"), Level("moves", moves, top, "min")


def tally(board: Board) -> tuple[int, int]:
    """Idle slots between meetings, and changes of room, over everybody."""
    each = np.array([person_cost(board, p) for p in range(len(board.person))], np.int64).reshape(-1, 2)
    return int(each[:, 0].sum()), int(each[:, 1].sum())


def least_moves(board: Board) -> int:
    """A person who visits n rooms changes room at least n - 1 times, in any order."""
    held = np.flatnonzero(board.edge[:, SLOT] >= 0)
    host = board.edge[held, HOST]
    visitor = np.where(board.edge[held, A] == host, board.edge[held, B], board.edge[held, A])
    known = (host >= 0) & (board.person[host, PLACE] >= 0)
    visits = np.unique(np.stack([visitor[known], board.person[host[known], PLACE]], axis=1), axis=0)
    return len(visits) - len(np.unique(visits[:, 0]))


def least_holes(board: Board) -> int:
    """Slots that walking costs: one change of room needs ``walk`` empty slots."""
    return least_moves(board) * int(board.misc[WALK]) if _always_there(board) else 0


def _always_there(board: Board) -> bool:
    """An absence can hide a walk: the simple bound then only holds for people present all day."""
    return bool((board.seat[:, :, SEATS] > 0).all())


@njit(cache=True)
def person_cost(board: Board, p: int) -> tuple[int, int]:
    """Holes (slots where p is there, idle, between two meetings) and changes of room of p."""
    holes = moves = idle = 0
    started, room = False, -1
    for t in range(board.misc[SLOTS]):
        if board.seat[p, t, FILL] > 0:
            if started:
                holes += idle
            started, idle = True, 0
            h = board.edge[board.seat[p, t, AT], HOST]
            here = board.person[h, PLACE] if h >= 0 and h != p else -1
            if here >= 0 and room >= 0 and here != room:
                moves += 1
            room = here if here >= 0 else room
        elif board.seat[p, t, SEATS] > 0:
            idle += 1
    return holes, moves


@njit(cache=True)
def _weighed(board: Board, p: int) -> int:
    holes, moves = person_cost(board, p)
    return HOLE * holes + moves


@njit(cache=True)
def _chain(board: Board, first: int, t: int, u: int, chain: Ints) -> int:
    """Meetings that must change slot when ``first`` goes from t to u; -1 when one cannot."""
    chain[0] = first
    n, k = 1, 0
    while k < n:
        e = chain[k]
        k += 1
        to = u if board.edge[e, SLOT] == t else t
        if board.edge[e, PINNED]:
            return -1
        for p in (board.edge[e, A], board.edge[e, B]):
            if board.seat[p, to, SEATS] == 0:
                return -1
            n = _pushed(board, p, to, t + u - to, chain, n)
            if n < 0:
                return -1
    return n


@njit(cache=True)
def _pushed(board: Board, p: int, to: int, away: int, chain: Ints, n: int) -> int:
    """Adds to the chain the meetings of p at ``to`` that must give way, given who of p's already moves."""
    coming = leaving = 0
    for k in range(n):
        e = chain[k]
        if board.edge[e, A] == p or board.edge[e, B] == p:
            if board.edge[e, SLOT] == to:
                leaving += 1
            else:
                coming += 1
    for k in range(board.seat[p, to, FILL]):
        if board.seat[p, to, FILL] - leaving + coming <= board.seat[p, to, SEATS]:
            break
        e = board.seat[p, to, AT + k]
        known = False
        for j in range(n):
            known = known or chain[j] == e
        if not known:
            if n >= CHAIN:
                return -1
            chain[n] = e
            n += 1
            leaving += 1
    return n


@njit(cache=True)
def _swap(board: Board, chain: Ints, n: int, t: int, u: int) -> None:
    for k in range(n):
        chain[CHAIN + k] = board.edge[chain[k], SLOT]
        take(board, chain[k])
    for k in range(n):
        put(board, chain[k], t + u - chain[CHAIN + k])


@njit(cache=True)
def _allowed(board: Board, chain: Ints, n: int, t: int, u: int) -> bool:
    """Tables and walks still hold after the swap."""
    if board.misc[COUNTED] and (
        board.table[t, USED] > board.table[t, TABLES] or board.table[u, USED] > board.table[u, TABLES]
    ):
        return False
    if board.misc[WALK] == 0:
        return True
    for k in range(n):
        if _rushed(board, board.edge[chain[k], A]) or _rushed(board, board.edge[chain[k], B]):
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
def _touched(board: Board, chain: Ints, n: int) -> int:
    """Cost of everybody in the chain, each counted once."""
    cost = 0
    for k in range(n):
        for side in (A, B):
            p = board.edge[chain[k], side]
            seen = False
            for j in range(k):
                seen = seen or board.edge[chain[j], A] == p or board.edge[chain[j], B] == p
            if side == B and board.edge[chain[k], A] == p:
                seen = True
            if not seen:
                cost += _weighed(board, p)
    return cost


@njit(cache=True)
def _waiting(board: Board, held: Ints, waiting: Ints) -> int:
    """Fills ``waiting`` with the meetings of people who wait or change room; their number."""
    many = 0
    for e in held:
        if _weighed(board, board.edge[e, A]) + _weighed(board, board.edge[e, B]) > 0:
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
def settle(board: Board, tries: int, goal: int, hot: float, cold: float) -> int:
    # long: compiled; its parts share a dozen scalars
    """Anneals the order; returns the cost (HOLE per hole, 1 per change of room), the board at its best."""
    held = np.flatnonzero(board.edge[:, SLOT] >= 0)
    slots = board.misc[SLOTS]
    chain = np.zeros(2 * CHAIN, np.int64)
    total = 0
    for p in range(len(board.person)):
        total += _weighed(board, p)
    best, best_slot = total, board.edge[:, SLOT].copy()
    waiting = np.zeros(len(held), np.int64)
    many = 0
    heat, ratio = hot, np.log(cold / hot)
    for turn in range(tries):
        if len(held) == 0 or total <= goal:
            break
        if turn % 4096 == 0:
            heat = hot * np.exp(ratio * turn / tries)
            many = _waiting(board, held, waiting)
        eager = many > 0 and turn % 4 > 0
        e = waiting[draw(board, many)] if eager else held[draw(board, len(held))]
        t = board.edge[e, SLOT]
        u = _closer(board, board.edge[e, A + draw(board, 2)], t) if eager and turn % 2 else draw(board, slots)
        if t == u or u < 0:
            continue
        n = _chain(board, e, t, u, chain)
        if n < 0:
            continue
        before = _touched(board, chain, n)
        _swap(board, chain, n, t, u)
        change = _touched(board, chain, n) - before
        worse = change > 0 and draw(board, 1 << 30) >= np.exp(-change / heat) * (1 << 30)
        if worse or not _allowed(board, chain, n, t, u):
            _swap(board, chain, n, t, u)
            continue
        total += change
        if total < best and (heat < 2 * cold or total <= goal):
            best, best_slot[:] = total, board.edge[:, SLOT]
    if total < best:
        best, best_slot[:] = total, board.edge[:, SLOT]
    restore(board, best_slot)
    return best
