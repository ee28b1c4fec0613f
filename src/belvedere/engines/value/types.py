"""What is known of visits and of money spent, and what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

YEAR = 365.25


class ValueFault(Exception):
    """What was given cannot be read; ``place`` says where, the message what to do."""

    def __init__(self, place: str, words: str) -> None:
        super().__init__(f"{place}\N{NO-BREAK SPACE}: {words}")
        self.place = place


class Purpose(StrEnum):
    ACQUISITION = "acquisition"
    RETENTION = "retention"


@dataclass(frozen=True)
class Acts:
    """One row an act, in any order. ``person`` numbers people from 0; ``day`` counts days from any origin; ``amount``
    is what was spent, NaN where nobody said."""

    person: Ints
    day: Ints
    amount: Floats


@dataclass(frozen=True)
class CostLine:
    """Money spent, without VAT, to win people or to have them come back, from day ``start`` to ``end`` included.
    ``reached``: numbers of the people written to, where they are known."""

    key: str
    purpose: Purpose
    amount: float
    start: int
    end: int
    reached: frozenset[int] | None = None


@dataclass(frozen=True)
class Settings:
    """``today``: last day observed. Acts within ``stay`` days of a visit's first act are the same visit. ``horizon``
    in days; ``lag``: days after a campaign during which a visit is still put to its credit. ``holdout``: days kept
    aside for the check; None: a year where there are three, else a third of what there is."""

    today: int
    stay: int = 21
    horizon: int = 365
    level: float = 0.9
    lag: int = 60
    holdout: int | None = None
    draws: int = 300
    seed: int = 0


@dataclass(frozen=True)
class Estimate:
    """A mean and the bounds that hold it with the level asked for."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class CurvePoint:
    """``share`` of people come back within ``days``; ``watched`` were still followed then."""

    days: int
    share: Estimate
    watched: int


@dataclass(frozen=True)
class Repeat:
    people: int
    again: int
    rate: Estimate
    curve: tuple[CurvePoint, ...]


@dataclass(frozen=True)
class Cell:
    """People whose last visit is ``recency`` classes old and who came ``visits`` times (see ``tables``)."""

    recency: int
    visits: int
    people: int
    expected: float | None


@dataclass(frozen=True)
class Worth:
    """What a group of people should bring, each, over the horizon; ``alive``: share of them who should still come some
    day. ``value`` is None where spending is not known."""

    name: str
    people: int
    again: Estimate
    alive: Estimate | None
    visits: Estimate | None
    value: Estimate | None


@dataclass(frozen=True)
class HeldOut:
    """People of one row of the check: predicted visits of them all (bounds of what could be seen), and those seen."""

    label: str
    people: int
    predicted: Estimate
    seen: int


@dataclass(frozen=True)
class Calibration:
    """The model made ``days`` ago, before what was seen since. ``holds``: the total seen is within its bounds."""

    cut: int
    days: int
    rows: tuple[HeldOut, ...]
    total: HeldOut
    holds: bool


@dataclass(frozen=True)
class Side:
    """One purpose: what was spent, how many people it is credited with, what each cost."""

    purpose: Purpose
    campaigns: int
    amount: float
    people: float
    each: Estimate | None


@dataclass(frozen=True)
class CostRatio:
    """How many times more winning somebody costs than having somebody come back; None with what is ``missing``."""

    sides: tuple[Side, Side]
    ratio: Estimate | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Each:
    """One row a person: probability of coming still, expected visits and value with their bounds; NaN: not known."""

    alive: Floats
    visits: tuple[Floats, Floats, Floats]
    value: tuple[Floats, Floats, Floats]


@dataclass(frozen=True)
class Answer:
    """``missing`` says what keeps expected visits, value or calibration from being told; ``notes`` what to keep in
    mind when reading them."""

    settings: Settings
    people: int
    visits: int
    repeat: Repeat | None
    cells: tuple[Cell, ...]
    everybody: Worth | None
    groups: tuple[Worth, ...]
    calibration: Calibration | None
    costs: CostRatio
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    parameters: Mapping[str, float] = field(default_factory=dict)
    each: Each | None = None
