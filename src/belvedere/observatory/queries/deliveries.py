"""What a delivery must know of what is there, and what it did."""

from collections.abc import Iterable

from django.db.models import Count, QuerySet

from belvedere.observatory.enums import DeliveryStatus, ItemStatus
from belvedere.observatory.models import DataSource, Delivery, DeliveryItem, Series


def known_series(source: DataSource, keys: Iterable[str]) -> dict[str, Series]:
    """Series of the source under these keys. One query."""
    return {one.key: one for one in Series.everything.filter(source_id=source.pk, key__in=list(keys))}


def unfinished(source: DataSource) -> Delivery | None:
    """The reading that was under way when its process died."""
    return Delivery.everything.filter(source=source, status=DeliveryStatus.RUNNING).order_by("-pk").first()


def counts_of(delivery: Delivery) -> dict[str, int]:
    """How many items ended in each status; statuses without any are there with zero."""
    rows = DeliveryItem.everything.filter(delivery=delivery).order_by()
    counted = dict(rows.values_list("status").annotate(number=Count("pk")))
    return {str(status): 0 for status in ItemStatus} | counted


def changed_by(delivery: Delivery) -> list[int]:
    """Series whose points a delivery added or revised."""
    statuses = [ItemStatus.CREATED, ItemStatus.UPDATED]
    items = DeliveryItem.everything.filter(delivery=delivery, status__in=statuses, series__isnull=False)
    return list(items.order_by().values_list("series", flat=True))


def failures_of(delivery: Delivery) -> list[tuple[str, str]]:
    """(place, sentence) of what failed."""
    failed = DeliveryItem.everything.filter(delivery=delivery, status=ItemStatus.FAILED)
    return list(failed.values_list("place", "sentence"))


def items_of(delivery: Delivery, *, status: str = "") -> "QuerySet[DeliveryItem]":
    """What a delivery did to each series."""
    items = DeliveryItem.everything.filter(delivery=delivery).select_related("series").order_by("pk")
    return items.filter(status=status) if status else items
