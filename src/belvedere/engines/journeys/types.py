"""What a journey is made of, and where somebody stands in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo


class PlanError(ValueError):
    """The journey cannot be walked; the message names the step and says what to do."""


class Kind(StrEnum):
    WAIT = "wait"
    CONDITION = "condition"
    LETTER = "letter"


@dataclass(frozen=True)
class Wait:
    """``days`` by the calendar of the place, then ``hours`` by the clock, then on to the next ``at`` if given."""

    days: int = 0
    hours: int = 0
    at: time | None = None


@dataclass(frozen=True)
class Step:
    """``then`` and ``otherwise`` are keys of steps, empty at the end; a false condition leads to ``otherwise``."""

    key: str
    kind: Kind
    then: str = ""
    otherwise: str = ""
    wait: Wait = Wait()
    condition: str = ""
    letter: str = ""


@dataclass(frozen=True)
class Plan:
    """Steps by key, walked from ``first``; made by ``read_plan``, which refuses a loop: no step comes back."""

    first: str
    steps: Mapping[str, Step]


@dataclass(frozen=True)
class Quiet:
    """No letter leaves from ``starts`` until ``ends``, across midnight when it ends earlier than it starts."""

    starts: time
    ends: time


@dataclass(frozen=True)
class Cap:
    """At most so many letters in so many days that slide."""

    letters: int
    days: int


@dataclass(frozen=True)
class Rules:
    zone: ZoneInfo
    quiet: Quiet | None = None
    caps: tuple[Cap, ...] = ()


@dataclass(frozen=True)
class Passed:
    """A step that is behind: ``outcome`` is ``waited``, ``yes``, ``no`` or ``letter``."""

    key: str
    outcome: str


@dataclass(frozen=True)
class Standing:
    """Where somebody is: at ``key`` since ``since``; empty once it is over, ``ended`` then says why (``done`` or the
    reason to stop). ``due`` is when to look again, ``passed`` what was left behind by the last advance."""

    key: str
    since: datetime
    due: datetime | None = None
    ended: str = ""
    passed: tuple[Passed, ...] = field(default=())
