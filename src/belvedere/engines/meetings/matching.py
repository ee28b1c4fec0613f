"""Who should meet whom, and why: what one offers against what the other seeks, every reason true and said in French.

A pair is worth the sum of its reasons. Nothing is guessed: an unknown capacity, season or place gives no reason, and a
wish that the other side does not fulfil only leaves its reason out. Kinds and labels are compared by key.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

ReasonKind = Literal["kind", "capacity", "season", "label", "distance", "past"]

#: What each reason adds. The past weighs most: it has been signed.
WORTH: Mapping[str, float] = {"past": 4.0, "kind": 3.0, "label": 2.0, "capacity": 1.5, "season": 1.0, "distance": 1.0}
EARTH_KM = 6371.0088
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Profile:
    """What somebody brings, or looks for. ``months`` (1 to 12) empty: not known, or whenever.

    ``capacity``: people welcomed at once, or at least wanted. ``km`` is how far from ``place`` (lon, lat, degrees) one
    looks; ``town`` names that place.
    """

    kinds: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    capacity: int | None = None
    months: frozenset[int] = frozenset()
    place: tuple[float, float] | None = None
    town: str = ""
    km: float | None = None


@dataclass(frozen=True, slots=True)
class Guest:
    """``past`` are the ids of those with whom a deal was signed, with the year of the last one."""

    id: str
    offers: Profile = Profile()
    seeks: Profile = Profile()
    past: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    kind: ReasonKind
    sentence: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``other`` should be met; ``worth`` orders suggestions, the best first."""

    other: str
    worth: float
    reasons: tuple[Reason, ...]


def suggest(
    guest: Guest, others: Iterable[Guest], *, words: Mapping[str, str] | None = None, most: int = 10
) -> tuple[Suggestion, ...]:
    """The ``most`` best counterparts of ``guest`` that at least one reason speaks for; ties by id.

    ``words`` gives kinds and labels their names (a key without one is written as it is).
    """
    names = words or {}
    found = []
    for other in others:
        reasons = tuple(reasons_between(guest, other, names))
        if reasons:
            found.append(Suggestion(other.id, sum(WORTH[one.kind] for one in reasons), reasons))
    return tuple(sorted(found, key=lambda one: (-one.worth, one.other))[:most])


def reasons_between(guest: Guest, other: Guest, words: Mapping[str, str]) -> list[Reason]:
    """Why ``guest`` should meet ``other``: what he seeks and she brings, then what she seeks and he brings."""
    found = [*_past(guest, other)]
    for seeks, offers, mine in ((guest.seeks, other.offers, True), (other.seeks, guest.offers, False)):
        found += _terms(seeks, offers, mine, words)
        found += _capacity(seeks, offers, mine)
        found += _season(seeks, offers, mine)
        found += _distance(seeks, offers, mine)
    return found


def _past(guest: Guest, other: Guest) -> list[Reason]:
    year = max(
        (years[one] for years, one in ((guest.past, other.id), (other.past, guest.id)) if one in years), default=None
    )
    return [] if year is None else [Reason("past", f"Un accord vous lie depuis {year}.")]


def _terms(seeks: Profile, offers: Profile, mine: bool, words: Mapping[str, str]) -> list[Reason]:
    found = []
    kinds, labels = sorted(seeks.kinds & offers.kinds), sorted(seeks.labels & offers.labels)
    if kinds:
        named = _listed([words.get(key, key) for key in kinds])
        found.append(
            Reason(
                "kind",
                f"Propose ce que vous cherchez : {named}." if mine else f"Cherche ce que vous proposez : {named}.",
            )
        )
    if labels:
        named = _listed([words.get(key, key) for key in labels])
        found.append(
            Reason("label", f"A le label voulu : {named}." if mine else f"Veut un label que vous avez : {named}.")
        )
    return found


def _capacity(seeks: Profile, offers: Profile, mine: bool) -> list[Reason]:
    if seeks.capacity is None or offers.capacity is None or offers.capacity < seeks.capacity:
        return []
    if mine:
        return [
            Reason("capacity", f"Accueille {offers.capacity} personnes, vous en cherchez {seeks.capacity} au moins.")
        ]
    return [Reason("capacity", f"Vient à {seeks.capacity} ou plus, vous en accueillez {offers.capacity}.")]


def _season(seeks: Profile, offers: Profile, mine: bool) -> list[Reason]:
    """Only when every month wanted is open."""
    if not seeks.months or not offers.months or not seeks.months <= offers.months:
        return []
    wanted = months_in_words(seeks.months)
    return [
        Reason(
            "season", f"Ouvert quand vous venez : {wanted}." if mine else f"Vient quand vous êtes ouvert : {wanted}."
        )
    ]


def _distance(seeks: Profile, offers: Profile, mine: bool) -> list[Reason]:
    if seeks.place is None or seeks.km is None or offers.place is None:
        return []
    away = distance_km(seeks.place, offers.place)
    if away > seeks.km:
        return []
    whole = math.ceil(away)
    whom = f"de {seeks.town}" if seeks.town else "du lieu cherché"
    sentence = (
        f"À {whole} km {whom} à vol d’oiseau."
        if mine
        else f"Cherche à moins de {seeks.km:g} km {whom} : vous en êtes à {whole} km."
    )
    return [Reason("distance", sentence)]


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great circle between two (lon, lat) in degrees."""
    (lon, lat), (far_lon, far_lat) = (tuple(map(math.radians, place)) for place in (one, other))
    half = math.sin((far_lat - lat) / 2) ** 2 + math.cos(lat) * math.cos(far_lat) * math.sin((far_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def months_in_words(months: Iterable[int]) -> str:
    """« de mai à août », « janvier, mars », « toute l’année »; a run may pass the new year."""
    wanted = set(months)
    if len(wanted) == 12:
        return "toute l’année"
    starts = sorted(month for month in wanted if (month - 2) % 12 + 1 not in wanted)
    return _listed([_run(start, wanted) for start in starts])


def _run(start: int, wanted: set[int]) -> str:
    last = start
    while last % 12 + 1 in wanted:
        last = last % 12 + 1
    if last == start:
        return MONTHS[start - 1]
    return f"{'d’' if MONTHS[start - 1][0] in 'ao' else 'de '}{MONTHS[start - 1]} à {MONTHS[last - 1]}"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)
