"""What a booking screen would have given, and the few figures by which two days are compared."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import numpy as np

from .model import Bools, Ints, Model, compile_day, lunch_waves, priority, seat_table
from .types import Day, Figures, Meeting

#: ``score``: the dearest wishes first, as commercial tools do; ``given``: in the order the wishes were placed.
Order = Literal["score", "given"]


def usual(day: Day, order: Order, *, given: Sequence[tuple[str, str]] = ()) -> tuple[Meeting, ...]:
    """Takes wishes one after another and gives each the first slot still free for both, tables included.

    ``given`` says in which order ``given`` takes them; wishes that it does not name come last, as in the day.
    """
    model = compile_day(day)
    edges = np.arange(len(model.a))
    if order == "score":
        edges = np.argsort(-model.weight, kind="stable")
    elif given:
        place = {frozenset(pair): number for number, pair in enumerate(reversed(given), start=1)}
        named = [place.get(frozenset((model.ids[a], model.ids[b])), 0) for a, b in zip(model.a, model.b, strict=True)]
        edges = np.argsort(-np.array(named, np.int64), kind="stable")
    return _first_fit(model, edges)


def _first_fit(model: Model, edges: Ints) -> tuple[Meeting, ...]:
    seats, limit = model.seats.copy(), model.limit.copy()
    tables, sitting = model.tables.copy(), np.zeros(seats.shape, np.bool_)
    groups: set[int] = set()
    found = []
    for e in edges.tolist():
        a, b, host, group = int(model.a[e]), int(model.b[e]), int(model.host[e]), int(model.group[e])
        if not limit[a] or not limit[b] or (group >= 0 and group in groups):
            continue
        free: Bools = (seats[a] > 0) & (seats[b] > 0) & ((tables > 0) | (sitting[host] if host >= 0 else False))
        if model.fixed[e] >= 0:
            free = free & (np.arange(len(free)) == model.fixed[e])
        t = int(free.argmax())
        if not free[t]:
            continue
        for one in (a, b):
            seats[one, t] -= 1
            limit[one] -= 1
        if host < 0 or not sitting[host, t]:
            tables[t] -= 1
            if host >= 0:
                sitting[host, t] = True
        groups.add(group)
        found.append(Meeting(model.ids[a], model.ids[b], t))
    return tuple(found)


def figures(day: Day, meetings: Iterable[Meeting], lunch: Mapping[str, int] | None = None) -> Figures:
    """How good a day is for those who come, by counting. ``lunch`` None: the waves that the engine would give.

    Fairness is read on the sellers with at least one wish, given or received, that is not forbidden.
    """
    meetings = list(meetings)
    index = {person.id: number for number, person in enumerate(day.people)}
    weight = {frozenset((p.a, p.b)): priority(day, index, p) for p in day.pairs if not p.forbidden}
    wished = {name for p in day.pairs if not p.forbidden and p.weight > 0 for name in (p.a, p.b)}
    count = Counter(name for m in meetings for name in (m.a, m.b))
    held = [count[p.id] for p in day.people if p.side == "seller" and p.id in wished]
    return Figures(
        meetings=len(meetings),
        value=float(sum(weight.get(frozenset((m.a, m.b)), 0.0) for m in meetings)),
        sellers=len(held),
        served=sum(n > 0 for n in held),
        least=min(held, default=0),
        tenth=float(np.percentile(held, 10)) if held else 0.0,
        holes=_holes(day, meetings, index, lunch_waves(day) if lunch is None else dict(lunch)),
        last=max((m.slot for m in meetings), default=-1),
    )


def _holes(day: Day, meetings: Sequence[Meeting], index: Mapping[str, int], lunch: dict[str, int]) -> int:
    """Slots where somebody is there, idle, between two of his meetings."""
    there = seat_table(day, lunch) > 0
    slots: dict[str, set[int]] = defaultdict(set)
    for m in meetings:
        slots[m.a].add(m.slot)
        slots[m.b].add(m.slot)
    return sum(_idle(there[index[name]].tolist(), busy) for name, busy in slots.items())


def _idle(there: list[bool], busy: set[int]) -> int:
    return sum(there[t] and t not in busy for t in range(min(busy), max(busy)))
