"""The offline base map, drawn from the communes' own contours."""

import json
from collections.abc import Iterable
from typing import Any

import shapely
from django.core.cache import cache
from django.db.models import Count, Max

from belvedere.kit import sketch
from belvedere.territories import queries as territories
from belvedere.territories.models import Commune, Contour, Destination

#: About two hundred metres: the map stays light and a commune keeps its shape.
TOLERANCE = 0.002
A_DAY = 86400
#: A surface without a name.
LAND = {"people": -1}
#: Degrees around a destination within which its neighbours keep their ground.
MARGIN = 0.4


def contours_of(destination: Destination | None) -> Any:
    found = Contour.objects.select_related("commune")
    if destination is not None:
        family = territories.descendants(Destination.everything.filter(pk=destination.pk))
        found = found.filter(commune__territories__destinations__in=family).distinct()
    return found


def communes_geojson(destination: Destination | None, *, note: str = "") -> str:
    """GeoJSON of the destination's communes, borders shared exactly between neighbours; kept for a day. Drawn from the
    centres where no contour is known: it then bears ``note``."""
    found = contours_of(destination)
    stamp = found.aggregate(number=Count("pk", distinct=True), year=Max("year"))
    key = f"communes/{destination.pk if destination else 0}/{stamp['number']}/{stamp['year']}"
    kept = cache.get(key)
    if kept is None:
        kept = _collection(_draw(found) if stamp["number"] else _sketch(destination))
        cache.set(key, kept, A_DAY)
    return str(kept) if stamp["number"] or not note else f'{{"note":{json.dumps(note)},{kept[1:]}'


def _draw(found: Any) -> list[dict[str, Any]]:
    rows = list(found)
    shapes = shapely.coverage_simplify([shapely.from_wkb(bytes(row.geometry)) for row in rows], TOLERANCE)
    features = [_feature(LAND, shape) for shape in shapes]
    # Names are points: on a surface cut into tiles, each piece would print its own.
    features += [
        _feature({"name": row.commune.name, "people": row.commune.population or 0}, shape.representative_point())
        for row, shape in zip(rows, shapes, strict=True)
    ]
    return features


def _sketch(destination: Destination | None) -> list[dict[str, Any]]:
    """Without contours: where the communes are, and the ground nearest to each."""
    known = Commune.objects.current().exclude(lon=None).exclude(lat=None)
    communes = known
    if destination is not None:
        family = territories.descendants(Destination.everything.filter(pk=destination.pk))
        communes = communes.filter(territories__destinations__in=family).distinct()
    rows = list(communes.order_by("pk").values_list("name", "population", "lon", "lat"))
    places = {(lon, lat): (name, people or 0) for name, people, lon, lat in rows}
    shapes = sketch.cells(list(places), _beside(known, places))
    features = [_feature(LAND, shape) for shape in shapes]
    features += [
        _feature({"name": name, "people": people}, shapely.Point(place)) for place, (name, people) in places.items()
    ]
    return features


def _beside(known: Any, places: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Centres around these, which keep their own ground."""
    if not places:
        return []
    west, south, east, north = shapely.multipoints(list(places)).bounds
    wide = {"lon__range": (west - MARGIN, east + MARGIN), "lat__range": (south - MARGIN, north + MARGIN)}
    return list(set(known.filter(**wide).values_list("lon", "lat")) - set(places))


def _feature(properties: dict[str, Any], shape: Any) -> dict[str, Any]:
    geometry = json.loads(shapely.to_geojson(shapely.set_precision(shape, 0.0005)))
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _collection(features: list[dict[str, Any]]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"), ensure_ascii=False)
