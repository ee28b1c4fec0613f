"""Sentences that are true: chance is not told, what is told is in the figures."""

import itertools
import json
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvedere.engines import notes
from belvedere.engines.notes.__main__ import main
from belvedere.engines.notes.reading import read

SEASON = np.array([40, 45, 60, 80, 110, 140, 260, 300, 130, 90, 50, 45]) * 100.0


def months(values, first=2016):
    return tuple(
        notes.Point(date(first + k // 12, k % 12 + 1, 1), None if value is None else float(value))
        for k, value in enumerate(values)
    )


def wandering(rng, years=10, spread=0.04):
    return np.tile(SEASON, years) * rng.lognormal(0, spread, 12 * years)


def subject(values, label="Nuitées", span=1, forecast=None, kind=notes.Kind.COUNT, breaks=(), unit="nuitées"):
    points = months(values)
    return notes.Subject(notes.Series(label, label, unit, "M", points, kind, breaks), points[-1].period, span, forecast)


def test_a_true_rise_is_told_with_its_interval():
    values = wandering(np.random.default_rng(1))
    values[-1] = values[-13] * 1.4
    note = notes.write([subject(values)])
    (sentence,) = note.sentences
    assert sentence.year.verdict is notes.Verdict.UP
    assert "soit 40\u00a0% de plus qu’un an plus tôt (entre +" in sentence.text
    assert sentence.text.startswith("Nuitées, décembre\u00a02025\u00a0: ")
    assert note.headline == "Décembre\u00a02025\u00a0: nuitées en hausse de 40\u00a0%"
    assert sentence.year.low > 0.2
    assert sentence.year.high < 0.65


def test_what_chance_does_is_not_told():
    values = wandering(np.random.default_rng(2))
    values[-1] = values[-13] * 1.02
    note = notes.write([subject(values)])
    assert note.headline == ""
    assert note.silent == ("Nuitées",)
    assert "plus" not in note.sentences[0].text


def test_the_same_is_told_only_when_it_is_known_to_be_the_same():
    steady = np.tile(SEASON, 10) * 100 * np.random.default_rng(3).lognormal(0, 0.004, 120)
    assert notes.write([subject(steady)]).sentences[0].year.verdict is notes.Verdict.STABLE
    assert "autant qu’un an plus tôt" in notes.write([subject(steady)]).sentences[0].text


@pytest.mark.parametrize("subjects", [1, 6])
def test_a_note_of_chance_alone_says_something_rarely(subjects):
    """At most one in twenty (margin of the draw), however many subjects it has."""
    rng, said, drawn = np.random.default_rng(4), 0, 400
    for _ in range(drawn):
        spread = rng.uniform(0.02, 0.15)
        note = notes.write([subject(wandering(rng, spread=spread), label=str(k)) for k in range(subjects)])
        said += any(one.year.verdict in (notes.Verdict.UP, notes.Verdict.DOWN) for one in note.sentences)
    assert said / drawn < 0.08


def test_sums_of_several_months_are_judged_by_sums_of_as_many():
    rng, said, drawn = np.random.default_rng(5), 0, 300
    for _ in range(drawn):
        note = notes.write([subject(wandering(rng), span=6)])
        said += note.sentences[0].year.verdict in (notes.Verdict.UP, notes.Verdict.DOWN)
    assert said / drawn < 0.08
    values = wandering(rng)
    values[-6:] = values[-18:-12] * 1.3
    assert notes.write([subject(values, span=6)]).sentences[0].year.verdict is notes.Verdict.UP


def test_nothing_is_compared_across_a_break_nor_with_the_unknown():
    values = list(wandering(np.random.default_rng(6)))
    values[-1] *= 2
    cut = notes.compare(subject(values, breaks=(date(2025, 3, 17),)))
    assert cut.verdict is notes.Verdict.UNKNOWN
    assert "rupture" in cut.reason
    assert notes.compare(subject(values, breaks=(date(2020, 3, 17),))).p < 0.01
    hole = [*values]
    hole[-13] = None
    assert notes.compare(subject(hole)).reason.startswith("la même période")
    short = notes.compare(subject(values[-26:]))
    assert "trop court" in notes.compare(subject(values[:16])).reason
    assert short.p is not None
    hidden = [*values[:-1], None]
    assert notes.write([subject(hidden)]).sentences == ()


def test_a_crisis_in_the_past_does_not_hide_what_happens_now():
    values = wandering(np.random.default_rng(7))
    values[50:62] *= 0.1
    values[-1] = values[-13] * 0.7
    assert notes.write([subject(values)]).sentences[0].year.verdict is notes.Verdict.DOWN


def test_against_a_forecast():
    values = wandering(np.random.default_rng(8))
    value = float(values[-1])
    wide = notes.Forecast(value * 1.02, value * 0.9, value * 1.1, value * 0.8, value * 1.2)
    inside = notes.write([subject(values, forecast=wide)]).sentences[0]
    assert "dans ce qui était prévu (de " in inside.text
    low = notes.Forecast(value * 0.5, value * 0.45, value * 0.55, value * 0.4, value * 0.6)
    over = notes.write([subject(values, forecast=low)]).sentences[0]
    assert over.expected.verdict is notes.Verdict.UP
    assert "au-dessus de ce qui était prévu" in over.text
    between = notes.Forecast(value * 0.9, value * 0.85, value * 0.95, value * 0.8, value * 1.05)
    assert "prévu" not in notes.write([subject(values, forecast=between)]).sentences[0].text


def test_rates_move_by_points_and_marks_by_their_difference():
    rng = np.random.default_rng(9)
    rate = [*list(55 + rng.normal(0, 1, 119)), 70.0]
    text = notes.write([subject(rate, "Taux d’occupation", kind=notes.Kind.RATE, unit="%")]).sentences[0].text
    assert "points de plus" in text
    mark = [*list(8 + rng.normal(0, 0.05, 119)), 7.0]
    assert "de moins" in notes.write([subject(mark, "Note", kind=notes.Kind.MARK, unit="")]).sentences[0].text


def test_days_compare_with_the_same_weekdays():
    days = [date.fromordinal(738000 + k) for k in range(1100)]
    values = [100.0 + 60 * (day.weekday() >= 5) + (k % 3) for k, day in enumerate(days)]
    points = tuple(notes.Point(day, value) for day, value in zip(days, values, strict=True))
    series = notes.Series("c", "Passages", "passages", "D", points)
    found = notes.compare(notes.Subject(series, days[-1], 7))
    assert found.change == pytest.approx(0, abs=0.02)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1), lift=st.floats(0.3, 3), scale=st.floats(1, 1e4), spread=st.floats(0.01, 0.3),
    span=st.integers(1, 12),
)  # fmt: skip
def test_words_and_figures_agree(seed, lift, scale, spread, span):
    rng = np.random.default_rng(seed)
    values = wandering(rng, spread=spread) * scale
    values[-span:] *= lift
    ordinary = wandering(rng, spread=spread)
    given_ = [subject(values, "Une", span=span), subject(ordinary, "Deux")]
    note = notes.write(given_)
    for one in note.sentences:
        year = one.year
        if year.verdict is notes.Verdict.UP:
            assert 0 < year.low <= year.change <= year.high
            assert "de plus" in one.text
        if year.verdict is notes.Verdict.DOWN:
            assert year.low <= year.change <= year.high < 0
            assert "de moins" in one.text
        if year.verdict in (notes.Verdict.UNCLEAR, notes.Verdict.UNKNOWN):
            assert "un an plus tôt" not in one.text
            assert "%" not in one.text
        assert notes.number(year.value) in one.text
    backwards = {one.key: one.text for one in notes.write(given_[::-1]).sentences}
    assert backwards == {one.key: one.text for one in note.sentences}


