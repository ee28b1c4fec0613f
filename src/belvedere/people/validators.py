"""Pure checks of the room."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

#: La Poste numbers its branches outside of the rule: their digits add up to a multiple of five.
LA_POSTE = "356000000"


def clean_siret(value: str) -> str:
    """A SIRET without its spaces; empty stays empty. Raises ValidationError where its key is wrong (Luhn)."""
    digits = "".join(value.split())
    if not digits:
        return ""
    if len(digits) != 14 or not digits.isascii() or not digits.isdigit():
        raise ValidationError(_("Un SIRET compte 14 chiffres."))
    if digits.startswith(LA_POSTE) and sum(map(int, digits)) % 5 == 0:
        return digits
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(digits)]
    if sum(value - 9 if value > 9 else value for value in doubled) % 10:
        raise ValidationError(_("Ce SIRET ne peut pas exister : vérifiez ses chiffres."))
    return digits
