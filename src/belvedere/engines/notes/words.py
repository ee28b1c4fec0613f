"""Numbers and periods in French, as they are printed, and what another language puts in their place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from .types import Kind

#: Also between thousands: the narrow one is drawn too thin by the fonts of our pages.
NO_BREAK = "\N{NO-BREAK SPACE}"
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
#: From here on a figure is printed whole.
WHOLE = 100


def number(value: float, decimals: int | None = None) -> str:
    """« 1 250 000 », « 8,3 »; small figures keep one decimal where they have one."""
    if decimals is None:
        decimals = 0 if abs(value) >= WHOLE or value == round(value) else 1
    text = f"{abs(value):,.{decimals}f}".replace(",", NO_BREAK).replace(".", ",")
    return f"−{text}" if value < 0 and text.strip("0,") else text


def amount(value: float, unit: str) -> str:
    """A value with its unit."""
    return f"{number(value)}{NO_BREAK}{unit}" if unit else number(value)


def gap(change: float, kind: Kind) -> str:
    """How far, without its sign: « 6 % », « 2,1 points », « 0,2 »."""
    size = abs(change)
    if kind is Kind.COUNT:
        return f"{_share(size)}{NO_BREAK}%"
    text = number(size, 1)
    if kind is Kind.MARK:
        return text
    return f"{text}{NO_BREAK}{'point' if round(size, 1) < 2 else 'points'}"


def signed(change: float, kind: Kind) -> str:
    """The same with its sign: « +6 % »."""
    text = gap(change, kind)
    return f"{'+' if change > 0 else '−' if change < 0 else ''}{text}" if text.strip("0,%\N{NO-BREAK SPACE}") else text


def _share(size: float) -> str:
    """A share in per cent: one decimal under ten."""
    percent = 100 * size
    return number(percent, 1 if round(percent, 1) < 10 and round(percent, 1) != round(percent) else 0)


def inside(label: str) -> str:
    """A label inside a sentence: an acronym keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def period(last: date, span: int, frequency: str) -> str:
    """« juillet 2026 », « avril à septembre 2026 », « 16 au 22 novembre 2026 », « 2ᵉ trimestre 2026 », « 2026 »."""
    first = first_of(last, span, frequency)
    if frequency in ("D", "W"):
        return _days(first, last + timedelta(days=6 if frequency == "W" else 0))
    if frequency == "M":
        if span == 1:
            return f"{MONTHS[last.month - 1]}{NO_BREAK}{last.year}"
        start = MONTHS[first.month - 1] + (f"{NO_BREAK}{first.year}" if first.year != last.year else "")
        return f"{start} à {MONTHS[last.month - 1]}{NO_BREAK}{last.year}"
    if frequency == "Q":
        names = [f"{_rank((day.month + 2) // 3)}{NO_BREAK}trimestre{NO_BREAK}{day.year}" for day in (first, last)]
        return names[1] if span == 1 else " au ".join(names)
    return str(last.year) if span == 1 else f"{first.year} à {last.year}"


def first_of(last: date, span: int, frequency: str) -> date:
    """First day of the first of ``span`` periods that end with ``last``."""
    periods, day = span - 1, last
    if frequency in ("D", "W"):
        return day - timedelta(days=periods * (7 if frequency == "W" else 1))
    months = day.year * 12 + day.month - 1 - periods * {"M": 1, "Q": 3}.get(frequency, 12)
    return date(months // 12, months % 12 + 1, 1)


def _days(first: date, last: date) -> str:
    end = f"{_day(last)}{NO_BREAK}{last.year}"
    if first == last:
        return end
    if first.year != last.year:
        return f"{_day(first)}{NO_BREAK}{first.year} au {end}"
    return f"{_rank(first.day) if first.day == 1 else first.day} au {end}" if first.month == last.month else (
        f"{_day(first)} au {end}"
    )  # fmt: skip


def _day(day: date) -> str:
    return f"{_rank(1) if day.day == 1 else day.day}{NO_BREAK}{MONTHS[day.month - 1]}"


def _rank(place: int) -> str:
    return "1ᵉʳ" if place == 1 else f"{place}ᵉ"


def _as_it_is(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Words:
    """A language: how it writes numbers, periods and a label inside a sentence, and ``say``, which turns a phrase of
    ``sentences.PHRASES``, a label or a unit into it."""

    number: Callable[[float], str] = number
    gap: Callable[[float, Kind], str] = gap
    signed: Callable[[float, Kind], str] = signed
    period: Callable[[date, int, str], str] = period
    inside: Callable[[str], str] = inside
    say: Callable[[str], str] = _as_it_is


FRENCH = Words()
