"""What goes into a forecast and what comes out of it: plain frozen tables.

Times are ranks: a day is its proleptic ordinal (`date.toordinal`), a week the number of Mondays before its own, a month
is 12 × year + month - 1, a quarter is 4 × year + quarter - 1, a year is itself; a series without dates counts from 1.
Values are floats, NaN where missing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SEASON = {"D": 7, "W": 52, "M": 12, "Q": 4, "Y": 1}
UNIT = {"D": "jours", "W": "semaines", "M": "mois", "Q": "trimestres", "Y": "années"}
FEMININE = ("W", "Y")
LEVELS = (80, 95)


class ForecastError(ValueError):
    """The whole request is refused; the message is one French sentence for the person who asked."""


@dataclass(frozen=True, slots=True)
class Observations:
    """The long table `unique_id, ds, y`, one row an observation, in any order."""

    unique_id: tuple[str, ...]
    ds: Ints
    y: Floats
    dated: bool = True

    def __post_init__(self) -> None:
        if not len(self.unique_id) == len(self.ds) == len(self.y):
            raise ForecastError("Les trois colonnes unique_id, ds et y n’ont pas la même longueur.")


@dataclass(frozen=True, slots=True)
class Break:
    """Dated interval (both ends included, same ranks as `ds`) whose figures must not teach the ordinary course."""

    start: int
    end: int
    label: str = "rupture"
    unique_id: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something known in advance for a daily series; the same label marks the same event of other years."""

    start: int
    end: int
    label: str
    unique_id: str | None = None


@dataclass(frozen=True, slots=True)
class Weather:
    """Daily weather columns shared by all series; `values` is (days, columns), future days included when known."""

    ds: Ints
    names: tuple[str, ...]
    values: Floats


@dataclass(frozen=True, slots=True)
class Missing:
    """A series that could not be forecast, and what it lacks, in French."""

    unique_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class ForecastTable:
    """One row a series and step, series in alphabetical order; `ds` is the rank of the period foreseen.

    `bounds` maps a level in per cent to its low and high columns; `notes` holds French warnings by series (after a
    break, beyond the school calendar); `missing` the series refused.
    """

    frequency: str
    unique_id: tuple[str, ...]
    step: Ints
    ds: Ints
    mean: Floats
    bounds: dict[int, tuple[Floats, Floats]]
    method: tuple[str, ...]
    notes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    missing: tuple[Missing, ...] = ()

    def __len__(self) -> int:
        return len(self.unique_id)

    @property
    def lo80(self) -> Floats:
        return self.bounds[80][0]

    @property
    def hi80(self) -> Floats:
        return self.bounds[80][1]

    @property
    def lo95(self) -> Floats:
        return self.bounds[95][0]

    @property
    def hi95(self) -> Floats:
        return self.bounds[95][1]

    def rows(self, unique_id: str) -> NDArray[np.intp]:
        """Positions of one series, by step."""
        return np.flatnonzero(np.array(self.unique_id, dtype=object) == unique_id)


def rank_of(day: date, frequency: str) -> int:
    """The rank of the period that holds this day."""
    if frequency == "D":
        return day.toordinal()
    if frequency == "W":
        return (day.toordinal() - 1) // 7
    if frequency == "M":
        return 12 * day.year + day.month - 1
    if frequency == "Q":
        return 4 * day.year + (day.month - 1) // 3
    return day.year


def first_day(rank: int, frequency: str) -> date:
    """First day of the period of this rank."""
    if frequency == "D":
        return date.fromordinal(rank)
    if frequency == "W":
        return date.fromordinal(7 * rank + 1)
    if frequency == "M":
        return date(rank // 12, rank % 12 + 1, 1)
    if frequency == "Q":
        return date(rank // 4, rank % 4 * 3 + 1, 1)
    return date(rank, 1, 1)
