"""What comes back: a dead address is left alone by all, a complaint withdraws consent, a forged report does nothing."""

import imaplib
import mailbox
from datetime import UTC, datetime

import pytest
from anymail.signals import AnymailTrackingEvent, tracking
from django.core.management import call_command

from belvedere.contacts.actions import returns as actions
from belvedere.contacts.imports import returns
from belvedere.contacts.models import Consent, Sending, Suspension, Walk
from belvedere.contacts.queries.addresses import fingerprint
from belvedere.contacts.queries.messages import message_id
from tests.engines.returns.test_read import OURS, complaint, report
from tests.factories.contacts import ConsentFactory
from tests.factories.mailings import SendingFactory, WalkFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 7, 14, 8, tzinfo=UTC)


@pytest.fixture
def sent():
    row = SendingFactory(state="sent", sent_at=NOW)
    for purpose in ("news", "offers"):
        ConsentFactory(person=row.person, purpose=purpose)
    return row


def about(content, row):
    return content.replace(OURS.encode(), message_id(row.identifier).encode())


def standing(row):
    return Consent.everything.filter(person=row.person, in_force=True, given=True)


def test_a_hard_bounce_suspends_the_address_for_every_office(sent):
    for _ in range(2):
        assert (
            returns.apply_return(content=about(report("5.1.1", diagnostic="550 5.1.1 inconnu"), sent), now=NOW)
            == "hard"
        )
    row = Suspension.everything.get()
    assert (row.address_key, row.code, row.reason) == (fingerprint(sent.person.email), "5.1.1", "550 5.1.1 inconnu")
    assert Sending.everything.get().returned == "hard"
    assert standing(sent).count() == 2


def test_a_soft_one_is_noted_and_suspends_nothing(sent):
    assert returns.apply_return(content=about(report("4.2.2"), sent), now=NOW) == "soft"
    assert not Suspension.everything.exists()
    assert Sending.everything.get().returned == "soft"


def test_a_complaint_withdraws_every_consent_to_mail(sent):
    assert returns.apply_return(content=about(complaint(), sent), now=NOW) == "complaint"
    assert not standing(sent).exists()
    returns.apply_return(content=about(report("4.2.2"), sent), now=NOW)
    assert Sending.everything.get().returned == "complaint"


def test_a_report_that_names_none_of_our_letters_suspends_nobody(sent):
    forged = report("5.1.1", address=sent.person.email)
    assert returns.apply_return(content=forged, now=NOW) == "unknown"
    guessed = forged.replace(OURS.encode(), message_id("0" * 32).encode())
    assert returns.apply_return(content=guessed, now=NOW) == "unknown"
    assert not Suspension.everything.exists()


def test_a_maildir_is_read_once(sent, tmp_path, capsys):
    box = mailbox.Maildir(tmp_path / "box")
    box.add(about(report("5.1.1"), sent))
    box.add(b"Subject: absente\n\nJe suis en vacances.")
    assert returns.read_box(box=str(tmp_path / "box"), now=NOW) == {"hard": 1, "reply": 1}
    assert returns.read_box(box=str(tmp_path / "box"), now=NOW) == {}
    call_command("read_returns", box=str(tmp_path / "box"))
    assert "Rien de neuf." in capsys.readouterr().err


def test_an_imap_box_is_read_and_its_password_never_said(sent, monkeypatch):
    seen = []

    class Line:
        def __init__(self, host, port, **_given):
            assert (host, port) == ("boite.exemple", 993)

        def login(self, name, password):
            if password != "s:e/cret":
                raise imaplib.IMAP4.error("refused")

        def select(self, folder):
            assert folder == "Retours"

        def uid(self, verb, *given):
            if verb == "SEARCH":
                return "OK", [b"7"]
            if verb == "FETCH":
                return "OK", [(b"7", about(report("5.1.1"), sent)), b")"]
            return seen.append(given)

        def logout(self): ...

    monkeypatch.setattr(imaplib, "IMAP4_SSL", Line)
    assert returns.read_box(box="imaps://nina:s%3Ae%2Fcret@boite.exemple/Retours", now=NOW) == {"hard": 1}
    assert seen == [(b"7", "+FLAGS", r"(\Seen)")]
    with pytest.raises(returns.BoxRefused) as refusal:
        returns.read_box(box="imaps://nina:motsecret@boite.exemple/Retours", now=NOW)
    assert "motsecret" not in str(refusal.value)


@pytest.mark.parametrize("box", ["", "/nulle/part"])
def test_a_box_that_is_none_is_refused_in_one_sentence(box):
    with pytest.raises(returns.BoxRefused):
        returns.read_box(box=box, now=NOW)


@pytest.mark.parametrize(
    ("told", "returned", "dead", "willing"),
    [
        ({"event_type": "bounced", "reject_reason": "invalid"}, "hard", True, 2),
        ({"event_type": "bounced", "reject_reason": "bounced", "mta_response": "550 5.7.1 no"}, "soft", False, 2),
        ({"event_type": "complained"}, "complaint", False, 0),
        ({"event_type": "delivered"}, "", False, 2),
    ],
)
@pytest.mark.parametrize("known_by", ["metadata", "provider"])
def test_a_provider_is_heard(sent, told, returned, dead, willing, known_by):
    Sending.everything.update(provider_id="abc", state="doubt")
    by = {"metadata": {"copy": sent.identifier}} if known_by == "metadata" else {"message_id": "abc"}
    tracking.send(sender=None, event=AnymailTrackingEvent(**told, **by), esp_name="essai")
    row = Sending.everything.get()
    # Whatever a provider says of a letter, it had left: the doubt is settled.
    assert (row.returned, row.state) == (returned, "sent")
    assert Suspension.everything.exists() is dead
    assert standing(sent).count() == willing


def test_erasing_somebody_forgets_her_address_and_stops_her_walks(sent):
    waiting = SendingFactory(person=sent.person, destination=sent.destination, address_key="k")
    walk = WalkFactory(person=sent.person, journey__destination=sent.destination)
    actions.forget_in_letters(person=sent.person, now=NOW)
    waiting.refresh_from_db()
    walk.refresh_from_db()
    assert (waiting.state, waiting.address_key) == ("skipped", "")
    assert (walk.ended, walk.due_at) == ("gone", None)
    assert Walk.everything.count() == 1
    assert Sending.everything.count() == 2
