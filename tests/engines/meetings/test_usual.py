"""What a booking screen gives breaks no rule and never beats the bound; the figures are what one counts by hand."""

from dataclasses import asdict

import pytest
from hypothesis import given

from belvedere.engines.meetings import (
    Day,
    Meeting,
    Pair,
    Person,
    faults,
    figures,
    generate_day,
    plan_form,
    solve,
    usual,
)

from .test_solve import QUICK, days


@pytest.mark.parametrize("order", ["score", "given"])
@given(day=days())
@QUICK
def test_a_booking_screen_breaks_no_rule_and_beats_nothing(order: str, day: Day) -> None:
    plan = solve(day, budget=0.2)
    meetings = usual(day, order)  # type: ignore[arg-type]
    counted = figures(day, meetings, plan.lunch)
    form = plan_form(plan, 0.0) | {"meetings": [asdict(m) for m in meetings], "value": counted.value}
    ours = ("below_minimum", "imposée", "Table None")  # minima and tables' numbers are the solver's own care
    assert [fault for fault in faults(day, form) if not any(word in fault for word in ours)] == []
    assert counted.value <= plan.bound + 1e-6


def test_the_figures_are_those_of_the_plan() -> None:
    day = generate_day(60, 12, 10, seed=3)
    plan = solve(day, objective="stack", budget=1.0)
    counted = figures(day, plan.meetings, plan.lunch)
    assert (counted.value, counted.meetings) == (plan.value, len(plan.meetings))
    levels = {level.name: level.value for level in plan.levels}
    assert counted.holes == levels["holes"]
    assert counted.last == max(m.slot for m in plan.meetings)


def test_first_come_is_served_first() -> None:
    people = (Person("a", "seller"), Person("b", "seller"), Person("x", "buyer", max=1))
    day = Day(slots=3, people=people, pairs=(Pair("a", "x", 1.0), Pair("b", "x", 9.0)))
    assert usual(day, "score") == (Meeting("b", "x", 0),)
    assert usual(day, "given", given=[("x", "a"), ("b", "x")]) == (Meeting("a", "x", 0),)
    counted = figures(day, usual(day, "given"))
    assert (counted.sellers, counted.served, counted.least, counted.value) == (2, 1, 0, 1.0)


def test_waiting_is_counted_between_two_meetings_only() -> None:
    people = (Person("a", "seller", available=(0, 1, 3, 5)), Person("x", "buyer"), Person("y", "buyer"))
    day = Day(slots=6, people=people, pairs=(Pair("a", "x"), Pair("a", "y")))
    counted = figures(day, [Meeting("a", "x", 0), Meeting("a", "y", 5)])
    assert (counted.holes, counted.last) == (2, 5)
