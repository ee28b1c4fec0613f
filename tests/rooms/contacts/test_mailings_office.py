"""Office screens of letters, mailings and journeys: shown, done, refused."""

import pytest
from django.urls import reverse
from django.utils import timezone

from belvedere.contacts.enums import JourneyStatus, MailingStatus
from belvedere.contacts.models import Journey, Letter, Mailing, Sending
from tests.factories import people as factories
from tests.factories.catalogue import OfferFactory
from tests.factories.contacts import ConsentFactory
from tests.factories.mailings import JourneyFactory, LetterFactory, MailingFactory, SendingFactory, WalkFactory, version

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def office(client, people):
    client.force_login(people.anne)
    return client


def test_a_letter_is_written_and_looked_at_by_day_and_by_night(office, people):
    form = {
        "destination": people.office.pk, "name": "Bienvenue", "purpose": "news", "channel": "mail",
        "versions-count": "1", "versions-0-type": "version", "versions-0-order": "0", "versions-0-deleted": "",
        "versions-0-id": "", "versions-0-value-language": "fr", "versions-0-value-subject": "Bienvenue",
        "versions-0-value-preview": "", "versions-0-value-body-count": "1", "versions-0-value-body-0-type": "button",
        "versions-0-value-body-0-order": "0", "versions-0-value-body-0-deleted": "",
        "versions-0-value-body-0-value-label": "Voir", "versions-0-value-body-0-value-url": "/agenda/",
    }  # fmt: skip
    assert office.get(reverse("letter:add")).status_code == 200
    answer = office.post(reverse("letter:add"), form)
    letter = Letter.everything.get()
    assert answer.status_code == 302
    assert letter.name == "Bienvenue"
    page = office.get(reverse("letter:inspect", args=[letter.pk])).content.decode()
    assert page.count("<iframe") == 2
    frame = reverse("letter:frame", args=[letter.pk, "fr"])
    day, night = office.get(frame), office.get(frame, {"night": "1"})
    assert "@media not all" in day.content.decode()
    assert "@media all" in night.content.decode()
    assert "unsafe-inline" in day["Content-Security-Policy"]
    assert "script-src 'none'" in day["Content-Security-Policy"]
    assert "Ne plus la recevoir" in office.get(frame, {"text": ""}).content.decode()
    assert office.get(reverse("letter:frame", args=[letter.pk, "de"])).status_code == 404


def test_a_mailing_goes_from_draft_to_its_results(office, people, django_capture_on_commit_callbacks):
    letter = LetterFactory(destination=people.office)
    ConsentFactory(person__destination=people.office)
    form = {"name": "Juillet", "letter": letter.pk, "segment": ""}
    assert office.post(reverse("mailing:add"), form).status_code == 302
    mailing = Mailing.everything.get()
    url = reverse("mailing:inspect", args=[mailing.pk])
    with django_capture_on_commit_callbacks(execute=True):
        office.post(url, {"verb": "prepare"})
    mailing.refresh_from_db()
    assert mailing.status == MailingStatus.READY
    assert "Envoyer à 1 personne" in office.get(url).content.decode()
    office.post(url, {"verb": "start"})
    office.post(url, {"verb": "pause"})
    office.post(url, {"verb": "cancel"})
    mailing.refresh_from_db()
    assert mailing.status == MailingStatus.CANCELLED
    assert office.post(url, {"verb": "again"}).status_code == 302
    assert office.post(url, {"verb": "autre"}).status_code in (302, 403)


def test_the_results_say_doubts_returns_and_no_opening(office, people):
    mailing = MailingFactory(destination=people.office, status=MailingStatus.SENDING)
    given = {"destination": people.office, "mailing": mailing, "sent_at": timezone.now()}
    SendingFactory(state="doubt", **given)
    SendingFactory(state="sent", returned="hard", **given)
    text = office.get(reverse("mailing:inspect", args=[mailing.pk])).content.decode()
    assert "Remises incertaines" in text
    assert "adresse morte" in text
    assert "Les ouvertures ne sont pas mesurées" in text
    office.post(reverse("mailing:inspect", args=[mailing.pk]), {"verb": "held"})
    assert Sending.everything.filter(state="sent").count() == 2


def test_a_journey_is_drawn_over_its_table_opened_and_closed(office, people):
    letter = LetterFactory(destination=people.office, name="Comment était-ce ?")
    steps = [
        {"type": "wait", "value": {"days": 2, "hours": 0, "at": "10:00"}, "id": "attente"},
        {
            "type": "condition",
            "value": {
                "condition": "acted:booked",
                "otherwise": [{"type": "wait", "value": {"days": 1, "hours": 0, "at": None}, "id": "sinon"}],
            },
            "id": "si",
        },
        {"type": "letter", "value": letter.pk, "id": "avis"},
    ]
    journey = JourneyFactory(destination=people.office, steps=steps)
    WalkFactory(journey=journey)
    url = reverse("journey:inspect", args=[journey.pk])
    text = office.get(url).content.decode()
    assert text.count("<rect") == 4
    assert text.count("<line") == 3
    assert "1 ici" in text
    office.post(url, {"verb": "open"})
    assert Journey.everything.get().status == JourneyStatus.OPEN
    office.post(url, {"verb": "close"})
    assert Journey.everything.get().status == JourneyStatus.CLOSED


def test_an_offer_is_found_by_its_name(office, people):
    OfferFactory(name="Puy de Dôme", commune=people.here, managed_by=people.office)
    OfferFactory(name="Lac Chambon", commune=people.here, managed_by=people.office)
    text = office.get(reverse("letter_offer_chooser:choose_results"), {"q": "dôme"}).content.decode()
    assert "Puy de" in text
    assert "Chambon" not in text


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_as_much_for_three_rows_as_for_one(office, people, rows, django_assert_max_num_queries):
    for _ in range(rows):
        mailing = MailingFactory(destination=people.office, letter__versions=[version()])
        JourneyFactory(destination=people.office)
        assert mailing.pk
    for name in ("letter:index", "mailing:index", "journey:index"):
        with django_assert_max_num_queries(40):
            office.get(reverse(name))
