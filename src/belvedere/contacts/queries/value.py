"""What the engine of value is given of a file, and the reckonings that are kept. Read in bulk, whatever the size."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from belvedere.contacts.enums import ActKind, SendingState
from belvedere.contacts.models import Act, Expense, Person, Segment, Sending, ValueRun
from belvedere.engines import value as engine
from belvedere.territories.models import Destination

from . import segments
from .segment_fields import VISITS

#: Days within which a booking is part of the visit that follows it.
AHEAD = 300


@dataclass(frozen=True)
class Inputs:
    """``numbers[n]`` is the person numbered n. ``names``: keys of the groups → names of the segments."""

    acts: engine.Acts
    numbers: list[int]
    groups: dict[str, frozenset[int]]
    names: dict[str, str]
    costs: list[engine.CostLine]


def inputs(destination: Destination, now: datetime) -> Inputs:
    """Visits and purchases told until now. Erased people's acts count, so that no figure changes with an erasure."""
    rows = Act.everything.filter(kind__in=VISITS, own=True, at__lte=now, person__destination=destination)
    found = rows.order_by("person", "at", "pk").values_list("person", "at", "kind", "facts__amount")
    people, days, kinds, amounts = [], [], [], []
    for person, at, kind, amount in found.iterator(chunk_size=5000):
        people.append(person)
        days.append(timezone.localtime(at).date().toordinal())
        kinds.append(kind)
        amounts.append(np.nan if amount is None else amount / 100)
    numbers = list(dict.fromkeys(people))
    rank = {person: number for number, person in enumerate(numbers)}
    acts = engine.Acts(
        np.array([rank[person] for person in people], dtype=np.int64),
        np.array(_moved(people, days, kinds), dtype=np.int64),
        np.array(amounts, dtype=np.float64),
    )
    groups, names = _groups(destination, rank)
    return Inputs(acts, numbers, groups, names, _costs(destination, rank))


def _moved(people: list[int], days: list[int], kinds: list[str]) -> list[int]:
    """A booking is dated by the visit that follows it, where there is one: reserving and coming are one visit."""
    found, owner, upcoming = list(days), None, None
    for row in range(len(days) - 1, -1, -1):
        if people[row] != owner:
            owner, upcoming = people[row], None
        if kinds[row] != ActKind.BOOKED:
            upcoming = days[row]
        elif upcoming is not None and upcoming - days[row] <= AHEAD:
            found[row] = upcoming
    return found


def _groups(destination: Destination, rank: dict[int, int]) -> tuple[dict[str, frozenset[int]], dict[str, str]]:
    rows = Segment.everything.filter(destination=destination, size__gt=0).order_by("name", "pk")
    groups, names = {}, {}
    for segment in rows:
        members = segments.numbers_of(segment).tolist()
        groups[segment.key] = frozenset(rank[person] for person in members if person in rank)
        names[segment.key] = segment.name
    return groups, names


def _costs(destination: Destination, rank: dict[int, int]) -> list[engine.CostLine]:
    rows = list(Expense.everything.filter(destination=destination).order_by("start", "pk"))
    reached: dict[int, set[int]] = {}
    mailings = {row.mailing_id for row in rows if row.mailing_id}
    left = Sending.everything.filter(mailing__in=mailings, state=SendingState.SENT).order_by()
    for mailing, person in left.values_list("mailing", "person"):
        if person in rank:
            reached.setdefault(mailing, set()).add(rank[person])
    return [
        engine.CostLine(
            str(row.pk), engine.Purpose(row.purpose), row.amount / 100, row.start.toordinal(), row.end.toordinal(),
            frozenset(reached.get(row.mailing_id, ())) if row.mailing_id else None,
        )
        for row in rows
    ]  # fmt: skip


def settings_for(today: date) -> engine.Settings:
    return engine.Settings(today.toordinal())


def latest(runs: "QuerySet[ValueRun]", destination: Destination) -> ValueRun | None:
    """The last one made; one that is under way is not shown yet."""
    made = runs.filter(destination=destination, made_at__isnull=False)
    return made.select_related("destination").first()


def under_way(destination: Destination) -> ValueRun | None:
    """Asked for and not made, unless its job has failed."""
    asked = ValueRun.everything.filter(destination=destination, made_at=None)
    return asked.exclude(job__status="failed").exclude(job=None).select_related("job").first()


def files_with_visits(destinations: "QuerySet[Destination]") -> "QuerySet[Destination]":
    """Of these, whose file holds somebody."""
    return destinations.filter(Exists(Person.everything.filter(destination=OuterRef("pk")))).order_by("name", "pk")
