"""Image studies: written, their quotas set, the institute's answers brought in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.contacts import access
from belvedere.contacts.enums import LineStatus
from belvedere.contacts.models import Respondent, Study, Wave
from belvedere.kit import journal

#: Bytes of a file, and points by which shares may miss 100 % through rounding.
SIZE_MAX, ROUNDING = 16 * 1024 * 1024, 0.6


class StudyRefused(Exception):
    """This study, wave or file cannot be taken; the message says why and what to do."""


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
def save_study(*, study: Study, by: Any, now: datetime) -> Study:
    """Raises StudyRefused."""
    if by is not None and not access.can_keep_file(by, study.destination):
        raise StudyRefused(_("Ce fichier n’est pas le vôtre : choisissez une destination où vous rédigez."))
    if not study.trait_names:
        raise StudyRefused(_("Écrivez au moins un trait d’image, un par ligne."))
    study.save()
    journal.record("save_study", study, by=by, now=now)
    return study


@transaction.atomic
def save_wave(*, wave: Wave, by: Any, now: datetime) -> Wave:
    """Quotas may change while the institute asks, not the names that its answers bear. Raises StudyRefused."""
    if by is not None and not access.can_keep_file(by, wave.study.destination):
        raise StudyRefused(_("Cette étude n’est pas de votre ressort."))
    _check_margins(wave.margins)
    if Wave.everything.filter(study=wave.study, market=wave.market, year=wave.year).exclude(pk=wave.pk).exists():
        raise StudyRefused(_("Ce marché a déjà sa vague cette année-là : complétez-la."))
    wave.save()
    journal.record("save_wave", wave, by=by, now=now)
    return wave


def _check_margins(margins: Mapping[str, Mapping[str, float]]) -> None:
    if not margins:
        raise StudyRefused(_("Donnez les parts d’au moins un caractère du marché."))
    for trait, shares in margins.items():
        total = sum(shares.values())
        if abs(total - 100) > ROUNDING:
            total_said = f"{total:.1f}".replace(".", ",")
            raise StudyRefused(
                _("« %(trait)s » : les parts font %(total)s %% au lieu de 100 %%.")
                % {"trait": trait, "total": total_said}
            )
        if any(not share > 0 for share in shares.values()):
            raise StudyRefused(_("« %s » : une part est nulle ou négative, retirez cette modalité.") % trait)


@transaction.atomic
def keep_file(
    *, wave: Wave, name: str, content: bytes, headings: Sequence[str], columns: Mapping[str, str], by: Any,
    now: datetime,
) -> Wave:  # fmt: skip
    """Keeps the institute's file until its lines are in. Raises StudyRefused."""
    if len(content) > SIZE_MAX:
        raise StudyRefused(_("Seize mégaoctets au plus : coupez le fichier en deux."))
    wave.name, wave.content = name[:200], content
    wave.headings, wave.columns = list(headings), dict(columns)
    wave.save(update_fields=["name", "content", "headings", "columns"])
    journal.record("keep_study_file", wave, by=by, now=now)
    return wave


@transaction.atomic
def map_columns(*, wave: Wave, columns: Mapping[str, str], by: Any, now: datetime) -> Wave:
    """Which heading says what."""
    wave.columns = dict(columns)
    wave.save(update_fields=["columns"])
    journal.record("map_study_file", wave, by=by, now=now)
    return wave


@transaction.atomic
def bring_in(*, wave: Wave, said: Sequence[Said], dry_run: bool, by: Any, now: datetime) -> list[Taken]:
    """Adds the answers whose number is not in yet, so that a fuller file of the same terrain can follow; the file is
    let go once its lines are in. ``dry_run`` writes nothing."""
    held = set(Respondent.everything.filter(wave=wave).values_list("number", flat=True))
    found, rows = [], []
    for one in said:
        if one.fault:
            found.append(Taken(one.line, LineStatus.FAILED, one.fault))
        elif one.number in held:
            found.append(Taken(one.line, LineStatus.UNCHANGED))
        else:
            held.add(one.number)
            found.append(Taken(one.line, LineStatus.CREATED))
            rows.append(
                Respondent(wave=wave, number=one.number, cells=dict(one.cells), spontaneous=one.spontaneous,
                           assisted=one.assisted, traits=list(one.traits))
            )  # fmt: skip
    if not dry_run:
        Respondent.everything.bulk_create(rows, batch_size=1000)
        wave.name, wave.content, wave.headings = "", None, []
        wave.save(update_fields=["name", "content", "headings"])
        journal.record("bring_study_answers", wave, by=by, now=now, added=len(rows))
    return found
