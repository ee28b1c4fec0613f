"""From the address of a search to a request: what cannot be read is left aside, never an error page."""

import math
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils import timezone

from belvedere.catalogue.queries.search import SearchRequest
from belvedere.territories.models import Destination

Value = TypeVar("Value")
#: Parameter of the address → facet of the search.
FACETS = {
    "type": "types",
    "commune": "commune",
    "theme": "themes",
    "label": "labels",
    "acces": "accessibility",
    "prix": "price_band",
}
SORTS = {"pertinence": "relevance", "distance": "distance", "nom": "name"}
LONGEST_TEXT, MOST_VALUES, LAST_PAGE = 200, 30, 400
DEFAULT_KM, FARTHEST_KM = 15.0, 100.0


def search_request(
    query: QueryDict, *, destination: Destination | None, language: str, now: datetime, page_size: int = 24
) -> SearchRequest:
    near = _near(query)
    sort = SORTS.get(query.get("tri", ""), "distance" if near else "relevance")
    return SearchRequest(
        text=query.get("q", "").replace("\0", "")[:LONGEST_TEXT],
        families=sum({bit for bit in map(_whole, query.getlist("famille")) if bit in (1, 2, 4, 8)}),
        types=_many(query, "type"),
        communes=_many(query, "commune"),
        themes=_many(query, "theme"),
        labels=_many(query, "label"),
        accessibility=_many(query, "acces"),
        price_bands=tuple(band for band in map(_whole, query.getlist("prix")) if 0 <= band <= 5),
        bbox=_box(query),
        near=near,
        destination_id=destination.pk if destination else None,
        open_at=open_at(query, now=now),
        language=language,
        sort=sort if near or sort != "distance" else "relevance",
        page=min(max(_whole(query.get("page", "1")), 1), LAST_PAGE),
        page_size=page_size,
    )


def open_at(query: QueryDict, *, now: datetime) -> datetime | None:
    """« maintenant », or a day (``ouvert``) and its hour (``heure``, 14:00 unless told); aware, local."""
    # Without a script the form sends both its box and its empty date.
    wanted = next((value for value in query.getlist("ouvert") if value), "")
    if wanted == "maintenant":
        return now
    day = _read(date.fromisoformat, wanted)
    if day is None or not timedelta(-1) <= day - now.date() <= timedelta(800):
        return None
    hour = _read(time.fromisoformat, query.get("heure", "")) or time(14)
    return datetime.combine(day, hour.replace(tzinfo=None), timezone.get_current_timezone())


def _many(query: QueryDict, name: str) -> tuple[str, ...]:
    values = (value.replace("\0", "")[:100] for value in query.getlist(name)[:MOST_VALUES])
    return tuple(dict.fromkeys(value for value in values if value))


def _near(query: QueryDict) -> tuple[float, float, float] | None:
    numbers = _numbers(query.get("pres", ""))
    if len(numbers) not in (2, 3) or not (-180 <= numbers[0] <= 180 and -85 <= numbers[1] <= 85):
        return None
    reach = numbers[2] if len(numbers) == 3 else DEFAULT_KM
    return numbers[0], numbers[1], min(max(reach, 0.5), FARTHEST_KM)


def _box(query: QueryDict) -> tuple[float, float, float, float] | None:
    numbers = _numbers(query.get("cadre", ""))
    if len(numbers) != 4:
        return None
    west, south, east, north = numbers
    return (west, south, east, north) if west < east and south < north else None


def _numbers(text: str) -> list[float]:
    found = [_read(float, part) for part in text[:80].split(",")]
    return [] if any(number is None or not math.isfinite(number) for number in found) else [n or 0.0 for n in found]


def _whole(text: str) -> int:
    number = _read(int, text[:6])
    return -1 if number is None else number


def _read(kind: Callable[[Any], Value], text: str) -> Value | None:
    try:
        return kind(text)
    except ValueError:
        return None
