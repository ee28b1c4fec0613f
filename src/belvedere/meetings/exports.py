"""Agendas for other machines: iCalendar, and PDF by typst."""

from collections.abc import Iterable
from importlib.resources import files
from typing import Any

import orjson
import typst
from django.utils import formats
from icalendar import Calendar, Event

from belvedere.territories.queries import ResolvedBrand

from .models import Edition
from .queries.pro import Agenda

SHEETS = files(__package__) / "templates" / "meetings" / "print"


def calendar_of(agenda: Agenda, *, host: str) -> bytes:
    """One event a meeting, in universal time; stable identifiers, so that a second subscription changes the first."""
    calendar = Calendar()
    calendar.add("prodid", "-//Belvédère//rencontres//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", agenda.edition.name)
    for line in agenda.lines:
        event = Event()
        event.add("uid", f"rencontre-{agenda.participant.pk}-{line.other.pk}@{host}")
        event.add("dtstamp", line.starts_at)
        event.add("sequence", agenda.version)
        event.add("dtstart", line.starts_at)
        event.add("dtend", line.ends_at)
        event.add("summary", line.other.name)
        event.add("location", ", ".join(filter(None, [place(line.table, line.room), agenda.edition.place])))
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def place(table: int | None, room: str) -> str:
    """« table 12, salle A »"""
    return ", ".join(filter(None, [f"table {table}" if table is not None else "", room]))


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
