"""What a note is written from, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class NoteError(ValueError):
    """Figures that cannot be read; the message says where and what to do, in French."""


class Kind(StrEnum):
    """How two values compare: counts by their ratio, rates by points, marks by their difference."""

    COUNT = "count"
    RATE = "rate"
    MARK = "mark"


class Verdict(StrEnum):
    """What may be said. ``UNCLEAR``: the gap stays within what chance does, nothing is said of it. ``UNKNOWN``: there
    is nothing to compare with."""

    UP = "up"
    DOWN = "down"
    STABLE = "stable"
    UNCLEAR = "unclear"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Point:
    """A period by its first day. ``value`` is None where it is hidden or unknown."""

    period: date
    value: float | None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """``frequency``: D, W, M, Q or Y. ``label`` names it, capital first; ``unit`` follows a number (« nuitées »; a
    rate's is « % »). ``breaks``: days from which figures no longer compare with those before."""

    key: str
    label: str
    unit: str
    frequency: str
    points: tuple[Point, ...]
    kind: Kind = Kind.COUNT
    breaks: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """What was expected of the same periods before they were known, in the unit of the series."""

    mean: float
    lo80: float
    hi80: float
    lo95: float
    hi95: float


@dataclass(frozen=True, slots=True)
class Subject:
    """A series looked at over ``span`` periods ending with the one that begins on ``last``."""

    series: Series
    last: date
    span: int = 1
    forecast: Forecast | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A value beside another. ``change`` with its 95 % interval: a share for counts, points or marks else. ``p``: how
    often chance alone goes as far; None without a basis. ``reason``: why nothing can be said, in French."""

    value: float | None
    before: float | None
    change: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    verdict: Verdict = Verdict.UNKNOWN
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said of a subject, before any language: ``year`` and ``expected`` judged with the whole note."""

    key: str
    label: str
    unit: str
    kind: Kind
    frequency: str
    last: date
    span: int
    provisional: bool
    year: Comparison
    expected: Comparison
    forecast: Forecast | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One subject in words. ``year``: against the year before; ``expected``: against its forecast."""

    key: str
    text: str
    year: Comparison
    expected: Comparison


@dataclass(frozen=True, slots=True)
class Note:
    """``silent``: labels of the subjects whose gap stays within chance. ``headline``: empty when nothing stands out.
    ``statements``: what each sentence says, in their order."""

    headline: str
    sentences: tuple[Sentence, ...]
    silent: tuple[str, ...]
    statements: tuple[Statement, ...]
