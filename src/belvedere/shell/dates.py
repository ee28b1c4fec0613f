"""Dates as French prints them: Django writes « 1 mai » where everybody reads « 1er mai »."""

from django.utils import translation
from django.utils.dateformat import DateFormat

_number = DateFormat.j


def _day(self: DateFormat) -> int | str:
    day = _number(self)
    return "1er" if day == 1 and (translation.get_language() or "").startswith("fr") else day


def write_the_first() -> None:
    """From now on the letter ``j`` of a format writes « 1er » in French, wherever a template or a letter uses it."""
    DateFormat.j = _day
