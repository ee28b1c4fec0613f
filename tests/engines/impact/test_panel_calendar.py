"""Reading panels as offices write them, and the French calendar."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from belvedere.engines.impact import ImpactError, calendar, read_panel, simulate
from belvedere.engines.impact.__main__ import main
from belvedere.engines.impact.words import day, percent, whole


@given(st.floats(0, 1e9).map(lambda value: round(value, 2)))
def test_french_and_international_numbers_read_the_same(value):
    french = f"{value:,.2f}".replace(",", "\u202f").replace(".", ",")
    read = read_panel(f"unit;date;value\nA;01/07/2024;{french}\nB;2024-07-01;{value!r}\n")
    assert read.values[0].tolist() == pytest.approx([value, value])


def test_missing_days_become_unknown_not_zero():
    panel = read_panel("date,unit,value\n2024-07-01,A,10\n2024-07-03,A,12\n2024-07-03,B,\n")
    assert len(panel.dates) == 3
    assert np.isnan(panel.values[1, 0])
    assert np.isnan(panel.values[:, 1]).all()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("unit,day,value\nA,2024-07-01,1\n", "colonne « date » absente"),
        ("unit,date,value\nA,1er juillet,1\n", "Ligne 2"),
        ("unit,date,value\nA,2024-07-01,beaucoup\n", "illisible"),
        ("unit,date,value\nA,2024-07-01,-3\n", "jamais négative"),
        ("unit,date,value\nA,2024-07-01,1\nA,2024-07-01,2\n", "Ligne 3"),
        ("unit,date,value\n", "aucune ligne"),
        ("unit,date,value\nA,1024-07-01,1\nA,2024-07-01,2\n", "plus d’un siècle"),
    ],
)
def test_a_faulty_panel_is_refused_with_its_place(text, said):
    with pytest.raises(ImpactError) as refused:
        read_panel(text)
    assert said in str(refused.value).replace("\u00a0", " ").replace("\u202f", " ")


def test_easter_bridges_and_school_holidays_fall_where_they_fell():
    dates = np.arange(np.datetime64("2024-01-01"), np.datetime64("2025-01-01"))
    public = calendar.public_holidays(dates)
    assert dates[calendar.easter_distance(dates) == 0] == [np.datetime64("2024-03-31")]
    assert public.sum() == 11
    assert np.datetime64("2024-05-10") in dates[calendar.bridges(dates, public)]  # after Ascension Thursday
    school = calendar.school_holidays(dates)
    assert school[dates == np.datetime64("2024-02-12")].tolist() == [[0, 0, 1]]
    assert school[dates == np.datetime64("2024-08-01")].tolist() == [[1, 1, 1]]
    assert calendar.school_calendar_known(dates)
    assert not calendar.school_calendar_known(dates + np.timedelta64(365 * 40, "D"))


def test_sentences_follow_french_typography():
    assert percent(-0.083, signed=True) == "−8,3\u00a0%"
    assert percent(0.1, signed=True) == "+10\u00a0%"
    assert percent(0.0, signed=True) == "0\u00a0%"
    assert whole(12345.6) == "12\u00a0346"
    assert day(np.datetime64("2024-07-01")) == "1er\u00a0juillet\u00a02024"


def _write(path, case):
    lines = ["unit;date;value"]
    for k, unit in enumerate(case.panel.units):
        series = zip(case.panel.dates, case.panel.values[:, k], strict=True)
        lines += [f"{unit};{day};{value:.1f}".replace(".", ",") for day, value in series]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_the_command_writes_the_published_form(tmp_path, capsys):
    case = simulate(31, days=3, effect=0.5, zones=9)
    _write(tmp_path / "panel.csv", case)
    out = tmp_path / "effect.json"
    base = [str(tmp_path / "panel.csv"), "--unit", "Z00", "-o", str(out)]
    days = ["--start", str(case.event.start), "--end", str(case.event.end)]
    assert main([*base, *days, "--neighbour", "Z03"]) == 0
    answer = json.loads(out.read_text(encoding="utf-8"))
    assert answer["verdict"] == "effect"
    assert answer["relative95"][0] < answer["relative"] < answer["relative95"][1]
    assert answer["total95"][0] < answer["total"] < answer["total95"][1]
    assert len(answer["expected"]) == 3
    assert len(answer["controls"]["used"]) == 7
    assert main([*base, "--start", "2031-01-01", "--end", "2031-01-02"]) == 2
    assert "sort du panel" in capsys.readouterr().err


def test_the_command_refuses_in_one_sentence(tmp_path, capsys):
    out = ["-o", str(tmp_path / "x.json")]
    assert main([str(tmp_path / "none.csv"), "--unit", "A", "--start", "2024-01-01", "--end", "2024-01-02", *out]) == 2
    (tmp_path / "p.csv").write_bytes(b"unit,date,value\n\xff,2024-01-01,1\n")
    assert main([str(tmp_path / "p.csv"), "--unit", "A", "--start", "2024-01-01", "--end", "2024-01-02", *out]) == 2
    errors = capsys.readouterr().err.strip().splitlines()
    assert len(errors) == 2
    assert not list(tmp_path.glob("x.json*"))
