"""Check a plan against its trip with clock and ruler only: no solver, no table of the solver.

Everything is recomputed from the trip in minutes; each fault is one French sentence, an empty list means that the
plan can be kept.
"""

from __future__ import annotations

from math import asin, cos, floor, hypot, inf, radians, sin, sqrt

from .types import Break, DayFrame, DayPlan, Plan, Step, Stop, StopId, Trip

EPSILON = 1e-4
EARTH_KM = 6371.0088


def faults(trip: Trip, plan: Plan) -> list[str]:
    """Every rule of the trip that the plan breaks."""
    known = {stop.id: stop for stop in trip.stops}
    visited = [step.stop for day in plan.days for step in day.steps]
    found = [f"Étape inconnue\u00a0: {name}." for name in visited if name not in known]
    if found or len(plan.days) != trip.days:
        return found or [f"Le plan compte {len(plan.days)} jours au lieu de {trip.days}."]
    found += [f"Étape visitée deux fois\u00a0: {name}." for name in sorted(set(map(str, visited))) if
              sum(str(v) == name for v in visited) > 1]  # fmt: skip
    for d, day in enumerate(plan.days):
        late = not day.steps and ("return", d) in {(unmet.code, unmet.day) for unmet in plan.unmet}
        found += _day_faults(trip, known, d, day, inf if late else 0.0)
    total = sum(known[name].score for name in visited if known[name].score > 0)
    if abs(total - plan.score) > 1e-6 * max(1.0, total):
        found.append(f"Le score annoncé est {plan.score:g}, celui des étapes {total:g}.")
    return found + _caps(trip, known, visited) + _demands(trip, plan, visited)


def minutes_between(trip: Trip, a: Stop, b: Stop) -> float:
    """Travel minutes as the trip defines them."""
    if trip.travel == "euclidean":
        straight = hypot((a.x or 0.0) - (b.x or 0.0), (a.y or 0.0) - (b.y or 0.0))
        if trip.decimals is None:
            return straight
        factor = 10.0**trip.decimals
        return floor(straight * factor + 1e-9) / factor
    if trip.travel == "line":
        p, q = radians(a.y or 0.0), radians(b.y or 0.0)
        arc = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(radians((b.x or 0.0) - (a.x or 0.0)) / 2) ** 2
        return 2 * EARTH_KM * asin(sqrt(min(1.0, arc))) * trip.detour * 60 / trip.speed_kmh
    return float(trip.travel[_rank(trip, a)][_rank(trip, b)])


def _rank(trip: Trip, stop: Stop) -> int:
    return next(k for k, other in enumerate(trip.stops) if other is stop)


def _named(trip: Trip, name: StopId) -> Stop:
    for stop in trip.stops:
        if stop.id == name and isinstance(stop.id, str) == isinstance(name, str):
            return stop
    return trip.stops[int(name)]


def _frame(trip: Trip, d: int) -> tuple[Stop, Stop, float, float]:
    """(first, last, earliest departure, latest return) of a day."""
    frame = trip.frames[d] if d < len(trip.frames) else DayFrame()
    first = _named(trip, trip.start if frame.start is None else frame.start)
    default = trip.end if trip.end is not None else first.id
    last = _named(trip, default if frame.end is None else frame.end)
    opened = min((w.opens for w in first.windows if w.day in (None, d)), default=0.0)
    leaves = opened if frame.leaves is None else frame.leaves
    until = max((w.closes for w in last.windows if w.day in (None, d)), default=inf)
    until = min(until, inf if frame.returns is None else frame.returns, leaves + (trip.limit or inf))
    if trip.limit == 0:
        until = min(until, leaves)
    return first, last, leaves + first.visit, until


def _pauses(trip: Trip) -> list[Break]:
    picnic = trip.lunch is not None and not (trip.lunch_places and any(s.meal for s in trip.stops))
    return ([trip.lunch] if picnic and trip.lunch else []) + list(trip.rests)


def _day_faults(trip: Trip, known: dict[StopId, Stop], d: int, day: DayPlan, delay: float) -> list[str]:
    first, last, ready, until = _frame(trip, d)
    found = []
    here = first
    for step in day.steps:
        stop = known[step.stop]
        label = f"Jour {d + 1}, {stop.name or stop.id}"
        if stop is first or stop is last:
            found.append(f"{label}\u00a0: le départ ou l’arrivée n’est pas une visite.")
        if step.arrives + EPSILON < ready + minutes_between(trip, here, stop):
            found.append(f"{label}\u00a0: arrivée à {step.arrives:g}, impossible si tôt.")
        found += [f"{label}\u00a0: {reason}" for reason in _visit_faults(trip, stop, step, d)]
        here, ready = stop, step.leaves
    if day.returns + EPSILON < ready + minutes_between(trip, here, last):
        found.append(f"Jour {d + 1}\u00a0: le retour est annoncé trop tôt.")
    if day.returns > until + delay + EPSILON:
        found.append(f"Jour {d + 1}\u00a0: retour à {day.returns:g}, après la limite {until:g}.")
    return found


