"""The compiled methods against what they must give on series whose future is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvedere.engines.forecast.smoothing import DAMPED, NO_TREND, TREND, smooth_ahead, theta_ahead
from belvedere.engines.forecast.statistical import log_forecasts, model_weights


def test_a_constant_series_stays_constant():
    y = np.full(30, 7.0)
    for trend in (NO_TREND, TREND, DAMPED):
        np.testing.assert_allclose(smooth_ahead(y, 1, trend, False, 5), 7.0, rtol=1e-6)
    np.testing.assert_allclose(theta_ahead(y, 1, 5), 7.0)


def test_a_pure_season_is_repeated():
    season = np.array([10.0, 20.0, 30.0, 15.0])
    y = np.tile(season, 8)
    np.testing.assert_allclose(smooth_ahead(y, 4, NO_TREND, False, 8), np.tile(season, 2), rtol=1e-6)
    np.testing.assert_allclose(smooth_ahead(y, 4, NO_TREND, True, 8), np.tile(season, 2), rtol=1e-6)
    np.testing.assert_allclose(theta_ahead(y, 4, 8), np.tile(season, 2), rtol=1e-6)


def test_a_straight_line_goes_on():
    y = 5.0 + 2.0 * np.arange(40)
    np.testing.assert_allclose(smooth_ahead(y, 1, TREND, False, 3), [85.0, 87.0, 89.0], rtol=1e-3)


def test_theta_takes_half_the_slope_of_a_line():
    # the theta 0 line keeps the whole slope, simple smoothing none: their mean drifts by half of it
    y = 2.0 * np.arange(50)
    ahead = theta_ahead(y, 1, 4)
    np.testing.assert_allclose(np.diff(ahead), 1.0, rtol=1e-9)


def test_the_model_that_was_right_weighs_most():
    y = np.full(40, 10.0)
    past = {origin: np.log(np.full((7, 8), 20.0)) for origin in (24, 28)}
    for logs in past.values():
        logs[3] = np.log(10.0)
    weights = model_weights(y, 4, past, np.ones(40, bool))
    assert weights.argmax() == 3
    assert weights.sum() == pytest.approx(1.0)
    assert weights[3] > 0.9


def test_a_made_up_value_judges_no_model():
    y = np.full(40, 10.0)
    y[28:36] = 20.0
    past = {28: np.log(np.full((7, 12), 10.0))}
    past[28][0] = np.log(20.0)
    assert model_weights(y, 4, past, np.ones(40, bool)).argmax() == 0
    assert model_weights(y, 4, past, y < 20).argmin() == 0


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.floats(0, 1e6), min_size=24, max_size=60),
    st.sampled_from([1, 4, 12]),
)
def test_forecasts_are_finite_whatever_the_counts(values: list[float], m: int):
    assert np.isfinite(log_forecasts(np.array(values), m, 6)).all()
