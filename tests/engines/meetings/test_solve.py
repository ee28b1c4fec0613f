"""Every random day: no rule broken, bound above value, optimum of small days equal to trying everything."""

import json
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from belvedere.engines.meetings import certified, faults, generate_day, plan_form, read_day, solve
from belvedere.engines.meetings.hall import violators
from belvedere.engines.meetings.ladder import value_ladder
from belvedere.engines.meetings.model import compile_day
from belvedere.engines.meetings.problem import problem
from belvedere.engines.meetings.relax import organisations, relax
from belvedere.engines.meetings.types import Day

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def days(draw: Any, people: int = 7, slots: int = 4) -> Day:
    """Small days with everything in them: absences, caps, minima, group tables, organisations, same-side wishes."""
    width = draw(st.integers(1, slots))
    there = st.none() | st.lists(st.integers(0, width - 1), unique=True)
    crowd = []
    for number in range(draw(st.integers(2, people))):
        crowd.append(
            {
                "id": f"p{number}",
                "side": draw(st.sampled_from(["seller", "buyer"])),
                "available": draw(there),
                "max": draw(st.none() | st.integers(1, 4)),
                "capacity": draw(st.sampled_from([1, 1, 1, 2])),
                "organisation": draw(st.sampled_from([None, None, None, "o"])),
            }
        )
    pairs = []
    for i in range(len(crowd)):
        for j in range(i):
            if draw(st.booleans()):
                pairs.append({"a": f"p{i}", "b": f"p{j}", "weight": draw(st.sampled_from([1, 2, 3.5, 7, 0]))})
    tables = draw(st.none() | st.integers(0, 3))
    waves = draw(st.sampled_from([[], [[0], [width - 1]]]))
    return read_day(
        {"slots": width, "people": crowd, "pairs": pairs, "same_side": True, "tables": tables, "lunch_waves": waves}
    )


def plan_of(day: Day, **options: Any) -> dict[str, Any]:
    """The plan as a reader of the file gets it."""
    form: dict[str, Any] = json.loads(json.dumps(plan_form(solve(day, budget=0.05, **options), 0.0)))
    return form


@QUICK
@given(days())
def test_no_rule_is_broken_and_the_bound_holds(day: Day) -> None:
    form = plan_of(day)
    assert faults(day, form) == []
    assert form["bound"] >= form["value"] - 1e-9
    assert certified(day, form) >= form["value"] - 1e-6


@QUICK
@given(days())
def test_the_stack_breaks_no_rule_either(day: Day) -> None:
    form = plan_of(day, objective="stack")
    assert faults(day, form) == []
    for level in form["levels"]:
        assert (level["bound"] - level["value"]) * (1 if level["sense"] == "max" else -1) >= -1e-9


def best_by_trial(day: Day, lunch: dict[str, int]) -> float:
    """Greatest value over every way to place every wish or leave it out."""
    best = 0.0
    wishes = [pair for pair in day.pairs if pair.weight > 0]
    for slots in product((None, *range(day.slots)), repeat=len(wishes)):
        rows = [
            {"a": p.a, "b": p.b, "slot": t, "table": k}
            for k, (p, t) in enumerate(zip(wishes, slots, strict=True))
            if t is not None
        ]
        value = sum(p.weight for p, t in zip(wishes, slots, strict=True) if t is not None)
        form = {
            "status": "feasible",
            "value": value,
            "bound": value,
            "meetings": rows,
            "below_minimum": [],
            "lunch": lunch,
        }
        if value > best and not faults(day, form):
            best = value
    return best


