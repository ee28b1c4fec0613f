"""Zones add up, and trust goes where variance is small."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvedere.engines.forecast import ForecastError, add_up, forecast, reconcile
from belvedere.engines.forecast.hierarchy import summing_matrix
from tests.engines.forecast.conftest import table_of

TREE = {"tout": ("nord", "sud"), "sud": ("sud-est", "sud-ouest")}
NODES = ("nord", "sud", "sud-est", "sud-ouest", "tout")


@settings(deadline=None)
@given(st.lists(st.floats(0, 1e5), min_size=5, max_size=5), st.lists(st.floats(0.1, 1e4), min_size=5, max_size=5))
def test_reconciled_forecasts_add_up_and_stay_positive(base, variances):
    matrix = summing_matrix(TREE, NODES)
    done = reconcile(np.array(base)[:, None], matrix, np.array(variances))[:, 0]
    north, south, east, west, total = done
    assert total == pytest.approx(north + south)
    assert south == pytest.approx(east + west)
    assert done.min() >= 0


@settings(deadline=None)  # scipy is loaded by the first zone under zero
@given(
    st.lists(st.floats(0, 1e3), min_size=5, max_size=5),
    st.lists(st.floats(0.1, 1e3), min_size=5, max_size=5),
    st.lists(st.floats(0, 1e3), min_size=3, max_size=3),
)
def test_no_coherent_positive_forecast_is_nearer(base, variances, other):
    matrix, wanted, spread = summing_matrix(TREE, NODES), np.array(base), np.array(variances)
    done = reconcile(wanted[:, None], matrix, spread)[:, 0]
    away = ((done - wanted) ** 2 / spread).sum()
    assert away <= (((matrix @ np.array(other)) - wanted) ** 2 / spread).sum() * (1 + 1e-9) + 1e-6


def test_a_zone_driven_under_zero_stays_at_zero_and_the_other_takes_the_gap():
    # leaves 1 and 10, total 2: spread evenly the gap would leave the first at −2; at 0, the second meets 2 half-way
    matrix = summing_matrix({"t": ("a", "b")}, ("a", "b", "t"))
    done = reconcile(np.array([[1.0], [10.0], [2.0]]), matrix, np.ones(3))
    np.testing.assert_allclose(done[:, 0], [0.0, 6.0, 6.0], atol=1e-9)


def test_coherent_forecasts_are_left_alone():
    base = np.array([[10.0], [30.0], [12.0], [18.0], [40.0]])
    np.testing.assert_allclose(reconcile(base, summing_matrix(TREE, NODES), np.ones(5)), base)


def test_minimum_trace_of_two_equal_zones_by_hand():
    # leaves 10 and 10, total 26, same variances: the gap of 6 is shared in thirds
    matrix = summing_matrix({"t": ("a", "b")}, ("a", "b", "t"))
    done = reconcile(np.array([[10.0], [10.0], [26.0]]), matrix, np.ones(3))
    np.testing.assert_allclose(done[:, 0], [12.0, 12.0, 24.0])


def test_bottom_up_ignores_the_total():
    matrix = summing_matrix({"t": ("a", "b")}, ("a", "b", "t"))
    np.testing.assert_allclose(reconcile(np.array([[1.0], [2.0], [50.0]]), matrix)[:, 0], [1, 2, 3])


@pytest.mark.parametrize("bottom_up", [False, True])
def test_a_table_adds_up_with_its_intervals_still_nested(monthly, bottom_up):
    series = {"a": monthly["zone 0"], "b": monthly["zone 1"], "t": monthly["zone 0"] + monthly["zone 1"]}
    done = add_up(forecast(table_of(series), "M", 6), {"t": ("a", "b")}, bottom_up)
    a, b, t = (done.mean[done.rows(name)] for name in "abt")
    np.testing.assert_allclose(a + b, t)
    assert (done.lo95 <= done.lo80).all()
    assert (done.lo80 <= done.mean).all()
    assert (done.mean <= done.hi80).all()


@pytest.mark.parametrize(
    ("parents", "message"),
    [({"t": ("a", "t")}, "elle-même"), ({"t": ("a", "x")}, "n’a pas de prévision"), ({"t": ("a", "a")}, "deux fois")],
)
def test_wrong_trees_are_refused(parents, message):
    with pytest.raises(ForecastError, match=message):
        summing_matrix(parents, ("a", "t"))
