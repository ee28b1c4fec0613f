"""Figures as an office prints them: grouped thousands, signed changes, periods in words."""

from datetime import date
from typing import Any

from django import template
from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.html import format_html
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def figure(value: float | None, decimals: int | None = None) -> str:
    """« 1 234,5 »; whole numbers without decimals unless some are asked for."""
    if value is None:
        return "–"
    places = decimals if decimals is not None else 0 if float(value).is_integer() else 2
    return formats.number_format(round(value, places), places, use_l10n=True, force_grouping=True)


@register.filter
def percent(number: str) -> str:
    """« 12 % » in French, « 12% » in English."""
    return _("%(number)s\N{NO-BREAK SPACE}%%") % {"number": number}


@register.simple_tag
def measured(value: float | None, unit: str, decimals: int | None = None) -> str:
    """A figure and, in small, its unit; a percentage as each language writes it."""
    said = figure(value, decimals)
    if unit == "%":
        return percent(said)
    return format_html("{} <small>{}</small>", said, unit) if unit else said


@register.filter
def amount(value: Any) -> str:
    """A sum of published cells: « ≥ 1 234 » where some are hidden, « masqué » where all are."""
    if value.hidden:
        return _("masqué")
    said = figure(value.value)
    return f"≥\N{NO-BREAK SPACE}{said}" if value.partial else said


@register.filter
def share(value: float | None) -> str:
    """A share as « 12,5 % »."""
    if value is None:
        return "–"
    return percent(formats.number_format(100 * value, 1, use_l10n=True))


@register.filter
def weekday(number: int) -> str:
    """« lundi » for 0."""
    return str(WEEKDAYS[number])


@register.filter
def change(value: float | None) -> str:
    """A share as « +3,2 % »."""
    if value is None:
        return ""
    sign = "+" if value > 0 else "\N{MINUS SIGN}" if value < 0 else ""
    text = formats.number_format(abs(100 * value), 1, use_l10n=True, force_grouping=True)
    return percent(sign + text)


@register.filter
def period(day: date | None, frequency: Any) -> str:
    """First day of a period in words, by frequency."""
    if day is None:
        return ""
    if frequency == "M":
        return formats.date_format(day, "F Y")
    if frequency == "Y":
        return str(day.year)
    if frequency == "Q":
        return _("%(rank)sᵉ trimestre %(year)s") % {"rank": (day.month + 2) // 3, "year": day.year}
    if frequency == "W":
        return _("semaine du %(day)s") % {"day": formats.date_format(day, "j F Y")}
    return formats.date_format(day, "j F Y")


@register.filter
def with_place(series: Any) -> str:
    """« Nuitées – Vichy »; the place once where the name already says it."""
    name, place = str(series.name), str(series.place)
    return f"{name} – {place}" if place and place.casefold() not in name.casefold() else name
