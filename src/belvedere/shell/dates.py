"""Years that a form takes, and dates as each language prints them: « 1er mai » in French, where Django writes
« 1 mai »; « 1. Mai », « 1 de mayo » from the formats that pages written in French ask for."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.forms import DateField, DateTimeField
from django.utils import translation
from django.utils.dateformat import DateFormat
from django.utils.translation import gettext as _

_number, _format = DateFormat.j, DateFormat.format
#: What the first of the month is called.
FIRST = {"fr": "1er", "it": "1º"}
#: Parts of a format in our order of words (« l j F Y ») and what the language puts in their place.
PARTS = {
    "de": ((re.compile(r"\b([lD]) j\b"), r"\1, j"), (re.compile(r"\bj (?=[FM])"), "j. ")),
    "es": (
        (re.compile(r"\bj (?=F)"), r"j \\d\\e "),
        (re.compile(r"(?<!\\)\bF (?=Y)"), r"F \\d\\e "),
    ),
}


def _language() -> str:
    return (translation.get_language() or "")[:2]


def _day(self: DateFormat) -> int | str:
    day = _number(self)
    return FIRST.get(_language(), day) if day == 1 else day


def _said(self: DateFormat, formatstr: str) -> str:
    for part, instead in PARTS.get(_language(), ()):
        formatstr = part.sub(instead, formatstr)
    said: str = _format(self, formatstr)
    return said


def write_dates_as_read() -> None:
    """From now on formats are read so, wherever a template or a letter uses them."""
    DateFormat.j, DateFormat.format = _day, _said


#: What an office can mean: « 0026 » is 2026 typed in haste.
YEARS = range(1900, 2200)


def check_year(day: date) -> None:
    if day.year not in YEARS:
        said = {"year": f"{day.year:04}"}
        raise ValidationError(_("L’année %(year)s n’est pas possible ici\N{NO-BREAK SPACE}: vérifiez-la.") % said)


def refuse_unlikely_years() -> None:
    """From now on, in every form."""
    DateField.default_validators = DateTimeField.default_validators = [check_year]
