"""Families, parents and labels of the ontology's classes; a class that is not in the table still gets a name."""

import re
from collections.abc import Iterable
from functools import lru_cache

from .classes import CLASSES

FAMILIES = {"PlaceOfInterest": "place", "EntertainmentAndEvent": "event", "Product": "product", "Tour": "tour"}
FAMILY_LABELS = {
    "place": ("Lieu", "Place"),
    "event": ("Événement", "Event"),
    "product": ("Produit", "Product"),
    "tour": ("Itinéraire", "Tour"),
}
_TABLE = {name: (parents, french, english) for name, parents, french, english in CLASSES}
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def known(name: str) -> bool:
    """Is this class in our table?"""
    return name in _TABLE


def label(name: str, language: str = "fr") -> str:
    """The label of a class; of an unknown one, its name cut into words (``WineBar`` → « Wine bar »)."""
    if name in _TABLE:
        _, french, english = _TABLE[name]
        return french if language == "fr" else english
    words = _WORDS.sub(" ", name.rpartition(":")[2].rpartition("#")[2])
    return words[:1].upper() + words[1:].lower()


def parents(name: str) -> tuple[str, ...]:
    return _TABLE[name][0] if name in _TABLE else ()


@lru_cache(maxsize=4096)
def ancestors(name: str) -> tuple[str, ...]:
    """All classes above, the nearest first."""
    found: dict[str, None] = {}
    level = parents(name)
    while level:
        found.update(dict.fromkeys(level))
        level = tuple(above for parent in level for above in parents(parent) if above not in found)
    return tuple(found)


@lru_cache(maxsize=4096)
def _families(types: tuple[str, ...]) -> tuple[str, ...]:
    above = {parent for name in types for parent in (name, *ancestors(name))}
    return tuple(family for name, family in FAMILIES.items() if name in above)


def families_of(types: Iterable[str]) -> tuple[str, ...]:
    """The families of an object, in the order place, event, product, tour; empty when no type tells."""
    return _families(tuple(types))


def leaves(types: Iterable[str]) -> tuple[str, ...]:
    """The most precise types: those that are no ancestor of another one, generic ones and schema.org's left out."""
    names = [name for name in types if ":" not in name and name != "PointOfInterest"]
    above = {parent for name in names for parent in ancestors(name)}
    return tuple(name for name in names if name not in above)
