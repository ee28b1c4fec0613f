"""Samples brought to their margins: what weights must keep, what they cost, and what is refused."""

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from belvedere.engines import surveys
from belvedere.engines.surveys import Estimate, Margin, SurveyError

AGES, SEXES = ("18-34", "35-59", "60+"), ("F", "H")
MARGINS = (Margin("âge", {"18-34": 0.3, "35-59": 0.42, "60+": 0.28}), Margin("sexe", {"F": 0.52, "H": 0.48}))
ROW = st.fixed_dictionaries({"âge": st.sampled_from(AGES), "sexe": st.sampled_from(SEXES)})
CALM = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])


def sample(rng, n, ages=(0.5, 0.3, 0.2), women=0.6):
    return [
        {"âge": AGES[age], "sexe": "F" if woman else "H"}
        for age, woman in zip(rng.choice(3, n, p=ages), rng.random(n) < women, strict=True)
    ]


def every_cell(rows):
    return len({(row["âge"], row["sexe"]) for row in rows}) == len(AGES) * len(SEXES)


@CALM
@given(st.lists(ROW, min_size=40, max_size=150))
def test_margins_are_reproduced_and_weights_stay_positive(rows):
    assume(every_cell(rows))
    found = surveys.rake(rows, MARGINS, trim=None)
    for margin in MARGINS:
        for cell, share in margin.shares.items():
            mine = np.array([row[margin.name] == cell for row in rows])
            assert found.weights[mine].sum() / found.weights.sum() == pytest.approx(share, abs=1e-6)
    assert (found.weights > 0).all()
    assert found.weights.mean() == pytest.approx(1)
    assert found.design_effect >= 1 - 1e-12
    assert found.effective == pytest.approx(len(rows) / found.design_effect)


