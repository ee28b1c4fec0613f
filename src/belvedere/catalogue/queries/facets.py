"""Facet values: counted by the index, named and ordered here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _
from rapidfuzz import process
from rapidfuzz.distance import OSA

from . import sidecar
from .index import analyser
from .nearest import class_name, in_words

#: Values shown by facet: the most frequent first.
SHOWN = 40
#: Bounds of the price bands in cents: band n ends below the n-th bound. Band 0: price unknown; 1: free.
PRICE_BOUNDS = (1, 1000, 2500, 6000)
#: Classes that hold a whole family: true of everything, they help nobody narrow.
TOO_WIDE = {"PointOfInterest", "PlaceOfInterest", "EntertainmentAndEvent", "Product", "Tour"}


#: (facet, code) → its words by language.
Vocabulary = dict[tuple[str, str], dict[str, str]]


@dataclass(frozen=True)
class FacetValue:
    code: str
    label: str
    count: int
    chosen: bool


def price_band(cents: int | None) -> int:
    """0 unknown, 1 free, 2 under 10 €, 3 under 25 €, 4 under 60 €, 5 above."""
    return 0 if cents is None else 1 + sum(cents >= bound for bound in PRICE_BOUNDS)


def price_label(band: int) -> str:
    return {
        1: _("Gratuit"),
        2: _("Moins de 10 €"),
        3: _("De 10 à 25 €"),
        4: _("De 25 à 60 €"),
        5: _("60 € et plus"),
    }.get(band, _("Tarif non communiqué"))


def label_of(facet: str, code: object, language: str, vocabulary: Vocabulary) -> str:
    """The words of a value."""
    if facet == "price_band":
        return price_label(int(str(code)))
    if facet == "types":
        return class_name(str(code), language)
    return in_words(vocabulary.get((facet, str(code)), {}), language) or str(code)


def by_code(lines: list[Any]) -> Vocabulary:
    return {(line["facet"], line["key"]): line for line in lines}


def named(
    counts: Mapping[str, list[tuple[object, int]]], chosen: Mapping[str, tuple[object, ...]], *, language: str
) -> dict[str, tuple[FacetValue, ...]]:
    """The values of each facet, chosen ones always among them, most frequent first then by name."""
    vocabulary = sidecar.kept(sidecar.VOCABULARY, by_code)
    return {facet: _values(facet, found, chosen[facet], language, vocabulary) for facet, found in counts.items()}


def _values(
    facet: str, found: list[tuple[object, int]], chosen: tuple[object, ...], language: str, vocabulary: Vocabulary
) -> tuple[FacetValue, ...]:
    picked = {str(value) for value in chosen}
    rows = {_code(key): count for key, count in found}
    rows |= {code: 0 for code in picked if code not in rows}
    values = [
        (code not in picked, -count, label_of(facet, code, language, vocabulary), code)
        for code, count in rows.items()
        if code not in TOO_WIDE and not (facet == "price_band" and code == "0" and code not in picked)
    ]
    values.sort(key=itemgetter(3) if facet == "price_band" else None)
    return tuple([FacetValue(code, label, -fewer, not left) for left, fewer, label, code in values[:SHOWN]])


def _code(key: object) -> str:
    return str(int(key)) if isinstance(key, float) else str(key)


def nearest_words(found: Iterable[str], text: str) -> str:
    """The text with each word replaced by the nearest one of the names found, when it is a slip away from it."""
    known = sorted({word for name in found for word in analyser("plain").analyze(name)})
    return " ".join(_nearest(word, known) for word in analyser("plain").analyze(text))


def _nearest(word: str, known: list[str]) -> str:
    best = process.extractOne(word, known, scorer=OSA.distance, score_cutoff=2) if len(word) > 3 else None
    return str(best[0]) if best else word
