"""What a segment is made of: fields, conditions, weighted clues. Plain frozen records, whole numbers everywhere.

Every condition answers YES, NO or UNKNOWN: a thing not known of a person never counts for nor against, also under a
`Not`; a person belongs to a segment when its tree answers YES. Moments are whole seconds since 1970 (UTC); amounts are
whole numbers in the field's small unit (cents), so that sums are exact in any order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

NO, UNKNOWN, YES = 0, 1, 2
DAY = 86_400

Kind = Literal["number", "choice", "flag", "moment", "tags"]
Operator = Literal["<", "<=", ">", ">=", "=", "!="]
Measure = Literal["count", "sum", "distinct", "share", "last", "first"]
Value = int | str | bool | tuple[str, ...] | None

OPERATORS: tuple[Operator, ...] = ("<", "<=", ">", ">=", "=", "!=")
MEASURES: tuple[Measure, ...] = ("count", "sum", "distinct", "share", "last", "first")


class SegmentError(ValueError):
    """A segment that cannot be used: `place` names where, the reason is one French clause."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}\u00a0: {reason}")
        self.place = place
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Field:
    """A column of people or of acts. `values` gives code → French words; empty for an open list (postcodes).

    `scale` divides what is shown (100 for cents); `unit` follows it.
    """

    name: str
    kind: Kind
    label: str
    values: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Schema:
    """What is known of people and of their acts; `kinds` gives the code of an act → its French plural.

    `groups` names sets of kinds that are often asked together, so that sentences need not list them.
    """

    people: tuple[Field, ...]
    acts: tuple[Field, ...]
    kinds: Mapping[str, str]
    groups: tuple[tuple[frozenset[str], str], ...] = ()

    def person_field(self, name: str) -> Field | None:
        return next((f for f in self.people if f.name == name), None)

    def act_field(self, name: str) -> Field | None:
        return next((f for f in self.acts if f.name == name), None)


@dataclass(frozen=True, slots=True)
class Compare:
    """A number field against a value."""

    field: str
    op: Operator
    value: int


@dataclass(frozen=True, slots=True)
class OneOf:
    """A choice among `values`, or tags that hold at least one of them."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Starts:
    """A choice that begins with one of the prefixes (the department of a postcode)."""

    field: str
    prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes-or-no field is yes."""

    field: str


@dataclass(frozen=True, slots=True)
class Known:
    """Something is known in that field; itself never UNKNOWN."""

    field: str


@dataclass(frozen=True, slots=True)
class Age:
    """A moment is less than, or at least, so many days ago. A moment to come is less than any number of days ago."""

    field: str
    op: Literal["<", ">="]
    days: int


RowTest = Compare | OneOf | Starts | Flag | Known


@dataclass(frozen=True, slots=True)
class Window:
    """Acts with now - oldest < when <= now - newest, in days; `oldest` None has no end, `newest` < 0 looks ahead."""

    oldest: int | None = None
    newest: int = 0


PAST = Window()


@dataclass(frozen=True, slots=True)
class Acts:
    """What a person did: acts of those kinds (none given: all) that pass every row test, within the window.

    count; sum of `field`; distinct values of `field`; share in percent of the acts of those kinds and window that
    pass the tests, among those that tell every field tested (UNKNOWN without any); last, first: days since (UNKNOWN
    without any; `<` and `>=` only, over the whole past).
    """

    kinds: tuple[str, ...]
    op: Operator
    value: int
    measure: Measure = "count"
    field: str | None = None
    where: tuple[RowTest, ...] = ()
    window: Window = PAST


@dataclass(frozen=True, slots=True)
class All:
    """Every part."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One part at least."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary; what is unknown stays unknown."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Within:
    """Belongs to another segment, named by its key."""

    segment: str


@dataclass(frozen=True, slots=True)
class Clue:
    """One weighed sign: `weight` points for when YES, `against` points against when NO, nothing when UNKNOWN."""

    label: str
    condition: Condition
    weight: int
    against: int = 0


@dataclass(frozen=True, slots=True)
class Lean:
    """A soft type: confidence = (points for + prior) / (points known + strength), YES from `threshold` percent.

    `prior` of `strength` points stand for what is believed of anybody: with few points known the confidence stays near
    prior / strength. UNKNOWN while no point is known.
    """

    clues: tuple[Clue, ...]
    prior: int
    strength: int
    threshold: int


Condition = Compare | OneOf | Starts | Flag | Known | Age | Acts | All | Any | Not | Within | Lean


@dataclass(frozen=True, slots=True)
class Segment:
    """A named condition; `key` is what other segments call it by."""

    key: str
    name: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a person did, or will do when `when` is to come."""

    kind: str
    when: int
    fields: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of one person: a field missing or None is not known, and so are empty tags."""

    fields: Mapping[str, Value]
    acts: tuple[Act, ...] = ()
