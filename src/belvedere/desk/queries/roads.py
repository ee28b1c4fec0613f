"""Minutes by road where an installation was given a road graph; without one, nothing, and the plan says so.

``ROADS`` names a NumPy archive: ``lon``, ``lat`` (nodes, degrees), ``tail``, ``head`` (edges, ranks of nodes),
``minutes`` (by car, edge by edge, one way). Other means of transport keep the straight line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import KDTree

#: Nothing that is further is worth a stop in a day; the search stops there.
FARTHEST = 240.0
#: A place further than this from any road keeps its straight line: the graph does not reach it.
OFF_ROAD = 0.05


@dataclass(frozen=True)
class Roads:
    nodes: KDTree
    edges: Any
    stretch: float


def minutes_by_road(points: Sequence[tuple[float, float]], mode: str) -> list[list[float]] | None:
    """Square matrix between points (lon, lat), or None where the graph cannot answer for all of them."""
    place = settings.ROADS
    if not place or mode != "car" or not Path(place).is_file():
        return None
    roads = _load(str(place), Path(place).stat().st_mtime_ns)
    away, nodes = roads.nodes.query([(lon * roads.stretch, lat) for lon, lat in points])
    if (away > OFF_ROAD).any():
        return None
    kinds, back = np.unique(nodes, return_inverse=True)
    found = dijkstra(roads.edges, indices=kinds, limit=FARTHEST)[:, kinds]
    found = np.where(np.isfinite(found), found, FARTHEST)
    matrix: list[list[float]] = found[back][:, back].tolist()
    return matrix


@lru_cache(maxsize=1)
def _load(place: str, _written: int) -> Roads:
    with np.load(place) as kept:
        lon, lat = kept["lon"], kept["lat"]
        stretch = float(np.cos(np.radians(lat.mean())))
        edges = csr_matrix((kept["minutes"], (kept["tail"], kept["head"])), shape=(len(lon), len(lon)))
    return Roads(KDTree(np.column_stack([lon * stretch, lat])), edges, stretch)
