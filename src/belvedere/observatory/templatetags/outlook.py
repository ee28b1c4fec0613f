"""Forecasts and effects in words, in the reader's language."""

from datetime import date, timedelta
from typing import Any

from django import template
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .figures import percent
from .sentences import translated

register = template.Library()


@register.filter
def about(share: float | str | None) -> str:
    """A share rounded to the per cent, with its sign: « −3 % »; a dash where there is none (a template says "")."""
    if share is None or isinstance(share, str):
        return "–"
    whole = round(100 * share)
    sign = "+" if whole > 0 else "\N{MINUS SIGN}" if whole < 0 else ""
    return percent(sign + formats.number_format(abs(whole), 0, force_grouping=True))


@register.filter
def part(share: float | str | None) -> str:
    """A share without a sign: « 12 % »; one decimal under ten; a dash where there is none."""
    if share is None or isinstance(share, str):
        return "–"
    value = 100 * share
    digits = 1 if abs(value) < 9.95 else 0
    return percent(formats.number_format(value, digits, force_grouping=True))


@register.filter
def isodate(text: str) -> date:
    """The day that an answer writes as text."""
    return date.fromisoformat(text)


@register.simple_tag
def span_name(start: date, end: date, frequency: str) -> str:
    """« juillet–août 2027 », « du 3 au 30 mai 2027 », « 2027 »."""
    if frequency == "Y":
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if frequency == "Q":
        return _("%(rank)sᵉ trimestre %(year)s") % {"rank": (start.month + 2) // 3, "year": start.year}
    if frequency == "W":
        end += timedelta(days=6)
    if frequency == "W" or (frequency == "D" and not _whole_months(start, end)):
        told = {"start": formats.date_format(start, "j F"), "end": formats.date_format(end, "j F Y")}
        return _("du %(start)s au %(end)s") % told
    if (start.year, start.month) == (end.year, end.month):
        return formats.date_format(start, "F Y")
    first = formats.date_format(start, "F" if start.year == end.year else "F Y")
    return f"{first}–{formats.date_format(end, 'F Y')}"


def _whole_months(start: date, end: date) -> bool:
    return start.day == 1 and date.fromordinal(end.toordinal() + 1).day == 1


@register.filter
def move(one: dict[str, Any]) -> str:
    """What moves a span, as a clause."""
    kind, value, label = one["kind"], one["value"], one["label"]
    there, days = value > 0, round(abs(value))
    if kind == "trend":
        return _("la tendance\N{NO-BREAK SPACE}: %(share)s sur la dernière année connue") % {"share": about(value)}
    if kind == "recent":
        return _("les derniers relevés\N{NO-BREAK SPACE}: %(share)s sur un an") % {"share": about(value)}
    if kind == "easter":
        return _("Pâques y tombe cette année") if there else _("Pâques n’y tombe pas cette année")
    if kind == "event":
        falls = _("«\N{NO-BREAK SPACE}%(name)s\N{NO-BREAK SPACE}» y tombe cette année")
        does_not = _("«\N{NO-BREAK SPACE}%(name)s\N{NO-BREAK SPACE}» n’y tombe pas cette année")
        return (falls if there else does_not) % {"name": label}
    words = {
        "weekend": ngettext("%(n)s jour de week-end", "%(n)s jours de week-end", days),
        "off": ngettext("%(n)s jour férié", "%(n)s jours fériés", days),
        "school": ngettext("%(n)s jour de vacances scolaires", "%(n)s jours de vacances scolaires", days),
    }
    if kind not in words:
        return translated(label)
    said = _("%(days)s de plus que l’an dernier") if there else _("%(days)s de moins que l’an dernier")
    return said % {"days": words[kind] % {"n": days}}
