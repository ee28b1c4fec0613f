"""The agenda, by session: what happens on a day, the rare before the lasting."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BooleanField, Case, Count, Q, QuerySet, Value, When

from belvedere.catalogue.enums import OfferStatus
from belvedere.catalogue.models import Offer, Session
from belvedere.shell.landscape import Landscape
from belvedere.territories import queries as territories
from belvedere.territories.models import Destination

from .public import Picture, pictures_of, price_words, type_label, words_of
from .scenery import landscape_of

PAGE = 40
#: A session that comes back more often than this many times is « still on » and stands after the day's own.
OFTEN = 8


@dataclass(frozen=True)
class AgendaRow:
    """One session. ``lasting``: one of many; ``only``: the one and only."""

    id: int
    offer_id: int
    slug: str
    name: str
    intro: str
    language: str
    type_label: str
    commune: str
    day: date
    starts_at: datetime | None
    ends_at: datetime | None
    lasting: bool
    only: bool
    price: str
    lon: float | None
    lat: float | None
    picture: Picture | None
    landscape: Landscape


@dataclass(frozen=True)
class AgendaDay:
    day: date
    rows: tuple[AgendaRow, ...]


@dataclass(frozen=True)
class Agenda:
    days: tuple[AgendaDay, ...]
    total: int
    page: int
    pages: int


def agenda(
    *, destination: Destination | None, first_day: date, last_day: date, language: str, page: int = 1, size: int = PAGE
) -> Agenda:
    """Sessions of the destination from one day to another. Within a day: first what hardly ever happens, by hour,
    then what lasts, so that a long exhibition never drowns tonight's concert. Five queries."""
    found = sessions(destination, first_day, last_day)
    total = found.count()
    pages = max(1, -(-total // size))
    page = min(max(page, 1), pages)
    rows = list(
        found.annotate(
            lasting=Case(When(rarity__lt=1 / OFTEN, then=Value(True)), default=False, output_field=BooleanField())
        )
        .select_related("offer__commune", "offer__main_type")
        .order_by("day", "lasting", "starts_at", "-rarity", "pk")[(page - 1) * size : page * size]
    )
    keys = {row.offer_id for row in rows}
    words, pictures = words_of(keys, language), pictures_of(keys, on=first_day)
    by_day: dict[date, list[AgendaRow]] = {}
    for row in rows:
        offer, said = row.offer, words[row.offer_id]
        by_day.setdefault(row.day, []).append(
            AgendaRow(
                id=row.pk,
                offer_id=offer.pk,
                slug=offer.slug,
                name=said.name or offer.name,
                intro=said.intro,
                language=said.language,
                type_label=type_label(offer, language),
                commune=offer.commune.name if offer.commune else "",
                day=row.day,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                lasting=row.lasting,
                only=row.rarity >= 1,
                price=price_words(offer.min_price, offer.prices),
                lon=offer.lon,
                lat=offer.lat,
                picture=next(iter(pictures.get(offer.pk, ())), None),
                landscape=landscape_of(pk=offer.pk, types=offer.types, families=offer.families),
            )
        )
    days = tuple(AgendaDay(day, tuple(found_rows)) for day, found_rows in by_day.items())
    return Agenda(days, total, page, pages)


def sessions(destination: Destination | None, first_day: date, last_day: date) -> "QuerySet[Session]":
    """Sessions of offers online that lie in the destination's territory or below it, or that it manages."""
    found = Session.objects.filter(day__range=(first_day, last_day), offer__status=OfferStatus.ACTIVE)
    if destination is None:
        return found
    family = territories.descendants(Destination.everything.filter(pk=destination.pk))
    inside = Offer.everything.in_territory_of(family).values("pk")
    return found.filter(Q(offer__in=inside) | Q(offer__managed_by__in=family))


def month_counts(*, destination: Destination | None, year: int, month: int) -> dict[date, int]:
    """How many offers happen on each day of a month. One query."""
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    rows = sessions(destination, first, last).order_by().values_list("day")
    return dict(rows.annotate(Count("offer", distinct=True)))
