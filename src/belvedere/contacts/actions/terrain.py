"""The file of an institute: kept from the upload until its lines are in, a few hundred at a time."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.contacts import access
from belvedere.contacts.enums import LineStatus
from belvedere.contacts.models import Respondent, Wave
from belvedere.kit import jobs, journal

from .studies import StudyRefused

SIZE_MAX = 16 * 1024 * 1024
JOB = "contacts.bring_answers"
BATCH = 500
#: Failed lines told once the file is in.
FAULTS = 100

Report = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Said:
    """One line of an institute's file. ``fault``: why it cannot be taken, in words."""

    line: int
    number: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)
    spontaneous: bool = False
    assisted: bool = False
    traits: Sequence[str] = ()
    fault: str = ""


@dataclass(frozen=True)
class Taken:
    line: int
    status: LineStatus
    sentence: str = ""


@transaction.atomic
def keep_file(
    *, wave: Wave, name: str, content: bytes, headings: Sequence[str], columns: Mapping[str, str], by: Any,
    now: datetime,
) -> Wave:  # fmt: skip
    """Keeps the institute's file until its lines are in. Raises StudyRefused."""
    check_open(wave=wave, by=by)
    if len(content) > SIZE_MAX:
        raise StudyRefused(_("Seize mégaoctets au plus\N{NO-BREAK SPACE}: coupez le fichier en deux."))
    wave.name, wave.content, wave.job, wave.brought_at = name[:200], content, None, None
    wave.headings, wave.columns = list(headings), dict(columns)
    wave.read, wave.counts, wave.faults = 0, {}, []
    wave.save()
    journal.record("keep_study_file", wave, by=by, now=now)
    return wave


@transaction.atomic
def map_columns(*, wave: Wave, columns: Mapping[str, str], by: Any, now: datetime) -> Wave:
    """Which heading says what. Raises StudyRefused."""
    check_open(wave=wave, by=by)
    wave.columns = dict(columns)
    wave.save(update_fields=["columns"])
    journal.record("map_study_file", wave, by=by, now=now)
    return wave


@transaction.atomic
def ask_bringing(*, wave: Wave, by: Any, now: datetime) -> Wave:
    """Has the worker bring its lines in, from where an earlier attempt stopped. Raises StudyRefused."""
    check_open(wave=wave, by=by)
    check_kept(wave=wave)
    wave.job = jobs.enqueue(JOB, now=now, wave=wave.pk, by=by.pk if by is not None else None)
    wave.save(update_fields=["job"])
    journal.record("ask_study_answers", wave, by=by, now=now)
    return wave


def try_out(*, wave: Wave, said: Sequence[Said]) -> list[Taken]:
    """What each line would become, nothing written."""
    return _plan(said, _held(wave))[0]


def bring_in(*, wave: Wave, said: Sequence[Said], by: Any, now: datetime, report: Report | None = None) -> Wave:
    """Adds the answers whose number is not in yet, so that a fuller file of the same terrain can follow; the file is
    let go once its lines are in. Stopped on the way, it goes on from there when called again."""
    held = _held(wave)
    while wave.read < len(said):
        lot = said[wave.read : wave.read + BATCH]
        with transaction.atomic():
            taken, rows = _plan(lot, held, wave)
            Respondent.everything.bulk_create(rows, batch_size=BATCH)
            wave.read += len(lot)
            wave.counts = dict(Counter(wave.counts) + Counter(one.status.value for one in taken))
            failed = [[one.line, one.sentence] for one in taken if one.status == LineStatus.FAILED]
            wave.faults = [*wave.faults, *failed][:FAULTS]
            wave.save(update_fields=["read", "counts", "faults"])
        if report:
            told = {"done": wave.read, "total": len(said)}
            report(wave.read, len(said), _("%(done)s lignes sur %(total)s") % told)
    with transaction.atomic():
        wave.content, wave.headings, wave.brought_at = None, [], now
        wave.save(update_fields=["content", "headings", "brought_at"])
        journal.record("bring_study_answers", wave, by=by, now=now, added=wave.counts.get(LineStatus.CREATED, 0))
    return wave


def _held(wave: Wave) -> set[str]:
    return set(Respondent.everything.filter(wave=wave).values_list("number", flat=True))


def _plan(said: Sequence[Said], held: set[str], wave: Wave | None = None) -> tuple[list[Taken], list[Respondent]]:
    """The outcome of each line; ``held`` grows by the numbers that are new."""
    taken, rows = [], []
    for one in said:
        if one.fault:
            taken.append(Taken(one.line, LineStatus.FAILED, one.fault))
        elif one.number in held:
            taken.append(Taken(one.line, LineStatus.UNCHANGED))
        else:
            held.add(one.number)
            taken.append(Taken(one.line, LineStatus.CREATED))
            rows.append(
                Respondent(wave=wave, number=one.number, cells=dict(one.cells), spontaneous=one.spontaneous,
                           assisted=one.assisted, traits=list(one.traits))
            )  # fmt: skip
    return taken, rows


def check_kept(*, wave: Wave) -> None:
    """Raises StudyRefused."""
    if not wave.content:
        raise StudyRefused(_("Déposez d’abord le fichier de l’institut."))


def check_open(*, wave: Wave, by: Any) -> None:
    """Raises StudyRefused."""
    if by is not None and not access.waves_run_by(by).filter(pk=wave.pk).exists():
        raise StudyRefused(_("Cette étude n’est pas de votre ressort."))
    if wave.under_way:
        raise StudyRefused(_("Ce fichier est en cours d’importation\N{NO-BREAK SPACE}: attendez qu’elle finisse."))
