"""Hours of the day as the room's pages print them."""

from collections.abc import Iterable, Sequence

from django import template

register = template.Library()


@register.filter
def spans(pairs: Iterable[Sequence[int]]) -> str:
    """[[720, 765]] → « 12:00–12:45 »."""
    return ", ".join("–".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in pair) for pair in pairs)
