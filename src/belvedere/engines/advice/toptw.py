"""Published team-orienteering instances (Solomon, Cordeau) as trips.

Format: one line ``k v N t``, one line ``D Q``, then ``i x y visit score f a list… opens closes`` per point.
Point 0 is where every tour starts and ends; its closing is the end of the day. The literature truncates
the Euclidean distance to one decimal for Solomon's instances and to two for Cordeau's (``pr…``).
"""

from __future__ import annotations

from pathlib import Path

from .types import Stop, Trip, TripError, Window


def read_toptw(path: Path, days: int, decimals: int | None = None) -> Trip:
    """The instance as a trip of `days` identical days; raises TripError with the line at fault."""
    if decimals is None:
        decimals = 2 if path.stem.lower().startswith("pr") else 1
    lines = [line.split() for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    if len(lines) < 4:
        raise TripError("ligne 1", "ce fichier n’a pas la forme d’une instance TOPTW publiée")
    points = [_point(number, row) for number, row in enumerate(lines[2:], start=3)]
    depot = points[0]
    return Trip(
        stops=tuple(points),
        days=days,
        start=depot.id,
        end=depot.id,
        travel="euclidean",
        decimals=decimals,
    )


def _point(number: int, row: list[str]) -> Stop:
    try:
        x, y, visit, score, opens, closes = (float(row[k]) for k in (1, 2, 3, 4, -2, -1))
        identity = int(row[0])
    except (ValueError, IndexError):
        raise TripError(f"ligne {number}", "il faut « i x y visite score … ouverture fermeture » en nombres") from None
    return Stop(id=identity, score=score, visit=visit, windows=(Window(opens, closes),), x=x, y=y)
