"""A day as arrays: the only form that the solvers see."""

from collections import Counter
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from .types import Day, MeetingsError, Pair, Person

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Int32s = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

UNLIMITED = 1_000_000


@dataclass(frozen=True, slots=True)
class Model:
    """``seats[p, t]`` is how many meetings person p may hold at slot t (0: away). Edges are the wishes that can happen.

    ``weight`` is in whole units of ``1 / scale``. ``host[e]`` is the seated person of edge e, -1 when nobody sits.
    ``fixed[e]`` is the locked slot or -1. Edges of one ``group`` (an organisation and somebody) exclude one another.
    ``place[p]`` is the room index of a seated person, -1 when any. ``tables[t]`` is UNLIMITED when not counted.
    """

    ids: tuple[str, ...]
    buyer: Bools
    seats: npt.NDArray[np.int16]
    limit: Ints
    least: Ints
    a: Int32s
    b: Int32s
    weight: Ints
    scale: int
    exact: bool
    host: Int32s
    fixed: Int32s
    imposed: Bools
    group: Int32s
    tables: Ints
    place: Int32s
    walk: int
    pair: Int32s
    lunch: dict[str, int]

    @property
    def people(self) -> int:
        """Number of people."""
        return len(self.ids)

    @property
    def slots(self) -> int:
        """Number of slots."""
        return int(self.seats.shape[1])


def compile_day(day: Day, place: dict[str, int] | None = None) -> Model:
    """``place`` seats people in rooms (index in ``day.rooms``) where the day leaves it open."""
    index = {person.id: number for number, person in enumerate(day.people)}
    lunch = lunch_waves(day)
    seats = seat_table(day, lunch)
    kept, locked = _wishes(day, index, seats)
    first = np.array([index[day.pairs[k].a] for k in kept], np.int32)
    second = np.array([index[day.pairs[k].b] for k in kept], np.int32)
    values = np.array([priority(day, index, day.pairs[k]) for k in kept], np.float64)
    weight, scale, exact = whole_weights(values)
    rooms = {room.id: number for number, room in enumerate(day.rooms)} | {None: -1}
    seated = np.array([is_seated(day, person) for person in day.people], np.bool_)
    limit = np.array([UNLIMITED if p.max is None else p.max for p in day.people], np.int64)
    return Model(
        ids=tuple(index),
        buyer=np.array([person.side == "buyer" for person in day.people], np.bool_),
        seats=seats,
        limit=np.minimum(limit, seats.sum(axis=1)),
        least=np.array([person.min for person in day.people], np.int64),
        a=first,
        b=second,
        weight=weight,
        scale=scale,
        exact=exact,
        host=np.where(seated[second], second, np.where(seated[first], first, -1)).astype(np.int32),
        fixed=np.array(locked, np.int32),
        imposed=np.array([day.pairs[k].imposed for k in kept], np.bool_),
        group=_groups(day, index, kept),
        tables=table_counts(day),
        place=np.array([rooms[p.room] if p.room else (place or {}).get(p.id, -1) for p in day.people], np.int32),
        walk=day.walk,
        pair=np.array(kept, np.int32),
        lunch=lunch,
    )


def is_seated(day: Day, person: Person) -> bool:
    """Whether people come to this person's table."""
    return person.side == day.seated if person.seated is None else person.seated


def seat_table(day: Day, lunch: dict[str, int]) -> npt.NDArray[np.int16]:
    """Meetings that each person may hold at each slot."""
    group = np.zeros(day.slots, np.bool_)
    group[list(range(day.slots)) if day.group_slots is None else list(day.group_slots)] = True
    absent, every = set(day.absent), range(day.slots)
    free = [() if p.id in absent else every if p.available is None else p.available for p in day.people]
    here = np.zeros((len(free), day.slots), np.bool_)
    here[np.repeat(np.arange(len(free)), [len(slots) for slots in free]), list(chain.from_iterable(free))] = True
    eats = np.array([lunch.get(person.id, -1) for person in day.people], np.int64)
    for number, wave in enumerate(day.lunch_waves):
        here[np.ix_(eats == number, list(wave))] = False
    capacity = np.array([person.capacity for person in day.people], np.int16)
    seats: npt.NDArray[np.int16] = np.where(group, capacity[:, None], np.int16(1)) * here
    return seats


