"""What goes in and comes out of the engine: panels, events, effects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]
Verdict = Literal["effect", "no effect seen", "cannot tell"]


class ImpactError(ValueError):
    """Input that cannot be read or asked for; the message is one French sentence with the place of the fault."""


@dataclass(frozen=True)
class Panel:
    """One figure a day for several units.

    `dates` are consecutive days (datetime64[D], n); `values` is (n, units), ≥ 0, NaN where a day is missing.
    """

    dates: Days
    units: tuple[str, ...]
    values: Floats

    def __post_init__(self) -> None:
        if self.values.shape != (len(self.dates), len(self.units)):
            raise ImpactError("Le tableau des valeurs n’a pas une ligne par jour et une colonne par unité.")
        if len(self.dates) > 1 and not (np.diff(self.dates) == np.timedelta64(1, "D")).all():
            raise ImpactError("Les jours du panel doivent se suivre ; laissez vide la valeur d’un jour absent.")

    def column(self, unit: str) -> int:
        """Index of a unit; refuses an unknown one."""
        if unit not in self.units:
            some = ", ".join(self.units[:6])
            raise ImpactError(f"L’unité « {unit} » n’est pas dans le panel (on y trouve {some}…).")
        return self.units.index(unit)


@dataclass(frozen=True)
class Window:
    """First and last day of an event, both included, for one unit."""

    unit: str
    start: np.datetime64
    end: np.datetime64

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ImpactError(f"L’événement finit le {self.end}, avant de commencer le {self.start}.")

    @property
    def days(self) -> int:
        """Length in days."""
        return int((self.end - self.start).astype(int)) + 1


@dataclass(frozen=True)
class Context:
    """What the office knows besides the figures.

    `events`: other events (any unit); those of the target are left out of training, an overlapping one forbids.
    `neighbours`: units that the event may reach; never controls, measured apart as spill-over.
    `controls`: if given, the only units used. `breaks`: days when a provider changed its method.
    `calendar`: (n, k) columns that replace the built-in French calendar. `gap`: days left out around the window.
    """

    events: tuple[Window, ...] = ()
    neighbours: tuple[str, ...] = ()
    controls: tuple[str, ...] | None = None
    breaks: tuple[np.datetime64, ...] = ()
    calendar: Floats | None = None
    gap: int = 7


@dataclass(frozen=True)
class Control:
    """A unit considered as a control: its correlation with the target once the calendar is removed, or why not."""

    unit: str
    likeness: float
    used: bool
    reason: str = ""


@dataclass(frozen=True)
class ExpectedDay:
    """One day of the window: counted, expected without the event, 95 % interval of the expectation."""

    date: np.datetime64
    observed: float
    expected: float
    low: float
    high: float


@dataclass(frozen=True)
class Estimate:
    """Effect over one window. `log` is log(counted / expected); `half` half the width of its 95 % interval.

    `relative` and its interval are shares (0.12 = +12 %); `total` in the unit of the panel.
    `mde` is the smallest increase that would be seen four times in five.
    """

    window: Window
    log: float
    half: float
    total: float
    total95: tuple[float, float]
    relative: float
    relative95: tuple[float, float]
    p_value: float
    mde: float
    placebos: Floats = field(repr=False)
    weights: Floats = field(repr=False)
    expected: tuple[ExpectedDay, ...] = field(repr=False)

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval leaves no effect out."""
        return abs(self.log) > self.half


@dataclass(frozen=True)
class Effect:
    """The answer about one event. `estimate` is None exactly when the design is refused.

    `displaced`: visits lost just before, just after or next door, whose interval excludes zero; `carried_over`: visits
    gained just before and just after; `net`: the window with both sides, as one (None where a side is unknown).
    """

    verdict: Verdict
    window: Window
    estimate: Estimate | None
    controls: tuple[Control, ...]
    reasons: tuple[str, ...]
    before: Estimate | None = None
    after: Estimate | None = None
    spill_over: tuple[Estimate, ...] = ()
    displaced: float | None = None
    carried_over: float | None = None
    net: Estimate | None = None


@dataclass(frozen=True)
class Power:
    """What could be seen before the event takes place: `curve` pairs effect (share) with the chance to see it."""

    unit: str
    days: int
    mde: float
    curve: tuple[tuple[float, float], ...]
    reasons: tuple[str, ...]
