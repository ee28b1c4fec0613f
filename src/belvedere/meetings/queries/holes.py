"""Where somebody can still sit down without moving anybody."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from belvedere.engines import meetings as engine
from belvedere.meetings.enums import Side
from belvedere.meetings.models import Edition, Meeting, Participant, PlanVersion, TableLoss

from . import day as reads

OFFERED = 30


@dataclass(frozen=True)
class Hole:
    """``other`` is free at ``slot``, which begins at ``hour``; ``table`` counts from 1."""

    other: Participant
    slot: int
    hour: str
    table: int | None
    wished: bool


def holes(edition: Edition, participant: Participant, now: datetime) -> list[Hole]:
    """The next hole of each person of the other side that this one may meet: wished ones first, then the soonest.

    Reads the whole day as the engine does: six queries.
    """
    plan = PlanVersion.everything.filter(edition=edition, is_current=True).first()
    if plan is None:
        return []
    day = reads.day_of(edition)
    people = {person.id: person for person in day.people}
    me = people[reads.name_of(participant.pk)]
    at, met = Counter[tuple[str, int]](), set()
    for one in reads.meetings_of(plan):
        at.update(((one.a, one.slot), (one.b, one.slot)))
        met |= {one.b} if one.a == me.id else {one.a} if one.b == me.id else set()
    first = next((t for t in range(edition.slots) if edition.starts_at(t) >= now), edition.slots)
    mine = [t for t in range(first, edition.slots) if _free(me, t, at, day, plan)]
    worth = {end: pair.weight for pair in day.pairs for end in (pair.a, pair.b) if me.id in (pair.a, pair.b)}
    never = {end for pair in day.pairs if pair.forbidden and me.id in (pair.a, pair.b) for end in (pair.a, pair.b)}
    rows = Participant.everything.filter(edition=edition, absent_at=None).exclude(side=participant.side)
    found = []
    for other in rows:
        name = reads.name_of(other.pk)
        same_house = me.organisation is not None and people[name].organisation == me.organisation
        if name in met or name in never or same_house:
            continue
        slot = next((t for t in mine if _free(people[name], t, at, day, plan)), None)
        if slot is not None:
            found.append((other, slot, name in worth))
    found.sort(key=lambda row: (not row[2], row[1], row[0].name))
    tables = _tables(edition, plan)
    return [
        Hole(other, slot, edition.hour(slot), _usual(tables, participant, other), wished)
        for other, slot, wished in found[:OFFERED]
    ]


def _free(person: engine.Person, slot: int, at: Mapping[tuple[str, int], int], day: engine.Day, plan: Any) -> bool:
    away = person.available is not None and slot not in person.available
    wave = plan.lunch.get(str(reads.number_of(person.id)))
    eats = wave is not None and slot in day.lunch_waves[wave]
    return not away and not eats and person.id not in day.absent and at[person.id, slot] < person.capacity


def ends(one: Participant, other: Participant) -> tuple[Participant, Participant]:
    """The provider, then the buyer."""
    return (one, other) if one.side == Side.SELLER else (other, one)


def _tables(edition: Edition, plan: PlanVersion) -> dict[int, int]:
    rows = Meeting.everything.filter(plan=plan).exclude(table=None).order_by("slot")
    return dict(rows.values_list("buyer", "table"))


def _usual(tables: Mapping[int, int], one: Participant, other: Participant) -> int | None:
    table = tables.get(ends(one, other)[1].pk)
    return None if table is None else table + 1


def table_for(edition: Edition, plan: PlanVersion, buyer: Participant, slot: int) -> tuple[int | None, str]:
    """Where the buyer sits at that slot: her table of then, else her usual one, else the first that stands free."""
    there = Meeting.everything.filter(plan=plan, slot=slot)
    own = there.filter(buyer=buyer).exclude(table=None).values_list("table", "room").first()
    if own is not None:
        return own[0], own[1]
    lost = TableLoss.everything.filter(edition=edition, from_slot__lte=slot)
    closed = {*there.exclude(table=None).values_list("table", flat=True), *lost.values_list("table", flat=True)}
    usual = _tables(edition, plan).get(buyer.pk)
    table = usual if usual is not None and usual not in closed else next(k for k in range(10**4) if k not in closed)
    rooms = [room["id"] for room in edition.rooms for _ in range(room["tables"])]
    return table, rooms[table] if table < len(rooms) else ""


def value_of(day: engine.Day, meetings: Iterable[Mapping[str, Any]]) -> float:
    """What these meetings are worth: the engine's own sum."""
    people = {person.id: person for person in day.people}
    weight = {frozenset((pair.a, pair.b)): pair.weight for pair in day.pairs}

    def factor(name: str) -> float:
        return day.segments.get(people[name].segment or "", 1.0)

    return sum(weight.get(frozenset((m["a"], m["b"])), 0.0) * factor(m["a"]) * factor(m["b"]) for m in meetings)