@CALM
@given(st.lists(ROW, min_size=40, max_size=100), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_changes_nothing(rows, chance):
    assume(every_cell(rows))
    said = [row["âge"] == "60+" or row["sexe"] == "F" for row in rows]
    order = list(range(len(rows)))
    chance.shuffle(order)
    one = surveys.share(said, surveys.rake(rows, MARGINS))
    raking = surveys.rake([rows[k] for k in order], MARGINS)
    other = surveys.share([said[k] for k in order], raking)
    assert (one.value is None) == (other.value is None)
    if one.value is not None:
        assert (one.value, one.low, one.high) == pytest.approx((other.value, other.low, other.high), abs=1e-6)
        assert 0 <= one.low <= one.value <= one.high <= 1


@CALM
@given(st.lists(ROW, min_size=40, max_size=100))
def test_trimmed_weights_keep_their_caps_and_say_what_it_costs(rows):
    assume(every_cell(rows))
    found = surveys.rake(rows, MARGINS, trim=(0.5, 2.0))
    spread = found.weights / found.weights.min()
    assert spread.max() <= 2.0 / 0.5 + 1e-6
    cells = found.weights @ found.cells / len(rows)
    targets = [share for margin in MARGINS for share in margin.shares.values()]
    assert np.abs(cells - targets).max() == pytest.approx(found.gap, abs=1e-9)


def test_a_sample_that_is_its_population_is_left_alone():
    rows = [
        {"âge": age, "sexe": sex}
        for age, share in (("18-34", 30), ("35-59", 42), ("60+", 28))
        for sex, part in (("F", 52), ("H", 48))
        for _ in range(share * part)
    ]
    found = surveys.rake(rows, MARGINS)
    assert np.allclose(found.weights, 1)
    assert found.design_effect == pytest.approx(1)


REFUSED = [
    ((Margin("âge", {"18-34": 0.5, "35-59": 0.3}), MARGINS[1]), "80,0\N{NO-BREAK SPACE}%"),
    ((Margin("âge", {**MARGINS[0].shares, "75+": 0.0}), MARGINS[1]), "nulle ou négative"),
    ((Margin("âge", {"18-34": 0.3, "35-59": 0.42, "60+": 0.18, "75+": 0.1}),), "personne dans"),
    ((Margin("âge", {"18-34": 0.6, "35-59": 0.4}),), "n’est pas une modalité"),
    ((), "Aucune marge"),
]


@pytest.mark.parametrize(("margins", "sentence"), REFUSED)
def test_what_cannot_be_weighted_is_refused_in_words(margins, sentence):
    with pytest.raises(SurveyError, match=sentence):
        surveys.rake(sample(np.random.default_rng(1), 200), margins)


def test_margins_that_contradict_each_other_are_refused():
    rows = [{"âge": "18-34", "sexe": "F"}] * 50 + [{"âge": "60+", "sexe": "H"}] * 50
    margins = (Margin("âge", {"18-34": 0.2, "60+": 0.8}), Margin("sexe", {"F": 0.8, "H": 0.2}))
    with pytest.raises(SurveyError, match="toutes les marges à la fois"):
        surveys.rake(rows, margins)
    with pytest.raises(SurveyError, match="Aucune réponse"):
        surveys.rake([], margins)


TRUTH = {("18-34", "F"): 0.2, ("18-34", "H"): 0.3, ("35-59", "F"): 0.5, ("35-59", "H"): 0.6, ("60+", "F"): 0.8,
         ("60+", "H"): 0.85}  # fmt: skip


def truth():
    ages, sexes = (margin.shares for margin in MARGINS)
    return sum(ages[age] * sexes[sex] * TRUTH[age, sex] for age in AGES for sex in SEXES)


def test_linearised_intervals_hold_the_truth_that_a_skewed_sample_misses():
    rng, held, missed = np.random.default_rng(7), 0, 0
    for _ in range(600):
        rows = sample(rng, 300)
        said = rng.random(300) < [TRUTH[row["âge"], row["sexe"]] for row in rows]
        found = surveys.share(said, surveys.rake(rows, MARGINS))
        plain = surveys.proportion(int(said.sum()), 300)
        held += found.low <= truth() <= found.high
        missed += not plain.low <= truth() <= plain.high
    assert 0.93 <= held / 600 <= 0.99
    assert missed / 600 > 0.5


def test_the_bootstrap_agrees_with_the_linearised_interval():
    rng = np.random.default_rng(8)
    rows = sample(rng, 400)
    said = rng.random(400) < [TRUTH[row["âge"], row["sexe"]] for row in rows]
    drawn = surveys.bootstrap(said, rows, MARGINS, seed=3, draws=200)
    again = surveys.bootstrap(said, rows, MARGINS, seed=3, draws=200)
    plain = surveys.share(said, surveys.rake(rows, MARGINS))
    assert drawn == again
    assert drawn.value == pytest.approx(plain.value)
    assert drawn.margin == pytest.approx(plain.margin, rel=0.25)


def test_weights_that_leave_too_little_conclude_nothing():
    rows = sample(np.random.default_rng(9), 20)
    assert surveys.share([True] * 20, surveys.rake(rows, (MARGINS[1],))).reason.startswith("Trop peu de réponses")
    # Three hundred answers, of which six old people must count for half.
    rows = [{"âge": "18-34"}] * 294 + [{"âge": "60+"}] * 6
    found = surveys.rake(rows, (Margin("âge", {"18-34": 0.5, "60+": 0.5}),), trim=None)
    assert found.effective < 30
    assert "ne laisse à ces 300 réponses que le poids de" in surveys.share([True] * 300, found).reason


def test_an_answer_for_each_weight():
    rows = sample(np.random.default_rng(2), 50)
    with pytest.raises(SurveyError, match="une réponse par ligne"):
        surveys.share([True] * 49, surveys.rake(rows, MARGINS))


def test_whether_it_moved():
    low, high = surveys.wilson(0.4, 400, 400), surveys.wilson(0.55, 400, 400)
    assert surveys.change(low, high).verdict == 1
    assert surveys.change(high, low).verdict == -1
    still = surveys.change(low, surveys.wilson(0.42, 400, 400))
    assert (still.verdict, still.sentence) == (0, "l’écart reste dans la marge d’erreur")
    nothing = Estimate(None, 0, 0, 3, 3, "Trop peu de réponses")
    assert surveys.change(low, nothing).verdict is None
