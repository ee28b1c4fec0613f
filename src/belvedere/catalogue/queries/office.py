"""What the office's lists and reports show."""

from dataclasses import dataclass

from django.db.models import Avg, Count, Q, QuerySet
from django.db.models.functions import Coalesce

from belvedere.catalogue.enums import OfferStatus
from belvedere.catalogue.models import ImportItem, ImportRun, Offer

#: Points drawn on the office's map at most.
POINTS = 20_000
POOR = 50
SORTS = {
    "commune": ("commune__name", "commune"),
    "offers": ("-number", "commune__name"),
    "average": ("average", "commune__name"),
    "poor": ("-poor", "commune__name"),
}


@dataclass(frozen=True)
class CommuneLine:
    """Offers of a commune: how many, how complete on average (%), how many under POOR %."""

    code: str
    name: str
    number: int
    average: int
    poor: int


def completeness_by_commune(offers: "QuerySet[Offer]", *, sort: str = "average") -> list[CommuneLine]:
    """One query; offers without a commune come together under an empty code."""
    rows = (
        offers.filter(status=OfferStatus.ACTIVE)
        .order_by()
        .values("commune", "commune__name")
        .annotate(
            number=Count("pk"),
            average=Coalesce(Avg("completeness"), 0.0),
            poor=Count("pk", filter=Q(completeness__lt=POOR)),
        )
        .order_by(*SORTS.get(sort, SORTS["average"]))
    )
    return [
        CommuneLine(row["commune"] or "", row["commune__name"] or "", row["number"], round(row["average"]), row["poor"])
        for row in rows
    ]


def points_of(offers: "QuerySet[Offer]") -> list[tuple[int, float, float, int]]:
    """(number, lon, lat, families) for the map."""
    located = offers.exclude(lon=None).order_by("pk").values_list("pk", "lon", "lat", "families")
    return [(pk, round(lon, 5), round(lat, 5), families) for pk, lon, lat, families in located[:POINTS]]


def items_of(run: ImportRun, *, status: str = "") -> "QuerySet[ImportItem]":
    """What a run did to each object, failures first when nothing is asked for."""
    items = ImportItem.everything.filter(run=run).select_related("offer").order_by("pk")
    return items.filter(status=status) if status else items
