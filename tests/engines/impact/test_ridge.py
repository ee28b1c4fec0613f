"""The closed form of the left-out blocks, against fits that really leave them out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvedere.engines.impact import conformal
from belvedere.engines.impact.factors import slow_factors
from belvedere.engines.impact.ridge import Regression, columns, left_out_errors

SCALES = (0.2, 0.3, 0.01)


def _case(seed: int, n: int = 160):
    rng = np.random.default_rng(seed)
    controls = rng.normal(size=(n, 4)).cumsum(axis=0) / 10
    season = np.column_stack([np.sin(np.arange(n) / 20), np.cos(np.arange(n) / 20)])
    target = controls.mean(axis=1) + rng.normal(0, 0.1, n)
    return target, columns(controls, rng.normal(size=(n, 3)), season, np.zeros((n, 0))), rng


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 130), st.integers(1, 25), st.floats(0.0, 0.7))
def test_left_out_errors_are_those_of_a_fit_that_never_saw_the_block(seed, start, length, memory):
    target, cols, rng = _case(seed)
    weight = (rng.random(len(target)) > 0.1).astype(float)
    block = np.arange(start, min(start + length, len(target) - 2))
    fit = Regression(target, cols, weight, memory).fit(SCALES, 0.1)
    closed = left_out_errors(fit, block[None, :], slice(0, len(block)))[0]
    without = weight.copy()
    without[block] = 0.0
    refit = Regression(target, cols, without, memory).fit(SCALES, 0.1)
    assert closed == pytest.approx(refit.error[block], abs=1e-7)


@given(st.lists(st.floats(-1, 1), min_size=41, max_size=120), st.integers(0, 99))
def test_intervals_contain_most_of_their_own_placebos(values, seed):
    errors = np.array(values)
    weights = np.random.default_rng(seed).uniform(0.35, 1.0, len(errors))
    half = conformal.half_width(errors, weights, 1.0)
    assert half >= 0
    assert half <= 2.1 * np.abs(errors).max() + 1e-12
    assert conformal.p_value(0.0, errors, weights, 1.0) == pytest.approx(1.0)


def test_normal_errors_give_the_normal_interval_and_its_power():
    errors = np.random.default_rng(4).normal(0, 0.05, 20_000)
    weights = np.ones_like(errors)
    half = conformal.half_width(errors, weights, 1.0)
    assert half == pytest.approx(1.96 * 0.05, rel=0.03)
    mde = conformal.detectable(errors, weights, half)
    assert conformal.chance_to_see(mde, errors, weights, half) == pytest.approx(0.8, abs=0.01)


@given(st.integers(-2000, 2000))
def test_season_weights_turn_with_the_year(distance):
    weight = conformal.season_weights(np.array([float(distance), float(-distance)]))
    assert weight[0] == pytest.approx(weight[1])
    assert conformal.FLOOR <= weight[0] <= 1


def test_a_few_wild_days_hardly_move_a_steadied_fit():
    target, cols, rng = _case(7, 300)
    weight = np.ones(len(target))
    wild = target.copy()
    wild[rng.choice(300, 12, replace=False)] += 1.0
    moved = {}
    for steady in (False, True):
        fits = []
        for values in (target, wild):
            plain = Regression(values, cols, weight, 0.2)
            fit = plain.fit(SCALES, 0.1)
            fits.append(plain.steadied(fit).fit(SCALES, 0.1) if steady else fit)
        moved[steady] = np.abs(fits[1].fitted - fits[0].fitted).mean()
    assert moved[True] < 0.6 * moved[False]


def test_what_controls_share_slowly_is_found_whatever_their_noise():
    rng = np.random.default_rng(5)
    n, units = 700, 20
    trend = np.sin(np.arange(n) / 110)
    loads = np.linspace(-1, 1, units)
    controls = np.outer(trend, loads) * 0.1 + rng.normal(0, 0.1, (n, units))
    factors = slow_factors(controls, np.zeros((n, 1)), np.zeros((n, 2)), np.zeros((n, 0)))
    assert factors.shape == (n, 3)
    assert abs(np.corrcoef(factors[:, 0], trend)[0, 1]) > 0.95
    assert slow_factors(controls[:, :1], np.zeros((n, 1)), np.zeros((n, 2)), np.zeros((n, 0))).shape == (n, 1)
