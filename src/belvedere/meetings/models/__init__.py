"""Editions, participants, wishes, versions of the plan and their meetings."""

from .day import CheckIn
from .edition import RHYTHM, Edition
from .participant import Participant, Wish, new_token
from .plan import Meeting, PlanVersion
from .scenario import Scenario

__all__ = ["RHYTHM", "CheckIn", "Edition", "Meeting", "Participant", "PlanVersion", "Scenario", "Wish", "new_token"]
