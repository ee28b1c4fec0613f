"""Compiling at a quiet moment what the first route would otherwise wait for."""

from .itinerary import solve
from .types import Stop, Trip


def warm_up() -> None:
    """Composes a small day and a small stay: what that compiles, numba keeps on disk."""
    stops = tuple(Stop(id=k, score=k, visit=1.0, x=float(k), y=0.0) for k in range(4))
    for days in (1, 2):
        solve(Trip(stops=stops, days=days, limit=8.0), budget=0.2)
