"""Mailings: who gets one, once, at an hour of the day; how one leaves; what a letter looks like."""

import re
import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from belvedere.contacts.actions import handing, mailings, posting, returns
from belvedere.contacts.enums import Channel, MailingStatus, Proof, Purpose, SendingState, Skip
from belvedere.contacts.models import Act, Click, Consent, Mailing, Sending
from belvedere.contacts.queries import letters, messages
from belvedere.shell import palette
from tests.factories import people as factories
from tests.factories.contacts import ConsentFactory, PersonFactory
from tests.factories.mailings import LetterFactory, MailingFactory, RulesFactory, SendingFactory, version

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 14, 8, tzinfo=UTC)
NIGHT = datetime(2026, 7, 14, 21, tzinfo=UTC)


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def mailing(people):
    return MailingFactory(destination=people.office, status=MailingStatus.PREPARING)


def reader(place, purpose=Purpose.NEWSLETTER, **person):
    return ConsentFactory(person=PersonFactory(destination=place, **person), purpose=purpose).person


def send(mailing, now=NOW):
    """Prepared, started, and one round of the worker."""
    mailings.prepare_mailing(mailing=mailing, now=now)
    mailings.start_mailing(mailing=mailing, by=None, now=now)
    return posting.post_waiting(clock=lambda: now)


def states(mailing):
    rows = Sending.everything.filter(mailing=mailing).order_by("person_id")
    return list(rows.values_list("state", "reason"))


def test_only_who_consents_gets_it_and_once(people, mailing):
    nina = reader(people.office, first_name="Nina", email="nina@exemple.fr")
    PersonFactory(destination=people.office)
    reader(people.neighbour)
    reader(people.office, purpose=Purpose.SURVEY)
    assert mailings.prepare_mailing(mailing=mailing, now=NOW) == {
        "people": 3, "ready": 1, "consent": 2, "suspended": 0,
    }  # fmt: skip
    assert mailings.prepare_mailing(mailing=mailing, now=NOW)["ready"] == 1
    mailing.refresh_from_db()
    mailings.start_mailing(mailing=mailing, by=people.bruno, now=NOW)
    assert posting.post_waiting(clock=lambda: NOW).sent == 1
    assert posting.post_waiting(clock=lambda: NOW).sent == 0
    (letter,) = mail.outbox
    assert letter.to == [nina.email]
    assert "Bonjour Nina," in letter.body
    assert Act.everything.filter(person=nina, kind="sent").count() == 1
    mailing.refresh_from_db()
    assert mailing.status == MailingStatus.DONE


def test_consent_withdrawn_after_preparing_is_seen_at_the_last_moment(people, mailing, monkeypatch):
    early, late, stays = (reader(people.office) for _ in range(3))
    real = handing.ready

    def withdraw(person):
        Consent.everything.filter(person=person).update(given=False)

    def between(server):
        """After the slice was claimed, just before the letter is handed over."""
        withdraw(late)
        real(server)

    mailings.prepare_mailing(mailing=mailing, now=NOW)
    mailings.start_mailing(mailing=mailing, by=None, now=NOW)
    withdraw(early)
    monkeypatch.setattr(posting, "ready", between)
    posting.post_waiting(clock=lambda: NOW)
    assert [one.to for one in mail.outbox] == [[stays.email]]
    assert states(mailing) == [("skipped", Skip.CONSENT), ("skipped", Skip.CONSENT), ("sent", "")]


def test_nothing_leaves_at_night_nor_past_the_caps_of_the_whole_tree(people, mailing):
    RulesFactory(destination=people.region, week_cap=1)
    reader(people.office, email="lea@exemple.fr")
    twin = reader(people.neighbour, email="lea@exemple.fr")
    assert send(mailing, NIGHT).sent == 0
    morning = datetime(2026, 7, 15, 7, 30, tzinfo=UTC)
    assert posting.post_waiting(clock=lambda: morning).sent == 1
    other = MailingFactory(destination=people.neighbour, status=MailingStatus.PREPARING)
    send(other, morning)
    assert states(other) == [("skipped", Skip.CAPPED)]
    later = MailingFactory(destination=people.neighbour, status=MailingStatus.PREPARING)
    assert send(later, morning + timedelta(days=5)).sent == 0
    assert Sending.everything.get(mailing=later).not_before == morning + timedelta(days=7)
    assert posting.post_waiting(clock=lambda: morning + timedelta(days=7)).sent == 1
    assert [one.to for one in mail.outbox] == [[twin.email]] * 2


