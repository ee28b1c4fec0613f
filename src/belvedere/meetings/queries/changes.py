"""What a repaired version changes, person by person, and the proposals that wait for a decision."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from belvedere.meetings.models import Edition, Meeting, Participant, PlanVersion, Repair

#: People listed under a proposal; the others are counted.
LISTED = 12

Place = tuple[int, int | None, str]


@dataclass
class Change:
    """What one person loses, gets and sees moved: counterparts with hours, and tables from 1."""

    person: Participant
    lost: list[tuple[str, str]] = field(default_factory=list)
    won: list[tuple[str, str, int | None]] = field(default_factory=list)
    moved: list[tuple[str, str, str, int | None]] = field(default_factory=list)


@dataclass(frozen=True)
class Point:
    """Of the curve: ``gain`` is what these further changes add, in % of the smallest repair's value; ``share`` is its
    part of the greatest gain, 0 to 1; ``proposed``: the version is this one."""

    number: int
    changes: int
    value: float
    gain: float
    share: float
    proposed: bool


@dataclass(frozen=True)
class Proposal:
    plan: PlanVersion
    repair: Repair
    changes: tuple[Change, ...]
    people: int
    curve: tuple[Point, ...]

    @property
    def first_hour(self) -> str:
        """Nothing that begins before this is moved."""
        return self.plan.edition.hour(self.repair.frozen_before)

    @property
    def others(self) -> int:
        return self.people - len(self.changes)


def is_proposed(plan: PlanVersion) -> bool:
    """Whether it answers an event of the day and waits for a decision on the version in force."""
    rows = Repair.everything.filter(plan=plan, dropped_at=None, plan__published_at=None)
    return rows.filter(plan__repairs__is_current=True).exists()


def proposals(edition: Edition, now: datetime) -> list[Proposal]:
    """Those that answered the version in force and had no decision at that moment. Three queries each; there is seldom
    more than one."""
    waiting = Q(plan__published_at=None) | Q(plan__published_at__gt=now)
    kept = Q(dropped_at=None) | Q(dropped_at__gt=now)
    base = PlanVersion.everything.filter(edition=edition, published_at__lte=now).order_by("-published_at", "-number")
    rows = Repair.everything.filter(waiting, kept, proposed_at__lte=now, plan__repairs__in=base.values("pk")[:1])
    return [_proposal(row) for row in rows.select_related("plan__edition")]


def _proposal(row: Repair) -> Proposal:
    found = changes_of(row.plan)
    base = (row.curve[0][1] if row.curve else 0.0) or 1.0
    most = max([value - base for _n, value, _free in row.curve], default=0.0) or 1.0
    curve = tuple(
        Point(k, int(n), value, 100 * (value - base) / base, round((value - base) / most, 3), k == row.point)
        for k, (n, value, _free) in enumerate(row.curve)
    )
    return Proposal(row.plan, row, tuple(found[:LISTED]), len(found), curve)


def changes_of(plan: PlanVersion) -> list[Change]:
    """Everybody whose meetings this version changes against the one it repairs, by name. Three queries."""
    return list(_changes(plan, *(_cells(pk) for pk in (plan.repairs_id, plan.pk))))


def told_to(participant: Participant) -> tuple[PlanVersion, Change] | None:
    """The last change of the day that touched this person, once published. Four queries at most."""
    plan = PlanVersion.everything.filter(
        edition=participant.edition_id, is_current=True, repair__isnull=False, repairs__isnull=False
    ).first()
    if plan is None:
        return None
    own = [_cells(pk, participant) for pk in (plan.repairs_id, plan.pk)]
    change = next((one for one in _changes(plan, *own) if one.person.pk == participant.pk), None)
    return (plan, change) if change else None


def _cells(plan: int | None, participant: Participant | None = None) -> dict[tuple[int, int], Place]:
    rows = Meeting.everything.filter(plan=plan)
    if participant is not None:
        rows = rows.filter(seller=participant) | rows.filter(buyer=participant)
    return {(a, b): (slot, table, room) for a, b, slot, table, room in rows.values_list(
        "seller", "buyer", "slot", "table", "room")}  # fmt: skip


def _changes(
    plan: PlanVersion, before: dict[tuple[int, int], Place], after: dict[tuple[int, int], Place]
) -> Iterable[Change]:
    pairs = [pair for pair in before.keys() | after.keys() if before.get(pair) != after.get(pair)]
    people = {one.pk: one for one in Participant.everything.filter(pk__in={pk for pair in pairs for pk in pair})}
    found: dict[int, Change] = {}
    hour = plan.edition.hour
    listed: dict[int, list[tuple[int, tuple[int, int]]]] = defaultdict(list)
    for pair in pairs:
        first = (before.get(pair) or after[pair])[0]
        for pk in pair:
            listed[pk].append((first, pair))
    for pk, rows in listed.items():
        change = found[pk] = Change(people[pk])
        for _slot, pair in sorted(rows):
            other = people[pair[1] if pair[0] == pk else pair[0]].name
            old, new = before.get(pair), after.get(pair)
            if new is None and old is not None:
                change.lost.append((other, hour(old[0])))
            elif old is None and new is not None:
                change.won.append((other, hour(new[0]), _number(new[1])))
            elif old is not None and new is not None:
                change.moved.append((other, hour(old[0]), hour(new[0]), _number(new[1])))
    return sorted(found.values(), key=lambda change: (change.person.name, change.person.pk))


def _number(table: int | None) -> int | None:
    return None if table is None else table + 1
