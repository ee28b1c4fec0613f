"""Everybody's agenda at once, for the printer."""

from collections import defaultdict

from belvedere.meetings.enums import Side
from belvedere.meetings.models import Meeting, Participant, PlanVersion

from .pro import Agenda, Line, line_of


def agendas(plan: PlanVersion, *, buyers_only: bool = False) -> list[Agenda]:
    """By side and name, those who are there; without the reasons. Two queries."""
    edition = plan.edition
    people = Participant.everything.filter(edition=edition, absent_at=None).order_by("side", "name", "pk")
    lines: dict[int, list[Line]] = defaultdict(list)
    for row in Meeting.everything.filter(plan=plan).select_related("seller", "buyer").order_by("slot", "pk"):
        for reader in (row.seller, row.buyer):
            lines[reader.pk].append(line_of(edition, row, reader))
    chosen = people.filter(side=Side.BUYER) if buyers_only else people
    return [Agenda(one, edition, plan.number, tuple(lines[one.pk]), ()) for one in chosen]
