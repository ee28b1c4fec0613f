"""Finding slots: list edge colouring by guided ejection, then annealing over every wish."""

import numpy as np
from numba import njit

from .board import COUNT, LADDER, OUT, PINNED, SEATS, SLOT, SLOTS, STAY, WEIGHT, A, B, Board, conflicts, draw, put, take
from .model import Ints


@njit(cache=True)
def fit(board: Board, chosen: Ints, effort: int, heat: Ints) -> int:
    # long: compiled; its parts share a dozen scalars
    """Gives a slot to every chosen meeting if it can; returns how many stay out, the board left at the best found.

    Guided ejection: a meeting without a slot enters where those that leave resist least, and resists more each time it
    had to push. The meetings with fewest possible slots enter first; what left may not come back to that slot for a
    while. ``effort`` is the number of meetings tried; ``heat[e]`` counts the times that e had to push.
    """
    waiting, left = _unplaced(board, chosen)
    rank = np.full(len(board.edge), -1, np.int64)
    missing = np.int64(0)
    for k in range(len(chosen)):
        rank[chosen[k]] = k
        board.edge[chosen[k], STAY] = 1
    for k in range(left):
        missing += board.edge[chosen[waiting[k]], WEIGHT]
    barred = np.zeros((len(chosen), board.misc[SLOTS]), np.int64)
    best, best_slot = missing, board.edge[:, SLOT].copy()
    first = left
    for turn in range(effort):
        if left == 0:
            break
        w = left - 1 if turn < first else draw(board, left)
        e = chosen[waiting[w]]
        t, cost = _gentlest(board, e, barred[waiting[w]], turn)
        if t < 0:
            continue
        if cost > 0:
            board.edge[e, STAY] += 1
            heat[e] += 1
        n = conflicts(board, e, t)
        left -= 1
        waiting[w] = waiting[left]
        missing -= board.edge[e, WEIGHT]
        for k in range(n):
            out = board.misc[OUT + k]
            barred[rank[out], board.edge[out, SLOT]] = turn + 4 + draw(board, 10)
            take(board, out)
            waiting[left] = rank[out]
            left += 1
            missing += board.edge[out, WEIGHT]
        put(board, e, t)
        if missing < best and turn >= first and (left < 64 or turn % 1024 == 0):
            best = missing
            best_slot[:] = board.edge[:, SLOT]
    board.edge[:, STAY] = board.edge[:, WEIGHT]
    if left and missing > best:
        restore(board, best_slot)
    return left


@njit(cache=True)
def _unplaced(board: Board, chosen: Ints) -> tuple[Ints, int]:
    """Positions in ``chosen`` of those without a slot, those with most possible slots first, and their number."""
    slots = board.misc[SLOTS]
    common = np.full(len(chosen), -1, np.int64)
    for k in range(len(chosen)):
        if board.edge[chosen[k], SLOT] < 0:
            p, q = board.edge[chosen[k], A], board.edge[chosen[k], B]
            common[k] = 0
            for t in range(slots):
                common[k] += board.seat[p, t, SEATS] > 0 and board.seat[q, t, SEATS] > 0
    waiting, left = np.empty(len(chosen), np.int64), 0
    for less in range(slots + 1):  # a sort of its own would take longer to compile than everything here
        for k in range(len(chosen)):
            if common[k] == slots - less:
                waiting[left] = k
                left += 1
    return waiting, left


@njit(cache=True)
def _gentlest(board: Board, e: int, barred: Ints, turn: int) -> tuple[int, int]:
    """Slot where those that e pushes out resist least in all (ties drawn), and how much; -1 when there is none."""
    p, q = board.edge[e, A], board.edge[e, B]
    best, best_cost, ties = -1, 1 << 60, 1
    start = draw(board, board.misc[SLOTS])
    for step in range(board.misc[SLOTS]):
        t = (start + step) % board.misc[SLOTS]
        if board.seat[p, t, SEATS] == 0 or board.seat[q, t, SEATS] == 0 or barred[t] > turn:
            continue
        n = conflicts(board, e, t)
        if n < 0:
            continue
        cost = 0
        for k in range(n):
            cost += board.edge[board.misc[OUT + k], STAY]
        if cost < best_cost:
            best, best_cost, ties = t, cost, 1
        elif cost == best_cost:
            ties += 1
            if draw(board, ties) == 0:
                best = t
        if best_cost == 0:
            break
    return best, best_cost


