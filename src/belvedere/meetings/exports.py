"""Agendas for the printer: PDF by typst."""

from collections.abc import Iterable
from importlib.resources import files
from typing import Any

import orjson
import typst
from django.utils import formats

from belvedere.territories.queries import ResolvedBrand

from .models import Edition
from .queries.calendar import place
from .queries.pro import Agenda

SHEETS = files(__package__) / "templates" / "meetings" / "print"


def printed(edition: Edition, agendas: Iterable[Agenda], brand: ResolvedBrand, sheet: str) -> bytes:
    """``sheet`` is ``agendas`` (half a page each, two a page) or ``tables`` (a card a buyer); one document for all."""
    data: dict[str, Any] = {
        "edition": edition.name,
        "place": edition.place,
        "day": formats.date_format(edition.day, "l j F Y"),
        "brand": brand.name,
        "people": [_page(one) for one in agendas],
    }
    content: bytes = typst.compile(str(SHEETS / f"{sheet}.typ"), sys_inputs={"data": orjson.dumps(data).decode()})
    return content


def _page(agenda: Agenda) -> dict[str, Any]:
    lines = [
        [f"{line.starts_at:%H:%M}", line.other.name, place(line.table, line.room)] for line in agenda.lines
    ]  # fmt: skip
    who = agenda.participant
    return {"name": who.name, "about": who.about, "side": who.get_side_display(), "lines": lines, "number": who.pk}
