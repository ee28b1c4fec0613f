"""Three different answers to one trip: calm, full, and for the rain; each with its reasons in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from .itinerary import never, solve
from .types import Plan, StopId, Trip

CALM_SHARE = 0.75
CALM_LONGER = 1.25
ALREADY_USED = 0.6
OUTDOOR_IN_RAIN = 0.25


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan for `trip` (the question as this proposal understands it), its French name and its reasons."""

    key: str
    title: str
    trip: Trip
    plan: Plan
    reasons: tuple[str, ...]


def propose(
    trip: Trip, *, budget: float = 2.0, seed: int = 0, stop: Callable[[], bool] = never
) -> tuple[Proposal, ...]:
    """Full, calm, rainy, in that order. Scores in each plan are those of `Proposal.trip`, not comparable across.

    Calm: a quarter fewer visits at most, each a quarter longer. Rainy: outdoor stops (`indoor` False) are left out
    unless wanted, unknown ones count for a quarter. Stops of the earlier proposals count for less, so that the three
    differ where the offer allows it.
    """
    share = budget / 3
    full = solve(trip, budget=share, seed=seed, stop=stop)
    calm_trip = _calm(_seen(trip, [full]), full)
    calm = solve(calm_trip, budget=share, seed=seed, stop=stop)
    rain_trip = _rainy(_seen(trip, [full]))
    rain = solve(rain_trip, budget=share, seed=seed, stop=stop)
    return (
        Proposal("full", "Journée pleine", trip, full, _reasons(trip, full, _full_words(trip, full))),
        Proposal("calm", "Au calme", calm_trip, calm, _reasons(trip, calm, _calm_words(full, calm))),
        Proposal("rainy", "S’il pleut", rain_trip, rain, _reasons(trip, rain, _rain_words(rain_trip, rain))),
    )


def _seen(trip: Trip, plans: list[Plan]) -> Trip:
    wanted = _wanted(trip)
    used = {step.stop for plan in plans for day in plan.days for step in day.steps} - wanted
    return replace(
        trip, stops=tuple(replace(s, score=s.score * ALREADY_USED) if s.id in used else s for s in trip.stops)
    )


def _wanted(trip: Trip) -> set[StopId]:
    return {*trip.must, *(pin.stop for pin in trip.pins)}


def _calm(trip: Trip, full: Plan) -> Trip:
    """Longer visits, and a cap on how many through a theme of its own."""
    visits = sum(len(day.steps) for day in full.days)
    cap = max(1, int(visits * CALM_SHARE), len(_wanted(trip)) + (trip.days if trip.lunch else 0))
    stops = tuple(
        replace(s, themes=(*s.themes, "\u2063"), visit=s.visit if s.meal else s.visit * CALM_LONGER) for s in trip.stops
    )
    return replace(trip, stops=stops, theme_caps=(*trip.theme_caps, ("\u2063", cap)))


def _rainy(trip: Trip) -> Trip:
    wanted = _wanted(trip)
    dry = tuple(
        s if s.indoor or s.id in wanted or s.meal else replace(s, score=s.score * OUTDOOR_IN_RAIN) for s in trip.stops
    )
    out = tuple(s.id for s in trip.stops if s.indoor is False and s.id not in wanted and not s.meal)
    ends = {trip.start, trip.end, *(f.start for f in trip.frames), *(f.end for f in trip.frames)}
    return replace(trip, stops=dry, never=(*trip.never, *(s for s in out if s not in ends)))


def _visits(plan: Plan) -> int:
    return sum(len(day.steps) for day in plan.days)


def _road(plan: Plan) -> float:
    return sum(day.travel_back + sum(step.travel for step in day.steps) for day in plan.days)


def _several(count: int, word: str) -> str:
    return f"{count}\u00a0{word}{'s' if count > 1 else ''}"


def _full_words(trip: Trip, plan: Plan) -> list[str]:
    words = [f"{_several(_visits(plan), 'étape')}, {_road(plan):.0f}\u00a0min de route."]
    if plan.proved:
        words.append("Aucun autre choix ne répond mieux aux souhaits\u00a0: c’est prouvé.")
    elif plan.gap is not None:
        words.append(f"À {100 * plan.gap:.1f}\u00a0% au plus du meilleur choix possible.".replace(".", ",", 1))
    return words


def _calm_words(full: Plan, plan: Plan) -> list[str]:
    words = [f"{_several(_visits(plan), 'étape')} au lieu de {_visits(full)}, chacune avec un quart de temps en plus."]
    saved = _road(full) - _road(plan)
    if saved >= 1:
        words.append(f"{saved:.0f}\u00a0min de route en moins.")
    return words


def _rain_words(trip: Trip, plan: Plan) -> list[str]:
    by_id = {stop.id: stop for stop in trip.stops}
    steps = [by_id[step.stop] for day in plan.days for step in day.steps]
    inside = sum(stop.indoor is True for stop in steps)
    words = [f"{inside} sur {_several(len(steps), 'étape')} à l’abri."]
    outside = [stop.name or str(stop.id) for stop in steps if stop.indoor is False]
    if outside:
        words.append(f"Dehors, parce que voulu\u00a0: {', '.join(outside)}.")
    unknown = sum(stop.indoor is None and not stop.meal for stop in steps)
    if unknown:
        words.append(f"{_several(unknown, 'étape')} dont l’abri n’est pas connu.")
    return words


def _reasons(trip: Trip, plan: Plan, words: list[str]) -> tuple[str, ...]:
    by_id = {stop.id: stop for stop in trip.stops}
    names = [step.stop for day in plan.days for step in day.steps]
    kept = [by_id[s].name or str(s) for s in dict.fromkeys(trip.must) if s in names]
    if kept:
        words.append(f"Garde ce qui était voulu\u00a0: {', '.join(kept)}.")
    if trip.lunch is not None and trip.lunch_places:
        meals = [by_id[s].name or str(s) for s in names if by_id[s].meal]
        if meals:
            words.append(f"Déjeuner\u00a0: {', '.join(meals)}.")
    if trip.budget is not None:
        spent = f"{sum(by_id[s].price for s in names):.2f}".replace(".", ",")
        words.append(f"{spent}\u00a0€ par personne sur {trip.budget:g}\u00a0€.")
    return (*words, *(unmet.sentence for unmet in plan.unmet), *plan.notes)
