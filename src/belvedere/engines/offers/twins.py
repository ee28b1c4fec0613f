"""Possible duplicates: the same name at the same place, whatever the case, accents, articles and word order."""

import math
import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

ALIKE = 92.0
NEAR_METRES = 100.0
_CELL = 0.002
_EARTH = 6_371_008.8
#: An event named after the place that holds it is not that place. Other families tell little apart: a course is sold as
#: a product or announced as an event, a path is a tour or a place.
_PLACE_AND_EVENT = frozenset((("place",), ("event",)))
_WORDS = re.compile(r"[^\W_]+")
_ELISION = re.compile(r"\b(?:qu|[cdjlmnst])['’ʼ]")
_EMPTY = frozenset(("le", "la", "les", "l", "de", "du", "des", "d", "a", "au", "aux", "en", "et", "un", "une", "the"))
_SHORT = {
    "st": "saint",
    "ste": "sainte",
    "nd": "notre dame",
    "chateaux": "chateau",
    "musees": "musee",
    "eglises": "eglise",
}


class Candidate(NamedTuple):
    """What is compared: ``key`` is the caller's own identifier; ``families``: see ``_PLACE_AND_EVENT``."""

    key: str
    name: str
    postal_code: str
    lon: float | None
    lat: float | None
    families: tuple[str, ...]


class Twin(NamedTuple):
    key: str
    reason: str


def normal_name(name: str) -> str:
    """Lower case, no accent, no punctuation, no article, abbreviations spelled."""
    text = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").casefold())
    if not text.isascii():
        text = "".join([c for c in text if not unicodedata.combining(c)])
    text = _ELISION.sub(" ", text)
    words = (_SHORT.get(word, word) for word in _WORDS.findall(text))
    return " ".join(word for word in words if word not in _EMPTY) or text.strip()


def metres(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Great-circle distance in metres (haversine)."""
    p1, p2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((p2 - p1) / 2) ** 2
    half += math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * _EARTH * math.asin(math.sqrt(min(1.0, half)))


class TwinIndex:
    """Offers by name + postal code and by cell of about 150-220 m, to compare only neighbours."""

    def __init__(self, known: Iterable[Candidate] = ()) -> None:
        self._named: dict[tuple[str, str], list[Candidate]] = {}
        self._cells: dict[tuple[int, int], list[tuple[Candidate, str]]] = {}
        for candidate in known:
            self.add(candidate)

    def add(self, candidate: Candidate) -> None:
        name = normal_name(candidate.name)
        if candidate.postal_code and name:
            self._named.setdefault((name, candidate.postal_code), []).append(candidate)
        if candidate.lon is not None and candidate.lat is not None:
            cell = math.floor(candidate.lon / _CELL), math.floor(candidate.lat / _CELL)
            self._cells.setdefault(cell, []).append((candidate, name))

    def twin(self, candidate: Candidate) -> Twin | None:
        """The first offer added that looks like this one, with the reason in French."""
        name = normal_name(candidate.name)
        for other in self._named.get((name, candidate.postal_code), ()):
            if _comparable(candidate, other):
                return Twin(other.key, f"même nom et même code postal ({other.postal_code}) que « {other.name} »")
        if candidate.lon is None or candidate.lat is None:
            return None
        return self._near(candidate, name, candidate.lon, candidate.lat)

    def _near(self, candidate: Candidate, name: str, lon: float, lat: float) -> Twin | None:
        reach = max(1, math.ceil(NEAR_METRES / (111_000 * _CELL * max(0.05, math.cos(math.radians(lat))))))
        x, y = math.floor(lon / _CELL), math.floor(lat / _CELL)
        from rapidfuzz import fuzz  # noqa: PLC0415 those who only parse need not load it

        for i in range(x - reach, x + reach + 1):
            for j in (y - 1, y, y + 1):
                for other, other_name in self._cells.get((i, j), ()):
                    if (
                        not _comparable(candidate, other)
                        or fuzz.token_sort_ratio(name, other_name, score_cutoff=ALIKE) < ALIKE
                    ):
                        continue
                    away = metres(lon, lat, other.lon or 0.0, other.lat or 0.0)
                    if away < NEAR_METRES:
                        how = "même nom" if name == other_name else "nom presque identique"
                        return Twin(other.key, f"{how} que « {other.name} », à {away:.0f} m")
        return None


def _comparable(one: Candidate, other: Candidate) -> bool:
    return one.key != other.key and {one.families, other.families} != _PLACE_AND_EVENT
