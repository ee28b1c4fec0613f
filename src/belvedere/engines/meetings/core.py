"""One objective, from the day to a timetable and its bound: choose, cut, give slots, improve what does not fit."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .board import SLOT, Board, conflicts, new_board, put
from .flow import Network, Subset, choose, two_sides
from .hall import violators
from .lp import Relaxation, relaxation, spread
from .model import Ints, Model
from .neighbourhood import WORK_PER_SECOND, reoptimise
from .prices import Prices, bound, worth
from .problem import Problem, problem, table_total, total
from .search import anneal, fill_gaps, fit, restore

ROUNDS = 8
FIT = 20_000
QUARREL = 40
SLACK = 0.05
LP_PER_SECOND = 8_000
ANNEAL_PER_SECOND = 1_000_000


@dataclass(slots=True)
class Found:
    """A timetable (slot of each edge, -1 when not held), its total with rewards, and what no timetable passes.

    ``counts`` is each person's number of meetings in a best choice without slots, None when that choice is not whole:
    it ranks first in lexicographic order, so it bounds the levels of the stack one after the other.
    """

    slot: Ints
    total: int
    bound: float
    prices: Prices
    counts: Ints | None = None

    @property
    def proved(self) -> bool:
        """Totals are whole numbers: a bound less than one above is a proof."""
        return self.bound < self.total + 1 - 1e-6


def relax(prob: Problem) -> tuple[npt.NDArray[np.float64], Prices, float]:
    """Best choice of meetings under every Hall cut found, its prices and the bound they prove."""
    left, network = prob.left, Network()
    _organisations(prob, network)
    colour = two_sides(left, prob.edges)
    best: tuple[float, Prices] | None = None
    amount = np.zeros(len(left.a))
    for _ in range(ROUNDS):
        choice = choose(left, prob.edges, left.limit, prob.ladder_left, table_total(left), network)
        proved = prob.base + bound(left, choice.prices, prob.edges, left.limit, prob.ladder_left)
        if best is None or proved < best[0]:
            best = (proved, choice.prices)
        amount = choice.amount
        found = violators(left, np.flatnonzero(amount > 0.75))
        cuts = [_cut(prob, network, colour, person, slots) for person, slots in found.items()]
        if not any(cuts):
            break
    if best is None:
        raise AssertionError("at least one round is always made")
    return amount, best[1], best[0]


def _cut(
    prob: Problem, network: Network, colour: npt.NDArray[np.int8] | None, person: int, slots: npt.NDArray[np.bool_]
) -> bool:
    """Adds "at most as many as the seats in these slots" over the wishes of this person that fit nowhere else."""
    left = prob.left
    mine = prob.edges[(left.a[prob.edges] == person) | (left.b[prob.edges] == person)]
    other = np.where(left.a[mine] == person, left.b[mine], left.a[mine])
    outside = (left.seats[other] > 0) & (left.seats[person] > 0)[None, :] & ~slots[None, :]
    inside = frozenset(int(e) for e in mine[~outside.any(axis=1)])
    capacity = int(left.seats[person][slots].sum())
    sides = (0, 1) if colour is None else (int(colour[person]),)
    added = [network.add(side, person, Subset(inside, capacity, slots)) for side in sides]
    return any(added)


def _organisations(prob: Problem, network: Network) -> None:
    """One meeting per organisation and person, where all its wishes share that person."""
    left = prob.left
    colour = two_sides(left, prob.edges)
    grouped = prob.edges[left.group[prob.edges] >= 0]
    for number in np.unique(left.group[grouped]):
        edges = grouped[left.group[grouped] == number]
        for ends in (left.a, left.b):
            person = int(ends[edges[0]])
            if len(edges) > 1 and ((left.a[edges] == person) | (left.b[edges] == person)).all():
                side = 0 if colour is None else int(colour[person])
                network.add(side, person, Subset(frozenset(int(e) for e in edges), 1))
                break


def best_plan(model: Model, ladder: Ints, budget: float, seed: int, say: Callable[[str], None]) -> Found:
    """Timetable of greatest weight plus rewards. ``budget`` is turned into a fixed amount of work, never a clock."""
    prob = problem(model, ladder)
    amount, prices, top = relax(prob)
    say(f"borne {top / model.scale:.6g}, {int(amount.sum())} rencontres choisies")
    board = new_board(model, ladder, seed)
    heat = np.zeros(model.people, np.int64)
    chosen = np.flatnonzero(amount > 0.75)
    fit(board, chosen, FIT + 3 * len(chosen), heat)
    found = Found(board.edge[:, SLOT].copy(), total(board, ladder), top, prices)
    if not found.proved and len(prob.edges):
        found = detail(prob, found, heat, int(budget * LP_PER_SECOND), seed, say)
    if not found.proved:
        restore(board, found.slot)
        found = improve(prob, board, found, budget, say)
    if not spread(amount):
        found.counts = _counts(prob, amount)
    return found


def _counts(prob: Problem, amount: npt.NDArray[np.float64]) -> Ints:
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
    fine = np.zeros(model.people, np.bool_)
    open_wishes = worth(prob.left, found.prices) >= -SLACK * max(
        1.0, float(model.weight.mean()) if len(model.weight) else 1.0
    )
    near, turn = found.prices.person, 0
    while work > 0 and not best.proved and not fine[heat > 0].all():
        turn += 1
        fine |= heat >= np.partition(heat, -QUARREL)[-QUARREL] if len(heat) > QUARREL else heat > 0
        columns = prob.edges[open_wishes[prob.edges]]
        answer = relaxation(prob.left, columns, prob.ladder_left, fine, work, near=near)
        work -= (answer.work + len(columns) // 8) * max(1, len(columns) // 10_000)
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
        heat = np.zeros(model.people, np.int64)
        chosen = np.flatnonzero(answer.amount > 0.75)
        missing = fit(board, chosen, FIT + 2 * len(chosen), heat)
        say(f"borne {top / model.scale:.6g}, {missing} rencontres sans créneau, {int(fine.sum())} personnes détaillées")
        reached = total(board, prob.ladder)
        if reached > best.total:
            best = Found(board.edge[:, SLOT].copy(), reached, top, best.prices)
    return best


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
    return Found(board.edge[:, SLOT].copy(), total(board, prob.ladder), found.bound, found.prices)
