"""The note of the month: reckoned, completed by the office, published with a version kept, sent once."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from belvedere.cockpit import access
from belvedere.cockpit.enums import NoteStatus
from belvedere.cockpit.models import MonthNote, NoteLetter, NoteVersion
from belvedere.cockpit.queries import notes as reads
from belvedere.kit import jobs, journal
from belvedere.territories.models import Destination

BATCH = 500


class Refused(Exception):
    """It cannot be done so; the message says why and what to do."""


@transaction.atomic
def write_note(*, destination: Destination, month: date, by: Any, now: datetime) -> MonthNote:
    """A draft with what the figures say of a month. Raises Refused."""
    if by is not None and not access.can_compose_in(by, destination.pk):
        raise Refused(_("Vous n’écrivez pas la note de cette destination."))
    month = month.replace(day=1)
    if month not in reads.months_to_tell(destination):
        raise Refused(_("Aucun chiffre publié pour ce mois\N{NO-BREAK SPACE}: publiez d’abord une série mensuelle."))
    note = MonthNote(destination=destination, month=month, content=reads.reckon(destination, month), reckoned_at=now)
    try:
        with transaction.atomic():
            note.save()
    except IntegrityError as twice:
        raise Refused(_("La note de ce mois existe déjà\N{NO-BREAK SPACE}: ouvrez-la.")) from twice
    journal.record("write_note", note, by=by, now=now, month=f"{month:%Y-%m}")
    return note


@transaction.atomic
def reckon_again(*, note: MonthNote, by: Any, now: datetime) -> MonthNote:
    """Takes the figures as they are now; what is published stays as it was. Raises Refused."""
    _check(note, by)
    note.content, note.reckoned_at = reads.reckon(note.destination, note.month), now
    note.save(update_fields=["content", "reckoned_at"])
    journal.record("reckon_note", note, by=by, now=now)
    return note


@transaction.atomic
def complete_note(*, note: MonthNote, words: str, left_out: list[str], by: Any, now: datetime) -> MonthNote:
    """The office's own words, and the sentences it leaves out. Raises Refused."""
    _check(note, by)
    known = [one["key"] for one in note.content.get("sentences", [])]
    note.words, note.left_out = words.strip(), [key for key in known if key in left_out]
    note.save(update_fields=["words", "left_out"])
    journal.record("complete_note", note, by=by, now=now, left_out=len(note.left_out))
    return note


@transaction.atomic
def publish_note(*, note: MonthNote, send: bool, by: Any, now: datetime, reason: str = "") -> NoteVersion:
    """Publishes the note as it stands: page, PDF, and (``send``) a letter to whoever has not had this month's.
    Raises Refused."""
    _check(note, by)
    content = reads.reading_of(note, note.content, words=note.words, left_out=note.left_out, day=now.date())
    number = reads.next_number(note)
    version = NoteVersion.everything.create(
        note=note, number=number, published_at=now, by=by, content=content, reason=reason
    )
    note.status = NoteStatus.PUBLISHED
    note.save(update_fields=["status"])
    count = _ask_letters(note, now) if send else 0
    journal.record("publish_note", note, by=by, now=now, version=number, letters=count)
    return version


def _check(note: MonthNote, by: Any) -> None:
    if by is not None and not access.can_publish(by, note):
        raise Refused(_("Cette note n’est pas de votre ressort."))


def _ask_letters(note: MonthNote, now: datetime) -> int:
    had = NoteLetter.everything.filter(note=note).values("subscriber")
    rows = [
        NoteLetter(note=note, subscriber=one, asked_at=now)
        for one in reads.readers_of(note.destination).exclude(pk__in=had)
    ]
    if rows:
        NoteLetter.everything.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
        jobs.enqueue("cockpit.post_note", now=now, note=note.pk)
    return len(rows)


@transaction.atomic
def retry_letters(*, note: MonthNote, by: Any, now: datetime) -> int:
    """Sends again what could not leave. Raises Refused."""
    _check(note, by)
    count = NoteLetter.everything.filter(note=note, sent_at=None).exclude(failure="").update(failure="")
    if not count:
        raise Refused(_("Aucun envoi n’a échoué."))
    journal.record("retry_letters", note, by=by, now=now, count=count)
    jobs.enqueue("cockpit.post_note", now=now, note=note.pk)
    return count
