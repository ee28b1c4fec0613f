"""What a professional reads: his editions, his list, his agenda."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from belvedere.meetings import access
from belvedere.meetings.enums import EditionStatus
from belvedere.meetings.models import Edition, Meeting, Participant, PlanVersion, Wish

from . import segments

CHOICES = 30


@dataclass(frozen=True)
class Part:
    """A participation, with how far it has come."""

    participant: Participant
    edition: Edition
    wishes: int
    meetings: int


@dataclass(frozen=True)
class Line:
    """A meeting as one of its two people reads it. ``table`` is counted from 1."""

    starts_at: datetime
    ends_at: datetime
    other: Participant
    table: int | None
    room: str


@dataclass(frozen=True)
class Agenda:
    """``unmet``: whom one will not meet, and why. ``version`` is 0 as long as nothing is published."""

    participant: Participant
    edition: Edition
    version: int
    lines: tuple[Line, ...]
    unmet: tuple[tuple[str, str], ...]


def parts_of(user: Any) -> list[Part]:
    """Newest day first. Two queries."""
    mine = access.participations_of(user).select_related("edition").order_by("-edition__day", "name")
    rows = list(mine.annotate(wished=Count("wishes", filter=Q(wishes__veto=False))))
    numbers = {one.pk for one in rows}
    ends = Meeting.everything.filter(plan__is_current=True).filter(Q(seller__in=numbers) | Q(buyer__in=numbers))
    held = Counter(pk for pair in ends.values_list("seller", "buyer") for pk in pair)
    return [Part(one, one.edition, one.wished, held[one.pk]) for one in rows]


def wishes_of(participant: Participant) -> list[Wish]:
    """The dearest first, then those not to be met. One query."""
    return list(participant.wishes.select_related("wanted").order_by("veto", "rank", "pk"))


def meetable(participant: Participant) -> "QuerySet[Participant]":
    """Whom one may meet: the other side, and one's own where the edition says so; never a colleague, nor a family that
    one's own does not meet."""
    others = Participant.everything.filter(edition=participant.edition_id, absent_at=None).exclude(pk=participant.pk)
    if not participant.edition.same_side:
        others = others.exclude(side=participant.side)
    if participant.organisation_id is not None:
        others = others.exclude(organisation=participant.organisation_id)
    if closed := segments.closed_to(participant.edition, participant.segment):
        others = others.exclude(segment__in=closed)
    return others


def counterparts(participant: Participant, text: str = "") -> "QuerySet[Participant]":
    """Whom one may meet and has not listed; the words searched are in the name or the sentence."""
    found = meetable(participant).exclude(pk__in=Wish.everything.filter(wisher=participant).values("wanted"))
    for word in text.split()[:6]:
        found = found.filter(Q(name__icontains=word) | Q(about__icontains=word))
    return found.order_by("name", "pk")


def can_still_wish(edition: Edition, now: datetime) -> bool:
    started = edition.opens_at is None or edition.opens_at <= now
    return edition.status == EditionStatus.OPEN and started and (edition.closes_at is None or now <= edition.closes_at)


def agenda_of(participant: Participant) -> Agenda:
    """Meetings of the published plan in order, then the wishes left out with their reasons. Three queries at most."""
    edition = participant.edition
    plan = PlanVersion.everything.filter(edition=edition, is_current=True).first()
    if plan is None:
        return Agenda(participant, edition, 0, (), ())
    own = Q(seller=participant) | Q(buyer=participant)
    rows = Meeting.everything.filter(own, plan=plan).select_related("seller", "buyer").order_by("slot", "pk")
    lines = tuple(line_of(edition, row, participant) for row in rows)
    return Agenda(participant, edition, plan.number, lines, _unmet(participant, plan))


def next_line(agenda: Agenda, now: datetime) -> Line | None:
    """The meeting under way or the next one; None once the last is over."""
    return next((line for line in agenda.lines if line.ends_at > now), None)


def line_of(edition: Edition, row: Meeting, reader: Participant) -> Line:
    other = row.buyer if row.seller_id == reader.pk else row.seller
    table = None if row.table is None else row.table + 1
    return Line(edition.starts_at(row.slot), edition.ends_at(row.slot), other, table, row.room)


def _unmet(participant: Participant, plan: PlanVersion) -> tuple[tuple[str, str], ...]:
    """Only one's own wishes: those of the other side are theirs to know."""
    mine = participant.wishes.filter(veto=False).order_by("rank").values_list("wanted", "wanted__name")
    why = {}
    for seller, buyer, reason in plan.unmet.get("pairs", ()):
        if participant.pk in (seller, buyer):
            why[buyer if seller == participant.pk else seller] = plan.unmet["reasons"][reason]
    return tuple((name, why[pk]) for pk, name in mine if pk in why)
