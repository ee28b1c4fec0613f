"""Walking: no step twice, no wait shortened, no letter in the quiet hours nor past a cap, whatever the journey."""

import json
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvedere.engines.journeys import (
    Cap,
    Kind,
    PlanError,
    Quiet,
    Rules,
    Standing,
    advance,
    after_wait,
    read_plan,
    simulate,
)
from belvedere.engines.journeys.__main__ import main
from belvedere.engines.journeys.moments import is_quiet

PARIS = ZoneInfo("Europe/Paris")
day = datetime.fromisoformat
STARTS = st.datetimes(day("2026-01-01"), day("2027-01-01")).map(lambda one: one.replace(microsecond=0, tzinfo=UTC))
CLOCK = st.sampled_from([None, "02:30", "08:00", "10:00", "23:15"])


@st.composite
def plans(draw):
    """Any journey without a loop: steps lead only to later ones."""
    count = draw(st.integers(1, 8))
    steps = []
    for rank in range(count):
        later = st.sampled_from(["", *(str(n) for n in range(rank + 1, count))])
        kind = draw(st.sampled_from(list(Kind)))
        step = {"key": str(rank), "kind": kind.value, "then": draw(later)}
        if kind is Kind.WAIT:
            step |= {"days": draw(st.integers(0, 20)), "hours": draw(st.integers(0, 30)), "at": draw(CLOCK)}
        elif kind is Kind.CONDITION:
            step |= {"if": draw(st.sampled_from("abc")), "otherwise": draw(later)}
        else:
            step["letter"] = f"lettre {rank}"
        steps.append(step)
    return read_plan(steps)


RULES = st.builds(
    Rules,
    zone=st.sampled_from([PARIS, ZoneInfo("Indian/Reunion")]),
    quiet=st.sampled_from([None, Quiet(time(20), time(9)), Quiet(time(12), time(14))]),
    caps=st.sampled_from([(), (Cap(1, 7),), (Cap(2, 7), Cap(3, 30))]),
)


@given(plans(), STARTS, RULES, st.fixed_dictionaries({name: st.booleans() for name in "abc"}))
@settings(max_examples=300)
def test_whoever_walks_keeps_every_rule(plan, starts, rules, answers):
    told = simulate(plan, starts, rules, answers=answers)
    keys = [one.key for _moment, one in told]
    assert len(keys) == len(set(keys))
    assert [moment for moment, _one in told] == sorted(moment for moment, _one in told)
    letters = [moment for moment, one in told if one.outcome == "letter"]
    for rank, moment in enumerate(letters):
        assert not is_quiet(moment, rules.quiet, rules.zone)
        for cap in rules.caps:
            before = [one for one in letters[:rank] if one > moment - timedelta(days=cap.days)]
            assert len(before) < cap.letters
    # Each way taken is the one that the answer asks for.
    for (_moment, one), following in zip(told, [*keys[1:], ""], strict=True):
        step = plan.steps[one.key]
        assert following == (step.otherwise if one.outcome == "no" else step.then)
    assert all(
        answers[plan.steps[one.key].condition] is (one.outcome == "yes")
        for _moment, one in told
        if plan.steps[one.key].kind is Kind.CONDITION
    )


@given(plans(), STARTS, RULES, st.lists(st.integers(1, 200), min_size=1, max_size=40))
def test_a_worker_that_comes_by_when_it_likes_shortens_no_wait(plan, starts, rules, visits):
    """However irregular the visits, a wait is passed no sooner than it is over, and passed once."""
    standing, now, seen = Standing(plan.first, starts), starts, []
    for hours in visits:
        now += timedelta(hours=hours)
        before = standing
        standing = advance(plan, standing, now, rules, holds=lambda _name: True)
        seen += [one.key for one in standing.passed]
        if standing.passed and plan.steps[standing.passed[0].key].kind is Kind.WAIT:
            wait = plan.steps[standing.passed[0].key].wait
            assert after_wait(before.since, wait, rules.zone) <= now
        if standing.due and not standing.passed:
            assert standing.due > now
    assert len(seen) == len(set(seen))


def test_a_reason_to_stop_ends_at_once_and_for_good():
    plan = read_plan([{"key": "a", "kind": "letter", "letter": "x"}])
    now = datetime(2026, 7, 14, 10, tzinfo=UTC)
    ended = advance(plan, Standing("a", now), now, Rules(PARIS), holds=lambda _: True, stop="withdrawn")
    assert (ended.key, ended.ended, ended.passed) == ("", "withdrawn", ())
    assert advance(plan, ended, now, Rules(PARIS), holds=lambda _: True).ended == "withdrawn"


def test_one_letter_at_a_time_leaves():
    plan = read_plan([{"key": "a", "kind": "letter", "letter": "x"}, {"key": "b", "kind": "letter", "letter": "y"}])
    now = datetime(2026, 7, 14, 10, tzinfo=UTC)
    first = advance(plan, Standing("a", now), now, Rules(PARIS), holds=lambda _: True)
    assert [one.key for one in first.passed] == ["a"]
    assert (first.key, first.due) == ("b", now)


@pytest.mark.parametrize(
    ("steps", "word"),
    [
        ([], "au moins une étape"),
        ([{"kind": "wait"}], "un nom à elle"),
        ([{"key": "a", "kind": "dance"}], "wait, condition ou letter"),
        ([{"key": "a", "kind": "letter", "letter": "x", "then": "b"}], "n’existe pas"),
        ([{"key": "a", "kind": "wait", "days": -1}], "attente"),
        ([{"key": "a", "kind": "wait", "at": "25 h"}], "une heure comme 10:00"),
        ([{"key": "a", "kind": "condition"}], "quelle condition"),
        ([{"key": "a", "kind": "wait"}, {"key": "b", "kind": "wait", "then": "a"}], "une étape ne se fait qu’une fois"),
        ([{"key": "a", "kind": "wait", "then": "a"}], "une étape ne se fait qu’une fois"),
    ],
)
def test_what_cannot_be_walked_is_refused_with_its_place(steps, word):
    with pytest.raises(PlanError, match=word):
        read_plan(steps)


def test_the_command_says_when_and_refuses_in_one_sentence(tmp_path, capsys):
    file = tmp_path / "journey.json"
    steps = [{"key": "attente", "kind": "wait", "days": 2}, {"key": "avis", "kind": "letter", "letter": "Votre avis"}]
    file.write_text(json.dumps({"quiet": ["20:00", "09:00"], "steps": steps}))
    assert main([str(file), "--starts", "2026-03-27T22:00"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2026-03-29T22:00+02:00  attente finie  attente",
        "2026-03-30T09:00+02:00  lettre  Votre avis",
    ]
    file.write_text("[1")
    assert main([str(file), "--starts", "2026-03-27T22:00"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
