"""What a file of figures becomes: series with their points, and what was left aside with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.datetime64]
Values = NDArray[np.float64]
Flags = NDArray[np.bool_]
#: Day, week (its Monday), month, quarter, year.
FREQUENCIES = "DWMQY"


class SeriesError(ValueError):
    """A file that cannot be read as series; the message is one French sentence with the place of the fault."""


@dataclass(frozen=True)
class Fault:
    """Something left aside, where it stands and why."""

    place: str
    sentence: str

    def __str__(self) -> str:
        """Place and reason in one sentence."""
        return f"{self.place} : {self.sentence}"


@dataclass(frozen=True)
class Place:
    """Where a series counts: ``level`` is commune, epci, department, region, country, zone, or empty."""

    level: str = ""
    code: str = ""
    name: str = ""


@dataclass(frozen=True)
class Traits:
    """What a series counts. Empty means that the file does not say."""

    name: str = ""
    measure: str = ""
    unit: str = ""
    audience: str = ""
    market: str = ""
    lodging: str = ""
    method: str = ""
    place: Place = Place()


@dataclass(frozen=True)
class IncomingSeries:
    """One series of a file: ``periods`` are first days in increasing order, each once; ``values`` are finite.

    ``total`` is the key of the series that this one is a part of. ``faults`` are the rows of it left aside; with
    ``failed`` nothing of the series may be taken, for that reason.
    """

    key: str
    frequency: str
    traits: Traits
    periods: Days
    values: Values
    provisional: Flags
    total: str = ""
    failed: str = ""
    breaks: tuple[tuple[date, str], ...] = ()
    faults: tuple[Fault, ...] = field(default=())

    def __len__(self) -> int:
        """How many points."""
        return len(self.periods)


@dataclass(frozen=True)
class Reading:
    """A whole file: its series in order of key, and the rows that belong to none of them."""

    series: tuple[IncomingSeries, ...]
    faults: tuple[Fault, ...] = ()
