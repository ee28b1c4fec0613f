"""A small day settled as one whole programme, where prices leave a gap.

Prices bound a day that could be cut into fractions of meetings; a few people whose slots barely overlap can leave a gap
that only a search closes. CP-SAT does, up to a size at which it takes seconds.
"""

from collections import defaultdict
from dataclasses import replace

import numpy as np
from ortools.sat.python import cp_model

from .board import SLOT, conflicts, new_board, put
from .model import UNLIMITED, Ints
from .problem import Found, Problem, total

#: Wishes times the slots where each may be held: beyond, the search would last longer than a person waits.
MOST = 6_000

Held = dict[tuple[int, int], cp_model.IntVar]


def settle_whole(prob: Problem, found: Found, budget: float, seed: int) -> Found:
    """``found``, or better, with the bound of the search; ``budget`` in CP-SAT's deterministic seconds.

    Walks and tables that several share are left to the board: without them the bound still holds, and what breaks them
    is left out of the timetable.
    """
    seats = prob.left.seats > 0
    open_to = seats[prob.left.a[prob.edges]] & seats[prob.left.b[prob.edges]]
    if not 0 < open_to.sum() <= MOST:
        return found
    model = cp_model.CpModel()
    rows, slots = np.nonzero(open_to)
    held: Held = {(int(e), int(t)): model.new_bool_var("") for e, t in zip(prob.edges[rows], slots, strict=True)}
    for (e, t), x in held.items():
        model.add_hint(x, bool(found.slot[e] == t))
    _rules(model, prob, held)
    _gains(model, prob, held)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1  # several would not find the same plan twice
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = budget
    if int(solver.solve(model)) not in (int(cp_model.OPTIMAL), int(cp_model.FEASIBLE)):
        return found
    slot, reached = _timetable(prob, [key for key, x in held.items() if solver.boolean_value(x)], seed)
    top = min(found.bound, prob.base + float(np.floor(solver.best_objective_bound + 1e-6)))
    better = replace(found, bound=top, priced=found.bound)
    return replace(better, slot=slot, total=reached) if reached > found.total else better


def _rules(model: cp_model.CpModel, prob: Problem, held: Held) -> None:
    """A wish and an organisation's meeting once; nobody twice at a time beyond her seats; tables where counted."""
    left = prob.left
    once: dict[tuple[str, int], list[cp_model.IntVar]] = defaultdict(list)
    seat: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    slot: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    for (e, t), x in held.items():
        once["wish", e].append(x)
        slot[t].append(x)
        if left.group[e] >= 0:
            once["group", int(left.group[e])].append(x)
        for p in (int(left.a[e]), int(left.b[e])):
            seat[p, t].append(x)
    for alone in once.values():
        model.add_at_most_one(alone)
    for (p, t), there in seat.items():
        model.add(sum(there) <= int(left.seats[p, t]))
    for t, here in slot.items():
        if left.tables[t] < UNLIMITED:
            model.add(sum(here) <= int(left.tables[t]))


def _gains(model: cp_model.CpModel, prob: Problem, held: Held) -> None:
    """Weights, and the rewards of each person. They never rise from one meeting to the next: the best ones are earned
    first without saying so."""
    left = prob.left
    mine: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    for (e, _t), x in held.items():
        for p in (int(left.a[e]), int(left.b[e])):
            mine[p].append(x)
    gains = [int(left.weight[e]) * x for (e, _t), x in held.items()]
    for p, meetings in mine.items():
        model.add(sum(meetings) <= int(left.limit[p]))
        steps = [(model.new_bool_var(""), int(reward)) for reward in prob.ladder_left[p] if reward > 0]
        model.add(sum(step for step, _reward in steps) <= sum(meetings))
        gains += [reward * step for step, reward in steps]
    model.maximize(sum(gains))


def _timetable(prob: Problem, chosen: list[tuple[int, int]], seed: int) -> tuple[Ints, int]:
    board = new_board(prob.model, prob.ladder, seed)
    for e, t in chosen:
        if conflicts(board, e, t) == 0:
            put(board, e, t)
    return board.edge[:, SLOT].copy(), total(board, prob.ladder)
