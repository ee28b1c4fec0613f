"""From a sheet to the engine's question and back: candidates really open, hours of each day, what was pinned."""

from collections import Counter
from collections.abc import Iterable
from copy import copy
from datetime import timedelta
from math import isnan
from typing import Any

import numpy as np

from belvedere.desk.models import Recommendation, TripSheet
from belvedere.engines import advice
from belvedere.engines.advice.offers import DETOUR, SPEED_KMH

from .candidates import ADULTS, MODES, REACH, Selection, recommended_lately, select, wanted_of
from .desk import Place
from .paces import paced
from .roads import minutes_by_road
from .table import Opening, opening, table

#: Enough to choose from, few enough to prove that nothing better exists.
SIGHTS, TABLES = 120, 25
FROM, TO = "depart", "arrivee"
LUNCH = advice.Break(11 * 60 + 45, 13 * 60 + 15, 60)
REST = advice.Break(15 * 60, 16 * 60 + 30, 20)
#: Twice the same kind of place in a day is enough for anybody who did not ask for it.
SAME_KIND = 2
#: More would be a race; meals do not count.
VISITS, VISIT = 6, "visite"
#: What a pinned offer is worth when it was not among the suggestions: its pin keeps it, not its score.
PINNED_SCORE = 50
#: Share of its worth that the farthest detour keeps: better than nothing where the way itself is bare.
OFF_THE_WAY = 0.2


def trip_of(sheet: TripSheet, *, now: Any, pace: str | None = None) -> advice.Trip:
    """The engine's question, at the sheet's pace unless another is said. Raises IndexMissing.

    A handful of queries, whatever the number of offers.
    """
    pinned = list(
        Recommendation.everything.filter(request=sheet.request_id, pinned=True).values_list("offer", flat=True)
    )
    placed = [pin["offer"] for pin in sheet.pins]
    wanted_keys = [pk for pk in dict.fromkeys([*placed, *pinned]) if pk not in set(sheet.never)]
    found = _candidates(sheet, wanted_keys, now=now)
    days = [opening(table(), sheet.first_day + timedelta(days=d)) for d in range(sheet.days)]
    people = sheet.request.adults or ADULTS, tuple(map(float, sheet.request.children))
    stops = [_stop(pk, score, days, people) for pk, score in found.items() if table().rank(pk) is not None]
    stops = [stop for stop in stops if stop.x is not None and (stop.windows or stop.id in wanted_keys)]
    known = {stop.id for stop in stops}
    ends = _ends(sheet)
    everything = (*ends, *stops)
    mode = MODES.get(sheet.transport, "car")
    trip = advice.Trip(
        stops=everything, days=sheet.days, start=FROM, end=ends[-1].id,
        travel=minutes_by_road([(s.x or 0.0, s.y or 0.0) for s in everything], mode) or "line",
        speed_kmh=SPEED_KMH[mode], detour=DETOUR, leave_by_close=True,
        frames=tuple(advice.DayFrame(float(sheet.begin), float(sheet.end)) for _day in range(sheet.days)),
        lunch=LUNCH if _crosses_noon(sheet) else None,
        rests=(REST,) if sheet.rest else (), budget=None if sheet.budget is None else float(sheet.budget),
        never=tuple(pk for pk in sheet.never if pk in known), pins=_pins(sheet, pinned, known),
        theme_caps=_caps(sheet, stops, wanted_keys),
    )  # fmt: skip
    return paced(trip, pace or sheet.pace, kept=set(wanted_keys), **(sheet.taken if pace is None else {}))


def _caps(sheet: TripSheet, stops: list[advice.Stop], wanted: list[int]) -> tuple[tuple[str, int], ...]:
    """Not five churches in a row, unless the counsellor kept five."""
    kept = Counter(stop.themes[0] for stop in stops if stop.id in wanted)
    kinds = sorted({stop.themes[0] for stop in stops})
    visits = sum(VISIT in stop.themes for stop in stops if stop.id in wanted)
    caps = tuple((kind, max(SAME_KIND * sheet.days, kept[kind])) for kind in kinds)
    return (*caps, (VISIT, max(VISITS * sheet.days, visits)))


def _crosses_noon(sheet: TripSheet) -> bool:
    return sheet.lunch and sheet.begin <= LUNCH.opens and sheet.end >= LUNCH.closes + LUNCH.minutes


