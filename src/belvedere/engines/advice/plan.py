"""From tours of nodes to a plan that a person reads: clock minutes, waits, what could not be kept and why."""

from __future__ import annotations

from typing import Literal, overload

from .model import Model, breaks_of, find_stop, lunch_at_places
from .types import DayPlan, Plan, Step, Unmet


class CannotStand(ValueError):
    """Tours that do not keep the hours: a fault of the caller, never of a traveller."""


@overload
def plan_of(
    model: Model,
    tours: list[list[int]],
    bound: float | None,
    *,
    proved: bool,
    stopped: str,
    strict: Literal[True] = True,
) -> Plan: ...
@overload
def plan_of(
    model: Model, tours: list[list[int]], bound: float | None, *, proved: bool, stopped: str, strict: Literal[False]
) -> Plan | None: ...
def plan_of(
    model: Model, tours: list[list[int]], bound: float | None, *, proved: bool, stopped: str, strict: bool = True
) -> Plan | None:
    """Times and words for tours; where the hours do not hold, CannotStand or (not strict) None."""
    days = []
    for d, tour in enumerate(tours):
        day = _day(model, d, tour)
        if day is None:
            if strict:
                raise CannotStand(f"the tour of day {d} does not keep the hours")
            return None
        days.append(day)
    score = float(sum(model.trip.stops[model.stop_of[i]].score for tour in tours for i in tour if model.score[i] > 0))
    kept = round(sum(model.gain[i] - model.score[i] for tour in tours for i in tour) / model.bonus)
    best = None if bound is None else min(bound - kept * model.bonus, float(_sum_of_scores(model)))
    return Plan(
        score=score,
        days=tuple(days),
        bound=score if proved else best,
        proved=proved,
        stopped=stopped,
        unmet=unmet_of(model, tours, proved),
        notes=_notes(model),
    )


def _sum_of_scores(model: Model) -> float:
    best: dict[int, float] = {}
    for i, stop in enumerate(model.stop_of):
        best[stop] = max(best.get(stop, 0.0), float(model.score[i]))
    return sum(best.values())


def _day(model: Model, d: int, tour: list[int]) -> DayPlan | None:
    """The earliest possible day; waits are spent before leaving, so that nobody stands before a closed door."""
    scale = model.scale
    here, ready = int(model.begin[d]), int(model.begins_at[d])
    steps: list[Step] = []
    for i in tour:
        ride = int(model.travel[here, i])
        start = _first(model, d, i, ready + ride)
        if start is None:
            return None
        over = start + int(model.visit[i])
        leaves = max(over, int(model.floor[i])) + int(model.extra[i])
        wait = start - ready - ride
        rest = int(model.extra[i])
        steps.append(
            Step(
                model.trip.stops[model.stop_of[i]].id,
                start / scale, leaves / scale, ride / scale, (wait if steps else 0) / scale, rest / scale,
            )
        )  # fmt: skip
        here, ready = i, leaves
    back = int(model.travel[here, int(model.finish[d])])
    if tour and ready + back > model.finishes_by[d]:
        return None
    departs = steps[0].arrives - steps[0].travel if steps else ready / scale
    return DayPlan(tuple(steps), departs, (ready + back) / scale, back / scale)


def _first(model: Model, d: int, node: int, arrival: int) -> int | None:
    for low, high in zip(model.opens[d, node], model.closes[d, node], strict=True):
        if high >= arrival:
            return max(int(low), arrival)
    return None


def unmet_of(model: Model, tours: list[list[int]], proved: bool) -> tuple[Unmet, ...]:
    """Demands that the tours leave aside."""
    trip = model.trip
    visited = {model.stop_of[i] for tour in tours for i in tour}
    missing: list[Unmet] = []
    for stop in dict.fromkeys([*trip.must, *(pin.stop for pin in trip.pins)]):
        position = find_stop(trip, stop, "must")
        if position not in visited:
            missing.append(Unmet("must", _why_not(model, position, proved), trip.stops[position].id))
    for d, tour in enumerate(tours):
        back = int(model.begins_at[d] + model.travel[model.begin[d], model.finish[d]])
        if not tour and back > model.finishes_by[d]:
            late = (back - int(model.finishes_by[d])) / model.scale
            missing.append(
                Unmet("return", f"Jour {d + 1}\u00a0: retour en retard de {late:.0f}\u00a0min au moins.", day=d)
            )
        at_places = lunch_at_places(trip)
        if at_places and day_can_hold(model, d, "lunch") and not any(trip.stops[model.stop_of[i]].meal for i in tour):
            why = "aucune table ne tient dans cette journée" if proved else "aucune table n’a été trouvée à temps"
            missing.append(Unmet("lunch", f"Jour {d + 1}\u00a0: pas de déjeuner, {why}.", day=d))
        for chosen, pause in enumerate(breaks_of(trip)):
            if day_can_hold(model, d, chosen) and not any(model.break_of[i] == chosen for i in tour):
                what = (
                    "pas de pause pique-nique" if pause is trip.lunch else f"pas de pause de {pause.minutes:g}\u00a0min"
                )
                missing.append(Unmet("rest", f"Jour {d + 1}\u00a0: {what} dans l’intervalle demandé.", day=d))
    return tuple(missing)


def day_can_hold(model: Model, d: int, which: int | str) -> bool:
    """Whether the frame of a day leaves time for lunch ("lunch") or for the break of that rank."""
    pause = model.trip.lunch if which == "lunch" else breaks_of(model.trip)[int(which)]
    if pause is None:
        return False
    begins, ends = model.begins_at[d] / model.scale, model.finishes_by[d] / model.scale
    return bool(begins <= pause.closes and max(begins, pause.opens) + pause.minutes <= ends)


def _why_not(model: Model, position: int, proved: bool) -> str:
    stop = model.trip.stops[position]
    label = f"«\u00a0{stop.name or stop.id}\u00a0»"
    if position in {find_stop(model.trip, other, "never") for other in model.trip.never}:
        return f"{label} est à la fois voulu et exclu."
    if position not in model.stop_of:
        return f"{label} n’est ouvert à aucune heure possible de ce séjour."
    if proved:
        return f"{label} ne tient pas avec les autres demandes dans le temps donné."
    return f"{label} n’a pas trouvé sa place dans le temps de calcul donné."


def _notes(model: Model) -> tuple[str, ...]:
    if model.trip.travel == "line":
        longer, speed = (f"{value:g}".replace(".", ",") for value in (model.trip.detour, model.trip.speed_kmh))
        return (f"Durées estimées à vol d’oiseau (×\u00a0{longer}) à {speed}\u00a0km/h, faute de réseau routier.",)
    return ()
