"""The engine alone, on files."""

import csv
import json
from datetime import UTC, datetime

import pytest

from belvedere.engines.segments import (
    Field,
    Schema,
    Segment,
    SegmentError,
    check,
    compile_segments,
    condition_of,
)
from belvedere.engines.segments.__main__ import main
from belvedere.engines.segments.files import moment_of

NAMES = {
    "schema": {
        "people": [
            {
                "name": "language",
                "kind": "choice",
                "label": "langue",
                "values": {"fr": "français", "nl": "néerlandais"},
            },
            {"name": "letter", "kind": "flag", "label": "accepte la lettre"},
        ],
        "acts": [{"name": "amount", "kind": "number", "label": "montant", "unit": "€", "scale": 100}],
        "kinds": {"visit": "visites", "sale": "achats"},
    },
    "segments": [
        {"key": "recent", "name": "Venus depuis peu", "if": {"acts": ["visit"], "op": ">=", "value": 1, "oldest": 90}},
        {"key": "letter", "name": "À qui écrire", "if": {"all": [{"in": "recent"}, {"field": "letter", "is": True}]}},
        {
            "key": "buyers",
            "name": "Acheteurs",
            "if": {
                "clues": [
                    {
                        "label": "a acheté",
                        "if": {"acts": ["sale"], "measure": "sum", "of": "amount", "op": ">=", "value": 2000},
                        "weight": 3,
                        "against": 1,
                    },
                    {"label": "parle néerlandais", "if": {"field": "language", "one_of": ["nl"]}, "weight": 1},
                ],
                "prior": 1,
                "strength": 3,
                "threshold": 60,
            },
        },
    ],
}
PEOPLE = "id,language,letter\n1,fr,oui\n2,nl,\n3,,non\n"
ACTS = """person,kind,at,amount
1,visit,2026-06-01,
2,visit,2026-01-01,
2,sale,2026-01-02,1500
2,sale,2026-01-03,900
"""


@pytest.fixture
def files(tmp_path):
    (tmp_path / "s.json").write_text(json.dumps(NAMES), encoding="utf-8")
    (tmp_path / "p.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "a.csv").write_text(ACTS, encoding="utf-8")
    return tmp_path


def run(files, *more):
    places = [str(files / "s.json"), "--people", str(files / "p.csv"), "--acts", str(files / "a.csv")]
    return main([*places, "--now", "2026-07-01", *more])


def test_members_are_written(files):
    assert run(files, "-o", str(files / "m.csv")) == 0
    with (files / "m.csv").open(encoding="utf-8") as source:
        rows = [(row["segment"], row["person"], float(row["confidence"])) for row in csv.DictReader(source)]
    assert rows == [("recent", "1", 1.0), ("letter", "1", 1.0), ("buyers", "2", 5 / 7)]


def test_a_person_is_explained(files, capsys):
    assert run(files, "--explain", "2") == 0
    said = capsys.readouterr().out
    assert "Acheteurs\u00a0: oui (confiance 0.71)" in said
    assert "Confiance 0,71 pour un seuil de 0,60, 2 indices connus sur 2." in said
    assert "a acheté — Montant au total, achats\u202f: au moins 20\u00a0€ (24\u00a0€" in said
    assert "Visites depuis 90 jours\u202f: au moins 1 (0)." in said
    assert run(files, "--explain", "1") == 0
    assert "Sans rien de nouveau, sortira le 30 août 2026." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "before", "after", "place"),
    [
        ("s.json", '"field": "letter"', '"field": "lettre"', "letter, condition 2"),
        ("s.json", '"in": "recent"', '"in": "letter"', "letter → letter"),
        ("s.json", '"op": ">="', '"op": "≥"', "segments[0].if.op"),
        ("s.json", '"oldest"', '"olest"', "olest"),
        ("p.csv", "3,,non", "3,,peut-être", "ligne 4"),
        ("p.csv", "3,,non", "1,,non", "deux fois"),
        ("a.csv", "2026-01-02", "hier", "ligne 4"),
        ("a.csv", "2,sale", "9,sale", "ligne 4"),
    ],
)
def test_faults_are_refused_with_their_place(files, capsys, name, before, after, place):
    text = (files / name).read_text(encoding="utf-8")
    assert before in text
    (files / name).write_text(text.replace(before, after, 1), encoding="utf-8")
    assert run(files, "-o", str(files / "m.csv")) == 2
    said = capsys.readouterr().err
    assert place in said
    assert said.count("\n") == 1
    assert not (files / "m.csv").exists()


@pytest.mark.parametrize(
    "condition",
    [
        {"field": "children", "one_of": ["fr"]},
        {"field": "language", "one_of": ["it"]},
        {"field": "language", "age": "<", "days": 3},
        {"acts": ["inconnu"], "op": ">", "value": 0},
        {"acts": [], "measure": "sum", "of": "theme", "op": ">", "value": 0},
        {"acts": [], "measure": "last", "op": "=", "value": 3},
        {"acts": [], "op": ">", "value": 0, "oldest": 3, "newest": 5},
        {"clues": [{"label": "x", "if": {"field": "children", "known": True}, "weight": 0}], "prior": 1, "strength": 2,
         "threshold": 50},
    ],
)  # fmt: skip
def test_what_the_fields_cannot_answer_is_refused(condition):
    schema = Schema(
        (Field("children", "number", "enfants"), Field("language", "choice", "langue", {"fr": "français"})),
        (Field("theme", "choice", "thème"),),
        {"visit": "visites"},
    )
    with pytest.raises(SegmentError):
        check(Segment("s", "S", condition_of(condition)), schema)


def test_segments_that_turn_in_a_circle_are_refused():
    segments = [
        Segment("a", "A", condition_of({"in": "b"})),
        Segment("b", "B", condition_of({"not": {"in": "a"}})),
    ]
    with pytest.raises(SegmentError, match="a → b → a"):
        compile_segments(segments)


def test_moments_are_read_in_their_zone():
    assert moment_of("2026-07-01T02:00+02:00", "x") == datetime(2026, 7, 1, tzinfo=UTC).timestamp()