def test_two_mailings_at_once_count_for_each_other(people, mailing):
    RulesFactory(destination=people.office, week_cap=1)
    reader(people.office)
    other = MailingFactory(destination=people.office, status=MailingStatus.PREPARING)
    for one in (mailing, other):
        mailings.prepare_mailing(mailing=one, now=NOW)
        mailings.start_mailing(mailing=one, by=None, now=NOW)
    assert posting.post_waiting(clock=lambda: NOW).sent == 1


@pytest.mark.parametrize(
    ("fault", "state", "dead"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"5.1.1 no such user")}), SendingState.FAILED, True),
        (smtplib.SMTPRecipientsRefused({"a": (550, b"5.7.1 blocked")}), SendingState.FAILED, False),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"4.2.0 greylisted")}), SendingState.WAITING, False),
        (smtplib.SMTPDataError(554, b"spam"), SendingState.FAILED, False),
        (smtplib.SMTPDataError(451, b"later"), SendingState.WAITING, False),
        (smtplib.SMTPServerDisconnected("cut"), SendingState.DOUBT, False),
        (TimeoutError("no answer"), SendingState.DOUBT, False),
    ],
)
def test_what_the_server_answers_decides(people, mailing, monkeypatch, fault, state, dead):
    person = reader(people.office)

    def fail(_self, _messages):
        raise fault

    monkeypatch.setattr(EmailBackend, "send_messages", fail)
    send(mailing)
    row = Sending.everything.get(mailing=mailing)
    assert (row.state, row.tries) == (state, 1)
    assert person.suspensions.exists() is dead
    assert posting.post_waiting(clock=lambda: NOW).sent == 0


def test_a_doubt_waits_for_a_person_and_leaves_again_under_the_same_name(people, mailing):
    reader(people.office)
    mailings.prepare_mailing(mailing=mailing, now=NOW)
    mailings.start_mailing(mailing=mailing, by=None, now=NOW)
    Sending.everything.update(state=SendingState.LEAVING, claim="x")
    assert posting.post_waiting(clock=lambda: NOW).sent == 0
    row = Sending.everything.get(mailing=mailing)
    assert row.state == SendingState.DOUBT
    assert mailings.settle_doubts(mailing=mailing, again=True, by=people.anne, now=NOW + timedelta(days=8)) == 1
    posting.post_waiting(clock=lambda: NOW + timedelta(days=8))
    assert mail.outbox[0].extra_headers["Message-ID"] == messages.message_id(row.identifier)


def test_a_letter_that_comes_back_had_left(people):
    row = SendingFactory(destination=people.office, state=SendingState.DOUBT)
    returns.record_return(identifier=row.identifier, kind="soft", now=NOW)
    row.refresh_from_db()
    assert (row.state, row.returned) == ("sent", "soft")


def test_one_click_leaves_without_cookie_and_a_scanner_does_not(people, mailing, client):
    person = reader(people.office)
    send(mailing)
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = re.fullmatch(r"<(http\S+)>", headers["List-Unsubscribe"])[1]
    assert url in mail.outbox[0].body
    path = "/" + url.split("/", 3)[3]
    given = Consent.everything.filter(person=person, in_force=True, given=True)
    for method in (client.get, client.head):
        assert method(path).status_code == 200
    assert given.exists()
    strict = type(client)(enforce_csrf_checks=True)
    answer = strict.post(path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert not answer.cookies
    assert not given.exists()
    last = Consent.everything.filter(person=person).latest("pk")
    assert (last.given, last.proof) == (False, Proof.LINK)
    assert client.get("/contact/lettre/forge/").status_code == 404


def test_links_are_counted_only_for_who_accepts_it(people, mailing, client):
    mailing.letter.versions = [version(text='<p><a href="https://exemple.fr/a?b=1&amp;c=2">ici</a></p>')]
    mailing.letter.save()
    free, measured = reader(people.office), reader(people.office)
    ConsentFactory(person=measured, purpose=Purpose.MEASURE, channel=Channel.MAIL)
    send(mailing)
    by_address = {one.to[0]: one for one in mail.outbox}
    assert "https://exemple.fr/a?b=1&c=2" in by_address[free.email].body
    html = by_address[measured.email].alternatives[0][0]
    assert "exemple.fr/a" not in html
    assert "<img" not in html
    path = re.search(r'href="https?://[^/]+(\S*/contact/lien/[^"]+)"[^>]*>ici', html)[1]
    path = re.sub(r"^/destination-\d+", "", path)
    client.head(path)
    assert not Click.objects.exists()
    for _ in range(2):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "https://exemple.fr/a?b=1&c=2")
    assert Click.objects.count() == 1
    measured.refresh_from_db()
    assert Act.everything.get(person=measured, kind="clicked").own
    Consent.everything.filter(person=measured, purpose=Purpose.MEASURE).update(given=False)
    Click.objects.all().delete()
    assert client.get(path).status_code == 302
    assert not Click.objects.exists()
    assert client.get("/contact/lien/forge/").status_code == 404


