"""Figures that another room counts by itself: pushed as a delivery like any other, so that each revision is kept.

Call outside of any transaction, from a job: a fact must never bear the number of a series that a rollback took away.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import orjson

from belvedere.engines import series as engine
from belvedere.kit import turns
from belvedere.observatory.enums import DeliveryStatus, Measure, SourceKind, Unit
from belvedere.observatory.models import DataSource, Delivery
from belvedere.observatory.queries.places import PlaceFinder
from belvedere.territories.models import Destination

from . import deliveries, sources

#: Seconds that a push waits for another delivery of the same source.
PATIENCE = 30


@dataclass(frozen=True)
class Count:
    """One series. ``points``: first day of the period → value; from ``provisional`` on they may still change.
    ``total`` is the key of the series that it is a part of."""

    key: str
    name: str
    points: Mapping[date, float]
    measure: Measure = Measure.OTHER
    unit: Unit = Unit.OTHER
    market: str = ""
    total: str = ""
    provisional: date | None = None


def push_figures(
    *, slug: str, name: str, destination: Destination, frequency: str, counts: Sequence[Count], now: datetime
) -> Delivery | None:
    """Takes these series into the source ``slug`` of the destination, made when there is none (its figures are not
    published until somebody says so). None when nothing has changed since the last push. Raises turns.Busy."""
    known = DataSource.everything.filter(slug=slug).exists()
    source = sources.ensure_source(
        slug=slug, kind=None if known else SourceKind.TABLE, destination=destination, by=None, now=now, name=name
    )
    batch = [_incoming(one, frequency) for one in sorted(counts, key=lambda one: one.key) if one.points]
    digest = _digest(frequency, counts)
    with turns.turn_of(f"figures-{source.pk}", patience=PATIENCE):
        last = Delivery.everything.filter(source=source, status=DeliveryStatus.DONE).order_by("-pk").first()
        if not batch or (last is not None and last.digest == digest):
            return None
        delivery = deliveries.begin_delivery(
            source=source, file=name, digest=digest, delivered_on=now.date(), by=None, now=now
        )
        finder = PlaceFinder(source)
        deliveries.apply_batch(delivery=delivery, batch=batch, position=len(batch), finder=finder)
        deliveries.tie_totals(source=source, totals={one.key: one.total for one in counts if one.total})
        return deliveries.finish_delivery(delivery=delivery, faults=(), now=now)


def _incoming(one: Count, frequency: str) -> engine.IncomingSeries:
    days = sorted(one.points)
    return engine.IncomingSeries(
        key=one.key,
        frequency=frequency,
        traits=engine.Traits(name=one.name, measure=one.measure, unit=one.unit, market=one.market),
        periods=np.array(days, dtype="datetime64[D]"),
        values=np.array([one.points[day] for day in days], dtype=np.float64),
        provisional=np.array([one.provisional is not None and day >= one.provisional for day in days], dtype=np.bool_),
        total=one.total,
    )


def _digest(frequency: str, counts: Sequence[Count]) -> str:
    """Changes with any value, and when one that was provisional no longer is."""
    rows = [[one.key, one.name, str(one.provisional), sorted((str(day), v) for day, v in one.points.items())]
            for one in counts]  # fmt: skip
    return hashlib.blake2b(orjson.dumps([frequency, sorted(rows)]), digest_size=16).hexdigest()
