"""Slots that somebody may exchange: asked of him, asked by him, and those that would suit."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from belvedere.meetings.models import Meeting, Participant, PlanVersion, Swap

from .day import frozen_before

#: Choices shown for one meeting: the nearest in time.
CHOICES = 6


@dataclass(frozen=True)
class Choice:
    """``partner`` meets ``host`` at ``hour``, when the reader is free, and is free when the reader meets the host."""

    partner: Participant
    hour: str


@dataclass(frozen=True)
class Movable:
    """A meeting of the reader's that is far enough ahead."""

    host: Participant
    hour: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class View:
    heard: tuple[Swap, ...]
    asked: tuple[Swap, ...]
    movable: tuple[Movable, ...]


def heard_by(participant: Participant) -> "QuerySet[Swap]":
    """Those that wait for this person's answer."""
    rows = Swap.everything.filter(partner=participant, answered_at=None)
    return rows.select_related("asker__edition", "partner__edition", "host")


def swaps_of(participant: Participant, now: datetime) -> View:
    """Six queries, whatever the number of meetings."""
    edition = participant.edition
    plan = PlanVersion.everything.filter(edition=edition, is_current=True).first()
    asked = Swap.everything.filter(asker=participant).select_related("partner", "host")[:CHOICES]
    heard = tuple(heard_by(participant))
    return View(heard, tuple(asked), _movable(participant, plan, frozen_before(edition, now)) if plan else ())


def _movable(participant: Participant, plan: PlanVersion, first: int) -> tuple[Movable, ...]:
    edition = participant.edition
    own = Q(seller=participant) | Q(buyer=participant)
    mine = list(Meeting.everything.filter(own, plan=plan).select_related("seller", "buyer").order_by("slot", "pk"))
    hosts = {_other(row, participant.pk) for row in mine if row.slot >= first}
    beside = Meeting.everything.filter(plan=plan, slot__gte=first).filter(Q(seller__in=hosts) | Q(buyer__in=hosts))
    rows = list(beside.exclude(own).select_related("seller", "buyer").order_by("slot", "pk"))
    partners = {pk for row in rows for pk in (row.seller_id, row.buyer_id)} - hosts
    busy: dict[int, set[int]] = defaultdict(set)
    ends = Meeting.everything.filter(plan=plan).filter(Q(seller__in=partners) | Q(buyer__in=partners))
    for a, b, slot in ends.values_list("seller", "buyer", "slot"):
        busy[a].add(slot)
        busy[b].add(slot)
    taken = {row.slot for row in mine}
    found = []
    for row in (row for row in mine if row.slot >= first):
        host = row.buyer if row.seller_id == participant.pk else row.seller
        free = [
            Choice(partner, edition.hour(other.slot))
            for other in sorted(rows, key=lambda one: abs(one.slot - row.slot))
            if host.pk in (other.seller_id, other.buyer_id) and other.slot not in taken
            for partner in (other.seller if other.buyer_id == host.pk else other.buyer,)
            if partner.absent_at is None and row.slot not in busy[partner.pk] and _there(participant, other.slot)
            if _there(partner, row.slot)
        ]
        found.append(Movable(host, edition.hour(row.slot), tuple(free[:CHOICES])))
    return tuple(found)


def _there(person: Participant, slot: int) -> bool:
    return person.available is None or slot in person.available


def _other(row: Meeting, pk: int) -> int:
    return row.buyer_id if row.seller_id == pk else row.seller_id
