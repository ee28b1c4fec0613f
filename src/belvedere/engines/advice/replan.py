"""The day itself: one is late, somewhere, at some minute; what can still be kept of the plan?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from .itinerary import never, resolve, solve
from .model import find_stop
from .types import DayFrame, Pin, Plan, StopId, Trip, TripError


@dataclass(frozen=True, slots=True)
class Replan:
    """The rest of one day, solved again. `sentences` say in French what changes for the visitor."""

    trip: Trip
    plan: Plan
    kept: tuple[StopId, ...]
    dropped: tuple[StopId, ...]
    added: tuple[StopId, ...]
    sentences: tuple[str, ...]


def rest_of_day(trip: Trip, plan: Plan, *, day: int, at: StopId, now: float) -> Trip:
    # long: one plan turned into another, field by field
    """The one-day trip that begins where the visitor is, when she leaves it (`now`).

    Stops already seen and those planned on other days are out of it; what they drew from budget, themes and exclusive
    groups stays drawn; pins and must-sees of this day stay.
    """
    if not 0 <= day < len(plan.days):
        raise TripError("day", "ce jour n’est pas dans le plan")
    steps = plan.days[day].steps
    names = [step.stop for step in steps]
    here = trip.stops[find_stop(trip, at, "at")].id
    seen = set(names[: names.index(here) + 1]) if here in names else set()
    elsewhere = {step.stop for d, other in enumerate(plan.days) if d != day for step in other.steps}
    gone = (seen | elsewhere) - {here}
    drawn = seen | elsewhere
    by_id = {stop.id: stop for stop in trip.stops}
    frame = trip.frames[day] if day < len(trip.frames) else DayFrame()
    end = frame.end if frame.end is not None else (trip.end if trip.end is not None else trip.start)
    first = by_id[trip.stops[find_stop(trip, frame.start if frame.start is not None else trip.start, "start")].id]
    opened = min((w.opens for w in first.windows if w.day in (None, day)), default=0.0)
    until = None if trip.limit is None else (opened if frame.leaves is None else frame.leaves) + trip.limit
    returns = min((v for v in (until, frame.returns) if v is not None), default=None)
    fed = trip.lunch is not None and any(by_id[name].meal for name in seen)
    ate = sum(1 for step in steps if step.stop in seen and step.rest > 0)
    shut = {s for group in trip.exclusive for s in group if any(o in drawn for o in group)} - drawn
    caps = tuple((theme, max(0, cap - sum(theme in by_id[n].themes for n in drawn))) for theme, cap in trip.theme_caps)
    must = tuple(s for s in trip.must if s not in drawn and (s in names or len(plan.days) == 1))
    stops = tuple(
        replace(
            stop,
            visit=0.0 if stop.id == here else stop.visit,
            windows=tuple(replace(w, day=None) for w in stop.windows if w.day in (None, day)),
        )
        for stop in trip.stops
    )
    shut |= {stop.id for stop in trip.stops if stop.windows and not any(w.day in (None, day) for w in stop.windows)}
    return replace(
        trip, stops=stops, days=1, start=here, end=end, limit=None, frames=(DayFrame(now, returns, here, end),),
        lunch=None if fed else trip.lunch, rests=trip.rests[ate:],
        budget=None if trip.budget is None else max(0.0, trip.budget - sum(by_id[n].price for n in drawn)),
        must=must, never=(*trip.never, *sorted((gone | shut) - {here, end}, key=str)), theme_caps=caps,
        pins=tuple(Pin(p.stop, None, p.at) for p in trip.pins if p.day in (None, day) and p.stop not in drawn),
    )  # fmt: skip


def replan(
    trip: Trip, plan: Plan, *, day: int, at: StopId, now: float, budget: float = 0.1, seed: int = 0,
    stop: Callable[[], bool] = never, only_planned: bool = False,
) -> Replan:  # fmt: skip
    """« Nous avons 40 min de retard »: the visitor leaves `at` at minute `now`; the rest of the day is solved again.

    `only_planned` keeps new stops out: what was printed is shortened, never changed.
    """
    rest = rest_of_day(trip, plan, day=day, at=at, now=now)
    names = [step.stop for step in plan.days[day].steps]
    remaining = names[names.index(rest.start) + 1 :] if rest.start in names else names
    if only_planned:
        ends = {rest.start, rest.end}
        out = tuple(s.id for s in rest.stops if s.id not in remaining and s.id not in ends and s.id not in rest.never)
        rest = replace(rest, never=(*rest.never, *out))
    ahead = replace(plan.days[day], steps=tuple(s for s in plan.days[day].steps if s.stop in remaining))
    solved = resolve(rest, replace(plan, days=(ahead,)), budget=budget, seed=seed, stop=stop)
    new = [step.stop for step in solved.days[0].steps]
    kept = tuple(s for s in remaining if s in new)
    dropped = tuple(s for s in remaining if s not in new)
    added = tuple(s for s in new if s not in remaining)
    by_id = {stop.id: stop for stop in trip.stops}
    sentences = [f"«\u00a0{by_id[s].name or s}\u00a0» ne tient plus dans la journée." for s in dropped]
    sentences += [f"«\u00a0{by_id[s].name or s}\u00a0» prend la place laissée libre." for s in added]
    if not sentences:
        sentences = ["Tout ce qui restait prévu est gardé."]
    return Replan(rest, solved, kept, dropped, added, tuple(sentences))


def remove(trip: Trip, plan: Plan, stop: StopId, *, budget: float = 1.0, seed: int = 0) -> tuple[Trip, Plan]:
    """The counsellor takes a stop out: the trip that says so, and its new plan."""
    without = replace(
        trip,
        never=(*trip.never, stop),
        must=tuple(s for s in trip.must if s != stop),
        pins=tuple(p for p in trip.pins if p.stop != stop),
    )
    return without, resolve(without, plan, budget=budget, seed=seed)


def keep(trip: Trip, plan: Plan, pin: Pin, *, budget: float = 1.0, seed: int = 0) -> tuple[Trip, Plan]:
    """The counsellor pins or drags a stop to a day or an hour: the trip that says so, and its new plan."""
    pinned = replace(
        trip,
        pins=(*(p for p in trip.pins if p.stop != pin.stop), pin),
        never=tuple(s for s in trip.never if s != pin.stop),
    )
    return pinned, resolve(pinned, plan, budget=budget, seed=seed)


def stop_over(
    trip: Trip, *, arrives: float, leaves_by: float, start: StopId, end: StopId | None = None, budget: float = 1.0,
    seed: int = 0,
) -> tuple[Trip, Plan]:  # fmt: skip
    """« Trois heures sur l’A75 »: one day squeezed between an exit and another; the trip so framed, and its plan."""
    framed = replace(
        trip, days=1, start=start, end=start if end is None else end, limit=None, frames=(DayFrame(arrives, leaves_by),)
    )
    return framed, solve(framed, budget=budget, seed=seed)
