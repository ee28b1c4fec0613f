"""Where an offer stands and when it is open."""

import math
from datetime import date
from typing import Any, NamedTuple

from .agents import addresses
from .errors import ObjectError
from .shapes import Reading, day, keys, langs, many, minute, nodes, number, one, shown, strings, truth
from .types import Address, Langs, OpeningPeriod, in_language

_PLACE = keys(
    "@id @type schema:geo schema:address schema:openingHoursSpecification "
    "TextOpeningHoursSpecification petsAllowed internetAccess altInsee"
)
_GEO = keys("@id @type schema:latitude schema:longitude schema:elevation")
_OPENING = keys("@id @type schema:validFrom schema:validThrough schema:opens schema:closes schema:dayOfWeek")
_PERIOD = keys("@id @type startDate endDate startTime endTime")
_WEEKDAY = keys("@id @type rdfs:label")
_DAYS = {
    f"{prefix}{name}": 1 << i
    for i, name in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))
    for prefix in ("schema:", "http://schema.org/", "https://schema.org/", "")
}
EVERY_DAY = 127


class Where(NamedTuple):
    """What ``isLocatedAt`` says."""

    lon: float | None = None
    lat: float | None = None
    elevation: float | None = None
    address: Address | None = None
    other_insee: tuple[str, ...] = ()
    openings: tuple[OpeningPeriod, ...] = ()
    opening_texts: Langs = ()
    pets: bool | None = None
    internet: bool | None = None


def where(obj: dict[str, Any], r: Reading) -> Where:
    """The first place; further places and addresses are kept aside with a warning. Raises ObjectError."""
    places = nodes(obj.get("isLocatedAt"), r, "/isLocatedAt")
    if not places:
        r.warn("isLocatedAt", "aucun lieu")
        return Where()
    for i, extra in enumerate(places[1:], 1):
        r.keep(f"/isLocatedAt/{i}", extra)
        r.warn(f"isLocatedAt[{i}]", "lieu supplémentaire gardé à part")
    place, path = places[0], "/isLocatedAt/0"
    if not _PLACE.issuperset(place):
        r.extras(place, _PLACE, path)
    lon, lat, elevation = _coordinates(place, r, path)
    found = addresses(place.get("schema:address"), r, f"{path}/schema:address")
    if len(found) > 1:
        r.keep(f"{path}/schema:address", place["schema:address"])
    hours = place.get("schema:openingHoursSpecification")
    return Where(
        lon,
        lat,
        elevation,
        found[0] if found else None,
        strings(place["altInsee"], r, f"{path}/altInsee") if "altInsee" in place else (),
        _openings(hours, r, f"{path}/schema:openingHoursSpecification") if hours else (),
        langs(place.get("TextOpeningHoursSpecification"), r, f"{path}/TextOpeningHoursSpecification"),
        truth(place.get("petsAllowed"), r, f"{path}/petsAllowed"),
        truth(place.get("internetAccess"), r, f"{path}/internetAccess"),
    )


def _coordinates(place: dict[str, Any], r: Reading, path: str) -> tuple[float | None, float | None, float | None]:
    points = nodes(place.get("schema:geo"), r, f"{path}/schema:geo")
    if not points:
        r.warn("isLocatedAt[0]", "aucune coordonnée")
        return None, None, None
    for i, extra in enumerate(points[1:], 1):
        r.keep(f"{path}/schema:geo/{i}", extra)
    geo = points[0]
    if not _GEO.issuperset(geo):
        r.extras(geo, _GEO, f"{path}/schema:geo")
    lon = _degrees(geo.get("schema:longitude"), 180, "longitude")
    lat = _degrees(geo.get("schema:latitude"), 90, "latitude")
    if lon == 0 and lat == 0:
        raise ObjectError("coordonnées (0, 0), au milieu de l’océan", "isLocatedAt[0].schema:geo")
    return lon, lat, number(geo.get("schema:elevation"), r, f"{path}/schema:geo/schema:elevation")


def _degrees(value: Any, limit: int, name: str) -> float:
    if type(value) is list and len(value) == 1:
        value = value[0]
    try:
        found = float(value) if type(value) is not bool else math.nan
    except (TypeError, ValueError):
        found = math.nan
    if abs(found) <= limit:
        return found
    raise ObjectError(
        f"{name} invalide {shown(value)} : un nombre de −{limit} à {limit} est attendu",
        f"isLocatedAt[0].schema:geo.schema:{name}",
    )


