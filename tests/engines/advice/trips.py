"""Random desk trips for the tests and their brute-force answer."""

from __future__ import annotations

from itertools import permutations

from hypothesis import strategies as st

from belvedere.engines.advice import Break, DayFrame, Stop, Trip, Window, faults
from belvedere.engines.advice.types import DayPlan, Plan, Step


@st.composite
def trips(draw: st.DrawFn, most: int = 7, days: int = 1, rich: bool = True) -> Trip:
    """Small trips with split hours, prices, themes, must-sees and, when rich, lunch and caps."""
    count = draw(st.integers(1, most))
    stops = [Stop(id=0, x=20.0, y=20.0)]
    for k in range(1, count + 1):
        opens = draw(st.integers(540, 840))
        split = draw(st.booleans())
        morning = Window(opens, opens + draw(st.integers(0, 120)))
        windows = (morning, Window(morning.closes + 60, morning.closes + 150)) if split else (morning,)
        if draw(st.booleans()) and days > 1:
            windows = tuple(Window(w.opens, w.closes, draw(st.integers(0, days - 1))) for w in windows)
        stops.append(
            Stop(
                id=k, score=draw(st.integers(1, 9)), visit=draw(st.integers(5, 70)), windows=windows,
                x=draw(st.integers(0, 40)), y=draw(st.integers(0, 40)), price=draw(st.integers(0, 12)),
                themes=(draw(st.sampled_from(["eau", "art"])),), meal=rich and draw(st.integers(0, 3)) == 0,
                indoor=draw(st.sampled_from([True, False, None])),
            )
        )  # fmt: skip
    if not rich:
        return Trip(tuple(stops), days=days, frames=(DayFrame(540.0, 1020.0),) * days)
    return Trip(
        tuple(stops),
        days=days,
        frames=(DayFrame(540.0, float(draw(st.integers(660, 1080)))),) * days,
        lunch=draw(st.sampled_from([None, Break(720.0, 800.0, 45.0)])),
        rests=draw(st.sampled_from([(), (), (Break(600.0, 900.0, 20.0),)])),
        budget=draw(st.sampled_from([None, 20.0])),
        must=draw(st.sampled_from([(), (1,)])),
        never=draw(st.sampled_from([(), (count,)])) if count > 1 else (),
        theme_caps=draw(st.sampled_from([(), (("eau", 1),), (("art", 2),)])),
        exclusive=((1, 2),) if count > 2 and draw(st.booleans()) else (),
    )


def brute_force(trip: Trip) -> float:
    """Best score of a one-day trip without lunch nor rest: every order of every subset, judged by the verifier."""
    best = 0.0
    names = [stop.id for stop in trip.stops[1:]]
    by_id = {stop.id: stop for stop in trip.stops}
    for size in range(1, len(names) + 1):
        for order in permutations(names, size):
            plan = walk(trip, [by_id[name] for name in order])
            if plan is not None and plan.score > best and not faults(trip, plan):
                best = plan.score
    return best


def walk(trip: Trip, order: list[Stop]) -> Plan | None:
    """Visit in this order, as early as possible, in plane minutes."""
    here, now, steps = trip.stops[0], trip.frames[0].leaves or 0.0, []
    for stop in order:
        ride = ((here.x - stop.x) ** 2 + (here.y - stop.y) ** 2) ** 0.5
        late = [w for w in stop.windows if w.closes >= now + ride]
        if not late:
            return None
        start = max(now + ride, late[0].opens)
        steps.append(Step(stop.id, start, start + stop.visit, ride, start - now - ride))
        here, now = stop, start + stop.visit
    back = ((here.x - trip.stops[0].x) ** 2 + (here.y - trip.stops[0].y) ** 2) ** 0.5
    day = DayPlan(tuple(steps), trip.frames[0].leaves or 0.0, now + back, back)
    return Plan(sum(stop.score for stop in order), (day,), None, False, "work")
