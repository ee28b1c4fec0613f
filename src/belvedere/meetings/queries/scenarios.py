"""Scenarios side by side: the same measures, the same scale, the best of each said."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

from belvedere.kit.models import JobStatus
from belvedere.meetings.models import RHYTHM, Edition, Scenario

from . import day

#: Width of a full bar in the drawing.
FULL = 100


@dataclass(frozen=True)
class Measure:
    """One figure of a scenario in words; ``width`` is its bar, FULL for the best of all, longer being better."""

    text: str
    width: int
    best: bool


@dataclass(frozen=True)
class Card:
    """``state``: what is under way or went wrong, empty once it is solved. ``stale``: wishes have changed since."""

    scenario: Scenario
    state: str
    stale: bool
    measures: tuple[Measure, ...]
    proved: bool
    is_current: bool


@dataclass(frozen=True)
class Comparison:
    """``lines``: each measure and what it is for each card, nothing for one that is not solved."""

    cards: tuple[Card, ...]
    lines: tuple[tuple[str, tuple[Measure | None, ...]], ...]
    running: bool


def comparison(edition: Edition) -> Comparison:
    """Two queries for the scenarios, two for the digest of today's wishes."""
    rows = list(Scenario.everything.filter(edition=edition).select_related("job").order_by("pk"))
    solved = [row.outcome for row in rows if row.outcome]
    digest = day.digest_of(day.day_of(edition)) if solved else ""
    cards = tuple(_card(row, edition, solved, digest) for row in rows)
    lines = tuple(
        (label, tuple(card.measures[number] if card.measures else None for card in cards))
        for number, (label, *_rest) in enumerate(_kinds())
    )
    return Comparison(cards, lines, any(card.state and not card.scenario.refusal for card in cards))


def _card(row: Scenario, edition: Edition, solved: list[dict[str, Any]], digest: str) -> Card:
    measures = tuple(_measure(kind, row.outcome, solved) for kind in _kinds()) if row.outcome else ()
    return Card(
        scenario=row,
        state=_state(row),
        stale=bool(row.outcome) and row.digest != digest,
        measures=measures,
        proved=row.outcome.get("status") == "optimal",
        is_current=all(getattr(row, name) == getattr(edition, name) for name in RHYTHM),
    )


def _state(row: Scenario) -> str:
    if row.outcome or row.refusal:
        return row.refusal
    if row.job is None or row.job.status == JobStatus.WAITING:
        return _("en attente de calcul")
    if row.job.status == JobStatus.FAILED:
        return _("le calcul n’a pas abouti")
    return row.job.sentence or _("calcul en cours")


Kind = tuple[str, Callable[[dict[str, Any]], float], Callable[[dict[str, Any]], str], bool]


def _kinds() -> list[Kind]:
    """Label, the number compared, how it is written, whether more is better."""
    return [
        (_("Prestataires servis"), lambda o: float(o["served"]), _served, True),
        (_("Rencontres d’un prestataire"), lambda o: float(o["tenth"]), _fairness, True),
        (_("Valeur des souhaits"), lambda o: float(o["value"]), _value, True),
        (_("Attente entre deux rencontres"), lambda o: o["waiting"] / max(o["people"], 1), _waiting, False),
        (_("Fin de la journée"), lambda o: float(o["ends"]), _ends, False),
    ]


def _measure(kind: Kind, outcome: dict[str, Any], solved: list[dict[str, Any]]) -> Measure:
    _label, number, words, more = kind
    own, all_of_them = number(outcome), [number(one) for one in solved]
    best = max(all_of_them) if more else min(all_of_them)
    share = (own / best if best else 1.0) if more else (best / own if own else 1.0)
    return Measure(words(outcome), round(FULL * share), own == best and len(set(all_of_them)) > 1)


def _served(outcome: dict[str, Any]) -> str:
    return _("%(served)s sur %(all)s") % {"served": outcome["served"], "all": outcome["sellers"]}


def _fairness(outcome: dict[str, Any]) -> str:
    words = {"least": outcome["least"], "tenth": floatformat(outcome["tenth"], "-1")}
    return _("au moins %(least)s\N{NO-BREAK SPACE}; neuf sur dix en ont %(tenth)s ou plus") % words


def _value(outcome: dict[str, Any]) -> str:
    value = floatformat(outcome["value"], "0g")
    if outcome["status"] == "optimal":
        return _("%s, c’est le plus possible") % value
    gap = floatformat(100 * outcome["gap"], "-2")
    return _("%(value)s, à %(gap)s\N{NO-BREAK SPACE}%% au plus du possible") % {"value": value, "gap": gap}


def _waiting(outcome: dict[str, Any]) -> str:
    mean = outcome["waiting"] / max(outcome["people"], 1)
    return _("%s\N{NO-BREAK SPACE}min par personne") % floatformat(mean, "-1")


def _ends(outcome: dict[str, Any]) -> str:
    minute = outcome["ends"]
    return f"{minute // 60}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{minute % 60:02d}"
