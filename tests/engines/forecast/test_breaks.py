"""What takes the place of holes and breaks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvedere.engines.forecast.breaks import fill, runs, widening
from belvedere.engines.forecast.linear import _rows
from tests.engines.forecast.conftest import seasonal


def test_a_missing_month_takes_after_its_neighbours_of_other_years():
    y = np.tile(np.arange(1.0, 13.0), 5)
    y[30] = np.nan
    assert fill([y], [0], 12)[0][30] == pytest.approx(7.0)


def test_the_level_after_a_break_is_believed_with_time():
    y = seasonal(132, 12, 0, growth=0.0, noise=0.01)
    fallen = y.copy()
    fallen[84:] *= 0.7
    fallen[72:84] = np.nan
    soon, late = (fill([one], [0], 12)[0] for one in (fallen[:90], fallen))
    # four years after the break 0.7 is the level; six months after, five eighths of the fall are
    np.testing.assert_allclose(late[84:], fallen[84:])
    assert np.mean(soon[84:] / y[84:90]) == pytest.approx(0.7**0.625, rel=0.03)
    ramp = late[72:84] / y[72:84]
    assert ramp[0] > 0.9 > 0.8 > ramp[-1]


def test_a_return_that_all_share_is_straightened_and_a_level_of_one_s_own_is_kept():
    pool = []
    for seed in range(20):
        y = seasonal(90, 12, seed, growth=0.0, noise=0.03)
        y[84:] *= np.linspace(0.8, 1.0, 6) * (0.8 if seed == 0 else 1.0)
        y[72:84] = np.nan
        pool.append(y)
    usual = seasonal(90, 12, 0, growth=0.0, noise=0.0)[84:]
    levels = [np.mean(y[84:] / usual) for y in fill(pool, [0] * 20, 12)]
    assert np.mean(levels[1:]) == pytest.approx(1.0, abs=0.03)
    assert levels[0] == pytest.approx(0.8, abs=0.05)
    alone = fill(pool[1:2], [0], 12)[0]
    assert np.mean(alone[84:] / usual) < 0.97


def test_known_values_around_a_short_hole_are_untouched():
    y = seasonal(48, 12, 1)
    y[[5, 20, 21]] = np.nan
    known = np.isfinite(y)
    assert (fill([y], [0], 12)[0][known] == y[known]).all()


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(0, 1e5), min_size=30, max_size=60), st.sampled_from([1, 4, 12]), st.data())
def test_nothing_missing_and_nothing_negative_remains(values, m, data):
    y = np.array(values)
    a = data.draw(st.integers(1, len(y) - 2))
    b = data.draw(st.integers(a + 1, len(y) - 1))
    y[a:b] = np.nan
    done = fill([y], [0], m)[0]
    assert np.isfinite(done).all()
    assert done.min() >= 0


def test_the_width_of_a_break_fades_in_two_seasons():
    assert widening([100], 100, 12) > widening([100], 112, 12) > widening([100], 124, 12) == 1.0
    assert widening([], 100, 12) == 1.0


def test_runs():
    assert runs(np.array([True, False, True, True])) == [(0, 1), (2, 4)]


def test_what_was_made_up_is_no_lesson_for_the_next_season():
    ranks, counted = np.arange(100.0), np.ones(100, bool)
    counted[60:74] = False
    inputs, _ = _rows([ranks**2], [counted], 24, 12, 12)
    first = (inputs[:, 1] - inputs[:, 0] - 1) / 2  # of a window of squares: its first rank
    assert first.tolist() == [k for k in range(65) if counted[k + 24 : k + 36].mean() >= 0.5]
