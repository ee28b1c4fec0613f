"""A trip laid out in integer tables that the compiled searches read.

A *node* is one way of visiting a stop: plainly, or followed by a break taken on the spot. Nodes of one stop exclude
each other. Lunch, breaks and must-sees are demands: their score carries a bonus larger than all scores together,
so that keeping one more demand always comes first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from math import gcd, isfinite

import numpy as np
from numpy.typing import NDArray

from ._kernel import Caps, Ground, Ints
from .travel import ticks_per_minute, travel_ticks
from .types import Break, DayFrame, Stop, StopId, Trip, TripError, Window


@dataclass(frozen=True)
class Model:
    """Shapes: P places (nodes, then the ends of days), D days, W windows a node and day, R resources."""

    trip: Trip
    scale: int
    stop_of: list[int]
    break_of: list[int]
    travel: Ints
    opens: Ints
    closes: Ints
    visit: Ints
    floor: Ints
    extra: Ints
    score: NDArray[np.float64]
    gain: NDArray[np.float64]
    begin: Ints
    finish: Ints
    begins_at: Ints
    finishes_by: Ints
    use_start: Ints
    use_resource: Ints
    use_weight: Ints
    cap: Ints
    daily: NDArray[np.bool_]
    grain: float
    bonus: float
    demands: int

    @property
    def nodes(self) -> int:
        """Number of candidate nodes; places beyond are the ends of days."""
        return len(self.stop_of)

    @cached_property
    def ground(self) -> Ground:
        """The tables of hours and travel, for compiled code."""
        return Ground(
            self.travel, self.opens, self.closes, self.visit, self.floor, self.extra,
            self.begin, self.finish, self.begins_at, self.finishes_by,
        )  # fmt: skip

    @cached_property
    def caps(self) -> Caps:
        """The resources, for compiled code."""
        return Caps(self.use_start, self.use_resource, self.use_weight, self.cap, self.daily)


@dataclass
class _Uses:
    """Resources under construction: each has a cap, a scope and what every node draws from it."""

    cap: list[int] = field(default_factory=list)
    daily: list[bool] = field(default_factory=list)
    drawn: list[dict[int, int]] = field(default_factory=list)

    def add(self, cap: int, drawn: dict[int, int], *, daily: bool = False) -> None:
        if sum(drawn.values()) > cap or daily:
            self.cap.append(cap)
            self.daily.append(daily)
            self.drawn.append(drawn)


def find_stop(trip: Trip, wanted: StopId, place: str) -> int:
    """Position of a stop named by id, else by position (the plain file says "start": 0)."""
    for position, stop in enumerate(trip.stops):
        if stop.id == wanted and isinstance(stop.id, str) == isinstance(wanted, str):
            return position
    if isinstance(wanted, int) and 0 <= wanted < len(trip.stops):
        return wanted
    raise TripError(place, f"l’étape «\u00a0{wanted}\u00a0» n’existe pas")


def breaks_of(trip: Trip) -> tuple[Break, ...]:
    """Breaks taken on the spot, lunch first when it is a picnic."""
    picnic = trip.lunch is not None and not lunch_at_places(trip)
    return ((trip.lunch,) if picnic and trip.lunch else ()) + trip.rests


def lunch_at_places(trip: Trip) -> bool:
    """Whether lunch is the visit of one stop marked `meal`."""
    return trip.lunch is not None and trip.lunch_places and any(stop.meal for stop in trip.stops)


def build(trip: Trip) -> Model:
    """Lay a trip out; raises TripError with the field at fault."""
    if not trip.stops:
        raise TripError("stops", "il faut au moins l’étape de départ")
    if trip.days < 1:
        raise TripError("days", "il faut au moins un jour")
    scale = ticks_per_minute(trip)
    ends = _ends(trip)
    frames = [trip.frames[d] if d < len(trip.frames) else DayFrame() for d in range(trip.days)]
    matrix = travel_ticks(trip)
    horizon = _horizon(trip, matrix, scale)
    begins, finishes = _hours(trip, frames, ends, horizon, scale)
    banned = {find_stop(trip, stop, "never") for stop in trip.never} | {place for pair in ends for place in pair}
    must = _must(trip)
    breaks = breaks_of(trip)
    stop_of: list[int] = []
    break_of: list[int] = []
    windows: list[list[list[tuple[int, int]]]] = []
    for position, stop in enumerate(trip.stops):
        if position in banned or (stop.score <= 0 and position not in must and not (stop.meal and trip.lunch)):
            continue
        for chosen in range(-1, len(breaks)):
            pause = breaks[chosen] if chosen >= 0 else None
            if pause is not None and stop.meal and lunch_at_places(trip):
                continue
            hours = [_windows(trip, position, d, pause, begins[d], finishes[d], scale) for d in range(trip.days)]
            if any(hours):
                stop_of.append(position)
                break_of.append(chosen)
                windows.append(hours)
    return _assemble(trip, scale, matrix, ends, begins, finishes, stop_of, break_of, windows, must)


def _ends(trip: Trip) -> list[tuple[int, int]]:
    pairs = []
    for d in range(trip.days):
        frame = trip.frames[d] if d < len(trip.frames) else DayFrame()
        first = trip.start if frame.start is None else frame.start
        last = frame.end if frame.end is not None else (trip.end if trip.end is not None else first)
        pairs.append((find_stop(trip, first, "start"), find_stop(trip, last, "end")))
    return pairs


def _horizon(trip: Trip, matrix: Ints, scale: int) -> int:
    """A tick after which nothing can still be going on."""
    finite = [w.closes for stop in trip.stops for w in stop.windows if isfinite(w.closes)]
    opened = [w.opens for stop in trip.stops for w in stop.windows]
    latest = max(finite + opened + [b.closes + b.minutes for b in breaks_of(trip)] + [0.0])
    return int(latest * scale) + sum(int(s.visit * scale) for s in trip.stops) + int(matrix.max(axis=1).sum()) + scale


def _hours(
    trip: Trip, frames: list[DayFrame], ends: list[tuple[int, int]], horizon: int, scale: int
) -> tuple[list[int], list[int]]:
    begins, finishes = [], []
    for d, frame in enumerate(frames):
        first, last = trip.stops[ends[d][0]], trip.stops[ends[d][1]]
        opened = min((w.opens for w in first.windows if w.day in (None, d)), default=0.0)
        leaves = opened if frame.leaves is None else frame.leaves
        bounds = [max((w.closes for w in last.windows if w.day in (None, d)), default=float("inf"))]
        bounds += [frame.returns] if frame.returns is not None else []
        bounds += [leaves + trip.limit] if trip.limit is not None else []
        begins.append(round((leaves + first.visit) * scale))
        finishes.append(int(np.floor(min(bounds) * scale + 1e-6)) if isfinite(min(bounds)) else horizon)
    return begins, finishes


def _must(trip: Trip) -> set[int]:
    pinned = {find_stop(trip, pin.stop, "pins") for pin in trip.pins}
    return pinned | {find_stop(trip, stop, "must") for stop in trip.must}


def visit_minutes(trip: Trip, stop: Stop) -> float:
    """A lunch place without its own duration takes the lunch's."""
    if stop.meal and stop.visit <= 0 and trip.lunch is not None:
        return trip.lunch.minutes
    return stop.visit