@njit(cache=True)
def restore(board: Board, slot: Ints) -> None:
    """Puts the board back to a timetable seen before."""
    for e in range(len(slot)):
        if board.edge[e, SLOT] >= 0 and not board.edge[e, PINNED]:
            take(board, e)
    for e in range(len(slot)):
        if slot[e] >= 0 and not board.edge[e, PINNED]:
            put(board, e, slot[e])


@njit(cache=True)
def reward(board: Board, p: int, held: int) -> int:
    """Reward of p's meeting number ``held`` (from 0)."""
    return int(board.person[p, LADDER + held]) if LADDER + held < board.person.shape[1] else 0


@njit(cache=True)
def _gain(board: Board, e: int, n: int) -> int:
    """What the total gains when the n listed meetings leave (they are left out of the board) and e enters."""
    gain = 0
    for k in range(n):
        out = board.misc[OUT + k]
        gain -= board.edge[out, WEIGHT]
        for p in (board.edge[out, A], board.edge[out, B]):
            board.person[p, COUNT] -= 1
            gain -= reward(board, p, board.person[p, COUNT])
    for p in (board.edge[e, A], board.edge[e, B]):
        gain += reward(board, p, board.person[p, COUNT])
    for k in range(n):
        out = board.misc[OUT + k]
        board.person[board.edge[out, A], COUNT] += 1
        board.person[board.edge[out, B], COUNT] += 1
    return int(gain + board.edge[e, WEIGHT])


@njit(cache=True)
def anneal(board: Board, wishes: Ints, tries: int, hot: float, cold: float, goal: int) -> int:
    # long: compiled; its parts share a dozen scalars
    """Tries random wishes at random slots, taking losses less and less; returns the gain kept (never negative).

    Temperatures are in weight units; a gain of ``goal`` ends the search. The board is left at the best timetable seen.
    """
    slots = board.misc[SLOTS]
    total = best = 0
    best_slot = board.edge[:, SLOT].copy()
    log_ratio = np.log(cold / hot)
    heat = hot
    for turn in range(tries):
        if turn % 4096 == 0:
            heat = hot * np.exp(log_ratio * turn / tries)
            if total > best and 4 * turn > 3 * tries:
                best, best_slot[:] = total, board.edge[:, SLOT]
        e = wishes[draw(board, len(wishes))]
        t = draw(board, slots)
        p, q = board.edge[e, A], board.edge[e, B]
        if (
            board.seat[p, t, SEATS] == 0
            or board.seat[q, t, SEATS] == 0
            or board.edge[e, SLOT] == t
            or board.edge[e, PINNED]
        ):
            continue
        n = conflicts(board, e, t)
        if n < 0:
            continue
        gain = _gain(board, e, n)
        if gain < 0 and draw(board, 1 << 30) >= np.exp(gain / heat) * (1 << 30):
            continue
        for k in range(n):
            take(board, board.misc[OUT + k])
        put(board, e, t)
        total += gain
        if total >= goal:
            return total
    if total < best:
        restore(board, best_slot)
        return best
    return total


@njit(cache=True)
def fill_gaps(board: Board, wishes: Ints) -> int:
    """Adds, in the given order, every wish that fits without pushing anybody out; their number."""
    added = 0
    for e in wishes:
        if board.edge[e, SLOT] >= 0:
            continue
        for t in range(board.misc[SLOTS]):
            if (
                board.seat[board.edge[e, A], t, SEATS] > 0
                and board.seat[board.edge[e, B], t, SEATS] > 0
                and conflicts(board, e, t) == 0
            ):
                put(board, e, t)
                added += 1
                break
    return added
