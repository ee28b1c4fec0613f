"""What an import must know of the offers already there."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Count, QuerySet

from belvedere.catalogue.enums import ItemStatus, OfferStatus, RunStatus
from belvedere.catalogue.models import ImportItem, ImportRun, Offer, Source

Key = tuple[str, str]


class Known(NamedTuple):
    """An offer of the source, as far as an import needs it to decide."""

    id: int
    fingerprint: bytes
    status: str
    missing_since: date | None


def known_offers(source: Source, keys: Iterable[Key]) -> dict[Key, Known]:
    """(producer, identifier) → what we hold. One query for the whole batch."""
    wanted = set(keys)
    producers, identifiers = {producer for producer, _ in wanted}, {identifier for _, identifier in wanted}
    rows = Offer.everything.filter(source_id=source.pk, producer__in=producers, external_id__in=identifiers)
    return {
        (producer, identifier): Known(number, bytes(fingerprint), status, missing_since)
        for producer, identifier, number, fingerprint, status, missing_since in rows.values_list(
            "producer", "external_id", "id", "fingerprint", "status", "missing_since"
        )
        if (producer, identifier) in wanted
    }


def seen_in(run: ImportRun) -> "QuerySet[ImportItem]":
    """Offers that a run has met, as a sub-query of their numbers."""
    items = ImportItem.everything.filter(run=run, offer__isnull=False)
    return items.exclude(status=ItemStatus.ARCHIVED).values("offer")


def absent_from(run: ImportRun) -> "QuerySet[Offer]":
    """Offers of the source that a whole reading of its feed has not met."""
    there = Offer.everything.filter(source=run.source).exclude(status=OfferStatus.ARCHIVED)
    return there.exclude(pk__in=seen_in(run))


def counts_of(run: ImportRun) -> dict[str, int]:
    """How many objects ended in each status; statuses without any are there with zero."""
    rows = ImportItem.everything.filter(run=run).order_by().values_list("status").annotate(number=Count("pk"))
    return {str(status): 0 for status in ItemStatus} | dict(rows)


def unfinished_run(source: Source) -> ImportRun | None:
    """The reading that was under way when its process died."""
    return ImportRun.everything.filter(source=source, status=RunStatus.RUNNING).order_by("-pk").first()


def changed_by(run: ImportRun) -> list[int]:
    """Offers that a run has created, changed, archived or brought back."""
    statuses = [ItemStatus.CREATED, ItemStatus.UPDATED, ItemStatus.ARCHIVED]
    items = ImportItem.everything.filter(run=run, status__in=statuses, offer__isnull=False).order_by()
    return list(items.values_list("offer", flat=True))


def written_by(run: ImportRun) -> "QuerySet[Offer]":
    """Offers that a run has created or changed."""
    items = ImportItem.everything.filter(run=run, status__in=[ItemStatus.CREATED, ItemStatus.UPDATED])
    return Offer.everything.filter(pk__in=items.order_by().values("offer"))


def failures_of(run: ImportRun) -> list[tuple[str, str]]:
    """(place in the feed, sentence) of the objects that failed."""
    return list(ImportItem.everything.filter(run=run, status=ItemStatus.FAILED).values_list("place", "sentence"))


def nameless_failures(run: ImportRun) -> bool:
    """Whether an object failed that belongs to no offer of ours: it could be any of those that look absent."""
    return ImportItem.everything.filter(run=run, status=ItemStatus.FAILED, offer=None).exists()