def _windows(
    trip: Trip, position: int, day: int, pause: Break | None, begin: int, finish: int, scale: int
) -> list[tuple[int, int]]:
    """Sorted, disjoint ticks at which this visit may begin on that day."""
    stop = trip.stops[position]
    visit = visit_minutes(trip, stop)
    low, high = float(begin), float(finish) - visit * scale
    if stop.meal and trip.lunch is not None and lunch_at_places(trip):
        low, high = max(low, trip.lunch.opens * scale), min(high, trip.lunch.closes * scale)
    if pause is not None:
        high = min(high, (pause.closes - visit) * scale)
    for pin in trip.pins:
        if find_stop(trip, pin.stop, "pins") == position:
            if pin.day is not None and pin.day != day:
                return []
            if pin.at is not None:
                low, high = max(low, pin.at * scale), min(high, pin.at * scale)
    raw = [w for w in stop.windows if w.day in (None, day)] if stop.windows else [Window(0.0, float("inf"))]
    pairs = []
    for w in raw:
        closes = w.closes - visit if trip.leave_by_close else w.closes
        opens_at, closes_at = max(w.opens * scale, low), min(closes * scale, high)
        if np.ceil(opens_at - 1e-6) <= np.floor(closes_at + 1e-6):
            pairs.append((int(np.ceil(opens_at - 1e-6)), int(np.floor(closes_at + 1e-6))))
    return _merged(pairs)


