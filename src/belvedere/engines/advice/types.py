"""What goes into and comes out of the itinerary: plain frozen records, minutes everywhere.

A clock minute counts from midnight of its day (570 = 9:30); any other origin works as long as a trip keeps to one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

StopId = int | str


class TripError(ValueError):
    """A trip that cannot be read: `place` names the field, the reason is one French clause."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}\u00a0: {reason}")
        self.place = place
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Window:
    """A visit may begin from `opens` to `closes`; `day` None means every day (days count from 0)."""

    opens: float
    closes: float
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A place that may be visited once. Empty `windows` means open at any time.

    `x`, `y` are plane coordinates in minutes of travel for "euclidean", longitude and latitude for "line".
    """

    id: StopId
    score: float = 0.0
    visit: float = 0.0
    windows: tuple[Window, ...] = ()
    x: float | None = None
    y: float | None = None
    name: str = ""
    price: float = 0.0
    themes: tuple[str, ...] = ()
    meal: bool = False
    indoor: bool | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """A pause of `minutes` that begins from `opens` to `closes`, each day where that window can be reached.

    In a `meal` break at places, the break is the visit of one stop marked `meal`; otherwise one sits down where one is.
    """

    opens: float
    closes: float
    minutes: float


@dataclass(frozen=True, slots=True)
class DayFrame:
    """What is particular to one day: when and where it begins and ends; None falls back on the trip."""

    leaves: float | None = None
    returns: float | None = None
    start: StopId | None = None
    end: StopId | None = None


@dataclass(frozen=True, slots=True)
class Pin:
    """A stop that stays: on that day if `day` is given, at that minute if `at` is given."""

    stop: StopId
    day: int | None = None
    at: float | None = None


@dataclass(frozen=True, slots=True)
class Trip:
    """The whole question. `limit` bounds a day from its start's opening to its return, in minutes.

    `leave_by_close` says that a visit must end before the door closes; otherwise `closes` is the last entry,
    as in the published instances. `decimals` truncates euclidean distances as the literature does.
    """

    stops: tuple[Stop, ...]
    days: int = 1
    start: StopId = 0
    end: StopId | None = None
    limit: float | None = None
    travel: Literal["euclidean", "line"] | Sequence[Sequence[float]] = "euclidean"
    decimals: int | None = None
    speed_kmh: float = 45.0
    detour: float = 1.3
    leave_by_close: bool = False
    frames: tuple[DayFrame, ...] = ()
    lunch: Break | None = None
    lunch_places: bool = True
    rests: tuple[Break, ...] = ()
    budget: float | None = None
    must: tuple[StopId, ...] = ()
    never: tuple[StopId, ...] = ()
    theme_caps: tuple[tuple[str, int], ...] = ()
    exclusive: tuple[tuple[StopId, ...], ...] = ()
    pins: tuple[Pin, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One visit: it begins at `arrives` (the wait, if any, is spent before leaving the previous place)."""

    stop: StopId
    arrives: float
    leaves: float
    travel: float
    wait: float
    rest: float = 0.0


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A day in order. `departs` from the start, `returns` at the end, `travel_back` minutes for the last leg."""

    steps: tuple[Step, ...]
    departs: float
    returns: float
    travel_back: float


@dataclass(frozen=True, slots=True)
class Unmet:
    """What was asked for and could not be kept: `code` is lunch, rest, must or return; the sentence is French."""

    code: str
    sentence: str
    stop: StopId | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """An itinerary with what is known of its worth: no plan scores above `bound` (for the demands that are kept).

    `proved` means that score equals bound; `stopped` says why the search ended: proved, work or clock.
    """

    score: float
    days: tuple[DayPlan, ...]
    bound: float | None
    proved: bool
    stopped: str
    unmet: tuple[Unmet, ...] = ()
    notes: tuple[str, ...] = field(default_factory=tuple)

    @property
    def gap(self) -> float | None:
        """Share of the bound that might still be gained; None when no bound is known."""
        if self.bound is None:
            return None
        return max(0.0, (self.bound - self.score) / self.bound) if self.bound > 0 else 0.0
