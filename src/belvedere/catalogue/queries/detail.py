"""The whole page of one offer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import formats
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from belvedere.catalogue.models import Offer, OfferType, Session

from .nearest import in_words
from .opening import DayHours, week, year
from .public import OfferCard, Picture, Words, cards, euros, pictures_of, words_of

SESSIONS_SHOWN = 12


@dataclass(frozen=True)
class PriceRow:
    label: str
    amount: str
    conditions: str


@dataclass(frozen=True)
class ContactLine:
    role: str
    name: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    pages: tuple[str, ...]


@dataclass(frozen=True)
class OfferPage:
    """Everything that a visitor may know of one offer. ``facts``: (label, value) pairs of the sheet."""

    card: OfferCard
    words: Words
    pictures: tuple[Picture, ...]
    week: tuple[DayHours, ...]
    year: tuple[str, ...]
    opening_note: str
    sessions: tuple[Session, ...]
    prices: tuple[PriceRow, ...]
    price_note: str
    contacts: tuple[ContactLine, ...]
    address: tuple[str, ...]
    labels: tuple[str, ...]
    amenities: tuple[str, ...]
    accessibility: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    types: tuple[OfferType, ...]
    source: str
    licence: str
    updated_at: datetime


def offer_page(pk: int, *, language: str, now: datetime) -> OfferPage | None:
    """The page, or None when the offer is not online. Ten queries, whatever it holds."""
    offer = Offer.everything.active().select_related("source", "commune", "main_type").filter(pk=pk).first()
    if offer is None:
        return None
    today = now.date()
    details = getattr(offer, "details", {})
    (card,) = cards([pk], language=language, now=now)
    return OfferPage(
        card=card,
        words=words_of([pk], language)[pk],
        pictures=tuple(pictures_of([pk], on=today).get(pk, ())),
        week=week(offer.schedule, now=now, language=language),
        year=year(offer.schedule, now=now, language=language),
        opening_note=in_words(details.get("opening_texts"), language),
        sessions=tuple(
            Session.objects.filter(offer=offer, day__gte=today).order_by("day", "starts_at")[:SESSIONS_SHOWN]
        ),
        prices=tuple(price_row(price, language) for price in offer.prices),
        price_note=in_words(details.get("price_texts"), language),
        contacts=tuple(contact_line(contact) for contact in offer.contacts),
        address=address_lines(offer.address, offer.commune.name if offer.commune else ""),
        labels=terms(offer.labels, language),
        amenities=terms(offer.amenities, language),
        accessibility=terms(offer.accessibility, language),
        facts=facts(details, offer, language),
        types=tuple(OfferType.objects.filter(code__in=offer.types[:6])),
        source=offer.source.name,
        licence=offer.source.licence,
        updated_at=offer.source_updated_at or offer.updated_at,
    )


def terms(found: Iterable[Mapping[str, Any]], language: str) -> tuple[str, ...]:
    """Labels without repetition."""
    labels = (in_words(term, language) for term in found)
    return tuple(dict.fromkeys(label for label in labels if label))


def price_row(price: Mapping[str, Any], language: str) -> PriceRow:
    low, high = price.get("min"), price.get("max")
    if low is None and high is None:
        amount = _("sur demande")
    elif low == 0 and not high:
        amount = _("gratuit")
    elif low is None or high is None or low == high:
        amount = euros(low if low is not None else high or 0)
    else:
        amount = _("de %(low)s à %(high)s") % {"low": euros(low), "high": euros(high)}
    label = in_words(price, language) or str(price.get("mode", ""))
    return PriceRow(label[:1].upper() + label[1:], amount, in_words(price.get("conditions"), language))


def contact_line(contact: Mapping[str, Any]) -> ContactLine:
    pages = tuple(page for page in contact.get("pages", ()) if str(page).startswith(("https://", "http://")))
    return ContactLine(
        str(contact.get("role", "")),
        str(contact.get("name", "")),
        tuple(contact.get("phones", ())),
        tuple(contact.get("emails", ())),
        pages,
    )


def address_lines(address: Mapping[str, Any], commune: str) -> tuple[str, ...]:
    place = f"{address.get('postal_code', '')} {address.get('locality') or commune}".strip()
    return tuple(line for line in (*address.get("streets", ()), place) if line)


def facts(details: Mapping[str, Any], offer: Offer, language: str) -> tuple[tuple[str, str], ...]:
    """What is short enough to be read at a glance."""
    rows: list[tuple[str, str]] = []
    if details.get("distance"):
        kilometres = formats.number_format(details["distance"] / 1000, 1)
        rows.append((_("Distance"), f"{kilometres}\N{NO-BREAK SPACE}km"))
    if details.get("climb"):
        rows.append((_("Dénivelé"), f"{details['climb']:.0f}\N{NO-BREAK SPACE}m"))
    if details.get("elevation"):
        rows.append((_("Altitude"), f"{details['elevation']:.0f}\N{NO-BREAK SPACE}m"))
    if offer.capacities.get("people"):
        rows.append((_("Capacité"), _("%(count)s personnes") % {"count": offer.capacities["people"]}))
    if details.get("pets") is not None:
        rows.append((_("Animaux"), _("acceptés") if details["pets"] else _("non acceptés")))
    if offer.languages:
        rows.append((_("Langues parlées"), ", ".join(map(language_name, offer.languages))))
    for key, label in (("payments", _("Paiements")), ("cuisines", _("Cuisine")), ("foods", _("À la carte"))):
        if details.get(key):
            rows.append((label, ", ".join(terms(details[key], language))))
    return tuple(rows)


def language_name(code: str) -> str:
    """In the reader's language; a code that nobody knows stays as it is."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
