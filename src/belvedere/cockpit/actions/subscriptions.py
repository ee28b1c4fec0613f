"""Subscribing to the note: asked for, confirmed by a button, left in one click, forgotten in time."""

import secrets
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from belvedere.cockpit.models import MonthNote, NoteLetter, NoteVersion, Subscriber
from belvedere.kit import jobs, journal, mail
from belvedere.territories.models import Destination

from . import letters

#: An address that never said its second yes is forgotten.
UNCONFIRMED = timedelta(days=7)
#: One that nothing has been written to for so long is forgotten too.
SILENT = timedelta(days=3 * 365)
#: The question is not asked again sooner: a form is no way to pester anybody.
AGAIN = timedelta(hours=1)


class Refused(Exception):
    """It cannot be done so; the message says why."""


@transaction.atomic
def ask_subscription(*, destination: Destination, email: str, language: str, now: datetime) -> None:
    """Writes the address down and asks it to confirm; says nothing of whether it was there already."""
    found = Subscriber.everything.filter(destination=destination, email__iexact=email).first()
    if found is None:
        found = Subscriber.everything.create(
            destination=destination, email=email, language=language, token=secrets.token_urlsafe(32), asked_at=now
        )
    elif found.confirmed_at is not None or found.asked_at > now - AGAIN:
        return
    else:
        found.asked_at = now
        found.save(update_fields=["asked_at"])
    journal.record("ask_subscription", found, by=None, now=now)
    jobs.enqueue("cockpit.ask_confirmation", now=now, subscriber=found.pk)


@transaction.atomic
def confirm_subscription(*, subscriber: Subscriber, now: datetime) -> Subscriber:
    """The second yes. Twice changes nothing; raises Refused when it comes too late."""
    if subscriber.confirmed_at is not None:
        return subscriber
    if subscriber.asked_at < now - UNCONFIRMED:
        raise Refused(_("Cette demande a expiré\N{NO-BREAK SPACE}: inscrivez-vous à nouveau."))
    subscriber.confirmed_at = now
    subscriber.save(update_fields=["confirmed_at"])
    journal.record("confirm_subscription", subscriber, by=None, now=now)
    return subscriber


@transaction.atomic
def leave(*, token: str, now: datetime) -> bool:
    """Forgets the address at once. False when it was not there (any more): leaving twice is no fault."""
    found = Subscriber.everything.filter(token=token).first()
    if found is None:
        return False
    journal.record("leave_note", found, by=None, now=now)
    found.delete()
    return True


@transaction.atomic
def forget(*, now: datetime) -> int:
    """Addresses that have no reason to be kept any more. How many went."""
    late = Q(confirmed_at=None, asked_at__lt=now - UNCONFIRMED)
    silent = Q(confirmed_at__lt=now - SILENT) & (Q(last_sent_at=None) | Q(last_sent_at__lt=now - SILENT))
    _total, by_model = Subscriber.everything.filter(late | silent).delete()
    return by_model.get(Subscriber._meta.label, 0)


def ask_confirmation(*, subscriber: Subscriber) -> None:
    """The letter with the button of the second yes; nothing to whoever has said it."""
    if subscriber.confirmed_at is None:
        mail.send(letters.confirmation(subscriber))


def post_note(*, note: MonthNote, now: datetime) -> int:
    """Sends everything that waits, one after another. Run twice at once, each letter still leaves once."""
    version = NoteVersion.everything.filter(note=note).order_by("-number").first()
    if version is None:
        return 0
    waiting = NoteLetter.everything.filter(note=note, sent_at=None, failure="").select_related("subscriber")
    return sum(_send(row, note, version, now) for row in waiting.order_by("pk"))


def _send(row: NoteLetter, note: MonthNote, version: NoteVersion, now: datetime) -> int:
    """Marked as sent before it leaves: a worker killed in between loses a letter rather than sending two."""
    if not NoteLetter.everything.filter(pk=row.pk, sent_at=None).update(sent_at=now):
        return 0
    try:
        mail.send(letters.note_letter(row.subscriber, note, version))
    except (OSError, SMTPException) as fault:
        NoteLetter.everything.filter(pk=row.pk).update(sent_at=None, failure=str(fault)[:200] or type(fault).__name__)
        return 0
    Subscriber.everything.filter(pk=row.subscriber_id).update(last_sent_at=now)
    return 1
