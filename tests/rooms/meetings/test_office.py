"""The office's screens as anne and bruno run them, as denis looks, as chloe must not."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from belvedere.kit.models import Job
from belvedere.meetings.actions import plans, wishes
from belvedere.meetings.models import Edition, Participant, PlanVersion
from belvedere.meetings.validators import read_rooms, read_waves
from tests.factories.meetings import EditionFactory, MeetingFactory, ParticipantFactory, PlanFactory

from .conftest import NOW


@pytest.fixture
def plan(edition, sellers, buyers):
    for one in sellers:
        wishes.place_wishes(participant=one, wanted=[b.pk for b in buyers], by=None, now=NOW)
    Edition.everything.update(status="closed")
    edition.refresh_from_db()
    return plans.solve_edition(edition=edition, budget=0.2, by=None, now=NOW)


@pytest.fixture
def anne(client, people):
    client.force_login(people.anne)
    return client


def test_the_edition_says_its_capacity_and_its_versions(anne, edition, plan):
    plans.weigh_capacity(edition=edition, by=None, now=NOW)
    page = anne.get(reverse("edition:inspect", args=[edition.pk])).content.decode()
    for words in (
        "4 prestataires, 3 acheteurs, 12 souhaits de 4 participants",
        "Tous les souhaits tiennent",
        "version 1",
    ):
        assert words in page, words


def test_decisions_go_through_the_actions(anne, edition):
    url = reverse("edition:decide", args=[edition.pk])
    anne.post(url, {"verb": "close"})
    anne.post(url, {"verb": "capacity"})
    edition.refresh_from_db()
    assert edition.status == "closed"
    assert Job.objects.filter(name="meetings.plan").count() == 1
    assert Job.objects.filter(name="meetings.capacity").count() == 2
    assert anne.post(url, {"verb": "inconnu"}).headers["Location"] == reverse("wagtailadmin_home")


def test_the_wall_says_that_nothing_is_better(anne, plan):
    page = anne.get(reverse("edition:plan", args=[plan.pk])).content.decode()
    for words in (
        "Aucune meilleure journée n’existe",
        "Agence 0",
        "Gîte 2",
        "9\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}17",
    ):
        assert words in page, words


def test_anne_publishes_moves_and_notes_an_absence(anne, plan, sellers):
    url = reverse("edition:plan", args=[plan.pk])
    anne.post(url, {"verb": "publish"})
    plan.refresh_from_db()
    assert plan.is_current
    first, second, *_rest = plan.meetings.filter(seller=sellers[0]).order_by("slot")
    answer = anne.post(url + "?q=auberge", {"verb": f"move:{first.pk}", f"slot_{first.pk}": second.slot}, follow=True)
    assert "Auberge" in answer.content.decode()
    first.refresh_from_db()
    assert first.slot != second.slot
    answer = anne.post(url, {"verb": f"absent:{sellers[0].pk}"}, follow=True)
    assert "Aucune meilleure réparation" in answer.content.decode()
    assert PlanVersion.everything.get(number=2).repairs == plan
    assert anne.post(url, {"verb": "absent:²"}).headers["Location"] == reverse("wagtailadmin_home")


def test_the_printer_s_documents_are_pdf(anne, plan):
    for name in ("edition:print_agendas", "edition:print_tables"):
        answer = anne.get(reverse(name, args=[plan.pk]))
        assert answer.content[:5] == b"%PDF-"


def test_a_colleague_above_looks_and_a_stranger_finds_nothing(client, people, plan, edition):
    pages = [reverse("edition:plan", args=[plan.pk]), reverse("edition:inspect", args=[edition.pk])]
    client.force_login(people.denis)
    for page in pages:
        text = client.get(page).content.decode()
        assert "Agence 0" in text or "version 1" in text
        assert 'name="verb"' not in text
    client.post(pages[0], {"verb": "publish"})
    assert not PlanVersion.everything.filter(is_current=True).exists()
    client.force_login(people.chloe)
    assert all(client.get(page).status_code in (302, 404) for page in pages)
    assert client.post(pages[0], {"verb": "publish"}).status_code in (302, 404)


def test_bruno_creates_an_edition_and_a_participant(client, people):
    client.force_login(people.bruno)
    form = {
        "destination": people.office.pk, "name": "Rencontres d’automne", "slug": "automne", "place": "Halle",
        "day": "2026-11-05", "first_start": "09:00", "last_start": "15:30", "slot_minutes": 12, "change_minutes": 3,
        "waves": "12:00-12:45\n12h45-13h30", "halls": "Salle Truyère:30", "opens_at": "", "closes_at": "", "tables": "",
        "group_size": 2, "aim": "stack", "pauses": "10:30-10:45", "relances": "7, 2",
    }  # fmt: skip
    answer = client.post(reverse("edition:add"), form)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    made = Edition.everything.get(slug="automne")
    assert (made.breaks, made.reminders, made.group_size) == ([[630, 645]], [7, 2], 2)
    assert (made.lunch_waves, made.rooms) == ([[720, 765], [765, 810]], [{"id": "Salle Truyère", "tables": 30}])
    person = {
        "edition": made.pk, "side": "buyer", "name": "Agence", "about": "", "organisation": "", "email": "",
        "max_meetings": "", "min_meetings": 1, "seats": 3, "priority": 2, "arrives": "14:00", "leaves": "",
    }  # fmt: skip
    assert client.post(reverse("participant:add"), person).status_code == 302
    assert Participant.everything.get(name="Agence").available == [20, 21, 22, 23, 24, 25, 26]


def test_a_neighbour_s_edition_is_not_a_choice(client, people):
    client.force_login(people.bruno)
    other = EditionFactory(destination=people.neighbour)
    person = {"edition": other.pk, "side": "buyer", "name": "Intrus", "min_meetings": 1, "seats": 1, "priority": 1}
    assert client.post(reverse("participant:add"), person).status_code == 200
    assert not Participant.everything.exists()


@pytest.mark.parametrize("page", ["edition:index", "participant:index", "edition:plan"])
def test_lists_ask_as_many_questions_with_three_rows_as_with_one(anne, people, page):
    edition = EditionFactory(destination=people.office)
    plan = PlanFactory(edition=edition)
    MeetingFactory(plan=plan)
    url = reverse(page, args=[plan.pk] if page == "edition:plan" else [])

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert anne.get(url).status_code == 200
        return len(queries)

    count()
    before = count()
    for k in range(2):
        EditionFactory(destination=people.office)
        ParticipantFactory(edition=edition)
        MeetingFactory(plan=plan, slot=k)
        PlanFactory(edition=edition, number=k + 2)
    assert count() == before


@pytest.mark.parametrize("text", ["12:00", "13:00-12:00", "25:00-26:00", "midi-13:00"])
def test_a_wrong_wave_is_refused(text):
    with pytest.raises(ValidationError):
        read_waves(text)


def test_rooms_are_read_line_by_line():
    assert read_rooms("Salle A : 3\n\nHalle B:12") == [{"id": "Salle A", "tables": 3}, {"id": "Halle B", "tables": 12}]
    for wrong in ("Salle A", "Salle A : x", "A:1\nA:2"):
        with pytest.raises(ValidationError):
            read_rooms(wrong)
