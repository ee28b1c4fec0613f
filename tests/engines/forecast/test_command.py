"""The command alone: French files in, a table out, one sentence when it refuses."""

from __future__ import annotations

import csv
import gzip
import pathlib
from datetime import date

import numpy as np
import pytest

from belvedere.engines.forecast.__main__ import main
from belvedere.engines.forecast.reading import read_number, read_period, read_table

SHARED = pathlib.Path(__file__).resolve().parents[4] / "shared" / "data"


def french_csv(path: pathlib.Path, months: dict[str, int]) -> pathlib.Path:
    lines = ["\ufeffunique_id;ds;y"]
    for name, count in months.items():
        for t in range(count):
            value = f"{2000 + 900 * np.sin(t / 12 * 6.283):.1f}".replace(".", ",")
            lines.append(f"{name};01/{t % 12 + 1:02d}/{2015 + t // 12};{value[0]}\u202f{value[1:]}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def run(*argv: object) -> int:
    return main([str(one) for one in argv])


def test_a_french_file_is_forecast_and_the_short_series_listed(tmp_path, capsys):
    source = french_csv(tmp_path / "s.csv", {"Été": 60, "court": 13})
    assert run(source, "--frequency", "M", "--horizon", 3, "-o", tmp_path / "o.csv") == 1
    assert "court\u00a0: pas assez de données (13 mois connus, il en faut au moins 24)." in capsys.readouterr().err
    with (tmp_path / "o.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["unique_id", "step", "mean", "lo80", "hi80", "lo95", "hi95", "method"]
    assert [(row["unique_id"], row["step"]) for row in rows] == [("Été", "1"), ("Été", "2"), ("Été", "3")]
    assert float(rows[0]["mean"]) == pytest.approx(2000, rel=0.05)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["o.csv", "s.csv"]


@pytest.mark.parametrize(
    ("content", "options", "sentence"),
    [
        ("unique_id,ds\na,1", [], "Ligne 1 : il manque la colonne y"),
        ("unique_id,ds,y\na,1,2\na,2,deux", [], "Ligne 3 : « deux » n’est pas un nombre"),
        ("unique_id,ds,y\na,hier,2", [], "Ligne 2 : « hier » n’est ni une date ni un rang"),
        ("unique_id,ds,y\na,1,2\na,2024-01-01,3", [], "Ligne 3 : la colonne ds mêle dates et rangs"),
        ("unique_id,ds,y\na,1\n", [], "Ligne 2 : 2 cellule(s)"),
        ("unique_id,ds,y\n", [], "ne contient que l’en-tête"),
        ("", [], "Ligne 1 : il manque la colonne"),
        ("unique_id,ds,y\na,1,2\na,1,2", [], "deux fois la même période"),
        ("unique_id,ds,y\na,1,2", ["--break", "2020"], "écrivez DÉBUT:FIN"),
        ("unique_id,ds,y\na,1,2", ["--break", "9:3"], "la fin précède le début"),
        ("unique_id,ds,y\na,1,2\na,99999,2", [], "vérifiez la fréquence"),
    ],
)
def test_wrong_input_is_refused_in_one_sentence(tmp_path, capsys, content, options, sentence):
    (tmp_path / "s.csv").write_text(content, encoding="utf-8")
    assert run(tmp_path / "s.csv", "--frequency", "M", "--horizon", 3, "-o", tmp_path / "o.csv", *options) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1
    assert not (tmp_path / "o.csv").exists()


def test_a_missing_file_is_said(tmp_path, capsys):
    assert run(tmp_path / "rien.csv", "--frequency", "M", "--horizon", 3, "-o", tmp_path / "o.csv") == 2
    assert "introuvable" in capsys.readouterr().err


def test_numbers_as_the_french_write_them():
    assert read_number("1\u202f234,5") == 1234.5
    assert read_number("1.234,5") == 1234.5
    assert read_number("1,234.5") == 1234.5
    assert np.isnan(read_number("  "))
    with pytest.raises(ValueError, match="inf"):
        read_number("inf")


def test_periods_in_all_their_forms():
    forms = ("2026-04-01", "01/04/2026", "2026-04", "2026T2", "2026-Q2", "2026-04-01 00:00:00")
    assert {read_period(text, "Q") for text in forms} == {(4 * 2026 + 1, True)}
    assert read_period("17", "M") == (17, False)
    assert {read_period(text, "W") for text in ("2026-W12", "2026S12", "2026-03-18")} == {
        (date(2026, 3, 16).toordinal() // 7, True)
    }


def test_latin_text_is_read():
    assert read_table("unique_id;ds;y\nété;1;2,5".encode("cp1252"), "Y").unique_id == ("été",)


@pytest.mark.realdata
def test_real_lodging_months_beat_the_same_month_of_last_year(tmp_path):
    """INSEE figures of 2018, foreseen from the end of 2017."""
    source = SHARED / "stats" / "insee_hebergement_mensuel_2010-01_2023-04.csv.gz"
    if not source.exists():
        pytest.skip(f"{source} is missing: real lodging series not checked")
    series: dict[str, dict[str, float]] = {}
    with gzip.open(source, "rt", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["mois"] < "2019" and row["valeur"]:
                series.setdefault(row["idbank"], {})[row["mois"]] = float(row["valeur"])
    whole = {name: months for name, months in series.items() if len(months) == 108}
    chosen = sorted(whole)[:12]
    lines = ["unique_id,ds,y"]
    lines += [f"{name},{month},{whole[name][month]}" for name in chosen for month in whole[name] if month < "2018"]
    (tmp_path / "s.csv").write_text("\n".join(lines), encoding="utf-8")
    assert run(tmp_path / "s.csv", "--frequency", "M", "--horizon", 12, "-o", tmp_path / "o.csv") == 0
    with (tmp_path / "o.csv").open(encoding="utf-8") as stream:
        said = {(row["unique_id"], int(row["step"])): float(row["mean"]) for row in csv.DictReader(stream)}
    ours = naive = 0.0
    for name in chosen:
        for step in range(1, 13):
            came, before = whole[name][f"2018-{step:02d}"], whole[name][f"2017-{step:02d}"]
            ours += abs(said[name, step] - came) / before if before else 0.0
            naive += abs(before - came) / before if before else 0.0
    assert ours < naive
