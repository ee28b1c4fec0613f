"""Estimates of surveys in words: a value is never printed without its interval."""

from django import template
from django.utils.translation import gettext as _

from belvedere.engines.surveys import Estimate

register = template.Library()


@register.simple_tag
def told(estimate: Estimate | None, kind: str) -> str:
    """Its value and its interval, or why there is none. ``kind``: points, mark or share."""
    if estimate is None:
        return ""
    if estimate.value is None:
        return estimate.reason
    value, low, high = (written(one, kind) for one in (estimate.value, estimate.low, estimate.high))
    unit = "\N{NO-BREAK SPACE}%" if kind == "share" else ""
    return _("%(value)s (entre %(low)s et %(high)s)") % {"value": value + unit, "low": low, "high": high + unit}


@register.simple_tag
def percent(share: float) -> str:
    """Tenths below five percent, where a whole number would say nothing."""
    digits = 1 if share < 0.05 else 0
    return f"{100 * share:.{digits}f}".replace(".", ",") + "\N{NO-BREAK SPACE}%"


def written(value: float, kind: str) -> str:
    if kind == "mark":
        return f"{value:.1f}".replace(".", ",")
    whole = round(100 * value if kind == "share" else value)
    sign = "+" if kind == "points" and whole > 0 else "−" if whole < 0 else ""
    return f"{sign}{abs(whole)}"
