"""Scores and seasons in French words."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from belvedere.engines.forecast import (
    Event,
    ForecastError,
    ForecastTable,
    Observations,
    explain,
    first_day,
    rank_of,
    score,
    spans,
)
from belvedere.engines.forecast.calendar import Origin, easter, is_bridge, public_holidays
from belvedere.engines.forecast.words import calendar_moves, number, span_name


def table(frequency: str, start: int, mean: list[float], low: float = 0.9, high: float = 1.2) -> ForecastTable:
    values = np.array(mean)
    steps = np.arange(1, len(mean) + 1)
    bounds = {80: (values * low, values * high), 95: (values * low * 0.9, values * high * 1.1)}
    return ForecastTable(
        frequency, ("a",) * len(mean), steps, start + steps - 1, values, bounds, ("statistique",) * len(mean)
    )


def test_the_season_sentence():
    july = rank_of(date(2026, 7, 1), "M")
    done = table("M", july, [100.0, 110.0], 0.97 * 200 / 210, 1.06 * 200 / 210)
    history = Observations(("a", "a"), np.array([july - 12, july - 11]), np.array([100.0, 100.0]))
    said = explain(done, history, "a", july, july + 1)
    assert said.sentence == (
        "Juillet–août\u00a0: entre −3\u00a0% et +6\u00a0% par rapport à l’an dernier, sûr à 80\u00a0%."
    )
    assert said.low == pytest.approx(-0.03)
    assert said.lean == 0
    assert "jour" in " ".join(move.words for move in said.moves)


def test_explain_refuses_what_it_does_not_know():
    july = rank_of(date(2026, 7, 1), "M")
    history = Observations(("a",), np.array([july - 12]), np.array([100.0]))
    with pytest.raises(ForecastError, match="ne couvre pas"):
        explain(table("M", july, [1.0]), history, "a", july, july + 3)
    with pytest.raises(ForecastError, match="n’est pas connue"):
        explain(table("M", july, [1.0, 2.0]), history, "a", july, july + 1)


def test_past_forecasts_are_scored_by_step():
    said = table("M", 100, [100.0, 200.0, 300.0])
    done = score([said], Observations(("a", "a", "b"), np.array([100, 101, 102]), np.array([90.0, 400.0, 1.0])))
    assert [one.step for one in done] == [1, 2]
    assert done[0].error == pytest.approx(1 / 9)
    assert done[0].inside == {80: 1.0, 95: 1.0}
    assert done[1].inside == {80: 0.0, 95: 0.0}
    assert done[1].bias == pytest.approx(-0.5)
    assert done[1].sentence == (
        "À 2\u00a0mois (1\u00a0prévision)\u00a0: nous nous sommes trompés de 50\u00a0% en moyenne, "
        "plutôt trop bas\u00a0; "
        "0\u00a0% des valeurs dans l’intervalle à 80\u00a0%\u00a0; "
        "0\u00a0% des valeurs dans l’intervalle à 95\u00a0%."
    )


def test_nothing_known_gives_no_score():
    assert score([table("Q", 5, [1.0])], Observations(("z",), np.array([5]), np.array([1.0]))) == []


@pytest.mark.parametrize(
    ("year", "day"),
    [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2000, (4, 23)), (1961, (4, 2)), (2038, (4, 25))],
)
def test_easter(year, day):
    assert easter(year) == date(year, *day)


def test_alsace_moselle_has_good_friday_and_saint_stephen():
    more = public_holidays(2026, True) - public_holidays(2026, False)
    assert {date.fromordinal(day) for day in more} == {date(2026, 4, 3), date(2026, 12, 26)}


def test_the_friday_after_ascension_is_a_bridge():
    off = public_holidays(2026, False)
    assert is_bridge(date(2026, 5, 15).toordinal(), off)
    assert not is_bridge(date(2026, 5, 13).toordinal(), off)
    assert not is_bridge(date(2026, 5, 16).toordinal(), off)


def test_easter_that_moves_is_said():
    april = [date(2025, 4, 1).toordinal(), date(2025, 4, 30).toordinal()]
    assert ("easter", 1.0, "Pâques y tombe cette année") in [
        (move.kind, move.value, move.words) for move in calendar_moves(*april, Origin())
    ]


def test_a_span_of_weeks_ends_on_its_sunday():
    monday = rank_of(date(2026, 7, 8), "W")
    assert first_day(monday, "W") == date(2026, 7, 6)
    assert span_name(monday, monday + 1, "W") == "Du 6\u00a0juillet\u00a02026 au 19\u00a0juillet\u00a02026"


def test_typography():
    assert number(1234567) == "1\u00a0234\u00a0567"
    assert (
        span_name(rank_of(date(2026, 12, 1), "M"), rank_of(date(2027, 1, 1), "M"), "M") == "Décembre 2026–janvier 2027"
    )
    assert span_name(4 * 2026 + 1, 4 * 2026 + 1, "Q") == "2ᵉ trimestre 2026"
    assert (
        span_name(*(rank_of(date(2026, 5, d), "D") for d in (1, 9)), "D")
        == "Du 1ᵉʳ\u00a0mai\u00a02026 au 9\u00a0mai\u00a02026"
    )


def test_what_lately_happened_and_what_is_announced_are_said():
    july = rank_of(date(2026, 7, 1), "M")
    months = np.arange(july - 24, july)
    values = np.where(months >= july - 3, 140.0, 100.0)
    history = Observations(("a",) * 24, months, values)
    fair = Event(date(2026, 7, 10).toordinal(), date(2026, 7, 12).toordinal(), "Foire")
    said = explain(table("M", july, [120.0, 120.0], 0.9, 1.1), history, "a", july, july + 1, events=[fair])
    moves = {move.kind: move for move in said.moves}
    assert moves["recent"].value == pytest.approx(0.4)
    assert moves["trend"].words == "tendance\u00a0: +10\u00a0% sur la dernière année connue"
    assert (moves["event"].label, moves["event"].value) == ("Foire", 1.0)
    assert said.lean == 1


@pytest.mark.parametrize(
    ("frequency", "first", "horizon", "expected"),
    [
        ("M", date(2026, 4, 1), 18, [(date(2026, 4, 1), date(2026, 6, 1)), (date(2026, 7, 1), date(2026, 8, 1))]),
        ("M", date(2026, 8, 1), 14, [(date(2026, 8, 1), date(2026, 10, 1)), (date(2027, 7, 1), date(2027, 8, 1))]),
        ("D", date(2026, 3, 1), 200, [(date(2026, 3, 1), date(2026, 3, 28)), (date(2026, 7, 1), date(2026, 8, 31))]),
        ("W", date(2026, 3, 2), 40, [(date(2026, 3, 2), date(2026, 3, 23)), (date(2026, 7, 6), date(2026, 8, 31))]),
        ("Q", date(2026, 4, 1), 5, [(date(2026, 4, 1), date(2026, 4, 1)), (date(2026, 7, 1), date(2026, 7, 1))]),
        ("M", date(2026, 8, 1), 5, [(date(2026, 8, 1), date(2026, 10, 1))]),
    ],
)
def test_spans_are_the_next_periods_and_the_height_of_the_season(frequency, first, horizon, expected):
    start = rank_of(first, frequency)
    ranks = np.arange(start - {"D": 400, "W": 110}.get(frequency, 24), start)
    summer = np.array([1.0 + (first_day(int(rank), frequency).month in (7, 8, 9)) for rank in ranks])
    summer += np.array([float(first_day(int(rank), frequency).month in (7, 8)) for rank in ranks])
    found = spans(table(frequency, start, [1.0] * horizon), Observations(("a",) * len(ranks), ranks, summer), "a")
    assert [tuple(first_day(rank, frequency) for rank in span) for span in found] == expected
