"""Short messages in journeys: by the gateway, to those who agreed to them, under the same rules as letters."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from belvedere.contacts.actions import journeys, leaving, mailings, posting, writing
from belvedere.contacts.enums import ActKind, Channel, Purpose, SendingState, Skip, Trigger
from belvedere.contacts.models import Act, Consent, Sending
from belvedere.contacts.queries import messages
from belvedere.kit import http, sms
from tests.factories.contacts import ActFactory, ConsentFactory, PersonFactory
from tests.factories.mailings import JourneyFactory, LetterFactory, MailingFactory, RulesFactory, version

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 3, 27, 9, tzinfo=UTC)
TEXT = "<p>Bonjour [prénom], votre séjour approche.</p>"


@pytest.fixture
def gateway(settings, monkeypatch):
    """Short messages heard, in order."""
    heard = []
    settings.SMS_GATEWAY = {"url": "https://sms.exemple.fr", "body": {"to": "{to}", "text": "{text}"}}
    monkeypatch.setattr(sms, "send", lambda number, text: heard.append((number, text)))
    return heard


@pytest.fixture
def text(people):
    return LetterFactory(
        destination=people.office, name="Rappel", purpose=Purpose.OFFERS, channel=Channel.SMS,
        versions=[version(text=TEXT)],
    )  # fmt: skip


@pytest.fixture
def journey(people, text):
    steps = [{"type": "sms", "value": text.pk, "id": "rappel"}]
    row = JourneyFactory(
        destination=people.office, steps=steps, trigger=Trigger.STAY, act_kind=ActKind.PLANNED, days=-7, again_after=60
    )
    return journeys.open_journey(journey=row, by=people.anne, now=FRIDAY)


def guest(people, *channels, **given):
    person = PersonFactory(destination=people.office, first_name="Léa", **{"phone": "+33612345678"} | given)
    for channel in channels:
        ConsentFactory(person=person, purpose=Purpose.OFFERS, channel=channel, at=FRIDAY - timedelta(days=1))
    ActFactory(person=person, kind=ActKind.PLANNED, at=FRIDAY + timedelta(days=4), own=False)
    return person


def work(now):
    journeys.enter_journeys(now=now)
    journeys.walk_journeys(now=now)
    posting.post_waiting(clock=lambda: now)


def test_a_message_leaves_once_with_who_writes_and_how_to_stop(people, journey, gateway):
    RulesFactory(destination=people.office, sender="Office du lac")
    person = guest(people, Channel.SMS, email="")
    for hours in range(3):
        work(FRIDAY + timedelta(hours=hours))
    ((number, words),) = gateway
    sending = Sending.everything.get()
    assert (number, sending.state) == ("+33612345678", SendingState.SENT)
    assert words.startswith("Office du lac : Bonjour Léa, votre séjour approche.")
    assert reverse("contacts:leave", args=[messages.token_of(sending.identifier)]) in words
    assert Act.everything.get(person=person, kind=ActKind.SENT).label == "Rappel"
    assert mail.outbox == []
    leaving.leave_letters(sending=sending, now=FRIDAY + timedelta(days=1))
    assert Consent.everything.get(person=person, in_force=True).given is False
    assert Consent.everything.get(person=person, in_force=True).channel == Channel.SMS


def test_who_agreed_to_mail_only_gets_no_message(people, journey, gateway):
    guest(people, Channel.MAIL)
    work(FRIDAY)
    assert gateway == []
    assert not Sending.everything.exists()


def test_a_message_counts_under_the_caps_of_letters(people, journey, gateway):
    RulesFactory(destination=people.office, week_cap=1)
    person = guest(people, Channel.SMS, Channel.MAIL)
    letter = LetterFactory(destination=people.office, purpose=Purpose.OFFERS)
    mailing = MailingFactory(destination=people.office, letter=letter)
    mailings.prepare_mailing(mailing=mailing, now=FRIDAY)
    mailing.status = "ready"
    mailing.save()
    mailings.start_mailing(mailing=mailing, by=None, now=FRIDAY)
    posting.post_waiting(clock=lambda: FRIDAY)
    assert [one.to for one in mail.outbox] == [[person.email]]
    work(FRIDAY + timedelta(hours=2))
    assert gateway == []


def test_without_a_gateway_it_waits_and_ends_up_late(people, journey, settings):
    settings.SMS_GATEWAY = {}
    guest(people, Channel.SMS)
    work(FRIDAY)
    assert Sending.everything.get().state == SendingState.WAITING
    Act.everything.filter(kind=ActKind.PLANNED).update(at=FRIDAY + timedelta(days=30))
    posting.post_waiting(clock=lambda: FRIDAY + timedelta(days=4))
    assert Sending.everything.get().reason == Skip.LATE


@pytest.mark.parametrize(
    ("fault", "state"), [(http.Unavailable("muet"), SendingState.DOUBT), (http.Forbidden("non"), SendingState.FAILED)]
)
def test_a_gateway_that_fails_is_not_asked_twice(people, journey, gateway, monkeypatch, fault, state):
    def fail(_number, _text):
        gateway.append(1)
        raise fault

    monkeypatch.setattr(sms, "send", fail)
    guest(people, Channel.SMS)
    for hours in range(3):
        work(FRIDAY + timedelta(hours=hours))
    assert len(gateway) == 1
    assert Sending.everything.get().state == state


def test_a_mailing_of_messages_goes_to_telephones(people, text, gateway):
    guest(people, Channel.SMS)
    guest(people, Channel.SMS, phone="")
    guest(people, Channel.MAIL, phone="+33612345670")
    mailing = MailingFactory(destination=people.office, letter=text)
    mailings.prepare_mailing(mailing=mailing, now=FRIDAY)
    mailing.status = "ready"
    mailing.save()
    mailings.start_mailing(mailing=mailing, by=None, now=FRIDAY)
    posting.post_waiting(clock=lambda: FRIDAY)
    assert [number for number, _words in gateway] == ["+33612345678"]


@pytest.mark.parametrize(
    "body",
    [[{"type": "text", "value": f"<p>{'mot ' * 80}</p>"}], [{"type": "offers", "value": {"title": "", "offers": []}}]],
)
def test_a_message_is_short_and_has_no_picture(people, body):
    letter = LetterFactory.build(
        destination=people.office, channel=Channel.SMS, versions=[version(body=body)], purpose=Purpose.OFFERS
    )
    with pytest.raises(writing.WritingRefused):
        writing.save_letter(letter=letter, by=people.anne, now=FRIDAY)


def test_its_sheet_shows_the_words_and_their_length(client, people, text):
    client.force_login(people.anne)
    page = client.get(reverse("letter:inspect", args=[text.pk])).content.decode()
    assert "Bonjour Camille, votre séjour approche." in page
    assert "STOP : http" in page
    assert "facturés 2 SMS à chaque personne" in page
    assert "L’alphabet des téléphones" not in page
    for name, shown in (("text_chooser", True), ("letter_chooser", False)):
        window = client.get(reverse(f"{name}:choose"), headers={"x-requested-with": "XMLHttpRequest"}).content.decode()
        assert ("Rappel" in window) is shown
