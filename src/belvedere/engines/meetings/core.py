"""One objective, from the day to a timetable and its bound: choose, cut, give slots, improve what does not fit."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from .board import PINNED, SLOT, Board, conflicts, new_board, put
from .cuts import Network
from .loose import Choice, hold_loose
from .lp import Relaxation, relaxation, spread
from .model import Floats, Ints, Model
from .neighbourhood import WORK_PER_SECOND, reoptimise
from .prices import bound, worth
from .problem import Found, Problem, problem, total
from .quarrel import FEW, make_peace
from .relax import organisations, relax
from .search import anneal, fill_gaps, fit, restore

FIT = 20_000
QUARREL = 40
SLACK = 0.05
LP_PER_SECOND = 2_500  # four tenths of the budget, as much for annealing, the rest for neighbourhoods
ANNEAL_PER_SECOND = 400_000


def best_plan(
    model: Model,
    ladder: Ints,
    budget: float,
    seed: int,
    say: Callable[[str], None],
    network: Network | None = None,
) -> Found:
    """Timetable of greatest weight plus rewards. ``budget`` is turned into a fixed amount of work, never a clock.

    ``network`` holds the cuts already known of this day.
    """
    prob = problem(model, ladder)
    network = network or organisations(prob)
    amount, prices, top = relax(prob, network)
    say(f"borne {top / model.scale:.6g}, {int(amount.sum())} rencontres choisies")
    board = new_board(model, ladder, seed)
    heat = np.zeros(len(model.a), np.int64)
    chosen = np.flatnonzero(amount > 0.75)
    best = hold_loose(prob, board, network, Choice(chosen, chosen[:0], prices, top), heat)
    chosen = best.chosen
    left = fit(board, chosen, FIT + 2 * len(chosen), heat)
    board.edge[best.held, PINNED] = 0
    found = Found(board.edge[:, SLOT].copy(), total(board, ladder), best.top, best.prices)
    if not found.proved and 0 < left <= FEW:
        found = make_peace(prob, board, network, found, chosen, heat, say)
    if not found.proved:
        # The solver brings pandas: seconds, and tens of megabytes that a web page must not pay.
        from .exact import settle_whole  # noqa: PLC0415

        found = settle_whole(prob, found, budget, seed)
    if not found.proved and found.priced is None and len(prob.edges):
        found = detail(prob, found, heat, int(budget * LP_PER_SECOND), seed, say)
    if not found.proved:
        restore(board, found.slot)
        found = improve(prob, board, found, budget, say)
    if not spread(amount):
        found.counts = _counts(prob, amount)
    return found


def _counts(prob: Problem, amount: Floats) -> Ints:
    """Meetings of each person in a choice, the locked ones included."""
    chosen = np.flatnonzero((amount > 0.75) | (prob.model.fixed >= 0))
    ends = np.concatenate([prob.model.a[chosen], prob.model.b[chosen]])
    return np.bincount(ends, minlength=prob.model.people)


def detail(prob: Problem, found: Found, heat: Ints, work: int, seed: int, say: Callable[[str], None]) -> Found:
    """Looks slot by slot at the people around whom meetings quarrelled, chooses again, gives slots again; repeats.

    The few wishes that the prices leave open are enough columns; any wish that new prices make good joins them.
    """
    model, top = prob.model, found.bound
    best = found
    heat = around(model, heat)
    fine = np.zeros(model.people, np.bool_)
    open_wishes = worth(prob.left, found.prices) >= -SLACK * max(
        1.0, float(model.weight.mean()) if len(model.weight) else 1.0
    )
    near, turn = found.prices.person, 0
    while work > 0 and not best.proved and not fine[heat > 0].all():
        turn += 1
        fine |= heat >= np.partition(heat, -QUARREL)[-QUARREL] if len(heat) > QUARREL else heat > 0
        columns = prob.edges[open_wishes[prob.edges]]
        weight = max(1, len(columns) // 10_000)
        answer = relaxation(prob.left, columns, prob.ladder_left, fine, work // weight, near=near)
        work -= (answer.work + len(columns) // 8) * weight
        if not answer.solved:
            break
        for prices in (answer.prices, answer.prices.whole()):
            proved = prob.base + bound(prob.left, prices, prob.edges, prob.left.limit, prob.ladder_left)
            if proved < top:
                best, top = Found(best.slot, best.total, proved, prices), proved
        fresh = (worth(prob.left, answer.prices) > 1e-6) & ~open_wishes
        open_wishes |= fresh & (answer.value + prob.base < top - 1e-6)
        board = new_board(model, prob.ladder, seed + turn)
        _hint(board, answer)
        pushes = np.zeros(len(model.a), np.int64)
        chosen = np.flatnonzero(answer.amount > 0.75)
        missing = fit(board, chosen, FIT + 2 * len(chosen), pushes)
        heat = around(model, pushes)
        say(f"borne {top / model.scale:.6g}, {missing} rencontres sans créneau, {int(fine.sum())} personnes détaillées")
        reached = total(board, prob.ladder)
        if reached > best.total:
            best = Found(board.edge[:, SLOT].copy(), reached, top, best.prices)
    return best


def around(model: Model, heat: Ints) -> Ints:
    """Heat of each person from that of the meetings."""
    return sum((np.bincount(ends, heat, model.people) for ends in (model.a, model.b)), np.zeros(model.people)).astype(
        np.int64
    )


def _hint(board: Board, answer: Relaxation) -> None:
    """Starts from the slots that the relaxation gives to the detailed wishes."""
    wish, slot, share = answer.detail
    sure = share > 0.75
    for e, t in zip(wish[sure], slot[sure], strict=True):
        if conflicts(board, e, t) == 0:
            put(board, e, t)


def improve(prob: Problem, board: Board, found: Found, budget: float, say: Callable[[str], None]) -> Found:
    """Neighbourhoods settled exactly and annealing, by turns; the bound stays."""
    model = prob.model
    order = prob.edges[np.argsort(-model.weight[prob.edges], kind="stable")]
    fill_gaps(board, order)
    tight = order[worth(prob.left, found.prices)[order] >= -1e-6]
    mean = float(model.weight[prob.edges].mean()) if len(prob.edges) else 1.0
    goal = int(found.bound + 1e-6)
    for turn in range(3):
        lost = goal - total(board, prob.ladder)
        if len(tight) and lost > 0:
            anneal(board, tight, int(ANNEAL_PER_SECOND * budget / 3), max(mean / 12, 0.5), 0.05, lost)
            fill_gaps(board, order)
            say(f"recuit : {total(board, prob.ladder) / model.scale:.6g} sur {found.bound / model.scale:.6g}")
        lost = goal - total(board, prob.ladder)
        if len(tight) and lost > 0:
            reoptimise(prob, board, tight, found.prices, lost, int(budget * WORK_PER_SECOND), turn)
            say(f"voisinages : {total(board, prob.ladder) / model.scale:.6g} sur {found.bound / model.scale:.6g}")
    return replace(found, slot=board.edge[:, SLOT].copy(), total=total(board, prob.ladder))
