"""Compiling at a quiet moment what the first route would otherwise wait for."""

from .columns import Master
from .exact import DayLabels
from .heuristic import Column
from .itinerary import solve
from .model import build
from .types import Stop, Trip


def warm_up() -> None:
    """Composes a small day and a small stay, and proves further than they need: numba keeps on disk what compiles."""
    stops = tuple(Stop(id=k, score=k, visit=1.0, x=float(k), y=0.0) for k in range(4))
    for days in (1, 2):
        solve(Trip(stops=stops, days=days, limit=8.0), budget=0.2)
    model = build(Trip(stops=stops, limit=8.0))
    labels = DayLabels(model, 0)
    labels.run(model.gain, 0.0, 1.0, 10_000, eager=True)
    labels.dive(model.gain, 0.0, 1.0, 10_000)
    labels.widen_near()
    labels.run(model.gain, 0.0, 1.0, 10_000, eager=True)
    stay = Master(build(Trip(stops=stops, days=2, limit=8.0)))
    stay.add([Column(0, (0,), 1.0)])
    stay.integer([[], []])
