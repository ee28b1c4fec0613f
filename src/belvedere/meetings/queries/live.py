"""The live board: at a moment that is passed in, who sits where, who is missing, what comes next.

Everything is read as it stood at that moment (check-ins, absences, the version that had been published), so that a day
can be watched again.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import F, Q, QuerySet

from belvedere.meetings.models import CheckIn, Edition, Meeting, Participant, PlanVersion

SALT = "belvedere.meetings.screen"
#: Tables on one turn of a hall's screen: names stay readable from ten metres.
TURN = 9
#: People named beside the tables.
NAMED = 8


@dataclass(frozen=True)
class Phase:
    """``kind`` is before, meeting, change or over; ``slot`` the one under way, or the next one; ``until`` its end."""

    kind: str
    slot: int | None
    until: datetime | None


@dataclass(frozen=True)
class Seat:
    """Somebody at a table: ``state`` is in, awaited (nothing has begun yet), late or absent."""

    person: Participant
    state: str

    @property
    def missing(self) -> bool:
        return self.state in ("late", "absent")


@dataclass(frozen=True)
class Table:
    """``number`` counts from 1. ``host`` sits there, with ``now`` in the slot shown and ``then`` in the next one."""

    number: int | None
    room: str
    host: Seat | None
    now: tuple[Seat, ...]
    then: tuple[Participant, ...]

    @property
    def waiting(self) -> bool:
        """Somebody is there, and somebody is not."""
        seats = (*((self.host,) if self.host else ()), *self.now)
        return any(seat.missing for seat in seats) and any(seat.state == "in" for seat in seats)


@dataclass(frozen=True)
class Board:
    phase: Phase
    tables: tuple[Table, ...]
    late: tuple[Participant, ...]
    late_count: int
    absent: tuple[Participant, ...]
    absent_count: int
    inside: int
    free: tuple[int, ...]

    @property
    def waiting(self) -> tuple[Table, ...]:
        return tuple(table for table in self.tables if table.waiting)


def screen_token(edition: Edition) -> str:
    """Opens a hall's screen, and nothing else, without signing in."""
    return signing.dumps(edition.pk, salt=SALT)


def edition_of_screen(token: str) -> Edition | None:
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Edition.everything.select_related("destination").filter(pk=pk).first()


def plan_in_force(edition: Edition, now: datetime) -> PlanVersion | None:
    """The version published last at that moment. One query."""
    rows = PlanVersion.everything.filter(edition=edition, published_at__lte=now).defer("unmet")
    return rows.order_by("-published_at", "-number").first()


def phase_of(edition: Edition, now: datetime) -> Phase:
    for slot in range(edition.slots):
        start, end = edition.starts_at(slot), edition.ends_at(slot)
        if now < start:
            return Phase("change" if slot else "before", slot, start)
        if now < end:
            return Phase("meeting", slot, end)
    return Phase("over", None, None)


def board(edition: Edition, now: datetime, *, room: str = "", named: int = NAMED) -> Board:
    """Eight queries, whatever the number of people."""
    phase, plan = phase_of(edition, now), plan_in_force(edition, now)
    inside = people_inside(edition, now)
    absent = people_absent(edition, now)
    late = people_late(edition, plan, phase, now)
    tables = _tables(plan, phase, now, room) if plan and phase.slot is not None else ()
    used = {table.number for table in tables if table.now}
    return Board(
        phase=phase,
        tables=tables,
        late=tuple(late[:named]),
        late_count=late.count(),
        absent=tuple(absent[:named]),
        absent_count=absent.count(),
        inside=inside,
        free=tuple(n for n in numbers_of(edition, plan, room) if n not in used) if phase.slot is not None else (),
    )


def people_inside(edition: Edition, now: datetime) -> int:
    return CheckIn.everything.filter(participant__edition=edition, at__lte=now).count()


def people_absent(edition: Edition, now: datetime) -> "QuerySet[Participant]":
    return Participant.everything.filter(edition=edition, absent_at__lte=now).order_by("-absent_at", "name")


def people_late(edition: Edition, plan: PlanVersion | None, phase: Phase, now: datetime) -> "QuerySet[Participant]":
    """A meeting of theirs has begun, nobody has seen them come in, nobody has said that they will not."""
    rows = Participant.everything.filter(edition=edition).filter(Q(absent_at=None) | Q(absent_at__gt=now))
    if plan is None or phase.slot is None:
        return rows.none()
    begun = Meeting.everything.filter(plan=plan, slot__lte=phase.slot if phase.kind == "meeting" else phase.slot - 1)
    due = Q(pk__in=begun.values("seller")) | Q(pk__in=begun.values("buyer"))
    return rows.filter(due).filter(Q(checkin=None) | Q(checkin__at__gt=now)).order_by("name", "pk")


def numbers_of(edition: Edition, plan: PlanVersion | None, room: str) -> range:
    """Tables that stand in this room, or in all of them, counted from 1."""
    first = 1
    for one in edition.rooms:
        if one["id"] == room:
            return range(first, first + one["tables"])
        first += one["tables"]
    if edition.rooms and not room:
        return range(1, first)
    return range(1, (edition.tables or 0) + 1)


def _tables(plan: PlanVersion, phase: Phase, now: datetime, room: str) -> tuple[Table, ...]:
    rows = Meeting.everything.filter(plan=plan, slot__in=(phase.slot, (phase.slot or 0) + 1))
    rows = rows.filter(room=room) if room else rows
    rows = rows.select_related("seller", "buyer").annotate(
        seller_at=F("seller__checkin__at"), buyer_at=F("buyer__checkin__at")
    )
    groups: dict[Any, list[Any]] = defaultdict(list)
    for row in rows.order_by("seller__name", "pk"):
        groups[(row.room, -1 if row.table is None else row.table, row.buyer_id)].append(row)
    found: list[Table] = []
    for (place, number, _host), meetings in sorted(groups.items(), key=lambda item: item[0]):
        here = [row for row in meetings if row.slot == phase.slot]
        host = _seat(meetings[0].buyer, meetings[0].buyer_at, phase, now) if here else None
        found.append(
            Table(
                number=None if number < 0 else number + 1,
                room=place,
                host=host,
                now=tuple(_seat(row.seller, row.seller_at, phase, now) for row in here),
                then=tuple(row.seller for row in meetings if row.slot != phase.slot),
            )
        )
    return tuple(table for table in found if table.now)


def _seat(person: Participant, came_at: datetime | None, phase: Phase, now: datetime) -> Seat:
    if person.absent_at and person.absent_at <= now:
        return Seat(person, "absent")
    if came_at and came_at <= now:
        return Seat(person, "in")
    return Seat(person, "late" if phase.kind == "meeting" else "awaited")