def _openings(value: Any, r: Reading, path: str) -> tuple[OpeningPeriod, ...]:
    found = (_opening(node, r, f"{path}/{i}") for i, node in enumerate(nodes(value, r, path)))
    return tuple([period for period in found if period is not None])


def _opening(node: dict[str, Any], r: Reading, path: str) -> OpeningPeriod | None:
    """The hour of validFrom and validThrough repeats opens and closes (2023): kept aside when it does not."""
    starts, ends = node.get("schema:validFrom"), node.get("schema:validThrough")
    opens, closes = node.get("schema:opens"), node.get("schema:closes")
    first, last = day(starts, f"{path}/schema:validFrom"), day(ends, f"{path}/schema:validThrough")
    if first and last and first > last:
        _backwards(node, first, last, r, path)
        return None
    if starts is not None and len(starts) > 10 and starts[11:] not in ("00:00:00", opens):
        r.keep(f"{path}/schema:validFrom", starts)
    if ends is not None and len(ends) > 10 and ends[11:] not in ("00:00:00", "23:59:59", closes):
        r.keep(f"{path}/schema:validThrough", ends)
    note = ""
    if not _OPENING.issuperset(node):
        r.extras(node, _OPENING, path)
        note = in_language(langs(node.get("additionalInformation"), r, f"{path}/additionalInformation"), "fr")
    begin, end = _span(minute(opens, path), minute(closes, path))
    if begin is None and closes is not None:
        r.keep(f"{path}/schema:closes", closes)
    return OpeningPeriod(first, last, _weekdays(node.get("schema:dayOfWeek"), r, path), begin, end, note)


def _backwards(node: dict[str, Any], first: date, last: date, r: Reading, path: str) -> None:
    r.keep(path, node)
    r.warn(path, f"période qui finit ({last:%d/%m/%Y}) avant de commencer ({first:%d/%m/%Y}), gardée à part")


def _span(opens: int | None, closes: int | None) -> tuple[int | None, int | None]:
    """Midnight to midnight is the whole day; other equal hours say a start only; an earlier end is on the next day."""
    if opens is None:
        return None, None
    if closes is None or (closes == opens and opens != 0):
        return opens, None
    return opens, closes if closes > opens else closes + 1440


def _weekdays(value: Any, r: Reading, path: str) -> int:
    mask = 0
    for i, item in enumerate(many(value)):
        name = item.get("@id") if type(item) is dict else item
        bit = _DAYS.get(name, 0) if type(name) is str else 0
        if not bit or (type(item) is dict and not _WEEKDAY.issuperset(item)):
            r.odd(f"{path}/schema:dayOfWeek/{i}", item, "jour de la semaine")
        mask |= bit
    return mask or EVERY_DAY


def dates(obj: dict[str, Any], r: Reading) -> tuple[OpeningPeriod, ...]:
    """When an event takes place; ``schema:startDate`` and ``endDate`` repeat the periods, else they are kept aside."""
    found = []
    for i, node in enumerate(nodes(obj.get("takesPlaceAt"), r, "/takesPlaceAt")):
        path = f"/takesPlaceAt/{i}"
        if not _PERIOD.issuperset(node):
            r.extras(node, _PERIOD, path)
        first, last = day(node.get("startDate"), f"{path}/startDate"), day(node.get("endDate"), f"{path}/endDate")
        if first and last and first > last:
            _backwards(node, first, last, r, path)
            continue
        opens, closes = minute(node.get("startTime"), path), minute(node.get("endTime"), path)
        if opens is None and closes is not None:
            r.keep(f"{path}/endTime", node["endTime"])
        found.append(OpeningPeriod(first, last or first, EVERY_DAY, *_span(opens, closes), ""))
    for key, told in (("schema:startDate", {p.first for p in found}), ("schema:endDate", {p.last for p in found})):
        for i, value in enumerate(many(obj.get(key))):
            if day(value, key) not in told:
                r.keep(f"/{key}/{i}", value)
    return tuple(found)


def figures(obj: dict[str, Any], r: Reading) -> tuple[float | None, float | None]:
    """Length of a tour and height climbed, in metres."""
    length = number(obj["tourDistance"], r, "/tourDistance") if "tourDistance" in obj else None
    return length, number(obj["highDifference"], r, "/highDifference") if "highDifference" in obj else None


def first_text(obj: dict[str, Any], key: str, r: Reading) -> str:
    return one(obj[key], r, f"/{key}") if key in obj else ""
