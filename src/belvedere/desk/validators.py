"""Pure checks."""

import re
from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .enums import Interest

AGE_LIMIT = 17
CHILDREN_LIMIT = 60
YEARS = range(2000, 2100)


def read_ages(text: str) -> list[int]:
    """« 4, 9 et 11 ans » → [4, 9, 11]. Raises ValidationError."""
    ages = [int(number) for number in re.findall(r"\d+", text)]
    if text.strip() and not ages:
        raise ValidationError(_("Écrivez les âges en chiffres\N{NO-BREAK SPACE}: 4, 9."))
    check_ages(ages)
    return ages


def check_ages(ages: Sequence[object]) -> None:
    """Ages of children in whole years."""
    if any(not isinstance(age, int) or not 0 <= age <= AGE_LIMIT for age in ages):
        raise ValidationError(_("Les âges des enfants vont de 0 à 17 ans."))
    if len(ages) > CHILDREN_LIMIT:
        raise ValidationError(_("Soixante enfants au plus\N{NO-BREAK SPACE}: comptez un groupe en adultes."))


def check_day(day: date) -> None:
    """A year of another century is a slip of the finger."""
    if day.year not in YEARS:
        raise ValidationError(_("Ce jour est trop loin d’aujourd’hui\N{NO-BREAK SPACE}: vérifiez l’année."))


def check_interests(interests: Sequence[object]) -> None:
    if not set(interests) <= set(Interest.values):
        raise ValidationError(_("Une envie n’est pas dans la liste."))
