"""Advice at the counter: what to suggest to this visitor now, and a day or a stay composed for her."""

from .itinerary import resolve, solve
from .jsonio import route_of, trip_of
from .offers import Advice, Need, NeedError, Offers, Reason, Suggestion
from .proposals import Proposal, propose
from .reasons import words
from .replan import Replan, keep, remove, replan, stop_over
from .suggest import party_price, similar, suggest
from .travel import line_minutes
from .types import Break, DayFrame, DayPlan, Pin, Plan, Step, Stop, Trip, TripError, Unmet, Window
from .verify import faults
from .warm import warm_up

__all__ = [
    "Advice",
    "Break",
    "DayFrame",
    "DayPlan",
    "Need",
    "NeedError",
    "Offers",
    "Pin",
    "Plan",
    "Proposal",
    "Reason",
    "Replan",
    "Step",
    "Stop",
    "Suggestion",
    "Trip",
    "TripError",
    "Unmet",
    "Window",
    "faults",
    "keep",
    "line_minutes",
    "party_price",
    "propose",
    "remove",
    "replan",
    "resolve",
    "route_of",
    "similar",
    "solve",
    "stop_over",
    "suggest",
    "trip_of",
    "warm_up",
    "words",
]