def _pins(sheet: TripSheet, pinned: Iterable[int], known: set[Any]) -> tuple[advice.Pin, ...]:
    """What was placed by hand keeps its day and hour; what was only kept may be anywhere."""
    by_hand = {pin["offer"]: pin for pin in sheet.pins if pin["day"] < sheet.days}
    found = [advice.Pin(pk, pin["day"], pin["at"]) for pk, pin in by_hand.items() if pk in known]
    found += [advice.Pin(pk) for pk in pinned if pk in known and pk not in by_hand and pk not in set(sheet.never)]
    return tuple(found)


def _ends(sheet: TripSheet) -> tuple[advice.Stop, ...]:
    start = advice.Stop(FROM, x=sheet.start_lon, y=sheet.start_lat, name=sheet.start_label)
    if sheet.end_lon is None or sheet.end_lat is None:
        return (start,)
    return (start, advice.Stop(TO, x=sheet.end_lon, y=sheet.end_lat, name=sheet.end_label))


def _candidates(sheet: TripSheet, also: list[int], *, now: Any) -> dict[int, float]:
    """Number → score of the offers worth a stop on one of the days, tables apart so that lunch has a choice."""
    times = recommended_lately(now=now)
    found: dict[int, float] = dict.fromkeys(also, float(PINNED_SCORE))
    for d in range(sheet.days):
        chosen, need = _reach(sheet, d, times, also, now=now)
        meal = chosen.offers.columns["meal"][chosen.ranks]
        for mask, count in ((~meal, SIGHTS), (meal, TABLES if sheet.lunch else 0)):
            part = _part(chosen, mask)
            for one in advice.suggest(part.columns, need, count=-(-count // sheet.days)).suggestions:
                pk = part.key(one.offer)
                found[pk] = max(found.get(pk, 0.0), round(100 * one.score * _along(sheet, pk, need)))
    return {pk: score for pk, score in found.items() if pk not in set(sheet.never) or pk in also}


def _along(sheet: TripSheet, pk: int, need: advice.Need) -> float:
    """What an offer keeps of its worth on a crossing: all of it on the way, less as its detour eats the spare time."""
    rank = table().rank(pk)
    if sheet.end_lon is None or sheet.end_lat is None or rank is None or isnan(table().rows[rank].lon):
        return 1.0
    here, there = (sheet.start_lon, sheet.start_lat), (sheet.end_lon, sheet.end_lat)
    at, speed = (table().rows[rank].lon, table().rows[rank].lat), SPEED_KMH[need.mode]
    direct, first, second = (
        float(advice.line_minutes(*one, *other, speed, DETOUR))
        for one, other in ((here, there), (here, at), (at, there))
    )
    spare = max(30.0, sheet.end - sheet.begin - direct)
    return max(OFF_THE_WAY, 1.0 - 2 * (first + second - direct) / spare)


def _reach(
    sheet: TripSheet, day: int, times: dict[int, int], also: list[int], *, now: Any
) -> tuple[Selection, advice.Need]:
    """The offers of one day, around the middle of the way; a crossing gives to detours the time that is left."""
    request = copy(sheet.request)
    request.day, request.begin, request.end = sheet.first_day + timedelta(days=day), sheet.begin, sheet.end
    request.transport, request.budget = sheet.transport, sheet.budget
    here = Place(sheet.start_label, sheet.start_lon, sheet.start_lat)
    wanted = wanted_of(request, here, now=now)
    need = wanted.need
    if sheet.end_lon is not None and sheet.end_lat is not None:
        speed = SPEED_KMH[need.mode]
        direct = float(advice.line_minutes(here.lon, here.lat, sheet.end_lon, sheet.end_lat, speed, DETOUR))
        room = max(15.0, (sheet.end - sheet.begin - direct) / 2)
        middle = {"lon": (here.lon + sheet.end_lon) / 2, "lat": (here.lat + sheet.end_lat) / 2}
        need = replace_need(need, most_travel=min(direct / 2 + room, 150.0), **middle)
    elif sheet.days > 1:
        need = replace_need(need, most_travel=REACH[need.mode])
    wanted = type(wanted)(need, wanted.day)
    return select(wanted, recommended=times, also=also, meals=sheet.lunch), need


def replace_need(need: advice.Need, **changes: Any) -> advice.Need:
    return advice.Need(**{name: getattr(need, name) for name in advice.Need.__dataclass_fields__} | changes)


def _part(chosen: Selection, mask: Any) -> Selection:
    """Some of the offers of a selection."""
    columns = chosen.columns
    at = np.flatnonzero(mask)
    many = np.diff(columns.open_from)[at]
    first = np.concatenate([[0], np.cumsum(many)]).astype(np.int64)
    taken = np.repeat(columns.open_from[at] - first[:-1], many) + np.arange(first[-1])
    rows = {name: getattr(columns, name)[at] for name in columns.__dataclass_fields__ if name not in SPANS}
    spans = {"open_from": first, "opens": columns.opens[taken], "closes": columns.closes[taken]}
    return Selection(chosen.offers, chosen.ranks[at], advice.Offers(**rows, **spans))


SPANS = ("open_from", "opens", "closes")


def _stop(pk: int, score: float, days: list[Opening], people: tuple[int, tuple[float, ...]]) -> advice.Stop:
    """An offer as a stop: a day whose hours are not known is open at any hour of it, a closed day has no window."""
    offers = table()
    rank = offers.rank(pk)
    row = offers.rows[rank if rank is not None else 0]
    windows: list[advice.Window] = []
    for d, day in enumerate(days):
        if day.known[rank] != 1:
            windows.append(advice.Window(0.0, 24 * 60.0, d))
            continue
        spans = range(int(day.first[rank]), int(day.first[rank + 1]))
        windows += [advice.Window(float(day.opens[k]), float(day.closes[k]), d) for k in spans]
    adults, children = people
    child = row.adult_price if isnan(row.child_price) else row.child_price
    price = adults * row.adult_price + len(children) * child
    return advice.Stop(
        id=pk,
        score=score,
        visit=row.visit,
        windows=tuple(windows),
        x=None if isnan(row.lon) else row.lon,
        y=None if isnan(row.lat) else row.lat,
        name=row.name,
        price=0.0 if isnan(price) else price,
        themes=(row.main,) if row.meal else (row.main, VISIT),
        meal=row.meal,
        indoor=None if row.indoor < 0 else bool(row.indoor),
    )


TIMES = ("arrives", "leaves", "travel", "wait", "rest")


def to_json(plan: advice.Plan) -> dict[str, Any]:
    """What is kept of the engine's answer."""
    days = [
        {
            "departs": day.departs, "returns": day.returns, "back": day.travel_back,
            "steps": [
                {"offer": s.stop} | {name: getattr(s, name) for name in TIMES} for s in day.steps
            ],
        }
        for day in plan.days
    ]  # fmt: skip
    unmet = [one.sentence for one in plan.unmet]
    notes = list(plan.notes)
    return {
        "days": days,
        "score": plan.score,
        "bound": plan.bound,
        "proved": plan.proved,
        "notes": notes,
        "unmet": unmet,
    }


def from_json(kept: dict[str, Any]) -> advice.Plan:
    """The plan in hand, to start from."""
    days = tuple(
        advice.DayPlan(
            tuple(advice.Step(step["offer"], *(step[name] for name in TIMES)) for step in day["steps"]),
            day["departs"], day["returns"], day["back"],
        )
        for day in kept["days"]
    )  # fmt: skip
    return advice.Plan(kept["score"], days, kept["bound"], kept["proved"], "work")


def lay_out(trip: advice.Trip, day: int, order: list[int]) -> list[int] | int:
    """When the visits of a day begin in this order, as early as can be; or the number of the one that cannot be."""
    by_id = {stop.id: stop for stop in trip.stops}
    rank = {stop.id: k for k, stop in enumerate(trip.stops)}
    frame = trip.frames[day]
    here, clock = trip.start, frame.leaves or 0.0
    begins: list[int] = []
    for pk in order:
        stop = by_id[pk]
        reached = clock + _minutes(trip, rank, here, pk)
        starts = [
            max(reached, w.opens, trip.lunch.opens if trip.lunch and stop.meal else 0.0)
            for w in stop.windows
            if w.day in (None, day) and max(reached, w.opens, _lunch(trip, stop)) + stop.visit <= w.closes
        ]
        if not starts or (trip.lunch and stop.meal and min(starts) > trip.lunch.closes):
            return pk
        begins.append(int(-(-min(starts) // 1)))
        here, clock = pk, begins[-1] + stop.visit
    back = _minutes(trip, rank, here, trip.start if trip.end is None else trip.end)
    return begins if clock + back <= (frame.returns or 24 * 60) else order[-1]


def _lunch(trip: advice.Trip, stop: advice.Stop) -> float:
    return trip.lunch.opens if trip.lunch and stop.meal else 0.0


def _minutes(trip: advice.Trip, rank: dict[Any, int], one: Any, other: Any) -> float:
    a, b = trip.stops[rank[one]], trip.stops[rank[other]]
    if not isinstance(trip.travel, str):
        return float(trip.travel[rank[one]][rank[other]])
    return float(advice.line_minutes(a.x or 0.0, a.y or 0.0, b.x or 0.0, b.y or 0.0, trip.speed_kmh, trip.detour))
