"""When a few meetings of the best choice cannot all have a slot: who quarrels, what it must cost, who gives way.

The search for slots shows the meetings that always push one another. They are blamed: first among equal choices, then
at the cost of a unit of weight, then of more. Around their people, prices seat by seat show what the quarrel costs.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from .board import PINNED, SLOT, Board, take
from .cuts import Network
from .lp import local_prices
from .model import Bools, Floats, Ints
from .prices import bound, worth
from .problem import Found, Problem, total
from .relax import relax
from .search import fit

Say = Callable[[str], None]
TURNS = 6
FEW = 64  # more meetings without slot than this are not a quarrel but a day too full
EFFORT = 20_000
LP_EFFORT = 50_000
CROWD = 100  # more people than this would make a linear programme too long
PARTS = 4  # blame below a whole unit of weight only chooses among equals
REACH = 0.15  # how far prices may move, in mean weights


def make_peace(
    prob: Problem, board: Board, network: Network, found: Found, chosen: Ints, heat: Ints, say: Say
) -> Found:
    """Chooses again without the most stubborn meetings until all have a slot, and brings the bound down to it.

    Those that the prices leave out are out; else every stubborn one is blamed a little more.
    """
    model = prob.model
    blame = np.zeros(len(heat), np.int64)
    fine = np.zeros(model.people, np.bool_)
    hot, left = np.zeros(0, np.int64), 1
    for turn in range(TURNS):
        hot = np.flatnonzero(8 * heat > heat.max(initial=0)) if left else hot
        blame[hot] += PARTS // 2 if turn else 1
        known = int(fine.sum())
        fine[model.a[hot]] = fine[model.b[hot]] = True
        if fine.sum() <= CROWD and (turn < 2 or fine.sum() > known):
            found, amount = _tighter(prob, found, fine, 1 + min(turn, 1))
            out = hot[amount[hot] < 0.5]
            blame[out] += PARTS * int(model.weight.max())
            if found.proved:
                break
        amount, _, _ = relax(_blamed(prob, blame), network)
        chosen = np.flatnonzero(amount > 0.75)
        release(board, chosen)
        heat = np.zeros(len(heat), np.int64)
        left = fit(board, chosen, EFFORT + len(chosen), heat)
        reached = total(board, prob.ladder)
        say(f"borne {found.bound / model.scale:.9g}, {left} rencontres sans créneau")
        if reached > found.total:
            found = replace(found, slot=board.edge[:, SLOT].copy(), total=reached)
        if found.proved or left > FEW or (left == 0 and turn > 0):
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


def _tighter(prob: Problem, found: Found, hot: Bools, hops: int) -> tuple[Found, Floats]:
    """The bound that new prices of these people prove, with those ``hops`` undecided wishes away, if it is better.

    Also the share of each wish that goes with those prices.
    """
    left, prices = prob.left, found.prices
    reach = REACH * float(left.weight[prob.edges].mean())
    open_wishes = prob.edges[np.abs(worth(left, prices)[prob.edges]) <= 2 * reach]
    ring = hot.copy()
    for _ in range(hops):
        touched = open_wishes[ring[left.a[open_wishes]] | ring[left.b[open_wishes]]]
        ring[left.a[touched]] = ring[left.b[touched]] = True
    fine = hot | (ring & (prices.seat > 0).any(axis=1))
    sharp, amount = local_prices(left, prob.edges, prob.ladder_left, ring, fine, prices, reach, LP_EFFORT)
    for new in (sharp, sharp.whole()):
        proved = prob.base + bound(left, new, prob.edges, left.limit, prob.ladder_left)
        if proved < found.bound:
            found = replace(found, bound=proved, prices=new)
    return found, amount
