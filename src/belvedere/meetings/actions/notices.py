"""Writing to participants: each message is written down before it leaves, so that nobody gets it twice."""

from collections.abc import Callable
from datetime import datetime
from smtplib import SMTPException
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.kit import jobs, journal, mail
from belvedere.meetings import access
from belvedere.meetings.enums import EditionStatus, NoticeKind
from belvedere.meetings.models import Edition, Notice, PlanVersion
from belvedere.meetings.queries import notices as reads
from belvedere.meetings.queries import printing
from belvedere.meetings.queries.pro import Agenda

from . import letters

BATCH = 500

Report = Callable[[int, int, str], None]


class Refused(Exception):
    """Nothing can leave so; the message says why and what to do."""


@transaction.atomic
def ask_notices(*, edition: Edition, kind: str, by: Any, now: datetime) -> int:
    """Has this message sent to whoever has not had it. How many will leave. Raises Refused."""
    if by is not None and not access.can_run(by, edition):
        raise Refused(_("Cette édition n’est pas de votre ressort."))
    count = _write(edition, kind, reads.recipients(edition, kind, now), by, now)
    if not count:
        raise Refused(_("Personne n’attend ce message pour l’instant."))
    return count


def tell_everybody(*, edition: Edition, kind: str, now: datetime) -> int:
    """The same, as part of a larger action that has checked who asks; nobody to write to is no fault."""
    return _write(edition, kind, reads.recipients(edition, kind, now), None, now)


@transaction.atomic
def plan_reminders(*, now: datetime) -> int:
    """The reminders that the rules of each open edition ask for. Called every hour, it writes each one once."""
    total = 0
    for edition in Edition.everything.filter(status=EditionStatus.OPEN, closes_at__gt=now):
        key = reads.reminder_due(edition, now)
        if key:
            total += _write(edition, NoticeKind.REMINDER, reads.reminded(edition, key), None, now)
    return total


@transaction.atomic
def retry_failed(*, edition: Edition, by: Any, now: datetime) -> int:
    """Sends again what could not leave."""
    if by is not None and not access.can_run(by, edition):
        raise Refused(_("Cette édition n’est pas de votre ressort."))
    count = reads.failures(edition).update(failure="")
    if not count:
        raise Refused(_("Aucun envoi n’a échoué."))
    journal.record("retry_notices", edition, by=by, now=now, count=count)
    jobs.enqueue("meetings.post", now=now, edition=edition.pk)
    return count


def _write(edition: Edition, kind: str, found: reads.Recipients, by: Any, now: datetime) -> int:
    rows = [Notice(participant=one, kind=kind, key=key, asked_at=now) for one, key in found]
    if rows:
        Notice.everything.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
        journal.record("ask_notices", edition, by=by, now=now, kind=kind, count=len(rows))
        jobs.enqueue("meetings.post", now=now, edition=edition.pk)
    return len(rows)


def post_notices(*, edition: Edition, now: datetime, report: Report | None = None) -> int:
    """Sends everything that waits, one after another. Run twice at once, each message still leaves once."""
    waiting = Notice.everything.filter(participant__edition=edition, sent_at=None, failure="").order_by("pk")
    rows = list(waiting.select_related("participant__edition__destination", "participant__account"))
    agendas = _agendas(edition) if any(row.kind == NoticeKind.AGENDA for row in rows) else {}
    sent = 0
    for done, row in enumerate(rows, start=1):
        # One destination for all: its brand is read once.
        row.participant.edition = edition
        sent += _send(row, agendas.get(row.participant_id), now)
        if report:
            report(done, len(rows), _("%(done)s courriers sur %(all)s") % {"done": done, "all": len(rows)})
    return sent


def _agendas(edition: Edition) -> dict[int, Agenda]:
    plan = PlanVersion.everything.filter(edition=edition, is_current=True).defer("unmet", "certificate").first()
    return {one.participant.pk: one for one in printing.agendas(plan)} if plan else {}


def _send(row: Notice, agenda: Agenda | None, now: datetime) -> int:
    """Marked as sent before it leaves: a worker killed in between loses a message rather than sending two."""
    if row.kind == NoticeKind.AGENDA and agenda is None:
        Notice.everything.filter(pk=row.pk).delete()
        return 0
    if not Notice.everything.filter(pk=row.pk, sent_at=None).update(sent_at=now):
        return 0
    try:
        mail.send(letters.notice(row.participant, row.kind, agenda))
    except (OSError, SMTPException) as fault:
        Notice.everything.filter(pk=row.pk).update(sent_at=None, failure=str(fault)[:200] or type(fault).__name__)
        return 0
    journal.record("send_notice", row.participant, by=None, now=now, kind=row.kind)
    return 1
