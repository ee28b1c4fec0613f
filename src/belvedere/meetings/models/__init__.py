"""Editions, participants, wishes, versions of the plan and their meetings."""

from .after import ContactShare, Cost, Deal, Measure, MeetingNote, Survey
from .day import CheckIn, Repair, Swap, TableLoss
from .edition import RHYTHM, Edition
from .notice import Notice
from .participant import Participant, Wish, new_token
from .plan import Meeting, PlanVersion
from .scenario import Scenario
from .sheet import ParticipantSheet
from .signup import SignUp

__all__ = [
    "RHYTHM",
    "CheckIn",
    "ContactShare",
    "Cost",
    "Deal",
    "Edition",
    "Measure",
    "Meeting",
    "MeetingNote",
    "Notice",
    "Participant",
    "ParticipantSheet",
    "PlanVersion",
    "Repair",
    "Scenario",
    "SignUp",
    "Survey",
    "Swap",
    "TableLoss",
    "Wish",
    "new_token",
]
