"""What every forecast must keep, whatever the series."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvedere.engines.forecast import Break, Event, ForecastError, Observations, Weather, forecast, rank_of, trees
from belvedere.engines.forecast.calendar import Origin
from tests.engines.forecast.conftest import seasonal, table_of


def assert_ordered(table):
    assert (table.lo95 <= table.lo80).all()
    assert (table.lo80 <= table.mean).all()
    assert (table.mean <= table.hi80).all()
    assert (table.hi80 <= table.hi95).all()


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(0, 5000), min_size=24, max_size=50), st.sampled_from(["M", "Q", "Y"]), st.integers(1, 9))
def test_intervals_are_ordered_and_counts_never_negative(values, frequency, horizon):
    table = forecast(table_of({"a": np.array(values, float)}), frequency, horizon)
    assert len(table) == horizon
    assert_ordered(table)
    assert (table.lo95 >= 0).all()
    assert np.isfinite(table.hi95).all()


def test_the_order_of_rows_and_series_changes_nothing(monthly):
    whole = table_of(monthly)
    order = np.random.default_rng(3).permutation(len(whole.y))
    mixed = Observations(tuple(whole.unique_id[i] for i in order), whole.ds[order], whole.y[order])
    one, other = forecast(whole, "M", 6), forecast(mixed, "M", 6)
    assert one.unique_id == other.unique_id
    assert (one.mean == other.mean).all()
    assert (one.hi95 == other.hi95).all()


def test_a_big_pool_calls_the_three_families_and_repeats_to_the_byte(monkeypatch):
    monkeypatch.setattr(trees, "ROUNDS", 40)
    table = table_of({f"s{k:02d}": seasonal(22, 4, k) for k in range(36)})
    one, other = (forecast(table, "Q", 2, seed=5) for _ in range(2))
    assert set(one.method) == {"statistique+linéaire+arbres"}
    assert one.mean.tobytes() == other.mean.tobytes()
    assert_ordered(one)


def test_a_clean_season_is_foreseen_closely():
    truth = seasonal(108, 12, 1, noise=0.01)
    table = forecast(table_of({"a": truth[:96]}), "M", 12)
    assert np.abs(table.mean / truth[96:] - 1).mean() < 0.03
    assert ((table.lo95 <= truth[96:]) & (truth[96:] <= table.hi95)).mean() >= 0.75


def test_a_season_of_weeks_is_foreseen_better_than_as_last_year():
    truth = seasonal(52 * 5, 52, 1, noise=0.08)
    table = forecast(table_of({"a": truth[:208]}), "W", 52)
    error, naive = (np.abs(said - truth[208:]).mean() for said in (table.mean, truth[156:208]))
    assert error < naive
    assert_ordered(table)
    short = forecast(table_of({"a": truth[:90]}), "W", 8)
    assert short.missing[0].reason == "90 semaines connues, il en faut au moins 104"


def test_zeros_only_give_zeros():
    table = forecast(table_of({"fermé": np.zeros(36)}), "M", 3)
    assert (table.mean == 0).all()


def test_a_balance_may_be_negative():
    y = seasonal(60, 12, 0) - 1000
    table = forecast(table_of({"solde": y}), "M", 12)
    assert table.mean.min() < 0
    assert_ordered(table)


def test_short_series_are_listed_and_the_others_forecast(monthly):
    table = forecast(table_of({**monthly, "court": np.arange(13.0), "vide": np.full(30, np.nan)}), "M", 3)
    reasons = {one.unique_id: one.reason for one in table.missing}
    assert reasons == {"court": "13 mois connus, il en faut au moins 24", "vide": "aucune valeur connue"}
    assert set(table.unique_id) == set(monthly)


def test_a_declared_break_does_not_drag_the_forecast_down():
    y = seasonal(120, 12, 2, growth=0.0, noise=0.02)
    hurt = y.copy()
    hurt[96:112] *= 0.2
    told = forecast(table_of({"a": hurt}), "M", 12, breaks=[Break(96, 111)])
    plain = forecast(table_of({"a": y}), "M", 12)
    assert np.abs(told.mean / plain.mean - 1).mean() < 0.05
    assert told.notes["a"][0] == "après une rupture : intervalle élargi"
    assert told.method[0].endswith("+rupture")


def test_a_break_still_open_starts_the_forecast_before_it():
    y = seasonal(96, 12, 2, growth=0.0, noise=0.02)
    y[90:] = 5.0
    told = forecast(table_of({"a": y}), "M", 12, breaks=[Break(90, 200)])
    assert told.mean.min() > 100
    assert told.ds[0] == 96


def days(n: int, seed: int) -> tuple[int, np.ndarray]:
    start = 738_156  # 1 January 2022
    weekday = (start + np.arange(n) - 1) % 7
    chance = np.random.default_rng(seed)
    year = 1 + 0.4 * np.sin(2 * np.pi * np.arange(n) / 365.25)
    return start, 500 * year * (1 + 0.4 * (weekday >= 5)) * np.exp(chance.normal(0, 0.05, n))


def test_days_follow_week_event_and_weather():
    start, y = days(1100, 0)
    rain = np.random.default_rng(9).normal(size=(1130, 1))
    y = y * np.exp(-0.2 * rain[:1100, 0])
    festivals = [Event(start + k, start + k + 2, "festival") for k in (200, 565, 930, 1110)]
    for one in festivals[:3]:
        y[one.start - start : one.end - start + 1] *= 2
    weather = Weather(start + np.arange(1130), ("pluie",), rain)
    table = forecast(
        table_of({"a": y, "b": y * 3}, start), "D", 30, events=festivals, weather=weather, origin=Origin((0, 0, 1))
    )
    first = table.mean[table.rows("a")]
    without = forecast(table_of({"a": y, "b": y * 3}, start), "D", 30, events=festivals[:3], weather=weather)
    lift = first[10:13] / without.mean[without.rows("a")][10:13]
    assert (lift > 1.6).all()
    assert_ordered(table)
    calm = forecast(table_of({"a": y, "b": y * 3}, start), "D", 30, events=festivals)
    assert np.corrcoef(np.log(first / calm.mean[calm.rows("a")]), rain[1100:, 0])[0, 1] < -0.8


def test_days_say_when_the_school_calendar_ends():
    start = rank_of(date(2027, 4, 1), "D")
    _, y = days(500, 1)
    table = forecast(table_of({"a": y}, start), "D", 60)
    assert "calendrier scolaire non publié au-delà du 31/08/2028" in table.notes["a"][0]


@pytest.mark.parametrize(
    ("frequency", "horizon", "message"),
    [("X", 3, "Fréquence"), ("M", 0, "horizon"), ("M", 1000, "horizon"), ("D", 3, "dates")],
)
def test_senseless_requests_are_refused(frequency, horizon, message):
    with pytest.raises(ForecastError, match=message):
        forecast(table_of({"a": np.arange(40.0)}, dated=False), frequency, horizon)


def test_a_period_given_twice_is_refused():
    with pytest.raises(ForecastError, match="deux fois"):
        forecast(Observations(("a", "a"), np.array([1, 1]), np.array([1.0, 2.0])), "Y", 1)
