"""Which sums mean something: by unit, over time and over places."""

from __future__ import annotations

from dataclasses import dataclass


class IndicatorError(ValueError):
    """What was given cannot be reckoned with; the message is one French sentence."""


class SumRefused(IndicatorError):
    """A sum that the unit forbids."""


@dataclass(frozen=True)
class Rule:
    """Whether values of a unit add from a period to the next, and from a place to another; else why not."""

    words: str
    over_time: bool
    over_places: bool
    why_time: str = ""
    why_places: str = ""


_TWICE = "une personne comptée deux jours n’est pas deux personnes"
_MOVES = "une personne peut visiter plusieurs lieux le même jour"
_RATE = "un taux ne s’additionne pas, il se recalcule"
RULES = {
    "nights": Rule("nuitées", True, True),
    "arrivals": Rule("arrivées", True, True),
    "room_nights": Rule("chambres ou emplacements × jours", True, True),
    "visits": Rule("entrées ou passages", True, True),
    "visitor_days": Rule("journées de visite", True, False, why_places=_MOVES),
    "people": Rule("personnes différentes", False, False, _TWICE, _MOVES),
    "stays": Rule("séjours", True, False, why_places="un séjour peut passer par plusieurs lieux"),
    "nights_a_stay": Rule("nuits par séjour", False, False, _RATE, _RATE),
    "requests": Rule("demandes", True, True),
    "answers": Rule("réponses", True, True),
    "sessions": Rule("visites du site", True, True),
    "euros": Rule("euros", True, True),
    "stock": Rule("nombre à une date", False, True, "le même objet est compté à chaque date"),
    "percent": Rule("%", False, False, _RATE, _RATE),
    "mark": Rule("note", False, False, _RATE, _RATE),
    "celsius": Rule("°C", False, False, _RATE, _RATE),
    "mm": Rule("mm", True, False, why_places="la pluie de deux lieux ne s’additionne pas"),
}
#: A unit that nobody has named: nothing says that its values add.
UNKNOWN = Rule("unité non précisée", False, False, "l’unité n’est pas précisée", "l’unité n’est pas précisée")


def rule_of(unit: str) -> Rule:
    """What may be done with values of a unit."""
    return RULES.get(unit, UNKNOWN)


def allow_time(unit: str, periods: int) -> None:
    """Raises SumRefused when values of several periods may not be added."""
    rule = rule_of(unit)
    if periods > 1 and not rule.over_time:
        raise SumRefused(f"Ces valeurs ({rule.words}) ne s’additionnent pas sur {periods} périodes : {rule.why_time}.")


def allow_places(unit: str, places: int) -> None:
    """Raises SumRefused when values of several places may not be added."""
    rule = rule_of(unit)
    if places > 1 and not rule.over_places:
        raise SumRefused(f"Ces valeurs ({rule.words}) ne s’additionnent pas entre {places} lieux : {rule.why_places}.")
