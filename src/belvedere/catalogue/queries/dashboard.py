"""What the office's first screen tells of the offer."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet

from belvedere.catalogue.enums import DuplicateStatus, OfferStatus, RequestStatus
from belvedere.catalogue.models import CorrectionRequest, DuplicatePair, ImportRun, Offer

#: Below, a record does not serve a visitor.
POOR = 50


@dataclass(frozen=True)
class Dashboard:
    """Counts among what the person sees; ``completeness`` in percent, None without offers."""

    online: int
    completeness: float | None
    poor: int
    untold: int
    corrections: int
    duplicates: int
    last_run: ImportRun | None


def dashboard(
    *,
    offers: "QuerySet[Offer]",
    corrections: "QuerySet[CorrectionRequest]",
    duplicates: "QuerySet[DuplicatePair]",
    runs: "QuerySet[ImportRun]",
) -> Dashboard:
    """Four queries, on querysets already narrowed to the person."""
    online = Q(status=OfferStatus.ACTIVE)
    counts: dict[str, Any] = offers.aggregate(
        online=Count("pk", filter=online),
        average=Avg("completeness", filter=online),
        poor=Count("pk", filter=online & Q(completeness__lt=POOR)),
        told=Count("pk", filter=online & Q(pk__in=Offer.everything.filter(stories__live=True).values("pk"))),
    )
    return Dashboard(
        online=counts["online"],
        completeness=counts["average"],
        poor=counts["poor"],
        untold=counts["online"] - counts["told"],
        corrections=corrections.filter(status=RequestStatus.OPEN).count(),
        duplicates=duplicates.filter(status=DuplicateStatus.TO_REVIEW).count(),
        last_run=runs.select_related("source").order_by("-started_at").first(),
    )
