"""When a few meetings of the best choice cannot all have a slot: who quarrels, what it must cost, who gives way.

The search for slots shows the meetings that always push one another. They are blamed: first among equal choices, then
at the cost of a unit of weight, two, four… Around their people, prices seat by seat show what the quarrel costs.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from .board import PINNED, SLOT, Board, take
from .cuts import Network
from .lp import local_prices
from .model import Bools, Ints
from .prices import bound, worth
from .problem import Found, Problem, total
from .relax import SLACK, relax
from .search import fit

TURNS = 10
FEW = 64  # more meetings without slot than this are not a quarrel but a day too full
EFFORT = 20_000
LP_EFFORT = 50_000
PARTS = 4  # blame below a whole unit of weight only chooses among equals


def make_peace(
    prob: Problem, board: Board, network: Network, found: Found, heat: Ints, say: Callable[[str], None]
) -> Found:
    """Chooses again without the most stubborn meetings until all have a slot, and brings the bound down to it."""
    blame = np.zeros(len(heat), np.int64)
    fine = np.zeros(prob.model.people, np.bool_)
    left = 1
    for _ in range(TURNS):
        hot = np.flatnonzero(8 * heat > heat.max(initial=0))
        blame[hot] = np.maximum(1, 2 * blame[hot])
        fine[prob.model.a[hot]] = fine[prob.model.b[hot]] = True
        found = _tighter(prob, found, fine)
        amount, _, _ = relax(_blamed(prob, blame), network)
        chosen = np.flatnonzero(amount > 0.75)
        release(board, chosen)
        heat = np.zeros(len(heat), np.int64)
        left = fit(board, chosen, EFFORT + len(chosen), heat)
        reached = total(board, prob.ladder)
        say(f"borne {found.bound / prob.model.scale:.6g}, {left} rencontres sans créneau")
        if reached > found.total:
            found = replace(found, slot=board.edge[:, SLOT].copy(), total=reached)
        if found.proved or left > FEW or not heat.any():
            break
    return found


def release(board: Board, chosen: Ints) -> None:
    """Takes off the timetable whatever is not chosen any more."""
    gone = (board.edge[:, SLOT] >= 0) & (board.edge[:, PINNED] == 0)
    gone[chosen] = False
    for e in np.flatnonzero(gone):
        take(board, int(e))


def _blamed(prob: Problem, blame: Ints) -> Problem:
    left = replace(prob.left, weight=PARTS * prob.left.weight - blame)
    return replace(prob, left=left, ladder_left=PARTS * prob.ladder_left)


def _tighter(prob: Problem, found: Found, fine: Bools) -> Found:
    """The bound that prices seat by seat of these people prove, if it is better."""
    left = prob.left
    value = worth(left, found.prices)[prob.edges]
    near = prob.edges[value >= -SLACK * float(left.weight[prob.edges].mean())]
    sharp = local_prices(left, near, prob.ladder_left, fine, found.prices, LP_EFFORT)
    for prices in (sharp, sharp.whole()):
        proved = prob.base + bound(left, prices, prob.edges, left.limit, prob.ladder_left)
        if proved < found.bound:
            found = replace(found, bound=proved, prices=prices)
    return found
