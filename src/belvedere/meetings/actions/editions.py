"""Opening, changing and closing an edition."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.kit import jobs, journal
from belvedere.meetings import access, validators
from belvedere.meetings.enums import EditionStatus, NoticeKind
from belvedere.meetings.models import Edition, PlanVersion

from . import notices
from .presences import move_presences


class Refused(Exception):
    """The edition cannot be changed so; the message says why and what to do."""


@transaction.atomic
def save_edition(*, edition: Edition, by: Any, now: datetime) -> Edition:
    """Creates or changes an edition. The hours stay as they are once a plan exists: its slots would move."""
    if by is not None and not access.can_open_in(by, edition.destination_id):
        raise Refused(_("Choisissez une destination où vous écrivez."))
    creating = edition.pk is None
    before = None if creating else Edition.everything.get(pk=edition.pk)
    if not creating and PlanVersion.everything.filter(edition=edition).exists() and _hours_moved(edition):
        raise Refused(_("Un plan existe déjà\N{NO-BREAK SPACE}: ses horaires ne peuvent plus changer."))
    try:
        validators.check_waves(edition.lunch_waves)
        validators.check_waves(edition.breaks)
        edition.full_clean()
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages)) from fault
    edition.save()
    if before is not None:
        move_presences(before=before, after=edition)
    journal.record("create_edition" if creating else "change_edition", edition, by=by, now=now)
    return edition


def _hours_moved(edition: Edition) -> bool:
    kept = Edition.everything.filter(
        pk=edition.pk,
        day=edition.day,
        first_start=edition.first_start,
        last_start=edition.last_start,
        slot_minutes=edition.slot_minutes,
        change_minutes=edition.change_minutes,
    )
    return not kept.exists()


@transaction.atomic
def open_edition(*, edition: Edition, by: Any, now: datetime) -> Edition:
    """Lets participants place their wishes."""
    _may_run(edition, by)
    if edition.status not in (EditionStatus.DRAFT, EditionStatus.CLOSED):
        raise Refused(_("Seule une édition en préparation ou close peut ouvrir ses souhaits."))
    if edition.closes_at and edition.closes_at <= now:
        raise Refused(_("La clôture des souhaits est passée\N{NO-BREAK SPACE}: repoussez-la d’abord."))
    return _become(edition, EditionStatus.OPEN, "open_edition", by, now)


@transaction.atomic
def close_wishes(*, edition: Edition, by: Any, now: datetime) -> Edition:
    """Nobody changes a list any more, and everybody is told; the plan is worked out behind the pages."""
    _may_run(edition, by)
    if edition.status != EditionStatus.OPEN:
        raise Refused(_("Les souhaits ne sont pas ouverts."))
    _become(edition, EditionStatus.CLOSED, "close_wishes", by, now)
    author = by.pk if by else None
    jobs.enqueue("meetings.capacity", now=now, edition=edition.pk, by=author)
    jobs.enqueue("meetings.plan", now=now, edition=edition.pk, by=author)
    notices.tell_everybody(edition=edition, kind=NoticeKind.CLOSING, now=now)
    return edition


def close_due(*, now: datetime) -> int:
    """Closes the wishes of every edition whose date has come, however late; each once. How many were closed."""
    due = Edition.everything.filter(status=EditionStatus.OPEN, closes_at__lte=now).order_by("pk")
    return sum(_close_due(pk, now) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _close_due(pk: int, now: datetime) -> bool:
    due = Edition.everything.select_for_update().filter(pk=pk, status=EditionStatus.OPEN, closes_at__lte=now)
    edition = due.select_related("destination").first()
    if edition is not None:
        close_wishes(edition=edition, by=None, now=now)
    return edition is not None


@transaction.atomic
def ask_plan(*, edition: Edition, by: Any, now: datetime) -> None:
    """Another plan, worked out behind the pages, on the data of now."""
    _may_run(edition, by)
    if edition.status in (EditionStatus.DRAFT, EditionStatus.OPEN):
        raise Refused(_("Clôturez d’abord les souhaits."))
    jobs.enqueue("meetings.plan", now=now, edition=edition.pk, by=by.pk if by else None)
    journal.record("ask_plan", edition, by=by, now=now)


@transaction.atomic
def ask_capacity(*, edition: Edition, by: Any, now: datetime) -> None:
    """Measures behind the pages what the day can hold."""
    _may_run(edition, by)
    jobs.enqueue("meetings.capacity", now=now, edition=edition.pk, by=by.pk if by else None)
    journal.record("ask_capacity", edition, by=by, now=now)


def _may_run(edition: Edition, by: Any) -> None:
    if by is not None and not access.can_run(by, edition):
        raise Refused(_("Cette édition n’est pas de votre ressort."))


def _become(edition: Edition, status: str, verb: str, by: Any, now: datetime) -> Edition:
    edition.status = status
    edition.save(update_fields=["status"])
    journal.record(verb, edition, by=by, now=now)
    return edition
