"""What goes in and out of the engine. Slots, tables and waves count from 0; every record is frozen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Side = Literal["seller", "buyer"]
Status = Literal["optimal", "feasible", "infeasible"]
Progress = Callable[[str], None]


class MeetingsError(ValueError):
    """A day that cannot be read: ``str()`` is one French sentence with the place of the fault and what to do."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who meets others.

    ``available`` None means every slot. ``capacity`` is how many meetings this person's table holds at once.
    ``seated`` None follows ``Day.seated``. ``lunch`` is a wave number, None lets the engine choose one.
    """

    id: str
    side: Side
    available: tuple[int, ...] | None = None
    max: int | None = None
    min: int = 0
    capacity: int = 1
    seated: bool | None = None
    room: str | None = None
    organisation: str | None = None
    segment: str | None = None
    lunch: int | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A wish. ``imposed`` must be met, ``forbidden`` never is, ``slot`` locks the meeting there."""

    a: str
    b: str
    weight: float = 1.0
    imposed: bool = False
    forbidden: bool = False
    slot: int | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """A room and how many tables stand in it."""

    id: str
    tables: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting; ``table`` is None as long as nobody has seated it."""

    a: str
    b: str
    slot: int
    table: int | None = None
    room: str | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A day to plan.

    ``tables`` None means as many as needed; ``tables_lost`` counts, for each slot, the tables out of use.
    ``walk`` is the number of empty slots that a change of room takes. ``group_slots`` None lets every slot be a group
    slot. ``segments`` multiplies the weight of the wishes of its people. ``frozen_before`` protects announced slots.
    """

    slots: int
    people: tuple[Person, ...]
    pairs: tuple[Pair, ...]
    tables: int | None = None
    tables_lost: Mapping[int, int] = field(default_factory=dict)
    rooms: tuple[Room, ...] = ()
    walk: int = 0
    seated: Side | None = "buyer"
    same_side: bool = False
    group_slots: tuple[int, ...] | None = None
    lunch_waves: tuple[tuple[int, ...], ...] = ()
    segments: Mapping[str, float] = field(default_factory=dict)
    announced: tuple[Meeting, ...] = ()
    frozen_before: int = 0
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmet:
    """A wish left out, and why, in French."""

    a: str
    b: str
    reason: str


@dataclass(frozen=True, slots=True)
class Level:
    """One objective of the stack: ``bound`` is what no plan can pass once the levels above are as they are."""

    name: str
    value: float
    bound: float
    sense: Literal["max", "min"]

    @property
    def proved(self) -> bool:
        """Whether value and bound meet."""
        return self.gap <= 1e-9

    @property
    def gap(self) -> float:
        """Distance to the bound, relative to the greater of the two (0 when both are 0)."""
        return abs(self.bound - self.value) / max(abs(self.bound), abs(self.value), 1e-12)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Prices that prove a bound by weak duality, without any solver (see ``docs/why/rencontres.md``).

    ``person`` is the price of one meeting of a person, ``person_slot`` of a seat at a slot, ``slot`` of a table at a
    slot, ``organisation`` of the single meeting that an organisation has with somebody. ``ladder`` gives, for each
    person, the reward of the first, second… meeting when the objective has any; ``imposed`` that of an imposed one.
    All in units of ``1 / scale`` of weight.
    """

    scale: int
    person: Mapping[str, float]
    person_slot: Mapping[str, Mapping[int, float]]
    slot: Mapping[int, float]
    organisation: Mapping[tuple[str, str], float] = field(default_factory=dict)
    ladder: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    imposed: int = 0
    bound: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """A day that breaks no rule. ``value`` sums the weights (times segment priorities) of the meetings held."""

    status: Status
    value: float
    bound: float
    meetings: tuple[Meeting, ...]
    unmet: tuple[Unmet, ...]
    below_minimum: tuple[str, ...]
    levels: tuple[Level, ...] = ()
    certificate: Certificate | None = None
    lunch: Mapping[str, int] = field(default_factory=dict)
    why: str = ""

    @property
    def gap(self) -> float:
        """Distance between value and bound, relative to the bound."""
        return max(0.0, self.bound - self.value) / max(abs(self.bound), 1e-12) if self.bound else 0.0


@dataclass(frozen=True, slots=True)
class Trade:
    """A point of the curve: ``changes`` announced meetings touched beyond the forced ones buy this ``value``. ``free``
    is the share of the others that was let move: it asks for the same plan again."""

    changes: int
    value: float
    free: float = 0.0


@dataclass(frozen=True, slots=True)
class Repair:
    """A plan for the rest of the day and what it does to the announced meetings."""

    plan: Plan
    kept: int
    changed: tuple[Meeting, ...]
    fewest: int
    added: tuple[Meeting, ...]
    full_value_bound: float
    curve: tuple[Trade, ...]


@dataclass(frozen=True, slots=True)
class Capacity:
    """What the day can physically hold. ``advice`` is French sentences, the most useful first."""

    meetings: int
    per_seller: float
    unserved: int
    saturated: tuple[str, ...]
    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """A day in a few numbers. ``least`` and ``tenth`` (10th percentile) are meetings of a seller, ``holes`` idle slots
    between two meetings, ``last`` the last slot in use (-1: none)."""

    meetings: int
    value: float
    sellers: int
    served: int
    least: int
    tenth: float
    holes: int
    last: int
