"""Image studies: written, their quotas set."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.contacts import access
from belvedere.contacts.models import Study, Wave
from belvedere.kit import journal

#: Points by which shares may miss 100 % through rounding.
ROUNDING = 0.6


class StudyRefused(Exception):
    """This study, wave or file cannot be taken; the message says why and what to do."""


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
