"""What the suggestions read and give: offers in columns, the visitor's need, reasons with the facts that prove them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.int8]
Mode = Literal["foot", "bike", "transit", "car"]
Weather = Literal["any", "rain", "sun"]
YES, NO, UNKNOWN = 1, 0, -1
SPEED_KMH: dict[str, float] = {"foot": 4.5, "bike": 14.0, "transit": 22.0, "car": 45.0}
DETOUR = 1.3


class NeedError(ValueError):
    """A need or offers that make no sense; the message names the field, in French."""


@dataclass(frozen=True)
class Offers:
    """N offers in columns. Flags are 1 yes, 0 no, -1 not known; NaN is a number not known.

    Open intervals of offer i on the day asked are rows `open_from[i]` to `open_from[i + 1]` of `opens`, `closes`
    (minutes from midnight, sorted); `hours` says whether they are known at all. `interests` and `languages` are bit
    masks of the caller's lists (no bit: not known). `recommended` counts recent recommendations by any counsellor.
    """

    lon: Floats
    lat: Floats
    hours: Flags
    open_from: NDArray[np.int64]
    opens: Floats
    closes: Floats
    visit: Floats
    adult_price: Floats
    child_price: Floats
    free_under: Floats
    interests: NDArray[np.uint64]
    languages: NDArray[np.uint64]
    indoor: Flags
    dogs: Flags
    wheelchair: Flags
    pushchair: Flags
    min_age: Floats
    most_people: Floats
    booking: Flags
    quality: Floats
    recommended: Floats

    def __len__(self) -> int:
        return len(self.lon)

    def __post_init__(self) -> None:
        n = len(self.lon)
        for name in self.__dataclass_fields__:
            length = len(getattr(self, name))
            if name in ("opens", "closes"):
                wanted = int(self.open_from[-1]) if n else 0
            else:
                wanted = n + 1 if name == "open_from" else n
            if length != wanted:
                raise NeedError(f"colonne «\u00a0{name}\u00a0»\u00a0: {length} valeurs au lieu de {wanted}")


@dataclass(frozen=True, slots=True)
class Need:
    """What the visitor expects. `begin`, `end`: minutes from midnight between which she leaves and is back.

    `children` are ages; `budget` is for the whole party; `interests` pairs (bit, weight 0 to 1); `spread` from 0 (the
    best fit only) to 1 (what was often recommended lately is lowered strongly).
    """

    lon: float
    lat: float
    begin: float
    end: float
    mode: Mode = "car"
    most_travel: float = 60.0
    adults: int = 2
    children: tuple[float, ...] = ()
    dog: bool = False
    wheelchair: bool = False
    pushchair: bool = False
    budget: float | None = None
    interests: tuple[tuple[int, float], ...] = ()
    weather: Weather = "any"
    language: int | None = None
    spread: float = 0.5
    excluded: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        for wrong, place, reason in (
            (not -180 <= self.lon <= 180 or not -90 <= self.lat <= 90, "lon, lat", "il faut des degrés"),
            (not self.begin < self.end, "end", "la fin précède le début"),
            (not 0 <= self.spread <= 1, "spread", "il faut un nombre de 0 à 1"),
            (self.adults < 0 or self.adults + len(self.children) < 1, "adults", "il faut au moins une personne"),
            (self.budget is not None and not self.budget >= 0, "budget", "il faut un montant positif"),
            (not self.most_travel >= 0, "most_travel", "il faut une durée positive"),
            (self.mode not in SPEED_KMH, "mode", "il faut foot, bike, transit ou car"),
            (any(not (0 <= b < 64 and 0 <= w <= 1) for b, w in self.interests), "interests", "rang ou poids faux"),
        ):  # fmt: skip
            if wrong:
                raise NeedError(f"{place}\u00a0: {reason}")


@dataclass(frozen=True, slots=True)
class Reason:
    """A code and the numbers that prove it; `reasons.words` says it in French or English."""

    code: str
    facts: tuple[tuple[str, float], ...] = ()

    def fact(self, name: str) -> float:
        """A number by name; KeyError when the code does not carry it."""
        return dict(self.facts)[name]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One offer: score = fit × spread factor, both shown; `plan_b` is an indoor offer for the rain, if any."""

    offer: int
    score: float
    fit: float
    spread_factor: float
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]
    plan_b: int | None


@dataclass(frozen=True, slots=True)
class Advice:
    """Suggestions, best first, and how many offers were set aside for which first cause."""

    suggestions: tuple[Suggestion, ...]
    considered: int
    set_aside: tuple[tuple[str, int], ...]
