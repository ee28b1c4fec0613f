"""Every worked example comes to what it says; sums that lie are refused; shapes of the year keep their bounds."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from belvedere.engines import indicators as engine
from belvedere.engines.indicators import reckon
from belvedere.engines.indicators.__main__ import main

counts = st.lists(st.integers(0, 10**7).map(float), min_size=12, max_size=12)


def year(values, unit="nights", hidden=0):
    return engine.figures(values, unit, hidden)


@pytest.mark.parametrize("one", engine.INDICATORS, ids=lambda one: one.key)
def test_the_worked_example_comes_to_what_it_says(one):
    held = {name: engine.figures(list(values), one.inputs[name]) for name, values in one.example.inputs.items()}
    assert set(held) == set(one.inputs)
    answer = one.reckon(held)
    assert answer.value == pytest.approx(one.example.value)
    assert answer.whole
    assert all((one.name, one.definition, one.formula, one.origin, one.example.words))


@pytest.mark.parametrize("one", engine.INDICATORS, ids=lambda one: one.key)
def test_without_a_figure_nothing_is_said(one):
    answer = one.reckon({name: year([np.nan] * 12, unit) for name, unit in one.inputs.items()})
    assert answer.value is None


@pytest.mark.parametrize("unit", [unit for unit, rule in engine.RULES.items() if not rule.over_time])
@given(values=counts)
def test_what_does_not_add_over_time_is_never_summed(unit, values):
    with pytest.raises(engine.SumRefused, match="ne s’additionnent pas sur 12 périodes"):
        reckon.total(year(values, unit))
    with pytest.raises(engine.SumRefused):
        reckon.gini(year(values, unit))


@pytest.mark.parametrize("unit", ["people", "visitor_days", "stays", "percent", "mark", ""])
def test_people_of_two_places_are_never_summed(unit):
    with pytest.raises(engine.SumRefused, match="entre 2 lieux"):
        engine.gathered([year([1.0] * 12, unit), year([2.0] * 12, unit)])


@given(st.lists(counts, min_size=1, max_size=5))
def test_nights_add_over_places_then_time_as_over_time_then_places(places):
    held = [year(values) for values in places]
    together = reckon.total(engine.gathered(held)).value
    assert together == sum(reckon.total(one).value for one in held)


def test_a_period_is_known_where_every_place_is():
    found = engine.gathered([year([1.0, 2.0]), year([np.nan, 5.0])])
    assert np.isnan(found.values[0])
    answer = reckon.total(found)
    assert (answer.value, answer.have, answer.wanted) == (7.0, 1, 2)
    assert answer.reasons == ("1 période sur 2 sans chiffre.",)


def test_units_are_not_mixed():
    with pytest.raises(engine.IndicatorError, match="unités différentes"):
        engine.gathered([year([1.0]), year([1.0], "euros")])


@given(counts, st.floats(0.001, 1000), st.randoms())
def test_seasonality_ignores_scale_and_order_and_keeps_its_bounds(values, scale, chance):
    if sum(values) == 0:
        assert reckon.gini(year(values)).value is None
        return
    found = reckon.gini(year(values)).value
    shuffled = list(values)
    chance.shuffle(shuffled)
    assert -1e-9 <= found <= 11 / 12 + 1e-9
    assert reckon.gini(year(np.array(shuffled) * scale)).value == pytest.approx(found, abs=1e-9)
    plain = np.abs(np.subtract.outer(values, values)).sum() / (2 * 144 * np.mean(values))
    assert found == pytest.approx(plain, abs=1e-9)


@given(counts, st.integers(0, 11))
def test_the_peak_turns_with_the_year(values, shift):
    if sum(values) == 0:
        return
    found = reckon.peak_share(year(values)).value
    assert 100 * 2 / 12 - 1e-9 <= found <= 100 + 1e-9
    assert reckon.peak_share(year(np.roll(values, shift))).value == pytest.approx(found)


@given(counts, counts)
def test_a_share_of_a_part_stays_between_nothing_and_all(part, rest):
    whole = np.add(part, rest)
    answer = reckon.ratio(year(part), year(whole))
    if whole.sum() == 0:
        assert answer.value is None
    else:
        assert 0 <= answer.value <= 100 + 1e-9


def test_a_year_with_a_gap_has_no_seasonality_and_says_why():
    answer = reckon.gini(year([1.0] * 11 + [np.nan], hidden=1))
    assert answer.value is None
    assert answer.reasons == ("1 période sur 12 sans chiffre.", "1 valeur masquée par le secret.")


def test_a_stock_is_its_last_date():
    answer = engine.BY_KEY["partners"].reckon({"partners": year([10.0, 12.0, np.nan], "stock")})
    assert answer.value == 12.0


def test_infinities_are_refused():
    with pytest.raises(engine.IndicatorError, match="infinie"):
        engine.figures([np.inf], "nights")


def test_the_engine_runs_alone(tmp_path, capsys):
    source, target = tmp_path / "year.csv", tmp_path / "out.json"
    source.write_text("mois,nights,arrivals\n2024-01,1000,500\n2024-02,1400,700\n")
    assert main([str(source), "-o", str(target)]) == 0
    found = json.loads(target.read_text())
    assert found["average_stay"]["value"] == 2.0
    assert set(found) == {"nights", "arrivals", "average_stay", "seasonality", "peak"}
    assert main(["--definitions"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == len(engine.INDICATORS)
    source.write_text("mois,nights\n2024-01,mille\n")
    assert main([str(source)]) == 2
    assert "ligne 2, colonne" in capsys.readouterr().err
    assert main([str(tmp_path / "rien.csv")]) == 2
    source.write_text("mois\n2024-01\n")
    assert main([str(source)]) == 2
