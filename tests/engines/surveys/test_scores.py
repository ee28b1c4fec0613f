"""Scores against hand reckonings, and intervals against repeated draws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvedere.engines import surveys

MARKS = st.lists(st.integers(0, 10), min_size=30, max_size=200)
#: Repeated draws: a 95 % interval must hold the truth about this often (4 standard errors of 2000 draws).
DRAWS, LEAST = 2000, 0.93


def test_promoters_less_detractors():
    found = surveys.nps([10] * 50 + [8] * 30 + [3] * 20)
    assert found.value == pytest.approx(30)
    # Bonett and Price by hand: p = 51/102, d = 21/102.
    assert found.low == pytest.approx(14.139, abs=0.01)
    assert found.high == pytest.approx(44.685, abs=0.01)


@given(MARKS)
def test_intervals_hold_their_value_and_order_changes_nothing(marks):
    found = surveys.nps(marks)
    assert -100 <= found.low <= found.value <= found.high <= 100
    assert found == surveys.nps(sorted(marks))


@given(MARKS, st.integers(0, 5000))
def test_knowing_the_population_never_widens(marks, more):
    loose, tight = surveys.nps(marks), surveys.nps(marks, population=len(marks) + more)
    assert tight.margin <= loose.margin + 1e-9


def test_everybody_asked_leaves_no_margin():
    assert surveys.nps([10] * 20 + [5] * 20, population=40).margin == 0
    assert surveys.satisfied([5] * 20 + [2] * 20, population=40).margin == 0
    with pytest.raises(surveys.SurveyError, match="trop petite"):
        surveys.nps([10] * 40, population=30)


def test_wilson_s_published_example():
    found = surveys.proportion(81, 263)
    assert (found.low, found.high) == (pytest.approx(0.2553, abs=2e-4), pytest.approx(0.3662, abs=2e-4))


@given(st.lists(st.integers(1, 5), min_size=30, max_size=120))
def test_means_and_shares_of_marks(marks):
    mark, happy = surveys.mean(marks, lowest=1, highest=5), surveys.satisfied(marks)
    assert 1 <= mark.low < mark.value + 1e-12
    assert mark.value - 1e-12 < mark.high <= 5
    assert 0 <= happy.low <= happy.value <= happy.high <= 1
    assert happy.value == pytest.approx(sum(mark >= 4 for mark in marks) / len(marks))


@pytest.mark.parametrize(
    ("marks", "sentence"),
    [([], "aucune réponse"), ([10], "1 réponse"), ([10] * 29, "29 réponses")],
)
def test_too_few_answers_conclude_nothing(marks, sentence):
    found = surveys.nps(marks)
    assert found.value is None
    assert not found.told
    assert sentence in found.reason


@pytest.mark.parametrize("mark", [-1, 11, float("nan")])
def test_marks_off_the_scale_are_refused_with_their_place(mark):
    with pytest.raises(surveys.SurveyError, match="Réponse 2"):
        surveys.nps([5, mark])


def test_silence_is_said():
    heard = surveys.response(1000, 120)
    assert heard.rate == 0.12
    assert "88\N{NO-BREAK SPACE}% n’ont pas répondu" in heard.warning
    assert surveys.response(100, 80).warning == ""
    assert surveys.worst(0.9, 0.12) == (pytest.approx(0.108), pytest.approx(0.988))
    with pytest.raises(surveys.SurveyError, match="12 réponses pour 3"):
        surveys.response(3, 12)


def test_shares_of_several_answers():
    found = surveys.shares(["a"] * 30 + ["b"] * 20, ["a", "b", "c"], 40)
    assert [found[one].value for one in "abc"] == [0.75, 0.5, 0.0]


@pytest.mark.parametrize(
    ("up", "down", "n"), [(0.45, 0.15, 40), (0.75, 0.02, 60), (0.9, 0.03, 30), (0.3, 0.3, 200), (0.05, 0.6, 35)]
)
def test_nps_intervals_hold_the_truth_as_often_as_they_say(up, down, n):
    rng = np.random.default_rng(5)
    counts = rng.multinomial(n, (up, 1 - up - down, down), size=DRAWS)
    held = 0
    for promoters, passives, detractors in counts:
        found = surveys.nps(np.repeat((10.0, 8.0, 0.0), (promoters, passives, detractors)))
        held += found.low <= 100 * (up - down) <= found.high
    assert held / DRAWS >= LEAST


def test_the_finite_population_is_held_too():
    rng = np.random.default_rng(6)
    marks = rng.permuted(np.repeat((10.0, 8.0, 0.0), (90, 60, 50)))
    truth = surveys.nps(marks, population=200).value
    held = 0
    for _ in range(1000):
        found = surveys.nps(rng.choice(marks, 120, replace=False), population=200)
        held += found.low <= truth <= found.high
    assert 0.925 <= held / 1000 <= 0.985


@settings(max_examples=30)
@given(st.floats(0.01, 0.2), st.floats(1, 3))
def test_how_many_answers_a_margin_asks_for(width, effect):
    n = surveys.needed(width, effect=effect)
    found = surveys.wilson(0.5, n, n / effect)
    assert found.margin <= width + 1e-9
