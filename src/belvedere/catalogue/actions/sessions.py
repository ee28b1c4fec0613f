"""The dated sessions of events, over a rolling horizon: what the agenda lists."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from belvedere.catalogue.enums import Family, OfferStatus
from belvedere.catalogue.models import ImportRun, Offer, Session
from belvedere.catalogue.queries import imports
from belvedere.engines import hours

from . import bulk

#: Days before and after today that have sessions.
BEHIND, AHEAD = 7, 400
COLUMNS = ("offer_id", "day", "starts_at", "ends_at", "rarity")
Progress = Callable[[int, int, str], None]


def refresh_sessions_of_run(*, run: ImportRun, now: datetime) -> int:
    """Sessions of the events that a run has written."""
    return _refresh(imports.written_by(run), now)


def refresh_sessions_of(*, ids: Iterable[int], now: datetime) -> int:
    """Sessions of these offers."""
    return _refresh(Offer.everything.filter(pk__in=list(ids)), now)


def refresh_sessions(*, now: datetime, progress: Progress | None = None) -> int:
    """Moves the horizon on for every event. Returns the number of sessions."""
    return _refresh(Offer.everything.all(), now, progress)


def _refresh(queryset: "QuerySet[Offer]", now: datetime, progress: Progress | None = None) -> int:
    """One transaction a few hundred offers, so that visitors and staff can write in between."""
    today = timezone.localtime(now).date()
    first, last = today - timedelta(days=BEHIND), today + timedelta(days=AHEAD)
    events = queryset.of_family(Family.EVENT).order_by("pk")  # type: ignore[attr-defined]
    numbers = list(events.values_list("pk", flat=True))
    total = 0
    for done, part in enumerate(bulk.chunks(numbers)):
        with transaction.atomic():
            rows = Offer.everything.filter(pk__in=part).values_list("pk", "status", "schedule")
            Session.objects.filter(offer__in=part).delete()
            sessions = [
                session
                for number, status, schedule in rows
                if status == OfferStatus.ACTIVE and schedule
                for session in sessions_of(number, schedule, first, last)
            ]
            bulk.insert(Session, COLUMNS, sessions)
        total += len(sessions)
        if progress:
            progress(min((done + 1) * bulk.CHUNK, len(numbers)), len(numbers), "")
    return total


def sessions_of(number: int, schedule: dict[str, Any], first: date, last: date) -> list[tuple[Any, ...]]:
    """Rows of one event. Rarity is one over the number of days it can still be seen on: tonight's only concert is worth
    1, a day of a year's exhibition next to nothing."""
    slots = hours.sessions(hours.Schedule.from_dict(schedule), first, last)
    days = [slot.start.date() for slot in slots]
    rarity = 1 / max(1, len(set(days)))
    return [
        (number, day, slot.start if slot.hours else None, slot.end if slot.hours else None, rarity)
        for day, slot in zip(days, slots, strict=True)
    ]
