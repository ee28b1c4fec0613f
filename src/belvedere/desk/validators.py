"""Pure checks."""

import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .enums import Interest

AGE_LIMIT = 17
CHILDREN_LIMIT = 60


def read_ages(text: str) -> list[int]:
    """« 4, 9 et 11 ans » → [4, 9, 11]. Raises ValidationError."""
    ages = [int(number) for number in re.findall(r"\d+", text)]
    check_ages(ages)
    return ages


def check_ages(ages: Sequence[object]) -> None:
    """Ages of children in whole years."""
    if any(not isinstance(age, int) or not 0 <= age <= AGE_LIMIT for age in ages):
        raise ValidationError(_("Les âges des enfants vont de 0 à 17 ans."))
    if len(ages) > CHILDREN_LIMIT:
        raise ValidationError(_("Soixante enfants au plus\N{NO-BREAK SPACE}: comptez un groupe en adultes."))


def check_interests(interests: Sequence[object]) -> None:
    if not set(interests) <= set(Interest.values):
        raise ValidationError(_("Une envie n’est pas dans la liste."))