def lunch_waves(day: Day) -> dict[str, int]:
    """The wave of each person: the one asked for, else the least crowded of his side among those he can eat in.

    A wave that falls in a person's absence costs nothing; a locked meeting forbids its wave.
    """
    if not day.lunch_waves:
        return {}
    crowd: Counter[tuple[str, int]] = Counter((p.side, p.lunch) for p in day.people if p.lunch is not None)
    busy: dict[str, set[int]] = {}
    locked = [(p.a, p.b, p.slot) for p in day.pairs if p.slot is not None]
    for a, b, slot in [*locked, *((m.a, m.b, m.slot) for m in day.announced)]:
        busy.setdefault(a, set()).add(slot)
        busy.setdefault(b, set()).add(slot)
    waves = {}
    for person in day.people:
        wave = person.lunch
        if wave is None:
            held = busy.get(person.id, set())
            wave = min(
                range(len(day.lunch_waves)),
                key=lambda w: (len(held.intersection(day.lunch_waves[w])), crowd[person.side, w], w),
            )
            crowd[person.side, wave] += 1
        waves[person.id] = wave
    return waves


def table_counts(day: Day) -> Ints:
    """Tables that may be in use at each slot."""
    total = day.tables if day.tables is not None else sum(room.tables for room in day.rooms) or UNLIMITED
    tables = np.full(day.slots, total, np.int64)
    for slot, lost in day.tables_lost.items():
        tables[slot] = max(0, tables[slot] - lost)
    return tables


def priority(day: Day, index: dict[str, int], pair: Pair) -> float:
    """Weight of a wish times the priorities of the segments of its two people."""
    if not day.segments:
        return pair.weight
    first, second = day.people[index[pair.a]].segment, day.people[index[pair.b]].segment
    return pair.weight * day.segments.get(first or "", 1.0) * day.segments.get(second or "", 1.0)


def whole_weights(values: npt.NDArray[np.float64]) -> tuple[Ints, int, bool]:
    """Weights in whole units, units per 1.0, and whether nothing was rounded (at most six decimals kept)."""
    top = float(np.abs(values).max(initial=1.0))
    scale = 1
    while scale < 1_000_000 and scale * top < 1e7:
        if np.abs(values * scale - np.rint(values * scale)).max(initial=0.0) < 1e-7:
            break
        scale *= 10
    whole = np.rint(values * scale).astype(np.int64)
    return whole, scale, bool(np.abs(values * scale - whole).max(initial=0.0) < 1e-7)


def _wishes(day: Day, index: dict[str, int], seats: npt.NDArray[np.int16]) -> tuple[list[int], list[int]]:
    """Pairs that can happen at all, and the slot each is locked at (-1: free)."""
    ends = np.array([(index[pair.a], index[pair.b]) for pair in day.pairs], np.int64).reshape(-1, 2)
    there = seats > 0
    common: Bools = there[ends[:, 0]] & there[ends[:, 1]]
    meets: Bools = np.any(common, axis=1)
    kept, locked = [], []
    for number, (pair, meet) in enumerate(zip(day.pairs, meets.tolist(), strict=True)):
        if pair.slot is not None and not common[number, pair.slot]:
            raise MeetingsError(
                f"pairs[{number}].slot : {pair.a} et {pair.b} ne sont pas tous deux présents au créneau {pair.slot}, "
                "changez ce créneau ou leurs disponibilités."
            )
        if meet and not pair.forbidden and (pair.weight > 0 or pair.imposed or pair.slot is not None):
            kept.append(number)
            locked.append(-1 if pair.slot is None else pair.slot)
    return kept, locked


def _groups(day: Day, index: dict[str, int], kept: list[int]) -> Int32s:
    """Number shared by the edges between the same two organisations (or person); -1 when alone."""
    if not any(person.organisation for person in day.people):
        return np.full(len(kept), -1, np.int32)
    house = [person.organisation or person.id for person in day.people]
    keys = []
    for k in kept:
        first, second = house[index[day.pairs[k].a]], house[index[day.pairs[k].b]]
        keys.append((first, second) if first < second else (second, first))
    if len(set(keys)) == len(keys):
        return np.full(len(kept), -1, np.int32)
    count = Counter(keys)
    numbers = {key: number for number, key in enumerate(k for k, times in count.items() if times > 1)}
    return np.array([numbers.get(key, -1) for key in keys], np.int32)
