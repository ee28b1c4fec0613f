"""Figures of an edition as people read them."""

from django import template
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

register = template.Library()

NB = "\N{NO-BREAK SPACE}"
SIGNS = {"share": f"{NB}%", "mean": f"{NB}/{NB}5", "cents": f"{NB}€"}
DIGITS = {"count": "0g", "share": "-1g", "mean": "-1g", "cents": "-2g", "ratio": "-2g"}


@register.filter
def figure(value: float | None, unit: str) -> str:
    """A value of ``queries.results``: cents become euros; a dash where nothing can be said."""
    if value is None:
        return "–"
    if unit == "ratio":
        return _("%s\N{NO-BREAK SPACE}€ pour 1\N{NO-BREAK SPACE}€") % floatformat(value, DIGITS[unit])
    return floatformat(value / 100 if unit == "cents" else value, DIGITS[unit]) + SIGNS.get(unit, "")


@register.filter
def change(value: float | None, unit: str) -> str:
    """A difference, with its sign; shares differ by points."""
    if value is None:
        return "–"
    sign = f"+{NB}" if value > 0 else f"−{NB}" if value < 0 else ""
    size = floatformat(abs(value) / 100 if unit == "cents" else abs(value), DIGITS[unit])
    ends = {"share": NB + _("points"), "cents": f"{NB}€"}
    return sign + size + ends.get(unit, "")
