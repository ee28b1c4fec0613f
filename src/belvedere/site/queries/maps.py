"""The offline base map, drawn from the communes' own contours."""

import json
from typing import Any

import shapely
from django.core.cache import cache
from django.db.models import Count, Max

from belvedere.territories import queries as territories
from belvedere.territories.models import Commune, Contour, Destination

#: About two hundred metres: the map stays light and a commune keeps its shape.
TOLERANCE = 0.002
A_DAY = 86400
#: A surface without a name.
LAND = {"people": -1}
#: Degrees of land drawn around the centre of a commune whose contour is not known.
AROUND = 0.06


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
        kept = _draw(found) if stamp["number"] else _sketch(destination)
        cache.set(key, kept, A_DAY)
    return str(kept)


def _draw(found: Any) -> str:
    rows = list(found)
    shapes = shapely.coverage_simplify([shapely.from_wkb(bytes(row.geometry)) for row in rows], TOLERANCE)
    features = [_feature(LAND, shape) for shape in shapes]
    # Names are points: on a surface cut into tiles, each piece would print its own.
    features += [
        _feature({"name": row.commune.name, "people": row.commune.population or 0}, shape.representative_point())
        for row, shape in zip(rows, shapes, strict=True)
    ]
    return _collection(features)


def _sketch(destination: Destination | None) -> str:
    """Without contours: where the communes are, and the land around their centres as one soft shape."""
    communes = Commune.objects.current().exclude(lon=None)
    if destination is not None:
        family = territories.descendants(Destination.everything.filter(pk=destination.pk))
        communes = communes.filter(territories__destinations__in=family).distinct()
    rows = list(communes.values_list("name", "population", "lon", "lat"))
    centres = shapely.points([row[2] for row in rows], [row[3] for row in rows])
    land = shapely.union_all(shapely.buffer(centres, AROUND)).buffer(-AROUND * 0.6).simplify(TOLERANCE)
    features = [_feature(LAND, land)] if rows else []
    features += [
        _feature({"name": name, "people": people or 0}, centre)
        for (name, people, _lon, _lat), centre in zip(rows, centres, strict=True)
    ]
    return _collection(features)


def _feature(properties: dict[str, Any], shape: Any) -> dict[str, Any]:
    geometry = json.loads(shapely.to_geojson(shapely.set_precision(shape, 0.0005)))
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _collection(features: list[dict[str, Any]]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"), ensure_ascii=False)
