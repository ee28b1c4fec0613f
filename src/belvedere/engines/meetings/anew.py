"""The days of a whole timetable drawn anew when swaps between two slots no longer help: meetings stay, slots change."""

from .belief import believe
from .board import PINNED, PLACE, SLOT, WALK, Board, conflicts, put, take
from .model import Ints
from .redraw import redraw
from .rows import settle_tables
from .search import restore
from .visits import WHEN, visits
from .wait import HOLE, new_days, settle

ROUNDS = 30  # of beliefs, for each second
DRAWS = 1200  # of the days that cost something
TURNS = 5  # of every table
AGAIN = 3  # that the tables may be tried
TRIES = 100_000  # swaps at the end
FEWEST = 15  # rounds of beliefs below which nothing can come of it


def draw_anew(board: Board, left: int, holes: Ints, moves: Ints, budget: float, seed: int) -> bool:
    """Whether the board now costs less than ``left`` beyond what no order avoids; else it is as before.

    Walks between rooms, and tables too few for all who receive, are left to the swaps.
    """
    rounds = int(ROUNDS * budget)
    day = None if board.misc[WALK] or rounds < FEWEST else visits(board)
    if day is None:
        return False
    edges, trips = day
    before, rooms = board.edge[:, SLOT].copy(), int(board.person[:, PLACE].max(initial=-1)) + 1
    after = left
    if believe(trips, rooms, rounds, seed):
        redraw(trips, HOLE * holes + moves, rooms, int(DRAWS * budget), seed)
        for again in range(AGAIN):  # a table can leave a visitor in two places
            settle_tables(trips, rooms, int(TURNS * budget), seed + again)
            if _put_all(board, edges, trips.held[:, WHEN]):
                after = settle(board, new_days(board, holes, moves), int(TRIES * budget), 0.5, 0.2)
                break
            restore(board, before)
    if after >= left:
        restore(board, before)
    return after < left


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
