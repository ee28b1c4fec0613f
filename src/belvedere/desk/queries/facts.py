"""What is known of one offer, as numbers: read once, kept until the offer changes. What is not known stays so."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from math import nan
from typing import Any, NamedTuple

from belvedere.catalogue.enums import Family
from belvedere.territories.enums import Language

from .kinds import kind_of

#: Columns of ``Offer`` that the facts are made of, in the order of ``facts_of``.
READ = (
    "pk", "updated_at", "lon", "lat", "families", "types", "themes", "accessibility", "prices", "min_price",
    "capacities", "languages", "details", "schedule", "completeness", "name",
)  # fmt: skip
LANGUAGES = tuple(Language.values[:-1])
ADULT = re.compile(r"adulte|plein tarif|tarif unique|individuel|tarif normal|entrée", re.I)
CHILD = re.compile(r"enfant|junior|jeune", re.I)
WALKERS_KMH, RIDERS_KMH = 3.5, 13.0
LONGEST_VISIT = 480


class Facts(NamedTuple):
    """Flags are 1 yes, 0 no, -1 not known; NaN is a number not known; prices in euros."""

    pk: int
    updated_at: datetime
    name: str
    lon: float
    lat: float
    event: bool
    schedule: Mapping[str, Any]
    visit: float
    adult_price: float
    child_price: float
    interests: int
    languages: int
    indoor: int
    dogs: int
    wheelchair: int
    most_people: float
    quality: float
    meal: bool
    main: str


def facts_of(row: tuple[Any, ...]) -> Facts:
    """From the values of an offer, in the order of ``READ``."""
    # long: one offer, column by column
    (pk, updated_at, lon, lat, families, types, themes, accessibility, prices, min_price, capacities, languages,
     details, schedule, completeness, name) = row  # fmt: skip
    kind = kind_of(tuple(types), tuple(sorted({str(theme.get("key", "")) for theme in themes})))
    adult, child = prices_of(prices, min_price)
    return Facts(
        pk=pk,
        updated_at=updated_at,
        name=name,
        lon=nan if lon is None else lon,
        lat=nan if lat is None else lat,
        event=families == Family.EVENT,
        schedule=schedule or {},
        visit=float(_walk(details, kind.visit, types)),
        adult_price=adult,
        child_price=child,
        interests=kind.interests,
        languages=_languages(languages),
        indoor=kind.indoor,
        dogs=-1 if details.get("pets") is None else int(bool(details["pets"])),
        wheelchair=1 if any(mark.get("key") == "ReducedMobility" for mark in accessibility) else -1,
        most_people=float(capacities.get("people") or nan),
        quality=completeness / 100,
        meal=kind.meal,
        main=types[0] if types else "",
    )


def prices_of(prices: Iterable[Mapping[str, Any]], min_price: int | None) -> tuple[float, float]:
    """What an adult and a child pay, in euros: only where a line says whose price it is, or where there is one line."""
    lines = [line for line in prices if line.get("currency", "EUR") == "EUR" and ("min" in line or "max" in line)]
    if not lines:
        return (0.0, 0.0) if min_price == 0 else (nan, nan)
    if all(_most(line) == 0 for line in lines):
        return 0.0, 0.0
    child = [line for line in lines if CHILD.search(str(line.get("fr", "")))]
    named = [line for line in lines if line not in child and ADULT.search(str(line.get("fr", "")))]
    adult = named or (lines if len(lines) == 1 and not child else [])
    return max(map(_most, adult), default=nan), max(map(_most, child), default=nan)


def _most(line: Mapping[str, Any]) -> float:
    """The highest of a line's bounds: a party is never told less than it may pay."""
    return float(max(line.get("min") or 0, line.get("max") or 0)) / 100


def _languages(spoken: Iterable[str]) -> int:
    return sum(1 << LANGUAGES.index(code) for code in set(spoken) if code in LANGUAGES)


def _walk(details: Mapping[str, Any], usual: int, types: list[str]) -> float:
    """A tour lasts as long as its kilometres."""
    metres = details.get("distance")
    if not metres or "Tour" not in types:
        return usual
    speed = RIDERS_KMH if "CyclingTour" in types else WALKERS_KMH
    return min(float(metres) / 1000 / speed * 60, LONGEST_VISIT)
