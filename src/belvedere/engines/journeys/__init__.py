"""Journeys: what comes next for somebody, and when. Waits by the wall clock, quiet hours, frequency caps."""

from .moments import after_wait, outside_quiet, room_under
from .plan import read_plan
from .types import Cap, Kind, Passed, Plan, PlanError, Quiet, Rules, Standing, Step, Wait
from .walk import advance, simulate

__all__ = [
    "Cap",
    "Kind",
    "Passed",
    "Plan",
    "PlanError",
    "Quiet",
    "Rules",
    "Standing",
    "Step",
    "Wait",
    "advance",
    "after_wait",
    "outside_quiet",
    "read_plan",
    "room_under",
    "simulate",
]