@given(st.floats(-1e9, 1e9))
def test_numbers_read_back(value):
    text = notes.number(value, 1).replace("\u00a0", "").replace(",", ".").replace("−", "-")
    assert float(text) == pytest.approx(value, abs=0.051)


@pytest.mark.parametrize(
    ("last", "span", "frequency", "words"),
    [
        (date(2026, 7, 1), 1, "M", "juillet\u00a02026"),
        (date(2026, 9, 1), 6, "M", "avril à septembre\u00a02026"),
        (date(2026, 2, 1), 4, "M", "novembre\u00a02025 à février\u00a02026"),
        (date(2026, 11, 22), 7, "D", "16 au 22\u00a0novembre\u00a02026"),
        (date(2026, 3, 3), 7, "D", "25\u00a0février au 3\u00a0mars\u00a02026"),
        (date(2026, 4, 1), 1, "Q", "2ᵉ\u00a0trimestre\u00a02026"),
        (date(2026, 1, 1), 1, "Y", "2026"),
    ],
)
def test_periods_in_words(last, span, frequency, words):
    assert notes.period(last, span, frequency) == words


def test_the_command_writes_sentences_and_refuses_in_one(tmp_path, capsys):
    values = wandering(np.random.default_rng(1))
    points = [[point.period.isoformat(), point.value] for point in months(values)]
    file = tmp_path / "figures.json"
    file.write_text(json.dumps([{"label": "Nuitées", "unit": "nuitées", "frequency": "M", "points": points}]))
    assert main([str(file)]) == 0
    assert "Nuitées, décembre" in capsys.readouterr().out
    assert main([str(file), "-o", str(tmp_path / "note.json")]) == 0
    assert json.loads((tmp_path / "note.json").read_text())["sentences"][0]["key"] == "Nuitées"
    for text in ("", "{", "[1]", '[{"label": "a", "frequency": "M", "points": [["x", 1]]}]', "[" * 9999):
        file.write_text(text)
        assert main([str(file)]) == 2
        assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert main([str(tmp_path / "absent.json")]) == 2


def test_faults_are_placed():
    base = {"label": "a", "frequency": "M", "points": [["2026-01-01", 1]]}
    faults = [
        {"frequency": "Z"}, {"points": []}, {"kind": "x"}, {"span": 0}, {"points": [["2026-01-01", "a"]]},
        {"forecast": {"mean": 1}}, {"breaks": ["hier"]},
        {"forecast": {"mean": 1, "lo80": 2, "hi80": 3, "lo95": 0, "hi95": 4}},
    ]  # fmt: skip
    for fault in faults:
        with pytest.raises(notes.NoteError, match="sujet 1"):
            read([base | fault])
    with pytest.raises(notes.NoteError):
        notes.rank_of(date(2026, 1, 1), "Z")
    assert all(isinstance(one, notes.Subject) for one in itertools.chain(read([base])))
