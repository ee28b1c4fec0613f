"""What the engine of notes says, in the language of the page: its phrases by the catalogue, numbers and periods as
Django writes them."""

from datetime import date, timedelta
from typing import Any

from django.utils import formats
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext as _

from belvedere.engines import notes as engine
from belvedere.observatory.templatetags import figures

DAYS = {"D": 0, "W": 6}


def words() -> engine.Words:
    """French is the engine's own."""
    language = get_language() or "fr"
    if language.startswith("fr"):
        return engine.FRENCH
    # German nouns keep their capital inside a sentence.
    inside = {"inside": str} if language.startswith("de") else {}
    return engine.Words(number=number, gap=gap, signed=signed, period=period, say=say, **inside)


def say(text: str) -> str:
    """A phrase, a label or a unit; « Nuitées (hôtels) » is said part by part."""
    found = gettext(text) if text else ""
    if found == text and text.endswith(")") and " (" in text:
        label, _open, kind = text[:-1].partition(" (")
        return f"{gettext(label)} ({gettext(kind)})"
    return found


def number(value: float) -> str:
    """As many decimals as the engine prints."""
    return local(engine.number(value))


def gap(change: float, kind: engine.Kind) -> str:
    text = engine.gap(change, kind)
    if kind is engine.Kind.MARK:
        return local(text)
    size = text.rpartition(engine.NO_BREAK)[0]
    if kind is engine.Kind.COUNT:
        return figures.percent(local(size))
    many = 1 if size == "1" else 2
    return ngettext("%(number)s\N{NO-BREAK SPACE}point", "%(number)s\N{NO-BREAK SPACE}points", many) % {
        "number": local(size)
    }


def signed(change: float, kind: engine.Kind) -> str:
    sign = engine.signed(change, kind)[:1]
    return (sign if sign in "+−" else "") + gap(change, kind)


def period(last: date, span: int, frequency: str) -> str:
    first = engine.first_of(last, span, frequency)
    end, pace = (last + timedelta(days=DAYS[frequency]), "D") if frequency in DAYS else (last, frequency)
    if first == end:
        return figures.period(end, pace)
    return _("%(first)s à %(last)s") % {"first": figures.period(first, pace), "last": figures.period(end, pace)}


def spoken(spec: Any) -> Any:
    """A chart with its titles said."""
    if isinstance(spec, list):
        return [spoken(one) for one in spec]
    if not isinstance(spec, dict):
        return spec
    return {name: say(one) if name == "title" and isinstance(one, str) else spoken(one) for name, one in spec.items()}


def local(text: str) -> str:
    """A French number as the language writes it."""
    marks = {",": formats.get_format("DECIMAL_SEPARATOR"), engine.NO_BREAK: formats.get_format("THOUSAND_SEPARATOR")}
    return "".join(marks.get(sign, sign) for sign in text)
