"""What the public pages show of an offer: cards of a list, the whole page, what is near. Constant query counts."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Min
from django.utils import formats
from django.utils.translation import gettext as _

from belvedere.catalogue.enums import Family
from belvedere.catalogue.models import Media, Offer, OfferStory, OfferText, Session
from belvedere.engines import offers
from belvedere.shell.landscape import Landscape

from .copies import stored_at
from .nearest import languages, type_name
from .opening import HoursLine, hours_line
from .scenery import landscape_of

#: Kilometres in one degree of latitude.
DEGREE = 111.2
NEARBY_KM = 12.0


@dataclass(frozen=True)
class Picture:
    """A picture that may be shown today. ``whole``: its licence forbids to crop it."""

    url: str
    title: str
    credit: str
    licence: str
    whole: bool


@dataclass(frozen=True)
class Words:
    """The offer's words in the nearest language there is. ``machine``: translated by a machine."""

    language: str = "fr"
    name: str = ""
    intro: str = ""
    body: str = ""
    machine: bool = False


@dataclass(frozen=True)
class OfferCard:
    """One offer of a list. ``price`` in words; ``next_day`` of an event; ``picture`` None: draw ``landscape``."""

    id: int
    slug: str
    name: str
    intro: str
    language: str
    type_label: str
    commune: str
    families: int
    lon: float | None
    lat: float | None
    hours: HoursLine | None
    next_day: date | None
    price: str
    stars: int
    picture: Picture | None
    landscape: Landscape
    distance: float | None = None


def cards(
    ids: Iterable[int], *, language: str, now: datetime, distances: Mapping[int, float] | None = None
) -> list[OfferCard]:
    """Cards in the order of ``ids``; those that are no longer online are left out. Five queries."""
    wanted = list(ids)
    found = Offer.everything.active().filter(pk__in=wanted).select_related("commune", "main_type").in_bulk()
    words = words_of(found, language)
    pictures = pictures_of(found, on=now.date())
    coming = _next_days([pk for pk, offer in found.items() if offer.families & Family.EVENT], now.date())
    return [
        _card(
            found[pk],
            words[pk],
            next(iter(pictures.get(pk, ())), None),
            next_day=coming.get(pk),
            now=now,
            language=language,
            distance=(distances or {}).get(pk),
        )
        for pk in wanted
        if pk in found
    ]


def _card(
    offer: Offer,
    words: Words,
    picture: Picture | None,
    *,
    next_day: date | None,
    now: datetime,
    language: str,
    distance: float | None,
) -> OfferCard:
    return OfferCard(
        id=offer.pk,
        slug=offer.slug,
        name=words.name or offer.name,
        intro=words.intro,
        language=words.language,
        type_label=type_label(offer, language),
        commune=offer.commune.name if offer.commune else str(offer.address.get("locality", "")),
        families=offer.families,
        lon=offer.lon,
        lat=offer.lat,
        hours=None if offer.families == Family.EVENT else hours_line(offer.schedule, now=now, language=language),
        next_day=next_day,
        price=price_words(offer.min_price, offer.prices),
        stars=max((int(mark.get("stars") or 0) for mark in offer.labels), default=0),
        picture=picture,
        landscape=landscape_of(pk=offer.pk, types=offer.types, families=offer.families),
        distance=distance,
    )


def type_label(offer: Offer, language: str) -> str:
    kind = offer.main_type
    return type_name(kind.code, kind.label_fr, kind.label_en, language)


def words_of(found: Iterable[int], language: str) -> dict[int, Words]:
    """The nearest language first, in it our published words before the source's. Two queries."""
    keys, order = list(found), languages(language)
    known: dict[int, dict[tuple[int, int], Words]] = {pk: {} for pk in keys}
    for text in OfferText.objects.filter(offer_id__in=keys, language__in=order):
        words = Words(text.language, text.name, text.short, text.long, text.machine)
        known[text.offer_id][order.index(text.language), 1] = words
    for story in OfferStory.everything.filter(offer_id__in=keys, language__in=order, live=True):
        words = Words(story.language, story.title, story.intro, story.body)
        known[story.offer_id][order.index(story.language), 0] = words
    return {pk: min(ranked.items())[1] if ranked else Words() for pk, ranked in known.items()}


def pictures_of(found: Iterable[int], *, on: date, commercial: bool = False) -> dict[int, list[Picture]]:
    """Pictures whose rights allow them on that day and of which we keep a copy. One query."""
    pictures: dict[int, list[Picture]] = {}
    for media in Media.everything.filter(offer_id__in=list(found), kind__in=("image", "")).order_by("position", "pk"):
        url = stored_at(media.url)
        allowed, _why = offers.media_shown(
            media.licence, media.credit, media.rights_start, media.rights_end, on, commercial
        )
        if url and allowed:
            whole = "nd" in media.licence.casefold().replace("-", " ").split()
            shown = Picture(url, media.title, media.credit, media.licence, whole)
            pictures.setdefault(media.offer_id, []).append(shown)
    return pictures


def _next_days(keys: list[int], today: date) -> dict[int, date]:
    rows = Session.objects.filter(offer_id__in=keys, day__gte=today).order_by()
    return dict(rows.values_list("offer_id").annotate(Min("day")))


def price_words(cents: int | None, prices: Iterable[Mapping[str, Any]] = ()) -> str:
    """« Gratuit », « dès 12 € », « 12 € »; empty when the source says nothing."""
    if cents is None:
        return ""
    if cents == 0:
        return _("Gratuit")
    single = {price.get(bound) for price in prices for bound in ("min", "max")} - {None} == {cents}
    return euros(cents) if single else _("dès %(price)s") % {"price": euros(cents)}


def euros(cents: int) -> str:
    amount = formats.number_format(cents / 100, 0 if cents % 100 == 0 else 2)
    return _("%(amount)s\N{NO-BREAK SPACE}€") % {"amount": amount}


def nearby(
    *, lon: float, lat: float, language: str, now: datetime, leave_out: int | None = None, limit: int = 6
) -> list[OfferCard]:
    """The nearest offers online within NEARBY_KM, each with its distance in kilometres. Six queries."""
    tall = NEARBY_KM / DEGREE
    wide = tall / max(0.05, math.cos(math.radians(lat)))
    rows = Offer.everything.active().within(lon - wide, lat - tall, lon + wide, lat + tall).exclude(pk=leave_out)
    ranked = sorted((_km(lon, lat, x, y), pk) for pk, x, y in rows.order_by().values_list("pk", "lon", "lat"))
    near = {pk: away for away, pk in ranked[:limit] if away <= NEARBY_KM}
    return cards(near, language=language, now=now, distances=near)


def _km(lon: float, lat: float, x: float, y: float) -> float:
    """Distance on the tangent plane: exact enough under 20 km."""
    return DEGREE * math.hypot((x - lon) * math.cos(math.radians(lat)), y - lat)
