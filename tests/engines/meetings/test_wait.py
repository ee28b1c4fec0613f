"""Waiting less: what is reckoned before a swap is what is counted after it, on days of any length."""

from itertools import product

import numpy as np
import pytest

from belvedere.engines.meetings import generate_day, solve
from belvedere.engines.meetings.board import COUNT
from belvedere.engines.meetings.hall import idle_alone
from belvedere.engines.meetings.ladder import value_ladder
from belvedere.engines.meetings.model import compile_day
from belvedere.engines.meetings.order import least_holes, least_moves, person_cost, tally
from belvedere.engines.meetings.seating import place_hosts
from belvedere.engines.meetings.solve import timetable
from belvedere.engines.meetings.wait import HOLE, new_days, settle


@pytest.mark.parametrize(("slots", "tables"), [(12, 1), (12, 2), (70, 1)])
def test_the_cost_kept_is_the_cost_counted(slots: int, tables: int) -> None:
    day = generate_day(40, 10, slots, seed=3, rooms=2, capacity=tables)
    model = compile_day(day, place_hosts(day, [(p.a, p.b) for p in day.pairs]))
    plan = solve(day, budget=0.05)
    at = {(m.a, m.b): m.slot for m in plan.meetings}
    slot = np.array([at.get((day.pairs[k].a, day.pairs[k].b), -1) for k in model.pair])
    board = timetable(model, value_ladder(model), slot, 0)
    moves, holes = least_moves(board), least_holes(board, model)
    held = board.person[:, COUNT].copy()
    before = tally(board)
    days = new_days(board, holes, moves)
    left = settle(board, days, 20_000, 5.0, 1.0)
    assert (board.person[:, COUNT] == held).all()
    assert HOLE * tally(board)[0] <= HOLE * before[0] + before[1]
    fresh = new_days(board, holes, moves)
    assert fresh.cost.sum() == left
    single = (board.seat[:, :, 0] <= 1).all(axis=1)
    for p in np.flatnonzero(single):
        waits, changes = person_cost(board, int(p))
        assert fresh.cost[p] == HOLE * waits + changes - fresh.base[p]
        assert waits >= holes[p]
        assert changes >= moves[p]


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_what_a_person_alone_must_wait_is_found_by_trying_all(seed: int) -> None:
    model = compile_day(generate_day(20, 6, 9, seed=seed, holes=0.6))
    held = np.random.default_rng(seed).permutation(len(model.a))[:24]
    alone = idle_alone(model, held)
    for p in range(model.people):
        wishes = [e for e in held if p in (model.a[e], model.b[e])]
        mine = [np.all(model.seats[[model.a[e], model.b[e]]] > 0, axis=0) for e in wishes]
        there = np.flatnonzero(model.seats[p] > 0)
        waits = [
            int(((there > min(slots)) & (there < max(slots))).sum()) - len(mine) + 2
            for slots in product(*(np.flatnonzero(common) for common in mine))
            if len(set(slots)) == len(mine) > 1
        ]
        assert alone[p] == (min(waits) if waits else 0)
