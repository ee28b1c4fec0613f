"""Every plan can be kept, small ones are the best there are, and more never gives less."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvedere.engines.advice import (
    Break,
    DayFrame,
    Pin,
    Stop,
    Trip,
    Window,
    faults,
    keep,
    propose,
    remove,
    replan,
    solve,
    stop_over,
)  # fmt: skip
from belvedere.engines.advice.columns import Master
from belvedere.engines.advice.exact import DayLabels, prove_day
from belvedere.engines.advice.heuristic import Column, gain_of
from belvedere.engines.advice.itinerary import stands
from belvedere.engines.advice.model import build

from .trips import brute_force, trips

QUICK = settings(max_examples=25, deadline=None)


@QUICK
@given(trips())
def test_a_day_can_be_kept_and_is_proved(trip: Trip) -> None:
    plan = solve(trip, budget=0.1)
    assert faults(trip, plan) == []
    assert plan.proved


@QUICK
@given(trips(days=2))
def test_a_stay_can_be_kept_and_bounded(trip: Trip) -> None:
    plan = solve(trip, budget=0.02)
    assert faults(trip, plan) == []
    assert plan.bound is None or plan.bound >= plan.score - 1e-6


@settings(max_examples=20, deadline=None)
@given(trips(most=5, rich=False), st.sampled_from([None, 15.0]), st.booleans())
def test_the_proof_is_what_brute_force_finds(trip: Trip, budget: float | None, capped: bool) -> None:
    trip = replace(trip, budget=budget, theme_caps=(("eau", 1),) if capped else ())
    plan = solve(trip, budget=0.1)
    assert plan.proved
    assert plan.score == pytest.approx(brute_force(trip))


@QUICK
@given(trips(most=14))
def test_the_proof_is_the_same_from_either_end_and_dives_are_real(trip: Trip) -> None:
    model = build(trip)
    if not model.nodes:
        return
    ends = [DayLabels(model, 0, forward=forward) for forward in (True, False)]
    there, back = (prove_day(labels, 0.0, 5_000_000) for labels in ends)
    assert there.finished
    assert back.finished
    assert there.value == back.value
    labels = DayLabels(model, 0)
    labels.run(model.gain, -1.0, 0.0, 5_000_000, eager=False)
    worth, tour, _ = labels.dive(model.gain, -1.0, 0.0, 5_000_000)
    assert worth <= there.value
    assert stands(model, [tour])


@settings(max_examples=8, deadline=None)
@given(trips(days=3, rich=False), st.integers(0, 9))
def test_more_time_never_scores_less_and_a_seed_repeats(trip: Trip, seed: int) -> None:
    short, longer = solve(trip, budget=0.02, seed=seed), solve(trip, budget=0.15, seed=seed)
    assert longer.score >= short.score
    assert solve(trip, budget=0.15, seed=seed) == longer


@QUICK
@given(st.lists(st.frozensets(st.integers(0, 5), min_size=1, max_size=3), min_size=1, max_size=8))
def test_the_best_compatible_tours_are_picked(sets: list[frozenset[int]]) -> None:
    model = build(Trip(tuple(Stop(id=k, score=2.0**k, x=0.0, y=float(k)) for k in range(7)), days=2))
    columns = [Column(k % 2, tuple(sorted(one)), gain_of(model, [sorted(one)])) for k, one in enumerate(sets)]
    master = Master(model)
    master.add(columns)
    pairs = [a.gain + b.gain for a, b in combinations(columns, 2) if not set(a.tour) & set(b.tour)]
    assert gain_of(model, master.integer([[], []])) == max([*pairs, *(column.gain for column in columns)])


def test_whoever_cannot_wait_gets_a_plan_at_once() -> None:
    for days in (1, 3):
        trip = replace(desk_day(), days=days, frames=desk_day().frames * days)
        plan = solve(trip, budget=3600.0, stop=lambda: True)
        assert faults(trip, plan) == []
        assert plan.score > 0


@settings(max_examples=8, deadline=None)
@given(trips(rich=False), st.floats(0, 60))
def test_more_money_never_scores_less(trip: Trip, money: float) -> None:
    assert (
        solve(replace(trip, budget=money + 5), budget=0.1).score >= solve(replace(trip, budget=money), budget=0.1).score
    )


def desk_day() -> Trip:
    stops = [Stop(id="gare", x=0.0, y=0.0)]
    for k in range(12):
        stops.append(
            Stop(
                id=f"s{k}", name=f"Site {k}", score=3.0 + k % 5, visit=40.0, x=float(k % 4 * 6), y=float(k // 4 * 6),
                windows=(Window(570, 700), Window(830, 1060)), indoor=k % 2 == 0, price=4.0, themes=("art",),
            )
        )  # fmt: skip
    for k in range(3):
        stops.append(
            Stop(id=f"r{k}", score=1.0, visit=60.0, x=float(5 * k), y=4.0, meal=True, windows=(Window(690, 840),))
        )
    return Trip(
        tuple(stops), start="gare", frames=(DayFrame(540.0, 1080.0),), lunch=Break(720.0, 810.0, 60.0), must=("s3",)
    )


def test_lunch_and_must_see_come_before_score() -> None:
    trip = desk_day()
    plan = solve(trip, budget=0.2)
    names = [step.stop for step in plan.days[0].steps]
    assert plan.proved
    assert not plan.unmet
    assert "s3" in names
    assert sum(str(name).startswith("r") for name in names) == 1


def test_a_closed_must_see_is_told() -> None:
    trip = replace(desk_day(), must=("s3", "s4"), never=("s4",))
    plan = solve(trip, budget=0.2)
    assert [(unmet.code, unmet.stop) for unmet in plan.unmet] == [("must", "s4")]
    assert faults(trip, plan) == []


def test_a_picnic_is_taken_on_the_spot() -> None:
    trip = replace(desk_day(), lunch_places=False)
    plan = solve(trip, budget=0.3)
    assert [step.rest for step in plan.days[0].steps if step.rest] == [60.0]
    assert faults(trip, plan) == []


def test_forty_minutes_late_keeps_what_can_be_kept() -> None:
    trip = desk_day()
    plan = solve(trip, budget=0.2)
    second = plan.days[0].steps[1]
    late = replan(trip, plan, day=0, at=second.stop, now=second.leaves + 40, only_planned=True)
    assert faults(late.trip, late.plan) == []
    assert late.added == ()
    assert late.plan.days[0].departs >= second.leaves + 40 - 1e-6
    assert set(late.kept) | set(late.dropped) == {step.stop for step in plan.days[0].steps[2:]}
    assert late.sentences


def test_the_counsellor_pins_and_removes() -> None:
    trip = desk_day()
    plan = solve(trip, budget=0.2)
    pinned, moved = keep(trip, plan, Pin("s11", at=900.0))
    assert [step.arrives for step in moved.days[0].steps if step.stop == "s11"] == [900.0]
    assert faults(pinned, moved) == []
    without, fewer = remove(pinned, moved, "s3")
    assert "s3" not in [step.stop for step in fewer.days[0].steps]
    assert faults(without, fewer) == []


def test_three_proposals_differ_and_hold() -> None:
    trip = desk_day()
    proposals = propose(trip, budget=0.6)
    assert [p.key for p in proposals] == ["full", "calm", "rainy"]
    assert len({tuple(s.stop for s in p.plan.days[0].steps) for p in proposals}) == 3
    for proposal in proposals:
        assert faults(proposal.trip, proposal.plan) == []
        assert proposal.reasons
    rainy = [step.stop for step in proposals[2].plan.days[0].steps]
    indoor = {stop.id: stop.indoor for stop in trip.stops}
    assert all(indoor[name] is not False or name == "s3" for name in rainy)


def test_three_hours_on_the_way_south() -> None:
    trip = replace(desk_day(), must=())
    framed, plan = stop_over(trip, arrives=840.0, leaves_by=1020.0, start="s0", end="gare")
    assert faults(framed, plan) == []
    assert plan.days[0].returns <= 1020.0
    assert plan.score > 0


def test_the_verifier_sees_what_is_broken() -> None:
    trip = desk_day()
    plan = solve(trip, budget=0.2)
    day = plan.days[0]
    early = replace(day, steps=(replace(day.steps[0], arrives=day.steps[0].arrives - 200), *day.steps[1:]))
    assert faults(trip, replace(plan, days=(early,)))
    assert faults(trip, replace(plan, score=plan.score + 1))
    assert faults(trip, replace(plan, days=(replace(day, steps=(*day.steps, day.steps[0])),)))
    assert faults(replace(trip, never=(day.steps[0].stop,)), plan)


def test_too_late_to_be_back_in_time_is_told() -> None:
    trip = desk_day()
    plan = solve(trip, budget=0.2)
    late = replan(trip, plan, day=0, at=plan.days[0].steps[0].stop, now=1200.0)
    assert late.plan.days[0].steps == ()
    assert "return" in {unmet.code for unmet in late.plan.unmet}
    assert faults(late.trip, late.plan) == []
