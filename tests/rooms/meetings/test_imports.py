"""Lists of participants as offices keep them."""

import pytest
from django.core.management import call_command
from openpyxl import Workbook

from belvedere.meetings.imports import participants
from belvedere.meetings.models import Participant

from .conftest import NOW

CSV = """Nom;Côté;Structure;Courriel;Arrivée;Départ;Max
Auberge de Paul;prestataire;;paul@exemple.fr;9h30;;4
Évasion Voyages;acheteur;;;;10:30;
Sans côté;;;;;;
"""


def bring(path, edition, **options):
    settings = {"mapping": {}, "dry_run": False, "by": None, "now": NOW} | options
    return participants.import_participants(path=path, edition=edition, **settings)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "liste.csv"
    path.write_text(CSV)
    return path


def test_a_file_is_brought_in_and_the_wrong_line_named(file, edition, people):
    outcome = bring(file, edition)
    assert (outcome.created, len(outcome.failed)) == (2, 1)
    assert outcome.failed[0][0] == 4
    inn = Participant.everything.get(name="Auberge de Paul")
    assert (inn.organisation, inn.available, inn.max_meetings) == (people.inn, [2, 3, 4, 5, 6, 7], 4)
    assert Participant.everything.get(name="Évasion Voyages").available == [0, 1, 2, 3, 4]


def test_the_second_time_nothing_changes(file, edition):
    bring(file, edition)
    outcome = bring(file, edition)
    assert (outcome.created, outcome.updated, outcome.unchanged) == (0, 0, 2)


def test_a_rehearsal_writes_nothing(file, edition):
    assert bring(file, edition, dry_run=True).created == 2
    assert not Participant.everything.exists()


def test_a_workbook_reads_like_a_csv_and_columns_are_mapped(tmp_path, edition):
    book = Workbook()
    for row in (("Enseigne", "Qui", "Places"), ("Ferme du Puy", "vendeur", 2), ("Cadeaux & Cie", "acheteur", 3.0)):
        book.active.append(row)
    book.save(tmp_path / "liste.xlsx")
    outcome = bring(tmp_path / "liste.xlsx", edition, mapping={"name": "Enseigne", "side": "qui"})
    assert outcome.created == 2
    assert Participant.everything.get(name="Cadeaux & Cie").seats == 3


def test_a_file_without_the_needed_columns_is_refused_whole(tmp_path, edition):
    path = tmp_path / "liste.csv"
    path.write_text("Enseigne,Qui\nA,vendeur\n")
    with pytest.raises(participants.FileRefused, match="name"):
        bring(path, edition)
    with pytest.raises(participants.FileRefused, match="Nom"):
        bring(path, edition, mapping={"name": "Nom"})
    with pytest.raises(participants.FileRefused):
        bring(tmp_path / "absent.csv", edition)
    (tmp_path / "faux.xlsx").write_text("rien")
    with pytest.raises(participants.FileRefused):
        bring(tmp_path / "faux.xlsx", edition)


def test_the_command_says_what_it_did_and_exits_in_kind(file, edition, capsys):
    with pytest.raises(SystemExit) as stop:
        call_command("import_participants", str(file), edition="cantal")
    assert stop.value.code == 1
    told = capsys.readouterr()
    assert "2 créés" in told.out
    assert "ligne 4" in told.err
    with pytest.raises(SystemExit) as stop:
        call_command("import_participants", str(file), edition="inconnue")
    assert stop.value.code == 2