def test_a_letter_reads_by_day_by_night_and_without_marks(people):
    letter = LetterFactory(
        destination=people.office,
        versions=[
            version(
                subject="Bonjour [prénom]\nBcc: x@y.fr",
                body=[
                    {
                        "type": "text",
                        "value": '<h2>Été</h2><p>Bonjour [prénom], <a href="/agenda/">l’agenda</a>.</p>'
                        "<script>alert(1)</script><ul><li>un</li></ul>",
                    },
                    {"type": "button", "value": {"label": "Voir", "url": "/recherche/"}},
                ],
            ),
            version(language="en", subject="Welcome", text="<p>Hello [prénom],</p>"),
        ],
    )
    drawn = letters.draw(letter, "fr", now=NOW)
    copy = letters.fill(drawn, name="<Zoé>", leave="https://x.fr/l", preferences="https://x.fr/p", tracked=None)
    assert copy.subject == "Bonjour <Zoé> Bcc: x@y.fr"
    assert "Bonjour &lt;Zoé&gt;," in copy.html
    assert "script" not in copy.html
    assert '<meta name="color-scheme" content="light dark">' in copy.html
    assert f"/{people.office.slug}/agenda/" in copy.html
    assert f"/{people.office.slug}/recherche/" in copy.text
    assert "– un" in copy.text
    assert "https://x.fr/l" in copy.text
    assert not re.search("[\ue000\ue001<]", copy.text.replace("<Zoé>", ""))
    assert "Bonjour," in letters.fill(drawn, name="", leave="", preferences="", tracked=None).text
    for theme, ground in ((palette.light_theme({}), "surface"), (palette.dark_theme({}), "surface")):
        for ink in ("ink", "muted", "brand-ink"):
            assert theme[ink] in copy.html
            assert palette.contrast(theme[ink], theme[ground]) >= 4.5
        assert palette.contrast(theme["on-brand"], theme["brand"]) >= 4.5
    assert letters.language_for(letter, "de") == "en"
    assert letters.language_for(letter, "") == "fr"
    assert "Stop receiving" not in copy.html


def test_a_stranger_starts_nothing(people, mailing):
    for act in (mailings.start_mailing, mailings.pause_mailing, mailings.cancel_mailing, mailings.ask_preparation):
        with pytest.raises(mailings.MailingRefused):
            act(mailing=mailing, by=people.chloe, now=NOW)
    with pytest.raises(mailings.MailingRefused):
        mailings.create_mailing(letter=mailing.letter, name="x", destination=people.office, by=people.chloe, now=NOW)
    assert Mailing.everything.get(pk=mailing.pk).status == MailingStatus.PREPARING


def test_paused_nothing_leaves_cancelled_nothing_will(people, mailing):
    reader(people.office)
    mailings.prepare_mailing(mailing=mailing, now=NOW)
    mailing.refresh_from_db()
    mailings.start_mailing(mailing=mailing, by=people.anne, now=NOW)
    mailings.pause_mailing(mailing=mailing, by=people.anne, now=NOW)
    assert posting.post_waiting(clock=lambda: NOW).sent == 0
    assert mailings.cancel_mailing(mailing=mailing, by=people.anne, now=NOW) == 1
    assert states(mailing) == [("skipped", Skip.CANCELLED)]
