"""Files of contacts: each line has its outcome, a consent its proof, and the same file again changes nothing."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from belvedere.contacts.actions import arrivals, erasure, files
from belvedere.contacts.enums import ErasureCause, LineStatus
from belvedere.contacts.imports import files as imports
from belvedere.contacts.models import Act, Consent, ContactFile, FileLine, Person
from belvedere.kit import jobs
from belvedere.kit.models import Job
from tests.factories.contacts import ConsentFactory, PersonFactory

from .conftest import NOW

LIST = (
    "Nom;Prénom;Courriel;Téléphone;CP;Pays;Langue\n"
    "Roux;Léa;Lea.Roux@exemple.fr;06 12 34 56 78;63000;France;fr\n"
    "Petit;Marc;pas une adresse;;15000;France;fr\n"
    ";;;;;;\n"
    "Bakker;Sanne;sanne@exemple.nl;+31 6 1234 5678;1011 AB;Pays-Bas;nl\n"
    "Blanc;Ève;;0471 00 00 00;15140;France;\n"
    "Roux;Léa;lea.roux@exemple.fr;;;;\n"
)


def receive(people, text=LIST, name="contacts.csv", by=None):
    content = text.encode() if isinstance(text, str) else text
    return imports.receive_file(name=name, content=content, destination=people.office, by=by or people.bruno, now=NOW)


def prove(people, file):
    files.describe_file(
        file=file, columns=file.columns, claims=[("news", "mail")], proof="classeur 3", gathered_on=date(2026, 1, 12),
        by=people.bruno, now=NOW,
    )  # fmt: skip


def bring(people, file, *, dry_run=False):
    given = {"file": file, "by": people.bruno, "now": NOW}
    return imports.try_file(**given).lines if dry_run else imports.bring_file(**given)


def test_each_line_has_its_outcome(people):
    known = PersonFactory(destination=people.office, email="sanne@exemple.nl", phone="", first_name="S.")
    file = receive(people)
    assert file.columns["email"] == "Courriel"
    tried = [(line.number, line.status) for line in bring(people, file, dry_run=True)]
    assert not FileLine.everything.exists()
    assert Person.everything.count() == 1
    assert [(line.number, line.status) for line in bring(people, file)] == tried
    assert tried == [
        (2, LineStatus.CREATED), (3, LineStatus.FAILED), (5, LineStatus.UPDATED), (6, LineStatus.CREATED),
        (7, LineStatus.UNCHANGED),
    ]  # fmt: skip
    failed = FileLine.everything.get(status=LineStatus.FAILED)
    assert "adresse électronique" in failed.sentence
    assert "pas une adresse" not in failed.sentence
    lea = Person.everything.get(email="lea.roux@exemple.fr")
    assert (lea.phone, lea.country, lea.postcode, lea.source) == ("+33612345678", "FR", "63000", "import")
    known.refresh_from_db()
    assert (known.first_name, known.phone) == ("S.", "+31612345678")
    file.refresh_from_db()
    assert bytes(file.content) == b""
    assert file.counts == {"created": 2, "failed": 1, "updated": 1, "unchanged": 1}
    assert Act.everything.filter(kind="came", own=False).count() == 2
    assert Job.objects.filter(name="contacts.find_duplicates").count() == 1
    with pytest.raises(files.FileRefused):
        bring(people, file)


def test_a_quote_left_open_is_said_and_swallows_nobody_in_silence(people):
    file = receive(people, 'Nom;Courriel\nPetit;p@exemple.fr\n"Roux;r@exemple.fr\nBlanc;b@exemple.fr\n')
    bring(people, file)
    assert list(Person.everything.values_list("last_name", flat=True)) == ["Petit"]
    assert "guillemet" in FileLine.everything.get(status=LineStatus.FAILED).sentence


def test_the_same_file_again_changes_nothing(people):
    for turn in range(2):
        file = receive(people)
        prove(people, file)
        found = {line.status for line in bring(people, file)}
        assert found == {LineStatus.FAILED, LineStatus.UNCHANGED} | ({LineStatus.CREATED} if turn == 0 else set())
        assert (Person.everything.count(), Consent.everything.count()) == (3, 3)


def test_the_mapping_is_kept_for_the_next_file_with_the_same_headings(people):
    odd = "Qui;Où écrire\nRoux;a@exemple.fr\n"
    file = receive(people, odd)
    with pytest.raises(files.FileRefused):
        bring(people, file, dry_run=True)
    files.describe_file(
        file=file, columns={"last_name": "Qui", "email": "Où écrire"}, claims=[], proof="", gathered_on=None,
        by=people.bruno, now=NOW,
    )  # fmt: skip
    bring(people, file)
    assert receive(people, odd).columns == {"last_name": "Qui", "email": "Où écrire"}


def test_a_consent_comes_in_with_its_proof_only_and_never_over_a_person(people):
    refused = PersonFactory(destination=people.office, email="sanne@exemple.nl")
    ConsentFactory(person=refused, given=False, reference="")
    file = receive(people)
    for wrong in ({"proof": "", "gathered_on": date(2026, 1, 1)}, {"proof": "classeur", "gathered_on": None}):
        with pytest.raises(files.FileRefused):
            files.describe_file(
                file=file, columns=file.columns, claims=[("news", "mail")], by=people.bruno, now=NOW, **wrong
            )
    prove(people, file)
    bring(people, file)
    given = Consent.everything.filter(given=True)
    assert {line.person.email for line in given} == {"lea.roux@exemple.fr", ""}
    assert {(line.proof, line.at.date(), "classeur 3" in line.reference) for line in given} == {
        ("file", date(2026, 1, 12), True)
    }
    assert Consent.everything.get(person=refused).in_force


def test_who_asked_to_leave_does_not_come_back_by_a_file(people):
    gone = PersonFactory(destination=people.office, email="lea.roux@exemple.fr")
    erasure.erase_person(person=gone, cause=ErasureCause.ASKED, by=None, now=NOW)
    lines = bring(people, receive(people))
    assert [line.status for line in lines if line.number in (2, 7)] == [LineStatus.FAILED] * 2
    assert not Person.everything.filter(email="lea.roux@exemple.fr").exists()


def test_a_workbook_reads_the_same(people):
    book, out = Workbook(), BytesIO()
    book.active.append(["Email", "Nom", "Code postal", "Pays"])
    book.active.append(["lea@exemple.fr", "Roux", 1000, "France"])
    book.save(out)
    bring(people, receive(people, out.getvalue(), "contacts.xlsx"))
    assert Person.everything.get().postcode == "01000"


@pytest.mark.parametrize("text", ["", "seul\nx\n", b"\x00\x01binaire" * 50])
def test_what_is_no_list_is_refused_whole(people, text):
    with pytest.raises(files.FileRefused):
        receive(people, text)
    assert not ContactFile.everything.exists()


def test_a_file_goes_into_one_s_own_file_only(people):
    with pytest.raises(files.FileRefused):
        receive(people, by=people.chloe)
    file = receive(people)
    with pytest.raises(files.FileRefused):
        imports.try_file(file=file, by=people.chloe, now=NOW)
    with pytest.raises(files.FileRefused):
        files.ask_bringing(file=file, by=people.chloe, now=NOW)


class Killed(Exception):
    """The worker stops here."""


def test_stopped_between_two_lots_it_goes_on_and_ends_as_if_it_had_not(people, monkeypatch):
    monkeypatch.setattr(arrivals, "BATCH", 2)
    file = receive(people)
    prove(people, file)
    told = []

    def stop(done, total, sentence):
        told.append((done, total))
        raise Killed

    for _attempt in range(2):
        with pytest.raises(Killed):
            imports.bring_file(file=file, by=people.bruno, now=NOW, report=stop)
    assert told == [(2, 5), (4, 5)]
    assert FileLine.everything.count() == 4
    files.ask_bringing(file=file, by=people.bruno, now=NOW)
    with pytest.raises(files.FileRefused, match="en cours"):
        files.ask_bringing(file=file, by=people.bruno, now=NOW)
    jobs.run(file.job_id)
    file.refresh_from_db()
    assert file.counts == {"created": 3, "failed": 1, "unchanged": 1}
    assert (bytes(file.content), file.sample, file.under_way) == (b"", [], False)
    assert (Person.everything.count(), Consent.everything.count()) == (3, 3)
    assert len(Job.objects.get(name="contacts.find_duplicates").arguments["people"]) == 3
