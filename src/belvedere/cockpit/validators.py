"""Pure checks of the room."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def validate_first_day(day: date) -> None:
    """A month is written by its first day."""
    if day.day != 1:
        raise ValidationError(_("Un mois s’écrit par son premier jour."))
