"""A letter to many: prepared in bulk, started, paused, cancelled."""

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from belvedere.contacts import access
from belvedere.contacts.enums import Channel, MailingStatus, SendingState, Skip
from belvedere.contacts.models import Letter, Mailing, Person, Segment, Sending, Suspension
from belvedere.contacts.queries import guard, letters, segments
from belvedere.contacts.queries.addresses import fingerprint
from belvedere.kit import jobs, journal
from belvedere.territories.models import Destination

BATCH = 2000
#: A copy that could not leave in this time, for the caps or a server in trouble, does not leave any more.
PATIENCE = timedelta(days=3)

Report = Callable[[int, int, str], None]


class MailingRefused(Exception):
    """This cannot be sent so; the message says why and what to do."""


@transaction.atomic
def create_mailing(
    *, letter: Letter, name: str, destination: Destination, segment: Segment | None = None, by: Any, now: datetime
) -> Mailing:
    """A draft: to the whole file, unless a segment is chosen. Raises MailingRefused."""
    if by is not None and not access.can_keep_file(by, destination):
        raise MailingRefused(_("Ce fichier n’est pas le vôtre : choisissez une destination où vous rédigez."))
    if letter.destination_id != destination.pk:
        raise MailingRefused(_("Cette lettre est d’une autre destination."))
    if segment is not None and segment.destination_id != destination.pk:
        raise MailingRefused(_("Ce segment est d’une autre destination."))
    mailing = Mailing.everything.create(
        letter=letter, destination=destination, segment=segment, name=name.strip() or letter.name, created_at=now
    )
    journal.record("create_mailing", mailing, by=by, now=now, letter=letter.pk)
    return mailing


def _own(mailing: Mailing, by: Any, *states: str) -> None:
    if by is not None and not access.mailings_run_by(by).filter(pk=mailing.pk).exists():
        raise MailingRefused(_("Cet envoi n’est pas de votre ressort."))
    mailing.refresh_from_db(fields=["status"])
    if mailing.status not in states:
        raise MailingRefused(_("Cet envoi est « %s » : ce geste n’y est pas possible.") % mailing.get_status_display())


@transaction.atomic
def ask_preparation(*, mailing: Mailing, by: Any, now: datetime) -> Mailing:
    """Has the worker list who will get it. Nothing leaves yet. Raises MailingRefused."""
    _own(mailing, by, MailingStatus.DRAFT, MailingStatus.READY)
    if not letters.languages_of(mailing.letter):
        raise MailingRefused(_("La lettre est vide\N{NO-BREAK SPACE}: écrivez-la d’abord."))
    mailing.status = MailingStatus.PREPARING
    mailing.job = jobs.enqueue("contacts.prepare_mailing", now=now, mailing=mailing.pk)
    mailing.save(update_fields=["status", "job"])
    journal.record("prepare_mailing", mailing, by=by, now=now)
    return mailing


def prepare_mailing(*, mailing: Mailing, now: datetime, report: Report | None = None) -> dict[str, int]:
    """Writes one copy for each person who may get it now, in batches; run again after a kill, it adds what is missing
    and nobody twice. Says how many, and why the others not."""
    whole = Person.everything.present().filter(destination=mailing.destination_id)
    everybody = whole if mailing.segment is None else segments.members_of(mailing.segment)
    letter = mailing.letter
    reached = "phone" if letter.channel == Channel.SMS else "email"
    willing = everybody.exclude(**{reached: ""}).filter(guard.consenting(letter.purpose, "pk", letter.channel))
    dead = set(Suspension.everything.values_list("address_key", flat=True))
    total, ready, done, suspended = everybody.count(), willing.count(), 0, 0
    for batch in _batches(willing, reached):
        rows = _copies(mailing, batch, dead, now)
        suspended += len(batch) - len(rows)
        _write(rows)
        done += len(batch)
        if report:
            report(done, ready, _("%(done)s personnes sur %(all)s") % {"done": done, "all": ready})
    tally = {
        "people": total,
        "ready": Sending.everything.filter(mailing=mailing, state=SendingState.WAITING).count(),
        Skip.CONSENT.value: total - ready,
        Skip.SUSPENDED.value: suspended,
    }
    held = Mailing.everything.filter(pk=mailing.pk, status=MailingStatus.PREPARING)
    held.update(status=MailingStatus.READY, tally=tally)
    return tally