def _merged(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for low, high in sorted(pairs):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


def grain_of(scores: list[float]) -> float:
    """Largest step that all scores are multiples of (0 when they are not decimal): two plans differ by at least it."""
    for factor in (1, 10, 100, 1000):
        whole = [round(s * factor) for s in scores]
        if all(abs(s * factor - w) < 1e-9 * max(1.0, abs(s)) for s, w in zip(scores, whole, strict=True)):
            return gcd(*whole) / factor if any(whole) else 1.0
    return 0.0


def _assemble(
    trip: Trip,
    scale: int,
    matrix: Ints,
    ends: list[tuple[int, int]],
    begins: list[int],
    finishes: list[int],
    stop_of: list[int],
    break_of: list[int],
    windows: list[list[list[tuple[int, int]]]],
    must: set[int],
) -> Model:
    # long: names one by one the columns that the compiled kernels read
    n, days = len(stop_of), trip.days
    width = max((len(hours) for node in windows for hours in node), default=1) or 1
    opens = np.zeros((days, n, width), dtype=np.int64)
    closes = np.full((days, n, width), -1, dtype=np.int64)
    for node, per_day in enumerate(windows):
        for d, hours in enumerate(per_day):
            for k, (low, high) in enumerate(hours):
                opens[d, node, k], closes[d, node, k] = low, high
    places = stop_of + [place for pair in ends for place in pair]
    breaks = breaks_of(trip)
    pauses = [breaks[b] if b >= 0 else None for b in break_of]
    score = np.array([max(trip.stops[s].score, 0.0) for s in stop_of], dtype=np.float64)
    grain = grain_of([trip.stops[s].score for s in sorted(set(stop_of))] or [1.0])
    bonus = float(np.ceil(score.sum() + 1.0))
    bonus = float(np.ceil(bonus / grain) * grain) if grain else bonus
    demanded = [_demands(trip, stop_of[k], break_of[k], must) for k in range(n)]
    uses = _resources(trip, stop_of, break_of)
    starts, resource, weight = _rows(uses, n)
    return Model(
        trip=trip,
        scale=scale,
        stop_of=stop_of,
        break_of=break_of,
        travel=np.ascontiguousarray(matrix[np.ix_(places, places)]),
        opens=opens,
        closes=closes,
        visit=np.array([round(visit_minutes(trip, trip.stops[s]) * scale) for s in stop_of], dtype=np.int64),
        floor=np.array([round(p.opens * scale) if p else 0 for p in pauses], dtype=np.int64),
        extra=np.array([round(p.minutes * scale) if p else 0 for p in pauses], dtype=np.int64),
        score=score,
        gain=score + bonus * np.array(demanded, dtype=np.float64),
        begin=np.array([n + 2 * d for d in range(days)], dtype=np.int64),
        finish=np.array([n + 2 * d + 1 for d in range(days)], dtype=np.int64),
        begins_at=np.array(begins, dtype=np.int64),
        finishes_by=np.array(finishes, dtype=np.int64),
        use_start=starts,
        use_resource=resource,
        use_weight=weight,
        cap=np.array(uses.cap, dtype=np.int64),
        daily=np.array(uses.daily, dtype=np.bool_),
        grain=grain,
        bonus=bonus,
        demands=len(must),
    )


def _demands(trip: Trip, position: int, chosen: int, must: set[int]) -> int:
    lunch = trip.stops[position].meal and lunch_at_places(trip)
    return int(position in must) + int(lunch) + int(chosen >= 0)


def _resources(trip: Trip, stop_of: list[int], break_of: list[int]) -> _Uses:
    uses = _Uses()
    nodes = range(len(stop_of))
    for position in sorted(set(stop_of)):
        twins = {k: 1 for k in nodes if stop_of[k] == position}
        if len(twins) > 1:
            uses.add(1, twins)
    for group in trip.exclusive:
        members = {find_stop(trip, stop, "exclusive") for stop in group}
        uses.add(1, {k: 1 for k in nodes if stop_of[k] in members})
    if lunch_at_places(trip):
        uses.add(1, {k: 1 for k in nodes if trip.stops[stop_of[k]].meal}, daily=True)
    for chosen in range(len(breaks_of(trip))):
        uses.add(1, {k: 1 for k in nodes if break_of[k] == chosen}, daily=True)
    for theme, cap in trip.theme_caps:
        uses.add(cap, {k: 1 for k in nodes if theme in trip.stops[stop_of[k]].themes})
    if trip.budget is not None:
        cents = {k: round(trip.stops[stop_of[k]].price * 100) for k in nodes}
        uses.add(int(np.floor(trip.budget * 100 + 1e-6)), {k: c for k, c in cents.items() if c > 0})
    return uses


def _rows(uses: _Uses, n: int) -> tuple[Ints, Ints, Ints]:
    rows: list[list[tuple[int, int]]] = [[] for _ in range(n)]
    for r, drawn in enumerate(uses.drawn):
        for node, weight in drawn.items():
            rows[node].append((r, weight))
    starts = np.cumsum([0] + [len(row) for row in rows]).astype(np.int64)
    flat = [pair for row in rows for pair in row]
    return starts, np.array([r for r, _ in flat], dtype=np.int64), np.array([w for _, w in flat], dtype=np.int64)
