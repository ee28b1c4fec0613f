"""Shapes of a destination's communes for maps of figures: their contours where they are loaded, else a sketch."""

import json
import math
from typing import Any

import shapely
from django.core.cache import cache
from django.db.models import Count, Max

from belvedere.kit import sketch
from belvedere.territories.models import Commune, Contour, Destination

A_DAY = 86400
#: Degrees: about four hundred metres, enough for a figure a commune.
TOLERANCE = 0.004
#: Centres around a destination that keep their own ground, in degrees.
MARGIN = 0.15
#: How a map drawn without contours says so.
SKETCHED = "sketched"


def shapes_of(destination: Destination) -> dict[str, Any]:
    """GeoJSON of the communes of the destination's territory, flattened at its latitude, ``id`` their codes; with
    ``sketched`` true where they are drawn around their centres. Kept for a day."""
    inside = Contour.objects.filter(commune__territories=destination.territory_id)
    stamp = inside.aggregate(number=Count("pk"), year=Max("year"))
    towns = Commune.objects.filter(territories=destination.territory_id).count()
    key = f"cockpit/shapes/{destination.territory_id}/{stamp['number']}/{stamp['year']}/{towns}"
    kept: dict[str, Any] | None = cache.get(key)
    if kept is None:
        held = _contours(inside) if stamp["number"] else _cells(destination)
        kept = {
            "type": "FeatureCollection", SKETCHED: not stamp["number"],
            "features": [_feature(code, shape) for code, shape in held.items()],
        }  # fmt: skip
        cache.set(key, kept, A_DAY)
    return kept


def _contours(inside: Any) -> dict[str, Any]:
    rows = list(inside.order_by("pk"))
    shapes = shapely.coverage_simplify([shapely.from_wkb(bytes(row.geometry)) for row in rows], TOLERANCE)
    return _flat(dict(zip((row.pk for row in rows), shapes, strict=True)))


def _cells(destination: Destination) -> dict[str, Any]:
    known = Commune.objects.current().exclude(lon=None).exclude(lat=None)
    rows = known.filter(territories=destination.territory_id).order_by("pk").values_list("code", "lon", "lat")
    places = {(lon, lat): code for code, lon, lat in rows}
    if not places:
        return {}
    west, south, east, north = shapely.multipoints(list(places)).bounds
    near = known.filter(
        lon__range=(west - MARGIN, east + MARGIN), lat__range=(south - MARGIN, north + MARGIN)
    ).values_list("lon", "lat")
    cells = sketch.cells(list(places), list(set(near) - set(places)))
    return _flat(dict(zip(places.values(), shapely.simplify(cells, TOLERANCE / 2), strict=True)))


def _flat(shapes: dict[str, Any]) -> dict[str, Any]:
    """Degrees of longitude made as long as those of latitude: drawn as they are, the map keeps its shape."""
    middle = shapely.union_all([shapely.box(*shape.bounds) for shape in shapes.values()]).centroid.y
    shrink = math.cos(math.radians(middle))
    return {
        code: shapely.transform(shape, lambda points: points * [shrink, 1.0]) for code, shape in shapes.items()
    }  # fmt: skip


def _feature(code: str, shape: Any) -> dict[str, Any]:
    rounded = shapely.set_precision(shape, 0.001)
    geometry = json.loads(shapely.to_geojson(rounded if not rounded.is_empty else shape))
    return {"type": "Feature", "id": code, "geometry": geometry}
