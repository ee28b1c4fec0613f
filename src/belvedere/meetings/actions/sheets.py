"""Lists of participants that an office brings: kept from the upload until their lines are in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.kit import jobs, journal
from belvedere.meetings import access
from belvedere.meetings.models import Edition, ParticipantSheet

from .participants import Outcome

SIZE_MAX = 8 * 1024 * 1024
JOB = "meetings.import_sheet"
#: Lines left out that are kept with their reason.
TOLD = 200


class Refused(Exception):
    """The file cannot be kept; the message says why and what to do."""


@transaction.atomic
def keep_sheet(
    *, edition: Edition, name: str, content: bytes, headings: Sequence[str], columns: Mapping[str, str], by: Any,
    now: datetime,
) -> ParticipantSheet:  # fmt: skip
    """``columns`` is the guess; a file with the same headings brought before has the last word."""
    _may_run(edition, by)
    if len(content) > SIZE_MAX:
        raise Refused(_("Huit mégaoctets au plus\N{NO-BREAK SPACE}: coupez la liste en deux."))
    rows = ParticipantSheet.everything.filter(edition=edition, headings=list(headings)).exclude(brought_at=None)
    known = rows.order_by("-uploaded_at", "-pk").first()
    sheet = ParticipantSheet.everything.create(
        edition=edition, name=name[:200], content=content, headings=list(headings),
        columns=known.columns if known else dict(columns), uploaded_at=now,
    )  # fmt: skip
    journal.record("keep_sheet", sheet, by=by, now=now)
    return sheet


@transaction.atomic
def map_columns(*, sheet: ParticipantSheet, columns: Mapping[str, str], by: Any, now: datetime) -> ParticipantSheet:
    """Our field → the file's heading; fields left out are not read."""
    _open(sheet, by)
    unknown = [heading for heading in columns.values() if heading not in sheet.headings]
    if unknown:
        raise Refused(_("Le fichier n’a pas de colonne %s.") % unknown[0])
    sheet.columns = dict(columns)
    sheet.save(update_fields=["columns"])
    journal.record("map_columns", sheet, by=by, now=now)
    return sheet


@transaction.atomic
def ask_bringing(*, sheet: ParticipantSheet, by: Any, now: datetime) -> ParticipantSheet:
    """Has the worker bring its lines in."""
    _open(sheet, by)
    sheet.job = jobs.enqueue(JOB, now=now, sheet=sheet.pk, by=by.pk if by is not None else None)
    sheet.save(update_fields=["job"])
    journal.record("ask_bringing", sheet, by=by, now=now)
    return sheet


@transaction.atomic
def close_sheet(*, sheet: ParticipantSheet, outcome: Outcome, by: Any, now: datetime) -> ParticipantSheet:
    """Its lines are in: the mapping and what became of them stay, the people's data do not."""
    _may_run(sheet.edition, by)
    sheet.brought_at, sheet.content = now, b""
    sheet.counts = {name: getattr(outcome, name) for name in ("created", "updated", "unchanged")}
    sheet.counts["failed"], sheet.failed = len(outcome.failed), outcome.failed[:TOLD]
    sheet.save(update_fields=["brought_at", "content", "counts", "failed"])
    journal.record("close_sheet", sheet, by=by, now=now)
    return sheet


def _open(sheet: ParticipantSheet, by: Any) -> None:
    _may_run(sheet.edition, by)
    if sheet.brought_at is not None:
        raise Refused(_("Cette liste est déjà importée."))
    if sheet.under_way:
        raise Refused(_("Cette liste est en cours d’importation\N{NO-BREAK SPACE}: attendez qu’elle finisse."))


def _may_run(edition: Edition, by: Any) -> None:
    if by is not None and not access.can_run(by, edition):
        raise Refused(_("Cette édition n’est pas de votre ressort."))
