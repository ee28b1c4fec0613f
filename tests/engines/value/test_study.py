"""The whole answer: truth found again, and refusals that say what is missing."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvedere.engines.value import (
    Acts,
    CostLine,
    Purpose,
    Settings,
    Truth,
    as_json,
    coming,
    history_at,
    repeat_of,
    simulate,
    spending,
    study,
    visits_of,
    wilson,
)
from belvedere.engines.value.types import YEAR

TRUTH = Truth()


@pytest.fixture(scope="module")
def world():
    return simulate(TRUTH, people=900, days=1400, horizon=365, seed=1)


@pytest.fixture(scope="module")
def answer(world):
    regulars = frozenset(range(0, 900, 2))
    return study(world.acts, Settings(world.today, stay=0), groups={"pairs": regulars, "vide": frozenset()})


def expected_under_the_truth(world):
    """Mean expected visits, and value, of those who came, had the true laws been known."""
    history = history_at(visits_of(world.acts, 0), world.today)
    again, last, age = history.again, history.last / YEAR, history.age / YEAR
    true = coming.Coming(*(np.array([v]) for v in (TRUTH.shape, TRUTH.scale, TRUTH.leave, TRUTH.stay)))
    visits = (coming.alive(true, again, last, age) * coming.ahead_of(true, again, age, 1 / YEAR * 365).of(again, age))[
        0
    ]
    law = spending.Spending(*(np.array([v]) for v in (TRUTH.even, TRUTH.alike, TRUTH.level)))
    return visits.mean(), (visits * spending.expected(law, history.spent, history.spend)[0]).mean()


def test_expected_visits_and_value_hold_the_truth(world, answer):
    visits, value = expected_under_the_truth(world)
    assert answer.everybody.visits.low <= visits <= answer.everybody.visits.high
    assert answer.everybody.value.low <= value <= answer.everybody.value.high
    assert answer.missing == ()


def test_a_model_that_is_true_holds_on_what_was_kept_aside(answer):
    found = answer.calibration
    assert found.days == 365
    assert found.holds
    assert sum(row.people for row in found.rows) == found.total.people
    assert sum(row.seen for row in found.rows) == found.total.seen


def test_a_model_that_is_wrong_is_caught(world):
    """Nobody comes any more in the last year: the check says so."""
    acts = world.acts
    first = np.full(900, 10**9)
    np.minimum.at(first, acts.person, acts.day)
    kept = (acts.day < world.today - 365) | (acts.day == first[acts.person])
    gone = Acts(acts.person[kept], acts.day[kept], acts.amount[kept])
    assert not study(gone, Settings(world.today, stay=0)).calibration.holds


def test_groups_and_cells_count_everybody_once(answer):
    assert sum(cell.people for cell in answer.cells) == answer.people == answer.everybody.people == 900
    pairs, empty = answer.groups
    assert (pairs.name, pairs.people) == ("pairs", 450)
    assert (empty.people, empty.visits, empty.value) == (0, None, None)


def test_each_person_adds_up_to_the_whole(answer):
    assert answer.each.visits[0].mean() == pytest.approx(answer.everybody.visits.mean, rel=1e-9)
    assert ((answer.each.visits[1] <= answer.each.visits[0]) & (answer.each.visits[0] <= answer.each.visits[2])).all()


def test_the_same_seed_gives_the_same_answer(world, answer):
    again = study(
        world.acts, Settings(world.today, stay=0), groups={"pairs": frozenset(range(0, 900, 2)), "vide": frozenset()}
    )
    assert as_json(again) == as_json(answer)


def test_too_few_people_are_told_no_future():
    world = simulate(TRUTH, people=40, days=1000, horizon=1, seed=1)
    answer = study(world.acts, Settings(world.today, stay=0))
    assert answer.everybody.visits is None
    assert "40 personne(s) venue(s), il en faut 60" in answer.missing
    assert answer.repeat.people == 40


def test_without_spending_there_are_visits_and_no_value(world):
    acts = replace(world.acts, amount=np.full(len(world.acts.day), np.nan))
    answer = study(acts, Settings(world.today, stay=0, draws=60))
    assert answer.everybody.visits is not None
    assert answer.everybody.value is None
    assert any("dépense est connue, il en faut 30" in reason for reason in answer.missing)


def test_nothing_at_all_is_an_answer_too():
    none = np.zeros(0, dtype=np.int64)
    answer = study(Acts(none, none, none.astype(float)), Settings(100))
    assert (answer.people, answer.repeat, answer.everybody) == (0, None, None)
    assert as_json(answer)["costs"]["missing"] == [
        "aucune dépense pour faire venir n’est notée", "aucune dépense pour faire revenir n’est notée",
    ]  # fmt: skip


ACTS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 400), st.none() | st.floats(0, 500)), max_size=40)


def table(rows):
    return Acts(
        np.array([who for who, _day, _amount in rows], dtype=np.int64),
        np.array([day for _who, day, _amount in rows], dtype=np.int64),
        np.array([np.nan if amount is None else amount for _who, _day, amount in rows], dtype=np.float64),
    )


@given(ACTS, st.integers(0, 30), st.randoms())
def test_visits_do_not_depend_on_the_order_and_lose_no_money(rows, stay, chance):
    found = visits_of(table(rows), stay)
    mixed = list(rows)
    chance.shuffle(mixed)
    assert visits_of(table(mixed), stay).day.tolist() == found.day.tolist()
    assert np.nansum(found.amount) == pytest.approx(sum(amount or 0 for *_rest, amount in rows))
    for who in set(found.person.tolist()):
        days = found.day[found.person == who]
        assert (np.diff(days) > stay).all()
        assert found.rank[found.person == who].tolist() == list(range(len(days)))


@given(ACTS, st.integers(0, 400))
def test_a_history_is_made_of_what_had_been_seen(rows, today):
    visits = visits_of(table(rows), 5)
    history = history_at(visits, today)
    assert int(history.again.sum()) + len(history.who) == int((visits.day <= today).sum())
    assert ((history.last >= 0) & (history.last <= history.age)).all()
    assert ((history.last > 0) == (history.again > 0)).all()


@given(st.integers(0, 300), st.integers(0, 300), st.sampled_from([0.5, 0.9, 0.99]))
def test_wilson_stays_within_bounds_and_turns_over(hits, misses, level):
    found = wilson(hits, hits + misses, level)
    if not hits + misses:
        assert (found.low, found.high) == (0.0, 1.0)
        return
    assert 0 <= found.low <= found.mean + 1e-12
    assert found.mean - 1e-12 <= found.high <= 1
    turned = wilson(misses, hits + misses, level)
    assert turned.low == pytest.approx(1 - found.high, abs=1e-9)


def test_wilson_is_the_one_of_the_books():
    """10 of 20 at 95 %: 0.299 to 0.701."""
    found = wilson(10, 20, 0.95)
    assert (round(found.low, 3), round(found.high, 3)) == (0.299, 0.701)


@settings(max_examples=30)
@given(ACTS)
def test_the_curve_of_returns_only_grows(rows):
    found = repeat_of(visits_of(table(rows * 3), 5), 400, 0.9)
    if found is not None:
        shares = [point.share.mean for point in found.curve]
        assert shares == sorted(shares)
        assert all(point.share.low <= point.share.mean + 1e-9 <= point.share.high + 2e-9 for point in found.curve)


def test_costs_are_those_of_the_answer_s_campaigns(world):
    lines = [
        CostLine(f"{purpose}{rank}", purpose, 900.0 + 100 * rank, 200 * rank, 200 * rank + 90)
        for purpose in Purpose
        for rank in range(1, 6)
    ]
    found = study(world.acts, Settings(world.today, stay=0, draws=60), costs=lines).costs
    assert found.missing == ()
    assert found.ratio.mean == pytest.approx(found.sides[0].each.mean / found.sides[1].each.mean)
    assert found.ratio.low < found.ratio.mean < found.ratio.high
