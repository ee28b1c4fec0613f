"""The desk itself: whose it is, what was counted today, from where one starts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet

from belvedere.desk import access
from belvedere.desk.enums import Channel
from belvedere.desk.models import Counter, DeskRequest
from belvedere.territories import queries as territories
from belvedere.territories.models import Commune, Destination

LISTED = 30


@dataclass(frozen=True)
class Place:
    """Where one starts from."""

    label: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Today:
    """Requests since midnight, by channel in words; ``total`` of them."""

    total: int
    by_channel: tuple[tuple[str, int], ...]


def desks(user: Any) -> list[Destination]:
    """Destinations for which ``user`` records, by name."""
    return list(access.desks_of(user).order_by("name"))


def counted_with(desk: Destination) -> list[Destination]:
    """The desk, then those below it where a counter is declared, by name: a wider destination counts them all."""
    below = territories.descendants(Destination.everything.filter(pk=desk.pk)).exclude(pk=desk.pk)
    return [desk, *below.filter(pk__in=Counter.everything.values("destination")).order_by("name")]


def desk_for(user: Any, *, wanted: int | None, here: Destination | None) -> Destination | None:
    """The desk chosen before, else that of the site one is on, else the first one where a counter is declared."""
    found = desks(user)
    by_key = {desk.pk: desk for desk in found}
    for key in (wanted, here.pk if here else None):
        if key in by_key:
            return by_key[key]
    held = set(Counter.everything.filter(destination__in=found).values_list("destination", flat=True))
    return next((desk for desk in found if desk.pk in held), found[0] if found else None)


def today_at(destination: Destination, *, now: datetime) -> Today:
    """``now`` is local. One query."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    rows = (
        DeskRequest.everything.filter(destination=destination, recorded_at__gte=midnight)
        .order_by()
        .values_list("channel")
        .annotate(number=Count("pk"))
    )
    counted = dict(rows)
    named = tuple((str(label), counted[code]) for code, label in Channel.choices if code in counted)
    return Today(sum(counted.values()), named)


def latest_at(destination: Destination, *, now: datetime) -> "QuerySet[DeskRequest]":
    """Requests of the last two days, newest first, for whoever comes back to one."""
    since = now - timedelta(days=2)
    rows = DeskRequest.everything.filter(destination=destination, recorded_at__gte=since)
    return rows.select_related("recorded_by").order_by("-recorded_at", "-pk")[:LISTED]


def starting_place(destination: Destination) -> Place | None:
    """Its counter, else the most peopled commune of its territory; None where nothing is known."""
    counter = Counter.everything.filter(destination=destination).order_by("pk").first()
    if counter is not None:
        return Place(counter.name, counter.lon, counter.lat)
    town = (
        Commune.objects.current()
        .filter(territories__destinations=destination)
        .exclude(lon=None)
        .order_by("-population", "pk")
        .first()
    )
    return Place(town.name, town.lon, town.lat) if town is not None and town.lon and town.lat else None
