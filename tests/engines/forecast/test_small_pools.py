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


def test_few_errors_are_judged_beside_usual_ones_and_many_by_themselves() -> None:
    few, many = (np.random.default_rng(0).normal(scale=0.1, size=(count, 1)) for count in (4, 2000))
    usual, cautious, own = (periodic._symmetric(errors, 80, 12)[1][0] for errors in (np.empty((0, 1)), few, many))
    assert usual > cautious > own
    assert own == pytest.approx(0.128, rel=0.1)
    assert usual == pytest.approx(1.1 * np.log(5), rel=0.05)


def test_an_error_made_by_half_the_history_does_not_count() -> None:
    pool = [periodic.prepare(monthly(seed), 12, 12) for seed in range(2)]
    ends = range(12, 12 + 24 * 3, 3)
    assert len(periodic._residuals(pool, 12, 12, 0)) == 2 * sum(120 - end >= 72 for end in ends)


def test_in_a_big_pool_a_series_that_was_hard_to_foresee_counts_its_errors_in_a_larger_unit() -> None:
    quarters = np.tile([100.0, 200.0, 300.0, 200.0], 12)
    regular = quarters * 1.1 ** (np.arange(48) // 4)
    restless = quarters * np.random.default_rng(0).permutation(np.repeat([0.9, 1.1], 24))
    units = []
    for y in (regular, restless):
        unit = periodic._yardstick(periodic.prepare(y, 4, 4), 0, 4, y[-4:], True)[0]
        units.append(unit / np.abs(y[4:] - y[:-4]).mean())
    assert units[0] < 0.8 * units[1]
