"""Agendas for the printer: PDF by typst."""

from collections.abc import Iterable
from importlib.resources import files
from typing import Any

import orjson
import segno
import typst
from django.template.loader import render_to_string
from django.utils import formats

from belvedere.kit import mail
from belvedere.territories import queries as territories
from belvedere.territories.queries import ResolvedBrand

from .enums import Side
from .models import Edition
from .queries.calendar import place
from .queries.entrance import badge_path
from .queries.floor import Floor
from .queries.pro import Agenda

SHEETS = files(__package__) / "templates" / "meetings" / "print"


def printed(edition: Edition, agendas: Iterable[Agenda], brand: ResolvedBrand, sheet: str) -> bytes:
    """``sheet`` is ``agendas`` (half a page each, two a page), ``tables`` (a card a buyer) or ``badges`` (ten a page,
    each with the QR code of the door); one document for all."""
    page = _badge if sheet == "badges" else _page
    return _compiled(sheet, edition, brand, people=[page(one) for one in agendas])


def floor_plan(edition: Edition, floor: Floor, brand: ResolvedBrand) -> bytes:
    """The rooms with their numbered tables, and who sits all day at each."""
    hosts = [[spot.number, spot.host, hall.name] for hall in floor.halls for spot in hall.spots if spot.host]
    return _compiled("floor", edition, brand, drawing=drawing(floor), hosts=hosts)


def drawing(floor: Floor, *, next_table: int | None = None, label: str = "") -> str:
    """The floor as SVG; ``next_table`` stands out."""
    return render_to_string("meetings/parts/floor.svg", {"floor": floor, "next": next_table, "label": label})


def _compiled(sheet: str, edition: Edition, brand: ResolvedBrand, **more: Any) -> bytes:
    data: dict[str, Any] = {
        "edition": edition.name,
        "place": edition.place,
        "day": formats.date_format(edition.day, "l j F Y"),
        "brand": brand.name,
        "colour": brand.palette.get("primary", "") or mail.INK,
    }
    inputs = {"data": orjson.dumps(data | more).decode()}
    content: bytes = typst.compile(str(SHEETS / f"{sheet}.typ"), sys_inputs=inputs)
    return content


def _badge(agenda: Agenda) -> dict[str, Any]:
    who = agenda.participant
    # Any of the eight masks is read; choosing the prettiest of them would cost four times as much.
    address = territories.address_of(agenda.edition.destination, badge_path(who))
    code = segno.make(address, error="m", micro=False, mask=4, boost_error=False)
    picture = code.svg_inline(border=0, omitsize=True)
    return {"name": who.contact or who.name, "house": who.name if who.contact else who.about,
            "side": who.get_side_display(), "buyer": who.side == Side.BUYER, "code": picture}  # fmt: skip


def _page(agenda: Agenda) -> dict[str, Any]:
    lines = [
        [f"{line.starts_at:%H:%M}", line.other.name, place(line.table, line.room)] for line in agenda.lines
    ]  # fmt: skip
    who, tables = agenda.participant, {line.table for line in agenda.lines}
    return {
        "name": who.name,
        "about": who.about,
        "side": who.get_side_display(),
        "lines": lines,
        "table": str(next(iter(tables)) or "") if len(tables) == 1 else "",
    }
