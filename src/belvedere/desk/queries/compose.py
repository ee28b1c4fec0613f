"""A stay as a chain of days: each is solved with what the others leave, so that an answer comes while one looks on.

The engine also solves several days together, with a bound; that takes seconds, and a counsellor has none.
"""

from collections.abc import Callable
from dataclasses import replace

from belvedere.engines import advice
from belvedere.engines.advice.types import StopId

#: Seconds of work for a day: alone it is proved most of the time; in a stay, the search's answer is kept.
ALONE, AMONG = 0.4, 0.12
Stop = Callable[[], bool]


def compose(trip: advice.Trip, before: advice.Plan | None, *, stop: Stop) -> advice.Plan:
    """The plan; from the one in hand when there is one, so that a gesture changes as little as it must."""
    if trip.days == 1:
        return _day(trip, before, ALONE, stop)
    plans: list[advice.Plan] = []
    for d in range(trip.days):
        used = {step.stop for plan in plans for step in plan.days[0].steps}
        part = one_day(trip, d, used)
        known = None if before is None or d >= len(before.days) else replace(before, days=(before.days[d],))
        plans.append(_day(part, known, AMONG, stop))
    return _joined(trip, plans)


def _day(trip: advice.Trip, before: advice.Plan | None, work: float, stop: Stop) -> advice.Plan:
    if before is None or not before.days[0].steps:
        plan = advice.solve(trip, budget=work, stop=stop, prove=work == ALONE)
    else:
        plan = advice.resolve(trip, before, budget=work, stop=stop)
    return advice.solve(trip, budget=AMONG, prove=False) if cut_short(plan) else plan


def cut_short(plan: advice.Plan) -> bool:
    """The clock rang before any answer, as after an upgrade: nothing is open would be a lie."""
    return plan.stopped == "clock" and not any(day.steps for day in plan.days)


def one_day(trip: advice.Trip, day: int, used: set[StopId]) -> advice.Trip:
    """One day of a trip, without the stops of the days before nor those that a hand has put on another day."""
    elsewhere = {pin.stop for pin in trip.pins if pin.day not in (None, day)}
    gone = (used | elsewhere) - {trip.start, trip.end}
    by_id = {stop.id: stop for stop in trip.stops}
    stops = tuple(
        replace(stop, windows=tuple(replace(w, day=None) for w in stop.windows if w.day in (None, day)))
        for stop in trip.stops
    )
    shut = {s.id for s, whole in zip(stops, trip.stops, strict=True) if whole.windows and not s.windows}
    pins = tuple(advice.Pin(p.stop, None, p.at) for p in trip.pins if p.stop not in gone | shut)
    spent = sum(by_id[name].price for name in used)
    caps = tuple(
        (theme, _share(max(0, cap - sum(theme in by_id[name].themes for name in used)), trip.days - day))
        for theme, cap in trip.theme_caps
    )
    return replace(
        trip, stops=stops, days=1, frames=(trip.frames[day],), pins=pins, theme_caps=caps,
        never=tuple(sorted({*trip.never, *gone, *shut} - {trip.start, trip.end}, key=str)),
        budget=None if trip.budget is None else max(0.0, trip.budget - spent),
    )  # fmt: skip


def _share(left: int, days: int) -> int:
    """What one day may take of what is left for several: the first one does not eat up the visits of the others."""
    return -(-left // days)


def _joined(trip: advice.Trip, plans: list[advice.Plan]) -> advice.Plan:
    """The days one after the other; a wish counts as kept when any day keeps it."""
    held = {step.stop for plan in plans for step in plan.days[0].steps}
    unmet = [
        replace(one, day=d, sentence=one.sentence.replace("Jour 1", f"Jour {d + 1}"))
        for d, plan in enumerate(plans)
        for one in plan.unmet
        if one.code != "must"
    ]
    names = {stop.id: stop.name for stop in trip.stops}
    lost = [pin.stop for pin in trip.pins if pin.stop not in held]
    unmet += [
        advice.Unmet("must", f"«\u00a0{names[s]}\u00a0» ne tient dans aucun des jours de ce séjour.", s) for s in lost
    ]
    return advice.Plan(
        sum(plan.score for plan in plans), tuple(plan.days[0] for plan in plans), None, False, "work", tuple(unmet),
        plans[0].notes,
    )  # fmt: skip
