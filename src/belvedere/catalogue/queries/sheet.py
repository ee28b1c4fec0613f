"""The sheet of an offer for the office: each fact with its origin, each picture with why it is shown or not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
import zstandard
from django.utils.translation import gettext as _

from belvedere.catalogue.models import CorrectionRequest, Media, Offer, OfferRaw, OfferShare, OfferStory, Source
from belvedere.engines import hours, offers

from .detail import address_lines, contact_line, facts, price_row, terms


@dataclass(frozen=True)
class Fact:
    """One imported field: what it says, line by line, which source said it and when."""

    label: str
    lines: tuple[str, ...]
    source: str
    on: date | None


@dataclass(frozen=True)
class Medium:
    """A picture or document, with the reason why visitors see it today or not."""

    media: Media
    shown: bool
    why: str


@dataclass(frozen=True)
class Sheet:
    offer: Offer
    facts: tuple[Fact, ...]
    media: tuple[Medium, ...]
    stories: tuple[OfferStory, ...]
    shares: tuple[OfferShare, ...]
    requests: tuple[CorrectionRequest, ...]


def offer_sheet(offer: Offer, *, today: date) -> Sheet:
    """Seven queries, whatever the offer holds."""
    names = dict(Source.everything.values_list("slug", "name"))
    texts = list(offer.texts.order_by("language"))
    rows = [*((name, label(name), read(offer)) for name, read in READERS.items()), *_texts(texts)]
    found = tuple(
        Fact(title, lines, names.get(origin.get("source", ""), origin.get("source", "")), _day(origin.get("date")))
        for name, title, lines in rows
        if lines and (origin := provenance(offer, name)) is not None
    )
    return Sheet(
        offer,
        found,
        media_with_reasons(Media.everything.filter(offer=offer), today=today),
        tuple(OfferStory.everything.filter(offer=offer).order_by("language")),
        tuple(offer.shares.select_related("destination").order_by("destination__name")),
        tuple(CorrectionRequest.everything.filter(offer=offer).select_related("asked_by")),
    )


def provenance(offer: Offer, field: str) -> dict[str, str]:
    """Source and date of a field: its own, else those of the whole offer."""
    found: dict[str, str] = offer.provenance.get(field) or offer.provenance.get("*") or {}
    return found


def media_with_reasons(media: Iterable[Media], *, today: date) -> tuple[Medium, ...]:
    """Whether each may be shown on a public page of information today, and why."""
    return tuple(
        Medium(one, *offers.media_shown(one.licence, one.credit, one.rights_start, one.rights_end, today, False))
        for one in media
    )


def original(offer: Offer) -> bytes | None:
    """What came from the source, verbatim."""
    raw = OfferRaw.objects.filter(offer=offer).first()
    return None if raw is None else zstandard.ZstdDecompressor().decompress(bytes(raw.content))


def original_indented(offer: Offer) -> str:
    raw = original(offer)
    return "" if raw is None else orjson.dumps(orjson.loads(raw), option=orjson.OPT_INDENT_2).decode()


def label(name: str) -> str:
    """How a person calls a column of facts; the two coordinates are read together."""
    if name == "lon":
        return _("coordonnées")
    field = next(field for field in Offer._meta.concrete_fields if name in (field.name, field.attname))
    return str(field.verbose_name)


def _texts(texts: Iterable[Any]) -> Iterable[tuple[str, str, tuple[str, ...]]]:
    for text in texts:
        machine = _(" (traduction automatique)") if text.machine else ""
        lines = tuple(line for line in (text.name, text.short, text.long) if line)
        yield "texts", _("texte (%(language)s)%(machine)s") % {"language": text.language, "machine": machine}, lines


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _named(name: str) -> Callable[[Offer], tuple[str, ...]]:
    return lambda offer: terms(getattr(offer, name), "fr")


def _schedule(offer: Offer) -> tuple[str, ...]:
    schedule = hours.Schedule.from_dict(offer.schedule)
    words = tuple(hours.rule_words(rule) for rule in (*schedule.rules, *schedule.exceptions))
    return words + tuple(offer.details.get("opening_texts", {}).values())


def _prices(offer: Offer) -> tuple[str, ...]:
    rows = [price_row(price, "fr") for price in offer.prices]
    told = [": ".join(filter(None, (row.label, row.amount))).replace(": ", "\N{NO-BREAK SPACE}: ") for row in rows]
    return tuple(told) + tuple(offer.details.get("price_texts", {}).values())


def _contacts(offer: Offer) -> tuple[str, ...]:
    lines = [contact_line(contact) for contact in offer.contacts]
    return tuple(", ".join(filter(None, (one.name, *one.phones, *one.emails, *one.pages))) for one in lines)


def _position(offer: Offer) -> tuple[str, ...]:
    return () if offer.lon is None else (f"{offer.lat:.5f}, {offer.lon:.5f}",)


def _details(offer: Offer) -> tuple[str, ...]:
    rows = [f"{title}\N{NO-BREAK SPACE}: {value}" for title, value in facts(offer.details, offer, "fr")]
    makers = (("creator", _("Fiche écrite par")), ("publishers", _("Publiée par")), ("identifier", _("Référence")))
    for key, title in makers:
        value = offer.details.get(key)
        if value:
            rows.append(f"{title}\N{NO-BREAK SPACE}: {', '.join(value) if isinstance(value, list) else value}")
    return tuple(rows)


#: Column → its lines, in the order of the sheet.
READERS: dict[str, Callable[[Offer], tuple[str, ...]]] = {
    "name": lambda offer: (offer.name,),
    "main_type": lambda offer: (str(offer.main_type),),
    "commune": lambda offer: (str(offer.commune),) if offer.commune else (),
    "address": lambda offer: address_lines(offer.address, ""),
    "lon": _position,
    "contacts": _contacts,
    "schedule": _schedule,
    "prices": _prices,
    "themes": _named("themes"),
    "labels": _named("labels"),
    "amenities": _named("amenities"),
    "accessibility": _named("accessibility"),
    "languages": lambda offer: tuple(offer.languages),
    "details": _details,
}