@settings(max_examples=30, deadline=None)
@given(days(people=5, slots=3))
def test_small_days_equal_trying_everything(day: Day) -> None:
    plain = [p.capacity for p in day.people] == [1] * len(day.people) and day.tables is None
    if sum(pair.weight > 0 for pair in day.pairs) > 6 or not plain:
        return
    form = plan_of(day)
    truth = best_by_trial(day, form.get("lunch", {}))
    assert form["value"] == form["bound"] == pytest.approx(truth)
    assert form["status"] == "optimal"
    if form["status"] == "optimal":
        assert form["value"] == pytest.approx(truth)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_generated_days_are_proved(seed: int) -> None:
    day = generate_day(60, 12, 12, seed=seed)
    form = plan_of(day)
    assert form["status"] == "optimal"
    assert faults(day, form) == []
    assert certified(day, form) == pytest.approx(form["value"])


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.3, 0.6]))
def test_the_choice_suits_each_person_alone_with_nested_cuts(seed: int, holes: float) -> None:
    model = compile_day(generate_day(60, 10, 12, seed=seed, holes=holes))
    prob = problem(model, value_ladder(model))
    network = organisations(prob)
    amount, _, top = relax(prob, network)
    chosen = np.flatnonzero(amount > 0.5)
    assert violators(prob.left, chosen) == {}
    assert top <= model.weight[chosen].sum()  # less when a wish's slots are all dear, some at each end of it
    for family in network.subsets.values():
        assert not any(one.crosses(other) for one in family for other in family)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_wishes_within_a_side_leave_no_half_meeting(seed: int) -> None:
    model = compile_day(generate_day(60, 6, 12, seed=seed, capacity=2, same_side=12))
    prob = problem(model, value_ladder(model))
    amount, _, top = relax(prob)
    chosen = np.flatnonzero(amount > 0.5)
    assert set(np.unique(amount)) == {0.0, 1.0}
    assert violators(prob.left, chosen) == {}
    count = np.bincount(np.concatenate([model.a[chosen], model.b[chosen]]), minlength=model.people)
    assert (count <= model.limit).all()
    assert 0 <= top - model.weight[chosen].sum() <= 0.001 * top


def test_same_input_and_seed_give_the_same_bytes() -> None:
    day = generate_day(40, 8, 10, seed=3)
    assert json.dumps(plan_of(day, seed=5)) == json.dumps(plan_of(day, seed=5))
    halls = generate_day(40, 8, 10, seed=3, rooms=2, capacity=2, same_side=6)
    first, second = (json.dumps(plan_of(halls, objective="stack")) for _ in range(2))
    assert first == second


def test_imposed_forbidden_and_locked() -> None:
    people = [{"id": x, "side": "seller"} for x in "pqr"] + [{"id": "b", "side": "buyer"}]
    pairs = [{"a": x, "b": "b", "weight": w} for x, w in (("p", 9), ("q", 5), ("r", 1))]
    pairs[2]["imposed"] = True
    data = {"slots": 2, "people": people, "pairs": pairs, "locked": [{"a": "q", "b": "b", "slot": 1}]}
    form = plan_of(read_day(data))
    assert {(m["a"], m["slot"]) for m in form["meetings"]} == {("r", 0), ("q", 1)}
    data["forbidden"] = [{"a": "b", "b": "p"}]
    assert "exclue" in plan_of(read_day(data))["unmet"][0]["reason"]


def test_impossible_imposed_meeting_is_said() -> None:
    people = [{"id": "p", "side": "seller", "available": [0]}, {"id": "b", "side": "buyer", "available": [1]}]
    form = plan_of(read_day({"slots": 2, "people": people, "pairs": [{"a": "p", "b": "b", "imposed": True}]}))
    assert form["status"] == "infeasible"
    assert "p – b" in form["why"]


def test_minimum_comes_before_value() -> None:
    people = [{"id": "p", "side": "seller"}, {"id": "q", "side": "seller", "min": 1}, {"id": "b", "side": "buyer"}]
    pairs = [{"a": "p", "b": "b", "weight": 9}, {"a": "q", "b": "b", "weight": 1}]
    form = plan_of(read_day({"slots": 1, "people": people, "pairs": pairs}))
    assert [m["a"] for m in form["meetings"]] == ["q"]
    assert form["below_minimum"] == []


def test_stack_serves_most_people_first_then_waits_least() -> None:
    day = generate_day(60, 12, 12, seed=4, rooms=2)
    value, stack = plan_of(day), plan_of(day, objective="stack")
    served = {m["a"] for m in stack["meetings"]}
    assert len(served) >= len({m["a"] for m in value["meetings"]})
    assert all(level["proved"] for level in stack["levels"] if level["sense"] == "max")


def test_walking_forbids_two_rooms_in_a_row() -> None:
    day = generate_day(16, 5, 8, seed=2, rooms=2, waves=False)
    form = plan_of(read_day_with(day, walk=1))
    assert faults(read_day_with(day, walk=1), form) == []


def read_day_with(day: Day, **changes: Any) -> Day:
    """The same day with some fields changed."""
    return replace(day, **changes)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_tables_that_hosts_keep_all_day_bound_the_others(seed: int) -> None:
    day = replace(generate_day(90, 6, 8, seed=seed, capacity=2, same_side=12, rooms=1, waves=False), lunch_waves=())
    form = plan_of(day)
    loose = sum(m["a"].startswith("p") and m["b"].startswith("p") for m in form["meetings"])
    assert loose < 12
    assert faults(day, form) == []
    assert form["value"] <= certified(day, form) <= 1.0005 * form["value"]
