"""``./belvedere import series``: exit codes, one sentence on a refusal, a summary that a machine can read."""

import json

import pytest
from django.core.management import call_command

from belvedere.observatory.models import DataSource, Delivery, Series

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(tmp_path):
    file = tmp_path / "compteur.csv"
    file.write_text("Jour;Passages\n2024-01-01;12\n2024-01-02;14\n")
    return file


def run(*words, code=0, **options):
    if not code:
        call_command("import_series", *map(str, words), **options)
        return
    with pytest.raises(SystemExit) as stop:
        call_command("import_series", *map(str, words), **options)
    assert stop.value.code == code


def test_a_file_is_taken_and_its_summary_printed(table, people, capsys):
    words = (table, "--source", "pont", "--kind", "counters", "--destination", people.office.slug, "--json")
    run(*words, "--secrecy", "5", "--public", "--name", "Pont Vieux", "--licence", "LO")
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert {key: told[key] for key in told if key != "seconds"} == {
        "created": 1, "updated": 0, "unchanged": 0, "skipped": 0, "failed": 0,
    }  # fmt: skip
    series = Series.everything.get()
    assert (series.measure, series.unit, series.secrecy, series.is_public) == ("counts", "visits", 5, True)
    assert series.territory == people.office.territory
    assert DataSource.everything.get().name == "Pont Vieux"


def test_a_dry_run_makes_nothing(table, people, capsys):
    run(table, "--source", "pont", "--kind", "counters", "--dry-run")
    assert "1 créées" in capsys.readouterr().out
    assert (DataSource.everything.count(), Delivery.everything.count()) == (0, 0)


def test_failed_rows_are_listed_and_the_code_says_so(table, capsys):
    table.write_text("Jour;Passages\n2024-01-01;12\nhier;14\n")
    run(table, "--source", "pont", "--kind", "counters", code=1)
    assert "compteur.csv, ligne 3" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["rien.csv", "--source", "x", "--kind", "table"], "introuvable"),
        (["FILE", "--source", "x"], "n’existe pas encore"),
        (["FILE", "--source", "x", "--kind", "table", "--destination", "nulle"], "n’existe pas"),
        (["FILE", "--source", "x", "--kind", "table", "--mapping", "MAPPING"], "ligne 1"),
        (["FILE", "--source", "x", "--kind", "sdmx"], "SDMX illisible"),
        (["--source", "x", "--kind", "table"], "pas d’adresse d’abonnement"),
    ],
)
def test_a_refusal_is_one_sentence(table, tmp_path, capsys, words, sentence):
    mapping = tmp_path / "mapping.json"
    mapping.write_text("{")
    run(*({"FILE": table, "MAPPING": mapping}.get(word, word) for word in words), code=2)
    told = capsys.readouterr().err.strip()
    assert sentence in told
    assert "\n" not in told


def test_a_mapping_is_kept_for_the_next_file(table, tmp_path):
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps({"period": "Jour", "values": {"Passages": {"name": "Vélos", "measure": "counts"}}}))
    run(table, "--source", "pont", "--kind", "counters", "--mapping", mapping)
    assert DataSource.everything.get().mapping.columns["values"]["Passages"]["name"] == "Vélos"
    assert Series.everything.get().name == "Vélos"
