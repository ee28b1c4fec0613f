"""Intervals of a few series: what was made up teaches nothing, and repeated cases count once."""

from __future__ import annotations

import numpy as np
import pytest

from belvedere.engines.forecast import periodic


def monthly(seed: int, months: int = 120) -> np.ndarray:
    chance = np.random.default_rng(seed)
    return 1000 * (1.5 + np.sin(2 * np.pi * np.arange(months) / 12)) * np.exp(chance.normal(0, 0.05, months))


def width(counted: np.ndarray, crash: slice) -> float:
    pool = []
    for seed in range(6):
        y = monthly(seed)
        y[crash] *= 0.3
        pool.append(periodic.prepare(y, 12, 12, counted))
    found = periodic.outlooks(pool, 12, 12, (95,), seed=0)
    assert all(one.tested for one in found)
    return float(np.mean([(one.bounds[95][1] - one.bounds[95][0]) / one.mean for one in found]))


def test_a_span_that_was_made_up_does_not_widen_the_interval() -> None:
    crash = slice(70, 76)
    counted = np.ones(120, bool)
    told = width(counted.copy(), crash)
    counted[crash] = False
    assert width(counted, crash) < 0.7 * told


def test_a_month_that_was_never_counted_borrows_the_errors_of_the_others() -> None:
    counted = np.ones(120, bool)
    counted[11::12] = False
    assert width(counted, slice(0, 0)) == pytest.approx(width(np.ones(120, bool), slice(0, 0)), rel=0.5)


def test_cases_that_repeat_one_another_make_the_interval_wider() -> None:
    errors = np.random.default_rng(0).normal(size=(120, 8))
    all_apart, _ = periodic._quantiles(errors, 80, signed=False)
    repeated, _ = periodic._quantiles(errors, 80, signed=False, apart=0.1)
    assert (repeated < all_apart).all()
