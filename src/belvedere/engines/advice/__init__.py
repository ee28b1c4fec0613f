"""Advice at the counter: what to suggest to this visitor now, and a day or a stay composed for her."""

from .itinerary import resolve, solve
from .jsonio import route_of, trip_of
from .proposals import Proposal, propose
from .replan import Replan, keep, remove, replan, stop_over
from .travel import line_minutes
from .types import Break, DayFrame, DayPlan, Pin, Plan, Step, Stop, Trip, TripError, Unmet, Window
from .verify import faults

__all__ = [
    "Break",
    "DayFrame",
    "DayPlan",
    "Pin",
    "Plan",
    "Proposal",
    "Replan",
    "Step",
    "Stop",
    "Trip",
    "TripError",
    "Unmet",
    "Window",
    "faults",
    "keep",
    "line_minutes",
    "propose",
    "remove",
    "replan",
    "resolve",
    "route_of",
    "solve",
    "stop_over",
    "trip_of",
]
