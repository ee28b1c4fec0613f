"""What the desk's templates write: hours."""

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def clock(minute: float) -> str:
    """« 9 h 30 » from minutes since midnight, 9:30 in other languages; a minute begun counts."""
    hour, rest = divmod(int(-(-minute // 1)) % 1440, 60)
    if (get_language() or "fr") != "fr":
        return f"{hour}:{rest:02d}"
    return f"{hour}\N{NO-BREAK SPACE}h" + (f"\N{NO-BREAK SPACE}{rest:02d}" if rest else "")


@register.filter
def lasting(minutes: int) -> str:
    """« 45 min », « 6 h », « 6 h 50 »: how long something takes."""
    hours, rest = divmod(minutes, 60)
    space = "\N{NO-BREAK SPACE}"
    if not hours:
        return f"{rest}{space}min"
    return f"{hours}{space}h" + (f"{space}{rest:02d}" if rest else "")
