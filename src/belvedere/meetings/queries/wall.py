"""The wall of a version: one row a buyer or a table, one for whoever is asked, one cell a slot."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from belvedere.meetings.enums import Side
from belvedere.meetings.models import Edition, Meeting, Participant, PlanVersion

from .live import numbers_of


@dataclass(frozen=True)
class Cell:
    """A meeting as its row reads it; ``table`` counts from 1, None where the row says it already."""

    pk: int
    words: str
    seller: str
    table: int | None


@dataclass(frozen=True)
class Row:
    """``key`` is ``p`` with the number of a participant, or ``t`` with a table counted from 0."""

    key: str
    name: str
    cells: tuple[tuple[Cell, ...], ...]


def buyers_of(edition: Edition) -> "QuerySet[Participant]":
    return Participant.everything.filter(edition=edition, side=Side.BUYER).order_by("name", "pk")


def tables_of(plan: PlanVersion) -> range:
    """Tables from 0: those of the edition, or as many as the version uses. One query where the edition counts none."""
    counted = numbers_of(plan.edition, plan, "")
    if counted:
        return range(len(counted))
    last = Meeting.everything.filter(plan=plan).aggregate(last=Max("table"))["last"]
    return range(0 if last is None else last + 1)


def people_rows(plan: PlanVersion, people: Iterable[Participant]) -> list[Row]:
    """Their days, in their order. One query."""
    people = list(people)
    ends = Q(seller__in=people) | Q(buyer__in=people)
    cells: dict[tuple[int, int], list[Cell]] = defaultdict(list)
    for one in Meeting.everything.filter(ends, plan=plan).select_related("seller", "buyer").order_by("pk"):
        table = None if one.table is None else one.table + 1
        for person, other in ((one.seller, one.buyer), (one.buyer, one.seller)):
            cells[person.pk, one.slot].append(Cell(one.pk, other.name, one.seller.name, table))
    slots = range(plan.edition.slots)
    return [Row(f"p{one.pk}", one.name, tuple(tuple(cells[one.pk, t]) for t in slots)) for one in people]


def table_rows(plan: PlanVersion, tables: Iterable[int]) -> list[Row]:
    """Who sits at these tables. One query."""
    tables = list(tables)
    cells: dict[tuple[int, int], list[Cell]] = defaultdict(list)
    found = Meeting.everything.filter(plan=plan, table__in=tables).select_related("seller", "buyer")
    for one in found.order_by("buyer__name", "pk"):
        words = f"{one.seller.name} – {one.buyer.name}"
        cells[one.table or 0, one.slot].append(Cell(one.pk, words, one.seller.name, None))
    slots = range(plan.edition.slots)
    return [
        Row(f"t{number}", _("Table %s") % (number + 1), tuple(tuple(cells[number, t]) for t in slots))
        for number in tables
    ]
