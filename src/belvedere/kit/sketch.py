"""Contours for a map that has none: each place takes the ground that is nearer to its centre than to any other's.

The outcome is schematic and said to be so. Neighbours share their borders exactly, and borders are bent a little, as
those of real communes are, always the same way.
"""

import math
import random
from itertools import pairwise
from typing import Any

import shapely

#: How far from the outermost centres the land goes, then comes back, in degrees of latitude.
REACH, BACK = 0.3, 0.22
#: A border is bent at its middle by at most this share of its length, then each half again.
BEND, DEEP = 0.13, 3

Point = tuple[float, float]


def cells(own: list[Point], others: list[Point]) -> list[Any]:
    """A polygon for each of ``own`` (longitude, latitude; all different), in the same order; ``others`` hold their own
    ground beside them."""
    if not own:
        return []
    shrink = math.cos(math.radians(sum(lat for _lon, lat in own) / len(own)))
    flat = [(lon * shrink, lat) for lon, lat in own]
    beside = [(lon * shrink, lat) for lon, lat in others]
    ground = shapely.union_all(shapely.buffer(shapely.points(flat), REACH))
    land = shapely.union_all([shapely.Polygon(part.exterior) for part in shapely.get_parts(ground)]).buffer(-BACK)
    everyone = shapely.multipoints([*flat, *beside])
    pieces = shapely.get_parts(shapely.voronoi_polygons(everyone, extend_to=land.buffer(REACH)))
    tree = shapely.STRtree(pieces)
    found = []
    for point in shapely.points(flat):
        held = tree.query(point, predicate="intersects")
        cell = pieces[held[0]].intersection(land) if len(held) else point.buffer(BACK)
        found.append(_unflatten(_bent(cell), shrink))
    return found


def _bent(cell: Any) -> Any:
    parts = [part for part in shapely.get_parts(cell) if part.geom_type == "Polygon"]
    rings = []
    for part in parts:
        corners = list(part.exterior.coords)
        line: list[Point] = []
        for start, end in pairwise(corners):
            line += _border(start, end)[:-1]
        rings.append(shapely.make_valid(shapely.Polygon(line)) if len(line) > 3 else part)
    return shapely.union_all(rings)


def _border(start: Point, end: Point) -> list[Point]:
    """The same line whichever of its two neighbours draws it."""
    one, other = sorted(((round(start[0], 6), round(start[1], 6)), (round(end[0], 6), round(end[1], 6))))
    line = _bend(one, other, random.Random(repr((one, other))), DEEP)
    return line if one == (round(start[0], 6), round(start[1], 6)) else line[::-1]


def _bend(start: Point, end: Point, chance: random.Random, deep: int) -> list[Point]:
    if deep == 0 or math.dist(start, end) < 0.004:
        return [start, end]
    aside = chance.uniform(-BEND, BEND)
    middle = (
        (start[0] + end[0]) / 2 - aside * (end[1] - start[1]),
        (start[1] + end[1]) / 2 + aside * (end[0] - start[0]),
    )
    return [*_bend(start, middle, chance, deep - 1)[:-1], *_bend(middle, end, chance, deep - 1)]


def _unflatten(shape: Any, shrink: float) -> Any:
    return shapely.transform(shape, lambda points: points / [shrink, 1.0])