def _visit_faults(trip: Trip, stop: Stop, step: Step, d: int) -> list[str]:
    table = trip.lunch is not None and trip.lunch_places and stop.meal
    visit = trip.lunch.minutes if table and stop.visit <= 0 and trip.lunch else stop.visit
    hours = [(w.opens, w.closes - (visit if trip.leave_by_close else 0)) for w in stop.windows if w.day in (None, d)]
    found = []
    if stop.windows and not any(low - EPSILON <= step.arrives <= high + EPSILON for low, high in hours):
        found.append(f"fermé à {step.arrives:g}.")
    if table and trip.lunch and not trip.lunch.opens - EPSILON <= step.arrives <= trip.lunch.closes + EPSILON:
        found.append("déjeuner hors de l’heure demandée.")
    if step.rest > 0:
        begins = step.leaves - step.rest
        fits = [p for p in _pauses(trip) if abs(p.minutes - step.rest) < EPSILON]
        inside = any(p.opens - EPSILON <= begins and step.arrives + visit <= p.closes + EPSILON for p in fits)
        if not inside:
            found.append("la pause n’est pas dans l’intervalle demandé.")
    if step.leaves + EPSILON < step.arrives + visit + step.rest:
        found.append("la visite est écourtée.")
    for pin in trip.pins:
        if _named(trip, pin.stop) is stop and pin.day not in (None, d):
            found.append("cette étape est fixée à un autre jour.")
        if _named(trip, pin.stop) is stop and pin.at is not None and abs(pin.at - step.arrives) > EPSILON:
            found.append("cette étape est fixée à une autre heure.")
    return found


def _caps(trip: Trip, known: dict[StopId, Stop], visited: list[StopId]) -> list[str]:
    found = []
    spent = sum(known[name].price for name in visited)
    if trip.budget is not None and spent > trip.budget + 0.01:
        found.append(f"Le budget de {trip.budget:g}\u00a0€ est dépassé\u00a0: {spent:g}\u00a0€.")
    for theme, cap in trip.theme_caps:
        count = sum(theme in known[name].themes for name in visited)
        if count > cap:
            found.append(f"Thème «\u00a0{theme}\u00a0»\u00a0: {count} visites au lieu de {cap} au plus.")
    for group in trip.exclusive:
        members = {_named(trip, name).id for name in group}
        if sum(name in members for name in visited) > 1:
            found.append("Deux étapes qui s’excluent sont dans le plan.")
    banned = {_named(trip, name).id for name in trip.never}
    return found + [f"L’étape {name} était exclue." for name in visited if name in banned]


def _demands(trip: Trip, plan: Plan, visited: list[StopId]) -> list[str]:
    told = {(unmet.code, unmet.stop, unmet.day) for unmet in plan.unmet}
    found = []
    for name in [*trip.must, *(pin.stop for pin in trip.pins)]:
        if _named(trip, name).id not in visited and ("must", _named(trip, name).id, None) not in told:
            found.append(f"L’étape {name} était voulue et manque sans être annoncée.")
    places = trip.lunch is not None and trip.lunch_places and any(s.meal for s in trip.stops)
    for d, day in enumerate(plan.days):
        meals = sum(_named(trip, step.stop).meal for step in day.steps) if places else 0
        if meals > 1:
            found.append(f"Jour {d + 1}\u00a0: deux déjeuners.")
        if places and trip.lunch and not meals and _holds(trip, d, trip.lunch) and ("lunch", None, d) not in told:
            found.append(f"Jour {d + 1}\u00a0: pas de déjeuner, sans que ce soit annoncé.")
        wanted = sum(_holds(trip, d, pause) for pause in _pauses(trip))
        kept = sum(step.rest > 0 for step in day.steps)
        if kept + sum(code == "rest" and when == d for code, _, when in told) < min(wanted, 1):
            found.append(f"Jour {d + 1}\u00a0: une pause manque sans être annoncée.")
    return found


def _holds(trip: Trip, d: int, pause: Break) -> bool:
    _, _, begins, until = _frame(trip, d)
    return begins <= pause.closes and max(begins, pause.opens) + pause.minutes <= until
