"""The pace of a day: what the engine's proposals mean by calm or rainy, said of a trip that is solved again.

A proposal that was taken keeps its spirit through the counsellor's gestures: a calm day is not filled up, a day for the
rain stays under a roof.
"""

from collections.abc import Collection
from dataclasses import replace

from belvedere.desk.enums import Pace
from belvedere.engines import advice
from belvedere.engines.advice.proposals import ALREADY_USED, CALM_LONGER, OUTDOOR_IN_RAIN
from belvedere.engines.advice.types import StopId

#: A theme of every stop, so that they can be counted together; and how many of them a calm day has, table included.
STEP, CALM_STEPS = "étape", 5


def paced(
    trip: advice.Trip, pace: str, *, kept: Collection[StopId], most: int | None = None, seen: Collection[StopId] = ()
) -> advice.Trip:
    """The trip at that pace. ``kept``: what the counsellor wants stays whatever the pace is; ``most``, ``seen``: what
    was taken has so many steps, and turned away from those."""
    if pace == Pace.FULL:
        return trip
    less = set(seen) - set(kept)
    stops = tuple(replace(s, score=s.score * ALREADY_USED) if s.id in less else s for s in trip.stops)
    trip = replace(trip, stops=stops)
    return _rainy(trip, kept) if pace == Pace.RAINY else _calm(trip, max(most or CALM_STEPS * trip.days, len(kept)))


def _calm(trip: advice.Trip, most: int) -> advice.Trip:
    stops = tuple(
        replace(s, themes=(*s.themes, STEP), visit=s.visit if s.meal else s.visit * CALM_LONGER) for s in trip.stops
    )
    return replace(trip, stops=stops, theme_caps=(*trip.theme_caps, (STEP, most)))


def _rainy(trip: advice.Trip, kept: Collection[StopId]) -> advice.Trip:
    """Outdoor stops are left out; where the shelter is not known, the stop is worth less."""
    ends = {trip.start, trip.end}
    open_air = [s for s in trip.stops if not s.indoor and not s.meal and s.id not in kept and s.id not in ends]
    out = {s.id for s in open_air if s.indoor is False}
    less = {s.id for s in open_air} - out
    stops = tuple(replace(s, score=s.score * OUTDOOR_IN_RAIN) if s.id in less else s for s in trip.stops)
    return replace(trip, stops=stops, never=(*trip.never, *sorted(out, key=str)))


def per_head(trip: advice.Trip, heads: int) -> advice.Trip:
    """The same trip with what one person pays on average, as the engine's proposals tell it."""
    stops = tuple(replace(stop, price=stop.price / heads) for stop in trip.stops)
    return replace(trip, stops=stops, budget=None if trip.budget is None else trip.budget / heads)
