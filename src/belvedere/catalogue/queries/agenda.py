"""The agenda, by session: what happens on a day, the rare before the lasting."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from belvedere.catalogue.enums import OfferStatus
from belvedere.catalogue.models import Offer, Session
from belvedere.engines import hours
from belvedere.shell.landscape import Landscape
from belvedere.territories import queries as territories
from belvedere.territories.models import Destination

from .opening import spoken
from .public import Picture, Words, pictures_of, price_words, type_label, words_of
from .scenery import landscape_of

PAGE = 40
#: A session that comes back more often than this many times is « still on » and stands after the day's own.
OFTEN = 8
ORDER = ("day", "lasting", "starts_at", "-rarity", "pk")


@dataclass(frozen=True)
class AgendaRow:
    """One session, ``time`` in words. ``lasting``: one of many; ``only``: the one and only."""

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
    time: str
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
    *,
    destination: Destination | None,
    first_day: date,
    last_day: date,
    language: str,
    since: datetime | None = None,
    each_day: int | None = None,
    page: int = 1,
    size: int = PAGE,
) -> Agenda:
    """Sessions of the destination from one day to another. Within a day: first what hardly ever happens, by hour,
    then what lasts, so that a long exhibition never drowns tonight's concert. What is over at ``since`` is left out;
    ``each_day`` keeps the first ones of each day. Five queries."""
    found = ranked(sessions(destination, first_day, last_day))
    if since is not None:
        found = found.exclude(ends_at__lte=since)
    if each_day is not None:
        place = Window(RowNumber(), partition_by=F("day"), order_by=ORDER)
        found = found.annotate(place=place).filter(place__lte=each_day)
    total = found.count()
    pages = max(1, -(-total // size))
    page = min(max(page, 1), pages)
    rows = found.select_related("offer__commune", "offer__main_type").order_by(*ORDER)
    return Agenda(_days(list(rows[(page - 1) * size : page * size]), language, first_day), total, page, pages)


def ranked(found: "QuerySet[Session]") -> "QuerySet[Session]":
    often = Case(When(rarity__lt=1 / OFTEN, then=Value(True)), default=Value(False), output_field=BooleanField())
    return found.annotate(lasting=often)


def _days(rows: list[Session], language: str, on: date) -> tuple[AgendaDay, ...]:
    keys = {row.offer_id for row in rows}
    words, pictures = words_of(keys, language), pictures_of(keys, on=on)
    days: dict[date, list[AgendaRow]] = {}
    for row in rows:
        picture = next(iter(pictures.get(row.offer_id, ())), None)
        days.setdefault(row.day, []).append(_row(row, words[row.offer_id], picture, language))
    return tuple(AgendaDay(day, tuple(found)) for day, found in days.items())


def _row(row: Session, words: Words, picture: Picture | None, language: str) -> AgendaRow:
    offer = row.offer
    return AgendaRow(
        id=row.pk,
        offer_id=offer.pk,
        slug=offer.slug,
        name=words.name or offer.name,
        intro=words.intro,
        language=words.language,
        type_label=type_label(offer, language),
        commune=offer.commune.name if offer.commune else "",
        day=row.day,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        time=clock(row.starts_at, language) if row.starts_at else "",
        lasting=row.lasting,
        only=row.rarity >= 1,
        price=price_words(offer.min_price, offer.prices),
        lon=offer.lon,
        lat=offer.lat,
        picture=picture,
        landscape=landscape_of(pk=offer.pk, types=offer.types, families=offer.families),
    )


def clock(moment: datetime, language: str) -> str:
    """Short enough for a column: figures alone where the language would add a word."""
    here, speech = timezone.localtime(moment), spoken(language)
    if speech not in ("fr", "en"):
        return f"{here.hour}:{here.minute:02d}"
    return hours.hour(60 * here.hour + here.minute, speech)


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
