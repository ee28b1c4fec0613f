"""The land under a route: outlines and names of communes, from our own tables."""

from dataclasses import dataclass

import shapely

from belvedere.territories.models import Commune, Contour

NAMES = 9
OUTLINES = 400


@dataclass(frozen=True)
class Ground:
    """``outlines``: rings of (lon, lat); ``names``: (name, lon, lat), the most peopled first."""

    outlines: tuple[tuple[tuple[float, float], ...], ...]
    names: tuple[tuple[str, float, float], ...]


def ground(west: float, south: float, east: float, north: float) -> Ground:
    """What lies in a box. Two queries."""
    across = Contour.objects.filter(west__lte=east, east__gte=west, south__lte=north, north__gte=south)[:OUTLINES]
    shapes = [shapely.from_wkb(bytes(row.geometry)) for row in across]
    fine = (east - west) / 300
    rings = tuple(
        tuple((float(x), float(y)) for x, y in ring.simplify(fine).coords)
        for shape in shapes
        for part in getattr(shape, "geoms", [shape])
        for ring in [part.exterior]
    )
    towns = Commune.objects.current().filter(lon__range=(west, east), lat__range=(south, north))
    rows = towns.order_by("-population", "pk").values_list("name", "lon", "lat")[:NAMES]
    return Ground(rings, tuple(rows))
