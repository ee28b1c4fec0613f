"""The professional meetings day: the best timetable of one-to-one meetings, its proof, its repair."""

from .capacity import capacity
from .check import certified, faults
from .form import certificate_form, plan_form, read_day
from .generate import generate_day
from .matching import Guest, Profile, Reason, Suggestion, months_in_words, suggest
from .repair import repair
from .solve import solve
from .types import (
    Capacity,
    Certificate,
    Day,
    Figures,
    Level,
    Meeting,
    MeetingsError,
    Pair,
    Person,
    Plan,
    Repair,
    Room,
    Trade,
    Unmet,
)
from .usual import figures, usual
from .warm import warm_up

__all__ = [
    "Capacity",
    "Certificate",
    "Day",
    "Figures",
    "Guest",
    "Level",
    "Meeting",
    "MeetingsError",
    "Pair",
    "Person",
    "Plan",
    "Profile",
    "Reason",
    "Repair",
    "Room",
    "Suggestion",
    "Trade",
    "Unmet",
    "capacity",
    "certificate_form",
    "certified",
    "faults",
    "figures",
    "generate_day",
    "months_in_words",
    "plan_form",
    "read_day",
    "repair",
    "solve",
    "suggest",
    "usual",
    "warm_up",
]
