"""Complaints with their deadlines, the year's figures, the file to hand in."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from belvedere.desk.actions import complaints as actions
from belvedere.desk.models import Complaint, OpeningDay
from belvedere.desk.queries import complaints, figures
from tests.factories.desk import ComplaintFactory, CounterFactory, DeskRequestFactory, OpeningDayFactory

from .conftest import NOW

TODAY = NOW.date()


@pytest.fixture
def complaint(people):
    return actions.note_complaint(
        destination=people.office, topic="words", channel="mail", text="La fiche disait ouvert.", author="a@b.fr",
        about="le musée", by=people.bruno, now=NOW,
    )  # fmt: skip


def test_a_complaint_has_its_deadlines_and_forgets_its_author_once_answered(people, complaint):
    assert (complaint.acknowledge_by, complaint.answer_by) == (TODAY + timedelta(3), TODAY + timedelta(15))
    actions.acknowledge_complaint(complaint=complaint, by=people.anne, now=NOW)
    with pytest.raises(actions.Refused):
        actions.answer_complaint(complaint=complaint, answer=" ", by=people.anne, now=NOW)
    actions.answer_complaint(complaint=complaint, answer="Bonjour…", by=people.anne, now=NOW + timedelta(days=6))
    row = Complaint.everything.get()
    assert (row.state, row.author, row.answered_on, row.acknowledged_on) == (
        "answered", "", TODAY + timedelta(days=6), TODAY,
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.everything.update(author="a@b.fr")


@pytest.mark.parametrize("who", ["chloe", "denis", "paul"])
def test_another_desk_touches_nothing(people, complaint, who):
    signed = {"by": getattr(people, who), "now": NOW}
    counter = CounterFactory(destination=people.office)
    for act in (
        lambda: actions.note_complaint(destination=people.office, topic="other", channel="mail", text="x", **signed),
        lambda: actions.acknowledge_complaint(complaint=complaint, **signed),
        lambda: actions.answer_complaint(complaint=complaint, answer="x", **signed),
        lambda: actions.keep_opening(counter=counter, day=TODAY, minutes=60, **signed),
    ):
        with pytest.raises(actions.Refused):
            act()
    assert Complaint.everything.get().state == "received"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_register_says_what_is_late_in_two_queries(people, django_assert_num_queries, rows):
    for _ in range(rows):
        ComplaintFactory(destination=people.office)
    with django_assert_num_queries(2):
        register = complaints.register_of(people.office, today=date(2026, 7, 5))
    assert (len(register.waiting), register.late) == (rows, rows)
    assert complaints.register_of(people.office, today=date(2026, 7, 3)).late == 0


def test_the_model_answer_says_again_what_was_told(complaint):
    draft = complaints.model_answer(complaint, brand="Volcans")
    assert "à propos de le musée" in draft or "le musée" in draft
    assert draft.endswith("Volcans")
    assert "corrigé" in draft


def test_openings_are_noted_after_the_fact_and_corrected(people):
    counter = CounterFactory(destination=people.office)
    for minutes in (480, 420):
        actions.keep_opening(counter=counter, day=TODAY, minutes=minutes, by=people.bruno, now=NOW)
    assert OpeningDay.everything.get().minutes == 420
    for wrong in ({"minutes": 0}, {"minutes": 1500}, {"day": TODAY + timedelta(1)}):
        with pytest.raises(actions.Refused):
            actions.keep_opening(**{"counter": counter, "day": TODAY, "minutes": 60, **wrong}, by=people.bruno, now=NOW)


@pytest.fixture
def year(people):
    told = [
        {"channel": "counter", "language": "fr", "country": "FR", "postcode": "63000"},
        {"channel": "counter", "language": "en", "country": "GB"},
        {"channel": "phone"},
        {"channel": "phone", "question": "Un loueur de vélos", "unmet": True},
        {"channel": "mail", "question": "un loueur de VELOS !", "unmet": True},
        {"channel": "mail", "question": "=Consigne", "unmet": True},
    ]
    for fields in told:
        DeskRequestFactory(destination=people.office, recorded_at=NOW, **fields)
    DeskRequestFactory(destination=people.office, recorded_at=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    DeskRequestFactory(destination=people.neighbour, recorded_at=NOW)
    OpeningDayFactory(counter=CounterFactory(destination=people.office), minutes=450)
    answered = {"state": "answered", "answered_on": date(2026, 7, 11), "answer": "Voilà"}
    ComplaintFactory(destination=people.office, **answered)
    ComplaintFactory(destination=people.office)


def by_label(lines):
    return {line.label: line.count for line in lines}


def test_the_year_s_figures_are_those_of_the_work(people, year, django_assert_num_queries):
    with django_assert_num_queries(9):
        found = figures.figures_of([people.office], 2026)
    assert found.total == 7, "le 31 décembre à 23 h 30 UTC est déjà 2026 à Paris"
    assert by_label(found.channels) == {"Téléphone": 2, "Guichet": 3, "Courriel": 2}
    assert by_label(found.origins) == {"France": 1, "Royaume-Uni": 1}
    assert by_label(found.departments) == {"63": 1}
    assert by_label(found.months)["Juillet"] == 6
    assert [(line.count, line.share) for line in found.unmet] == [(2, 100), (1, 50)]
    assert found.unsaid == (5, 5)
    assert (found.opening_days, found.opening_hours) == (1, 8)
    assert (found.complaints, found.answered, found.answer_days) == (2, 1, 10)


def test_the_file_to_hand_in_holds_the_same_and_runs_no_formula(client, people, year):
    client.force_login(people.bruno)
    url = reverse("desk:figures")
    text = client.get(url, {"annee": 2026, "fichier": "csv"}).content.decode("utf-8-sig")
    assert "Par où;Guichet;3" in text
    assert "'=Consigne" in text
    book = load_workbook(BytesIO(client.get(url, {"annee": 2026, "fichier": "xlsx"}).content))
    assert book["Ensemble"]["B2"].value == 7
    assert [row[1].value for row in book["Par où"].iter_rows(min_row=2)] == [3, 2, 2]


def test_a_wider_destination_counts_the_desks_below_it(client, people, year):
    CounterFactory(destination=people.neighbour)
    url = reverse("desk:figures")
    client.force_login(people.denis)
    assert client.get(url, {"annee": 2026}).context["figures"].total == 8
    assert client.get(url, {"annee": 2026, "accueil": people.office.slug}).context["figures"].total == 7
    client.force_login(people.bruno)
    told = client.get(url, {"annee": 2026, "accueil": people.neighbour.slug}).context["figures"].total
    assert told == 7, "another office's figures are not his"


def test_the_screens_hold_it_all(client, people, year):
    client.force_login(people.bruno)
    page = client.get(reverse("desk:figures"), {"annee": "2026"}).content.decode()
    assert "Un loueur de vélos" in page or "un loueur de VELOS" in page
    for wrong in ("x", "1", "99999"):
        assert client.get(reverse("desk:figures"), {"annee": wrong}).status_code == 200
    assert client.post(reverse("desk:figures"), {"day": "2026-07-02", "hours": "7.5"}).status_code == 302
    assert client.post(reverse("desk:figures"), {"day": "", "hours": "30"}).status_code == 422
    url = reverse("desk:complaints")
    client.post(url, {"verb": "note", "topic": "signs", "channel": "mail", "text": "Panneau tombé"})
    row = Complaint.everything.get(topic="signs")
    assert "Panneau tombé" in client.get(url).content.decode()
    client.post(url, {"verb": f"ack:{row.pk}"})
    client.post(url, {"verb": f"answer:{row.pk}", "answer": "C’est relevé."})
    row.refresh_from_db()
    assert row.state == "answered"
    assert client.post(url, {"verb": "note"}).status_code == 422
    foreign = ComplaintFactory(destination=people.neighbour)
    assert client.post(url, {"verb": f"ack:{foreign.pk}"}).status_code == 404
