"""Editions, participants, wishes, versions of the plan and their meetings."""

from .day import CheckIn
from .edition import Edition
from .participant import Participant, Wish, new_token
from .plan import Meeting, PlanVersion

__all__ = ["CheckIn", "Edition", "Meeting", "Participant", "PlanVersion", "Wish", "new_token"]
