"""The trip sheet on paper: one document by typst, in the visitor's language."""

from importlib.resources import files
from typing import Any

import orjson
import segno
import typst
from django.utils import formats, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from belvedere.desk.queries.ground import Ground, ground
from belvedere.desk.queries.sheets import Day, Reading, Visit
from belvedere.desk.templatetags.desk import clock
from belvedere.territories.queries import ResolvedBrand

from .drawing import draw, frame_of

SHEET = files("belvedere.desk") / "templates" / "desk" / "print" / "sheet.typ"
HOUSE = "#1f5a54"


def pdf_of(reading: Reading, *, url: str, brand: ResolvedBrand) -> bytes:
    """``url``: absolute address of the live page, behind the code to scan."""
    with translation.override(reading.language):
        data = page_of(reading, url=url, brand=brand)
    content: bytes = typst.compile(str(SHEET), sys_inputs={"data": orjson.dumps(data).decode()})
    return content


def page_of(reading: Reading, *, url: str, brand: ResolvedBrand) -> dict[str, Any]:
    sheet = reading.sheet
    colour = brand.palette.get("primary") or HOUSE
    return {
        "language": reading.language,
        "brand": brand.name,
        "colour": colour,
        "title": _("Votre séjour") if sheet.days > 1 else _("Votre journée"),
        "from": _("Au départ de %s") % sheet.start_label
        + (_(", jusqu’à %s") % sheet.end_label if sheet.end_label else ""),
        "days": [_day(day) for day in reading.days],
        "map": map_of(reading, colour=colour),
        "qr": segno.make(url, error="m").svg_inline(scale=4, border=0),
        "live": _("Cette page reste à jour sur votre téléphone."),
        "url": url,
        "notes": _(
            "Trajets estimés, durées de visite indicatives. Horaires et tarifs au %s, sous réserve de changement."
        )
        % formats.date_format(sheet.updated_at, "j F Y"),
    }


def map_of(reading: Reading, *, colour: str) -> str:
    """SVG of the route over our own outlines."""
    sheet = reading.sheet
    start = (sheet.start_lon, sheet.start_lat)
    end = (sheet.end_lon, sheet.end_lat) if sheet.end_lon is not None and sheet.end_lat is not None else None
    routes = [
        [(v.number, v.lon, v.lat) for v in day.visits if v.lon is not None and v.lat is not None]
        for day in reading.days
    ]  # fmt: skip
    placed = [start, *([end] if end else []), *((lon, lat) for route in routes for _number, lon, lat in route)]
    frame = frame_of(placed)
    land: Ground = ground(*frame.box)
    return draw(frame, land, start, routes, colour=colour, end=end)


def _day(day: Day) -> dict[str, Any]:
    return {
        "name": capfirst(formats.date_format(day.day, "l j F")),
        "departs": _("Départ à %s") % clock(day.departs),
        "returns": _("Arrivée à %(at)s (%(way)s min de route)") % {"at": clock(day.returns), "way": day.back},
        "visits": [_visit(visit) for visit in day.visits],
        "empty": "" if day.visits else _("Journée libre."),
    }


def _visit(visit: Visit) -> dict[str, Any]:
    states = {
        "unknown": _("Horaires à vérifier"), "closed": _("Fermé à cette heure, à vérifier"),
        "gone": _("N’est plus proposé"),
    }  # fmt: skip
    hours = visit.hours[:1].upper() + visit.hours[1:] if visit.state == "fine" else states[visit.state]
    return {
        "number": visit.number,
        "time": f"{clock(visit.arrives)} – {clock(visit.leaves)}",
        "name": visit.name,
        "kind": ", ".join(filter(None, (visit.kind, visit.place))),
        "intro": visit.intro,
        "facts": " · ".join(filter(None, (hours, visit.price, visit.phone))),
        "way": _("%s min de route") % visit.travel,
        "rest": _("Pause de %s min") % visit.rest if visit.rest else "",
    }
