"""Large neighbourhood search: free the whole day of a few people around a loss, settle it exactly, keep the better."""

from dataclasses import replace

import numpy as np

from .board import COUNT, FILL, SLOT, USED, Board, conflicts, put, take
from .lp import relaxation, spread
from .model import UNLIMITED, Bools, Floats, Ints
from .prices import Prices, worth
from .problem import Problem, shifted, total
from .search import restore

WORK_PER_SECOND = 1_000


def reoptimise(prob: Problem, board: Board, wishes: Ints, prices: Prices, goal: int, work: int, seed: int) -> int:
    """Gains, in weight units, until ``goal`` or until ``work`` simplex iterations are spent.

    ``wishes`` are the wishes worth considering, ``prices`` those of the bound, which say where something is lost.
    """
    rng = np.random.default_rng(seed)
    busy = _busy_side(prob)
    lost = losses(prob, board, prices)
    gained, size, stale = 0, 8, 0
    while gained < goal and work > 0:
        group = _around(prob, wishes, lost, busy, size, rng)
        inside = wishes[group[prob.model.a[wishes]] | group[prob.model.b[wishes]]]
        gain, spent = _settle(prob, board, inside, prices.person)
        work -= spent + 200
        gained += gain
        stale = 0 if gain else stale + 1
        if stale > 6:
            size, stale = min(size + 4, 40), 0
    return gained


def _busy_side(prob: Problem) -> Bools:
    """People whose days are worth freeing: those with more wishes than their partners have on average."""
    degree = np.bincount(
        np.concatenate([prob.model.a[prob.edges], prob.model.b[prob.edges]]), minlength=prob.model.people
    )
    busy = np.zeros(prob.model.people, np.bool_)
    first, second = prob.model.a[prob.edges], prob.model.b[prob.edges]
    busy[np.where(degree[first] > degree[second], first, second)] = True
    return busy


def _around(prob: Problem, wishes: Ints, lost: Floats, busy: Bools, size: int, rng: np.random.Generator) -> Bools:
    """About ``size`` busy people, drawn by loss, then partners of partners."""
    model = prob.model
    group = np.zeros(model.people, np.bool_)
    chance = np.where(lost > 0, lost, 0.0)
    start = (
        int(rng.choice(model.people, p=chance / chance.sum()))
        if chance.sum() > 0
        else int(rng.choice(np.flatnonzero(busy)))
    )
    group[start] = True
    for _ in range(4 * size):
        if int((group & busy).sum()) >= size:
            break
        touched = wishes[group[model.a[wishes]] | group[model.b[wishes]]]
        edge = int(rng.choice(touched if len(touched) else wishes))
        person = int(model.a[edge] if rng.random() < 0.5 else model.b[edge])
        steps = wishes[(model.a[wishes] == person) | (model.b[wishes] == person)]
        partners = np.concatenate([model.a[steps], model.b[steps]])
        partners = partners[busy[partners]]
        if len(partners):
            group[int(rng.choice(partners))] = True
    return group & busy | (group & ~busy.any())


def losses(prob: Problem, board: Board, prices: Prices) -> Floats:
    """For each person, what the prices say is lost there: good wishes not held, paid meetings not taken."""
    model = prob.left
    value = np.maximum(worth(model, prices), 0.0) * (board.edge[:, SLOT] < 0)
    value[np.setdiff1d(np.arange(len(value)), prob.edges)] = 0.0
    lost = np.zeros(model.people)
    np.add.at(lost, model.a, value)
    np.add.at(lost, model.b, value)
    lost += np.maximum(prices.person, 0.0) * (prob.model.limit - board.person[:, COUNT])
    return lost


def _settle(prob: Problem, board: Board, inside: Ints, near: Floats) -> tuple[int, int]:
    """Re-plans these wishes with everything else held; keeps the better of before and after. Gain and work spent."""
    model = prob.model
    before, worth_before = board.edge[:, SLOT].copy(), total(board, prob.ladder)
    for e in inside[before[inside] >= 0]:
        take(board, int(e))
    seats = model.seats - board.seat[:, :, FILL].astype(np.int16)
    count = board.person[:, COUNT]
    tables = np.where(model.tables < UNLIMITED, model.tables - board.table[:, USED], model.tables)
    left = replace(model, seats=seats, limit=np.minimum(model.limit - count, seats.sum(axis=1)), tables=tables)
    held = model.group[(board.edge[:, SLOT] >= 0) & (model.group >= 0)]
    free = inside[~np.isin(model.group[inside], held)]
    free = free[((seats[model.a[free]] > 0) & (seats[model.b[free]] > 0)).any(axis=1)]
    ladder = shifted(prob.ladder, count)
    everyone = np.ones(model.people, np.bool_)
    answer = relaxation(left, free, ladder, everyone, 20_000, near=near)
    spent = answer.work
    if answer.solved and spread(answer.detail[2]):
        answer = relaxation(left, free, ladder, everyone, 20_000, near=near, whole=True)
        spent += 2 * answer.work
    wish, slot, share = answer.detail
    fits = answer.solved
    for e, t in zip(wish[share > 0.5], slot[share > 0.5], strict=True):
        if not fits or conflicts(board, e, t) != 0:
            fits = False
            break
        put(board, e, t)
    gain = total(board, prob.ladder) - worth_before
    if not fits or gain < 0:
        restore(board, before)
        return 0, spent
    return gain, spent
