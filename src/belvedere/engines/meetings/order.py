"""Fewest holes, then fewest changes of room, with the meetings kept: the two levels and what bounds them."""

import numpy as np
from numba import njit

from .anew import draw_anew
from .board import AT, FILL, HOST, PLACE, SEATS, SLOT, SLOTS, WALK, A, B, Board
from .hall import idle_alone
from .model import Ints, Model
from .types import Level, Progress
from .wait import new_days, settle

TRIES_PER_SECOND = 1_200_000
TRIES_PER_MEETING = 4_000
FIRST = 16  # a first part of the tries says how hard the day is
HARD = 0.2  # cost left over after it, for each meeting, beyond which swaps would only lose time


def arrange(board: Board, model: Model, budget: float, seed: int, say: Progress) -> tuple[Level, Level]:
    """Reorders the board in place; the levels ``holes`` and ``moves`` with what no order of these meetings passes."""
    moves, holes = least_moves(board), least_holes(board, model)
    meetings = int((board.edge[:, SLOT] >= 0).sum())
    tries = min(int(TRIES_PER_SECOND * budget), TRIES_PER_MEETING * meetings)
    left, least = settle(board, new_days(board, holes, moves), tries // FIRST, 5.0, 1.0), int(holes.sum())
    better = False
    if left > HARD * meetings:
        better, least = draw_anew(board, left, holes, moves, budget, seed)
    if not better:
        left = settle(board, new_days(board, holes, moves), tries, 5.0, 1.0)
        if left:
            least = draw_anew(board, left, holes, moves, budget, seed)[1]
    waits, changes = tally(board)
    say(f"{waits} créneaux d’attente, {changes} changements de salle")
    return Level("holes", waits, least, "min"), Level("moves", changes, int(moves.sum()), "min")


def tally(board: Board) -> tuple[int, int]:
    """Idle slots between meetings, and changes of room, over everybody."""
    each = np.array([person_cost(board, p) for p in range(len(board.person))], np.int64).reshape(-1, 2)
    return int(each[:, 0].sum()), int(each[:, 1].sum())


def least_moves(board: Board) -> Ints:
    """Changes of room that no order avoids: a person who visits n rooms changes room at least n - 1 times."""
    held = np.flatnonzero(board.edge[:, SLOT] >= 0)
    host = board.edge[held, HOST]
    visitor = np.where(board.edge[held, A] == host, board.edge[held, B], board.edge[held, A])
    known = (host >= 0) & (board.person[host, PLACE] >= 0)
    visits = np.unique(np.stack([visitor[known], board.person[host[known], PLACE]], axis=1), axis=0)
    return np.maximum(np.bincount(visits[:, 0], minlength=len(board.person)) - 1, 0)


def least_holes(board: Board, model: Model) -> Ints:
    """Idle slots that no order avoids: the tightest window of each person, or the slots that his walks take.

    An absence can hide a walk: walks only count for people present all day.
    """
    always = (board.seat[:, :, SEATS] > 0).all(axis=1)
    walks = least_moves(board) * int(board.misc[WALK]) * always
    return np.maximum(idle_alone(model, np.flatnonzero(board.edge[:, SLOT] >= 0)), walks)


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
