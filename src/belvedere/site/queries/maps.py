"""The offline base map, drawn from the communes' own contours."""

import json
from typing import Any

import shapely
from django.core.cache import cache
from django.db.models import Count, Max

from belvedere.territories import queries as territories
from belvedere.territories.models import Contour, Destination

#: About a hundred metres: the map stays light and a commune keeps its shape.
TOLERANCE = 0.0016
A_DAY = 86400


def contours_of(destination: Destination | None) -> Any:
    found = Contour.objects.select_related("commune")
    if destination is not None:
        family = territories.descendants(Destination.everything.filter(pk=destination.pk))
        found = found.filter(commune__territories__destinations__in=family).distinct()
    return found


def communes_geojson(destination: Destination | None) -> str:
    """GeoJSON of the destination's communes, borders shared exactly between neighbours; kept for a day."""
    found = contours_of(destination)
    stamp = found.aggregate(number=Count("pk", distinct=True), year=Max("year"))
    key = f"communes/{destination.pk if destination else 0}/{stamp['number']}/{stamp['year']}"
    kept = cache.get(key)
    if kept is None:
        kept = _draw(found)
        cache.set(key, kept, A_DAY)
    return str(kept)


def _draw(found: Any) -> str:
    rows = list(found)
    shapes = shapely.coverage_simplify([shapely.from_wkb(bytes(row.geometry)) for row in rows], TOLERANCE)
    features = [
        {
            "type": "Feature",
            "properties": {"name": row.commune.name, "people": row.commune.population or 0},
            "geometry": json.loads(shapely.to_geojson(shapely.set_precision(shape, 0.0001))),
        }
        for row, shape in zip(rows, shapes, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"), ensure_ascii=False)


def outline(destination: Destination | None) -> tuple[float, float, float, float] | None:
    """West, south, east, north of the destination; None when no contour is loaded. One query."""
    found = contours_of(destination).values_list("west", "south", "east", "north")
    boxes = list(found)
    if not boxes:
        return None
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)
