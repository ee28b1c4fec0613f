"""Leximin on satisfaction: the stack of small days equals trying everything, level after level."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvedere.engines.meetings import Day, generate_day, read_day, solve
from belvedere.engines.meetings.fairness import fairness, reachable
from belvedere.engines.meetings.ladder import value_ladder
from belvedere.engines.meetings.model import compile_day
from belvedere.engines.meetings.problem import problem
from belvedere.engines.meetings.relax import organisations


@st.composite
def small_days(draw: Any) -> Day:
    """At most five people, three slots and five wishes between the two sides, with absences and caps."""
    slots = draw(st.integers(1, 3))
    there = st.none() | st.lists(st.integers(0, slots - 1), unique=True, min_size=1)
    sides = ["seller"] * draw(st.integers(1, 4)) + ["buyer"] * draw(st.integers(1, 2))
    crowd = [
        {"id": f"p{k}", "side": side, "available": draw(there), "max": draw(st.none() | st.integers(1, 3))}
        for k, side in enumerate(sides)
    ]
    cross = [(i, j) for i in range(len(sides)) for j in range(i) if sides[i] != sides[j]]
    wished = draw(st.lists(st.sampled_from(cross), unique=True, min_size=1, max_size=5))
    pairs = [{"a": f"p{i}", "b": f"p{j}", "weight": draw(st.sampled_from([1, 2, 3.5]))} for i, j in wished]
    return read_day({"slots": slots, "people": crowd, "pairs": pairs})


def ranking(day: Day, floor: int, tenths: tuple[int, ...]) -> tuple[float, ...]:
    """The best rank of any timetable: served, floor, tenths (meetings missing, negative), value, by trying all."""
    model = compile_day(day)
    reach = reachable(model)
    needs = [np.minimum(reach, 1)] + [np.minimum(reach, floor)] * (floor > 1)
    needs += [np.maximum(np.minimum(reach, max(floor, 1)), np.ceil(t * reach / 10 - 1e-9)) for t in tenths]
    best: tuple[float, ...] = ()
    for slots in product(range(-1, day.slots), repeat=len(model.a)):
        load, count = np.zeros_like(model.seats), np.zeros(model.people, int)
        for e, t in enumerate(slots):
            for p in (model.a[e], model.b[e]):
                load[p, t if t >= 0 else 0] += t >= 0
                count[p] += t >= 0
        if (load <= model.seats).all() and (count <= model.limit).all():
            value = sum(model.weight[e] for e, t in enumerate(slots) if t >= 0) / model.scale
            best = max(best, (*(float(np.minimum(count, need).sum()) for need in needs), float(value)))
    return best


@settings(max_examples=25, deadline=None)
@given(small_days())
def test_the_stack_of_small_days_equals_trying_everything(day: Day) -> None:
    plan = solve(day, objective="stack", budget=0.05)
    model = compile_day(day)
    fair = fairness(model, organisations(problem(model, value_ladder(model))))
    count = {person.id: 0 for person in day.people}
    for m in plan.meetings:
        count[m.a] += 1
        count[m.b] += 1
    held = np.array(list(count.values()))
    needs = [np.minimum(fair.reach, 1)] + [np.minimum(fair.reach, fair.floor)] * (fair.floor > 1)
    needs += [fair.needed(t) for t in fair.tenths]
    ours = (*(float(np.minimum(held, need).sum()) for need in needs), plan.value)
    best = ranking(day, fair.floor, fair.tenths)
    assert ours <= best
    if all(level.proved for level in plan.levels if level.name not in ("holes", "moves")):
        assert ours == pytest.approx(best)


def test_a_long_list_that_got_little_comes_before_a_heavier_wish() -> None:
    people = [{"id": x, "side": "seller"} for x in ("short", "long")]
    people += [{"id": f"b{k}", "side": "buyer", "available": [k]} for k in range(3)]
    pairs = [{"a": "long", "b": f"b{k}", "weight": 1} for k in range(3)]
    pairs += [{"a": "short", "b": f"b{k}", "weight": 9} for k in range(2)]
    plan = solve(read_day({"slots": 3, "people": people, "pairs": pairs}), objective="stack", budget=0.05)
    count = [sum(name in (m.a, m.b) for m in plan.meetings) for name in ("short", "long")]
    assert count == [1, 2]
    assert [level.name for level in plan.levels][:3] == ["served", "share_40", "share_60"]
    assert [level.value for level in plan.levels if level.name == "holes"] == [1]
    assert all(level.proved for level in plan.levels)


@pytest.mark.parametrize("sellers", [40, 80])
def test_everybody_gets_as_many_meetings_as_possible_before_anybody_more(sellers: int) -> None:
    day = generate_day(sellers, 12, 12, seed=1)
    plan = solve(day, objective="stack", budget=0.2)
    names = [level.name for level in plan.levels]
    assert names[0] == "served"
    assert all(level.proved for level in plan.levels if level.name not in ("holes", "moves"))
    floor = max((int(name.split("_")[1]) for name in names if name.startswith("everyone")), default=1)
    reach = reachable(compile_day(day))
    held = {name: sum(name in (m.a, m.b) for m in plan.meetings) for name in (p.id for p in day.people)}
    assert all(n >= min(floor, most) for n, most in zip(held.values(), reach, strict=True))
