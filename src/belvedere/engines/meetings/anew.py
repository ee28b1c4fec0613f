"""The days of a whole timetable drawn anew when swaps between two slots no longer help: meetings stay, slots change."""

import numpy as np

from .apart import seat_apart
from .belief import believe
from .board import PINNED, PLACE, SLOT, TABLES, WALK, Board, conflicts, put, take
from .model import Ints
from .redraw import redraw
from .rows import settle_tables
from .search import restore
from .visits import AT, BETWEEN, STILL, WHEN, Visits, visits
from .wait import HOLE, new_days, settle

ROUNDS = 30  # of beliefs, for each second
DRAWS = 1200  # of the days that cost something
TURNS = 5  # of every table
FEW = 6_000  # meetings that are drawn in both ways
TIMES = 2  # that the days are drawn from the same beliefs: the best stays
TRIES = 100_000  # swaps at the end
FEWEST = 15  # rounds of beliefs below which nothing can come of it


def draw_anew(board: Board, left: int, holes: Ints, moves: Ints, budget: float, seed: int) -> tuple[bool, int]:
    """Whether the board now costs less than ``left`` beyond what no order avoids, else it is as before; and the idle
    slots that all together cannot avoid.

    Walks between rooms, and tables too few for all who receive, are left to the swaps. The meetings of two visitors
    have their slots first; on a day of few meetings, they are also tried where they are believed in.
    """
    day = None if board.misc[WALK] or int(ROUNDS * budget) < FEWEST else visits(board)
    if day is None:
        return False, int(holes.sum())
    edges, trips = day
    at_first, best = _copy(trips), left
    apart, least = seat_apart(trips, _spare(board, trips))
    least = max(least + int(holes[np.diff(trips.start) == 0].sum()), int(holes.sum()))
    for start in (trips, at_first) if apart and _few(board) else (trips,):
        best = min(best, _drawn(board, edges, start, best, holes, moves, budget, seed))
        if best <= HOLE * (least - int(holes.sum())):
            break
    return best < left, least


def _copy(trips: Visits) -> Visits:
    kept = {"held": trips.held.copy(), "items": trips.items.copy(), "load": trips.load.copy()}
    return trips._replace(**kept, free=trips.free.copy(), may=trips.may.copy())


def _spare(board: Board, trips: Visits) -> Ints:
    """Tables that no host needs, whatever the order: who receives as many as she has seats needs hers all day."""
    hosts = trips.held[trips.items[trips.held[trips.items, STILL] != BETWEEN], AT]
    many = np.bincount(hosts, minlength=len(trips.seats))
    full = (many > 0) & (many == trips.seats.sum(axis=1))
    spare: Ints = board.table[:, TABLES] - (trips.seats[full] > 0).sum(axis=0)
    return spare


def _drawn(
    board: Board, edges: Ints, trips: Visits, left: int, holes: Ints, moves: Ints, budget: float, seed: int
) -> int:
    """What the board costs once drawn anew, ``left`` when that is no better and it is as before."""
    before, rooms = board.edge[:, SLOT].copy(), int(board.person[:, PLACE].max(initial=-1)) + 1
    best = before
    for again in range(TIMES if believe(trips, rooms, int(ROUNDS * budget), seed) else 0):
        drawn = _copy(trips)
        redraw(drawn, HOLE * holes + moves, rooms, int(DRAWS * budget), seed + again)
        settle_tables(drawn, rooms, int(TURNS * budget), seed + again)
        after = left
        if _put_all(board, edges, drawn.held[:, WHEN]):  # a table can leave a visitor in two places
            after = settle(board, new_days(board, holes, moves), int(TRIES * budget), 0.5, 0.2)
        if after < left:
            left, best = after, board.edge[:, SLOT].copy()
        restore(board, before)
    restore(board, best)
    return left


def _few(board: Board) -> bool:
    return int((board.edge[:, SLOT] >= 0).sum()) <= FEW


def _put_all(board: Board, edges: Ints, slot: Ints) -> bool:
    """Moves these meetings to these slots; False, some left out, when the rules forbid it."""
    moving = board.edge[edges, PINNED] == 0
    for e in edges[moving]:
        take(board, int(e))
    for e, t in zip(edges[moving], slot[moving], strict=True):
        if conflicts(board, int(e), int(t)) != 0:
            return False
        put(board, int(e), int(t))
    return True
