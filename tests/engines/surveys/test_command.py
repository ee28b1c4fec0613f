"""The engine alone, on files."""

import json

import numpy as np
import pytest

from belvedere.engines.surveys.__main__ import main


@pytest.fixture
def answers(tmp_path):
    rng, lines = np.random.default_rng(1), ["avis;note;connaît;sexe"]
    for rank in range(120):
        known, sex = "oui" if rng.random() < 0.4 else "non", "F" if rank % 3 else "H"
        lines.append(f"{rng.integers(0, 11)};{rng.integers(1, 6)};{known};{sex}")
    file = tmp_path / "réponses.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.fixture
def margins(tmp_path):
    file = tmp_path / "marges.csv"
    file.write_text("caractère;modalité;part\nsexe;F;51,6\nsexe;H;48,4\n", encoding="utf-8")
    return file


def test_scores_and_weighted_shares_come_out(answers, margins, tmp_path):
    out = tmp_path / "notes.json"
    asked = ["--nps", "avis", "--csat", "note", "--share", "connaît", "--margins", str(margins), "--asked", "600"]
    assert main([str(answers), *asked, "-o", str(out)]) == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["answers"] == 120
    assert found["response"]["rate"] == 0.2
    assert found["nps"]["avis"]["low"] < found["nps"]["avis"]["value"] < found["nps"]["avis"]["high"]
    assert found["csat"]["note"]["worst"]["edges"][0] < found["csat"]["note"]["satisfied"]["low"]
    assert found["weighting"]["design_effect"] > 1
    assert found["shares"]["connaît"]["effective"] < 120
    assert not (tmp_path / "notes.json.part").exists()


def test_the_bootstrap_is_drawn_from_its_seed(answers, margins, capsys):
    command = [str(answers), "--share", "connaît", "--margins", str(margins), "--draws", "60", "--seed", "4"]
    assert main(command) == 0
    first = capsys.readouterr().out
    assert main(command) == 0
    assert capsys.readouterr().out == first


def test_marks_that_are_none_are_listed(answers, capsys):
    answers.write_text(answers.read_text(encoding="utf-8") + "douze;3;oui;F\n", encoding="utf-8")
    assert main([str(answers), "--nps", "avis"]) == 1
    told = capsys.readouterr()
    assert "ligne 122, colonne «\N{NO-BREAK SPACE}avis\N{NO-BREAK SPACE}»" in told.err
    assert json.loads(told.out)["nps"]["avis"]["n"] == 120


REFUSED = [
    (["absent.csv", "--nps", "avis"], "illisible"),
    (["A"], "au moins une colonne"),
    (["A", "--nps", "rien"], "pas de colonne"),
    (["A", "--nps", "avis", "--asked", "10"], "vérifiez les deux nombres"),
    (["A", "--share", "note"], "ni oui ni non"),
    (["A", "--share", "connaît", "--margins", "A"], "un caractère, une modalité et une part"),
    (["A", "--nps", "avis", "-o", "/nulle/part/x.json"], "écriture impossible"),
]


@pytest.mark.parametrize(("arguments", "sentence"), REFUSED)
def test_refusals_are_one_sentence(answers, capsys, arguments, sentence):
    assert main([str(answers) if one == "A" else one for one in arguments]) == 2
    told = capsys.readouterr()
    assert sentence in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""
