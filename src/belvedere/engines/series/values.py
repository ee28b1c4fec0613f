"""Numbers and periods as French offices write them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

#: Cells that say that there is no figure: nothing, not available, confidential.
NOTHING = frozenset(
    ("", "-", "–", "nd", "n.d.", "nc", "n.c.", "na", "n/a", "nan", "null", "s", "secret", "*", "..", ":")
)
MONTHS = ("janv", "fevr", "mars", "avri", "mai", "juin", "juil", "aout", "sept", "octo", "nove", "dece")
SHORT = {"avr": 4, "oct": 10, "nov": 11, "dec": 12, "jan": 1, "fev": 2, "juillet": 7}
_ACCENTS = str.maketrans("éèêûùôîàç", "eeeuuoiac")
_BLANKS = re.compile("[\\s\u00a0\u202f']")
_DAY = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$")
_FRENCH_DAY = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: .*)?$")
_MONTH = re.compile(r"^(\d{4})-?M?(\d{2})$")
_FRENCH_MONTH = re.compile(r"^(\d{1,2})[/.-](\d{4})$")
_QUARTER = re.compile(r"^(\d{4})[- ]?[TQ]([1-4])$|^[TQ]([1-4])[- /]?(\d{4})$", re.IGNORECASE)
_WEEK = re.compile(r"^(\d{4})[- ]?[SW](\d{1,2})$|^[SW](\d{1,2})[- /](\d{4})$", re.IGNORECASE)
_YEAR = re.compile(r"^(\d{4})(?:\.0)?$")
_WORDS = re.compile(r"^([a-z]+)\.?\s+(\d{4})$")


def number(cell: Any) -> float | None:
    """The figure of a cell, None where it says that there is none. Raises ValueError when it is no figure."""
    if cell is None or isinstance(cell, bool):
        return None
    if isinstance(cell, (int, float)):
        if cell != cell or cell in (float("inf"), float("-inf")):
            return None
        return float(cell)
    text = _BLANKS.sub("", str(cell)).lower()
    if text in NOTHING:
        return None
    text = text.removesuffix("%").removesuffix("€")
    if "," in text:
        text = text.replace(".", "").replace(",", ".") if text.rfind(",") > text.rfind(".") else text.replace(",", "")
    value = float(text)
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(text)
    return value


@lru_cache(maxsize=65536)
def period(cell: Any) -> tuple[date, str]:
    """First day and frequency of a period. Raises ValueError when it is none."""
    if isinstance(cell, datetime):
        return cell.date(), "D"
    if isinstance(cell, date):
        return cell, "D"
    text = str(cell).strip()
    if found := _DAY.match(text):
        return date(int(found[1]), int(found[2]), int(found[3])), "D"
    if found := _FRENCH_DAY.match(text):
        return date(int(found[3]), int(found[2]), int(found[1])), "D"
    if found := _MONTH.match(text):
        return date(int(found[1]), int(found[2]), 1), "M"
    if found := _FRENCH_MONTH.match(text):
        return date(int(found[2]), int(found[1]), 1), "M"
    if found := _QUARTER.match(text):
        return date(int(found[1] or found[4]), 3 * int(found[2] or found[3]) - 2, 1), "Q"
    if found := _WEEK.match(text):
        return date.fromisocalendar(int(found[1] or found[4]), int(found[2] or found[3]), 1), "W"
    if found := _YEAR.match(text):
        return date(int(found[1]), 1, 1), "Y"
    return _in_words(text), "M"


def _in_words(text: str) -> date:
    """« avril 2023 », « févr. 2024 ». Raises ValueError."""
    found = _WORDS.match(text.lower().translate(_ACCENTS))
    if found is None:
        raise ValueError(text)
    word = found[1]
    month = SHORT.get(word) or next((k for k, name in enumerate(MONTHS, 1) if word[:4] == name), 0)
    return date(int(found[2]), month, 1)


def floor(day: date, frequency: str) -> date:
    """First day of the period that ``day`` lies in."""
    if frequency == "W":
        return day - timedelta(days=day.weekday())
    if frequency == "M":
        return day.replace(day=1)
    if frequency == "Q":
        return day.replace(month=day.month - (day.month - 1) % 3, day=1)
    return day.replace(month=1, day=1) if frequency == "Y" else day
