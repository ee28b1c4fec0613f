"""The engine alone, on files."""

import csv
import json
from datetime import date, timedelta

import numpy as np
import pytest

from belvedere.engines.value import Truth, simulate
from belvedere.engines.value.__main__ import main

BEGIN = date(2022, 1, 1)


@pytest.fixture(scope="module")
def acts(tmp_path_factory):
    world = simulate(Truth(), people=300, days=1100, horizon=1, seed=2)
    path = tmp_path_factory.mktemp("value") / "acts.csv"
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["person", "day", "amount"])
        for who, day, amount in zip(world.acts.person, world.acts.day, world.acts.amount, strict=True):
            told = "" if np.isnan(amount) else f"{amount:.2f}".replace(".", ",")
            out.writerow([f"p{who}", BEGIN + timedelta(days=int(day)), told])
    return path


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_an_answer_is_written(acts, tmp_path, capsys):
    costs = write(tmp_path / "c.csv", "key,purpose,amount,start,end\naffiche,acquisition,1200,2023-01-01,2023-02-01\n")
    groups = write(tmp_path / "g.csv", "group,person\nfidèles,p1\nfidèles,p2\nfidèles,inconnue\n")
    out, each = tmp_path / "a.json", tmp_path / "each.csv"
    given = ["--today", "2025-01-01", "--costs", costs, "--groups", groups, "--each", str(each), "-o", str(out)]
    assert main([str(acts), *given]) == 0
    found = json.loads(out.read_text())
    assert found["people"] == 300
    assert [group["name"] for group in found["groups"]] == ["fidèles"]
    assert found["everybody"]["visits"]["low"] < found["everybody"]["visits"]["mean"]
    assert found["costs"]["ratio"] is None
    rows = list(csv.DictReader(each.read_text().splitlines()))
    assert len(rows) == 300
    assert {row["person"] for row in rows} == {f"p{n}" for n in range(300)}
    assert "300 personnes" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("person,when\np,2024-01-01\n", "il manque la colonne «\N{NO-BREAK SPACE}day\N{NO-BREAK SPACE}»"),
        (
            "person,day\np,hier\n",
            "ligne 2\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE}hier\N{NO-BREAK SPACE}» n’est pas un jour",
        ),
        ("person,day,amount\np,2024-01-01,-3\n", "«\N{NO-BREAK SPACE}-3\N{NO-BREAK SPACE}» n’est pas un montant"),
        ("person,day\n,2024-01-01\n", "la colonne «\N{NO-BREAK SPACE}person\N{NO-BREAK SPACE}» est vide"),
        ("person,day\n", "aucun acte"),
    ],
)
def test_bad_input_is_refused_with_its_place(tmp_path, capsys, text, said):
    path = write(tmp_path / "acts.csv", text)
    assert main([path, "--today", "2025-01-01", "-o", str(tmp_path / "a.json")]) == 2
    words = capsys.readouterr().err
    assert said in words
    assert len(words.strip().splitlines()) == 1
    assert not (tmp_path / "a.json").exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("x,gift,1,2024-01-01,2024-02-01,", "ni acquisition ni retention"),
        ("x,retention,1,2024-03-01,2024-02-01,", "la fin précède le début"),
        ("x,retention,1,2024-01-01,2024-02-01,p1 q9", "«\N{NO-BREAK SPACE}q9\N{NO-BREAK SPACE}» n’est dans aucun acte"),
    ],
)
def test_a_cost_that_cannot_be_read_is_refused(acts, tmp_path, capsys, line, said):
    costs = write(tmp_path / "c.csv", f"key,purpose,amount,start,end,reached\n{line}\n")
    assert main([str(acts), "--today", "2025-01-01", "--costs", costs]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(("option", "value"), [("--today", "demain"), ("--stay", "-1"), ("--level", "1.5")])
def test_a_setting_out_of_range_is_refused(acts, capsys, option, value):
    given = {"--today": "2025-01-01"} | {option: value}
    assert main([str(acts), *(part for pair in given.items() for part in pair)]) == 2
    assert option in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said(tmp_path, capsys):
    assert main([str(tmp_path / "none.csv"), "--today", "2025-01-01"]) == 2
    assert "inaccessible" in capsys.readouterr().err
