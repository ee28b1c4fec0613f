"""How often people come back: against quadrature, simulation, and a parameter set worked out by another tool."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import hyp2f1, roots_legendre
from scipy.stats import beta, gamma

from belvedere.engines.value import coming
from belvedere.engines.value.coming import Coming
from belvedere.engines.value.history import History


def one(shape, scale, leave, stay):
    return Coming(*(np.array([value], dtype=float) for value in (shape, scale, leave, stay)))


#: Fitted by the Lifetimes library on the first 39 weeks of CDNOW (time in weeks).
CDNOW = one(0.5248377255676623, 6.182988479133949, 0.8913562809311403, 1.6140000256721425)


def test_what_another_tool_expects_of_a_customer_is_found_again():
    """Two repeat purchases, the last at week 30.43 of 38.86: Lifetimes expects 1.2626707787 in the next 39."""
    still = coming.alive(CDNOW, np.array([2]), np.array([30.43]), np.array([38.86]))
    ahead = coming.still_coming(CDNOW, 2, np.array([38.86]), 39.0)
    assert float((still * ahead)[0, 0]) == pytest.approx(1.2626707787139375, abs=1e-8)


@settings(deadline=None, max_examples=60)
@given(
    st.floats(0.05, 8), st.floats(0.05, 8), st.floats(0.05, 6), st.floats(0.05, 20), st.integers(0, 12),
    st.floats(0.0, 6), st.floats(0.1, 3),
)  # fmt: skip
def test_expected_visits_are_those_of_the_closed_form(shape, scale, leave, stay, again, age, years):
    found = float(coming.still_coming(one(shape, scale, leave, stay), again, np.array([age]), years)[0, 0])
    time, visits, keep = scale + age, shape + again, stay + again + 1
    if abs(leave - 1) > 0.05:
        series = hyp2f1(visits, keep, leave + keep - 1, years / (time + years))
        closed = (leave + keep - 1) / (leave - 1) * (1 - (time / (time + years)) ** visits * series)
        assert found == pytest.approx(closed, rel=1e-5)
    # Never more than the rate alone would bring.
    assert 0 < found <= visits / time * years * (1 + 1e-9)


def test_the_likelihood_is_the_integral_over_rates_and_chances():
    """One repeat visit at 0.7 of 2 years: rate and chance of leaving integrated by hand."""
    shape, scale, leave, stay = 0.9, 1.1, 1.4, 2.0
    rows = coming.Rows(np.array([1]), np.array([0.7]), np.array([2.0]), np.array([1.0]))
    found = float(np.exp(coming.log_likelihood(one(shape, scale, leave, stay), rows)[0]))
    nodes, weights = roots_legendre(300)
    p, rate = (nodes[:, None] + 1) / 2, (nodes[None, :] + 1) * 20
    # Stayed after the first visit, came at 0.7, then left at once or did not come again.
    seen = (1 - p) * rate * np.exp(-rate * 0.7) * (p + (1 - p) * np.exp(-rate * 1.3))
    laws = beta.pdf(p, leave, stay) * gamma.pdf(rate, shape, scale=1 / scale)
    assert found == pytest.approx(float(weights / 2 @ (seen * laws) @ (weights * 20)), rel=1e-4)


def test_futures_simulated_agree_with_what_is_expected():
    again, last, age = np.array([0, 1, 4]), np.array([0.0, 0.5, 2.0]), np.array([1.0, 1.5, 2.2])
    many = Coming(*(np.repeat(value, 40_000) for value in (0.8, 0.9, 1.2, 1.6)))
    seen = coming.simulate_ahead(np.random.default_rng(4), many, again, last, age, 1.0).mean(axis=0)
    few = one(0.8, 0.9, 1.2, 1.6)
    expected = coming.alive(few, again, last, age) * coming.ahead_of(few, again, age, 1.0).of(again, age)
    assert seen == pytest.approx(expected[0], rel=0.05)


def test_the_grid_of_ages_is_fine_enough():
    age = np.linspace(0.05, 4, 200)
    again = np.zeros(200, dtype=np.int64)
    few = one(0.8, 0.9, 1.2, 1.6)
    exact = coming.still_coming(few, 0, age, 1.0)
    assert coming.ahead_of(few, again, age, 1.0).of(again, age) == pytest.approx(exact, rel=5e-3)


def test_rounding_to_weeks_keeps_everybody(monkeypatch):
    rng = np.random.default_rng(1)
    last = rng.integers(0, 600, 500)
    history = History(np.arange(500), rng.integers(0, 4, 500), last, last + rng.integers(0, 90, 500), last, last * 1.0)
    whole = coming.rows_of(history)
    monkeypatch.setattr(coming, "MANY", 10)
    weekly = coming.rows_of(history)
    assert len(weekly.again) < len(whole.again)
    assert weekly.weight.sum() == whole.weight.sum() == 500
    assert (weekly.age >= weekly.last).all()
    few = one(0.8, 0.9, 1.2, 1.6)
    assert coming.log_likelihood(few, weekly) == pytest.approx(coming.log_likelihood(few, whole), rel=2e-2)