def _batches(willing: "QuerySet[Person]", reached: str) -> Iterator[list[tuple[int, str, str]]]:
    """By ascending number, each batch from where the last one ended: no cursor stays open across a commit."""
    last = 0
    while True:
        rows = willing.filter(pk__gt=last).order_by("pk").values_list("pk", reached, "language")
        batch = list(rows[:BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1][0]


def _copies(mailing: Mailing, batch: list[tuple[int, str, str]], dead: set[str], now: datetime) -> list[Sending]:
    spoken = {language: letters.language_for(mailing.letter, language) for _pk, _address, language in batch}
    rows = []
    for pk, address, language in batch:
        key = fingerprint(address)
        if key in dead:
            continue
        rows.append(
            Sending(
                person_id=pk, letter_id=mailing.letter_id, destination_id=mailing.destination_id, mailing=mailing,
                language=spoken[language], address_key=key, identifier=uuid.uuid4().hex,
                not_before=now, expires_at=now + PATIENCE,
            )
        )  # fmt: skip
    return rows


def _write(rows: list[Sending]) -> None:
    with transaction.atomic():
        Sending.everything.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH if _wide() else 500)


def _wide() -> bool:
    return connection.vendor == "postgresql"


@transaction.atomic
def start_mailing(*, mailing: Mailing, by: Any, now: datetime) -> Mailing:
    """Lets the copies leave; the worker does the rest. Raises MailingRefused."""
    _own(mailing, by, MailingStatus.READY, MailingStatus.PAUSED)
    waiting = Sending.everything.filter(mailing=mailing, state=SendingState.WAITING)
    if not waiting.exists():
        raise MailingRefused(_("Personne à qui l’envoyer\N{NO-BREAK SPACE}: préparez d’abord l’envoi."))
    # Days may have passed since it was prepared: its patience begins now.
    waiting.update(not_before=now, expires_at=now + PATIENCE)
    mailing.status, mailing.starts_at = MailingStatus.SENDING, mailing.starts_at or now
    mailing.job = jobs.enqueue("contacts.post", now=now)
    mailing.save(update_fields=["status", "starts_at", "job"])
    journal.record("start_mailing", mailing, by=by, now=now, count=waiting.count())
    return mailing


@transaction.atomic
def pause_mailing(*, mailing: Mailing, by: Any, now: datetime) -> Mailing:
    """What is not in hand stays. Raises MailingRefused."""
    _own(mailing, by, MailingStatus.SENDING)
    mailing.status = MailingStatus.PAUSED
    mailing.save(update_fields=["status"])
    journal.record("pause_mailing", mailing, by=by, now=now)
    return mailing


@transaction.atomic
def cancel_mailing(*, mailing: Mailing, by: Any, now: datetime) -> int:
    """What has not left will not. How many. Raises MailingRefused."""
    _own(mailing, by, MailingStatus.DRAFT, MailingStatus.READY, MailingStatus.SENDING, MailingStatus.PAUSED)
    waiting = Sending.everything.filter(mailing=mailing, state=SendingState.WAITING)
    count = waiting.update(state=SendingState.SKIPPED, reason=Skip.CANCELLED)
    mailing.status, mailing.done_at = MailingStatus.CANCELLED, now
    mailing.save(update_fields=["status", "done_at"])
    journal.record("cancel_mailing", mailing, by=by, now=now, count=count)
    return count


@transaction.atomic
def settle_doubts(*, mailing: Mailing, again: bool, by: Any, now: datetime) -> int:
    """What a person decides of the copies whose handing over is uncertain: sent again under the same identifier, or
    held for sent. How many. Raises MailingRefused."""
    if by is not None and not access.mailings_run_by(by).filter(pk=mailing.pk).exists():
        raise MailingRefused(_("Cet envoi n’est pas de votre ressort."))
    rows = Sending.everything.filter(mailing=mailing, state=SendingState.DOUBT)
    if again:
        count = rows.update(
            state=SendingState.WAITING, sent_at=None, not_before=now, expires_at=now + PATIENCE, reason=""
        )
        mailing.status = MailingStatus.SENDING
        mailing.save(update_fields=["status"])
        jobs.enqueue("contacts.post", now=now)
    else:
        count = rows.update(state=SendingState.SENT)
    journal.record("settle_doubts", mailing, by=by, now=now, again=again, count=count)
    return count
