"""From an incoming offer to the columns of ours: plain values, nothing read, nothing written. Knows nothing of Django.

``details`` holds what has no column: ``identifier``, ``creator``, ``publishers``, ``elevation`` (m), ``distance`` (m),
``climb`` (m), ``pets``, ``internet``, ``payments``, ``audiences``, ``surroundings``, ``cuisines``, ``foods``,
``tour_types`` (terms), ``opening_texts`` and ``price_texts`` (by language), ``same_as``; each absent when not known.
"""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from belvedere.engines import offers

REDUCED_MOBILITY = {
    "key": "ReducedMobility",
    "fr": "Accessible aux personnes à mobilité réduite",
    "en": "Accessible to people with reduced mobility",
}


def facts(offer: offers.IncomingOffer) -> dict[str, Any]:
    """Columns that are facts of the source; its families, main type, commune and hours are found elsewhere."""
    prices = [price_of(price) for price in offer.prices]
    return {
        "name": offer.name,
        "types": ordered_types(offer.types),
        "themes": terms(offer.themes),
        "labels": [mark_of(mark) for mark in offer.marks],
        "amenities": [amenity_of(amenity) for amenity in offer.amenities],
        "accessibility": accessibility_of(offer),
        "lon": offer.lon,
        "lat": offer.lat,
        "address": address_of(offer.address),
        "contacts": contacts_of(offer.contacts),
        "prices": prices,
        "min_price": min((p["min"] for p in prices if "min" in p and p["currency"] == "EUR"), default=None),
        "capacities": {} if offer.capacity is None else {"people": offer.capacity},
        "languages": list(offer.languages),
        "details": details_of(offer),
    }


def texts(offer: offers.IncomingOffer) -> dict[tuple[str, int], tuple[Any, ...]]:
    """(language, 0) → name, short, long, machine: see ``children``."""
    return {(t.language, 0): (t.name, t.short, t.description, bool(t.machine)) for t in offer.texts}


def media(offer: offers.IncomingOffer) -> dict[tuple[str, int], tuple[Any, ...]]:
    """(address, how many times it came before) → position, kind, title, credit, licence, rights, size."""
    found: dict[tuple[str, int], tuple[Any, ...]] = {}
    for position, item in enumerate(offer.media):
        title = offers.in_language(item.titles, "fr")
        rights = (item.starts, item.ends, item.width, item.height)
        again = 0
        while (item.url, again) in found:
            again += 1
        found[item.url, again] = (position, item.kind, title, item.credit, item.licence, *rights)
    return found


def periods(offer: offers.IncomingOffer) -> tuple[offers.OpeningPeriod, ...]:
    """An event is open when it takes place; the hours of its place count only when it says no dates."""
    return (offer.dates if "event" in offer.families else ()) or offer.openings


@lru_cache(maxsize=4096)
def ordered_types(types: tuple[str, ...]) -> list[str]:
    """Classes of the ontology, the most precise first; schema.org's repeat them and PointOfInterest says nothing."""
    own = [name for name in types if ":" not in name and name != "PointOfInterest"]
    leaves = sorted(offers.leaves(types), key=lambda name: -len(offers.ancestors(name)))
    return list(dict.fromkeys([*leaves, *own]))


@lru_cache(maxsize=8192)
def term(concept: offers.Concept) -> dict[str, str]:
    labels = dict(concept.labels)
    found = {"key": concept.key.rpartition(":")[2], "fr": concept.label()}
    return found | {"en": labels["en"]} if "en" in labels else found


def terms(concepts: Iterable[offers.Concept]) -> list[dict[str, str]]:
    return [term(concept) for concept in concepts]


def cents(amount: Decimal | None) -> int | None:
    return None if amount is None else int((amount * 100).to_integral_value())


def filled(**values: Any) -> dict[str, Any]:
    """Only what is known: false and zero are known, empty is not."""
    return {key: value for key, value in values.items() if value is not None and value not in ("", [], {})}


def price_of(price: offers.Price) -> dict[str, Any]:
    names = dict(price.names)
    words = price.labels + price.kinds + price.seasons + price.audiences
    return {"currency": price.currency or "EUR"} | filled(
        min=cents(price.minimum),
        max=cents(price.maximum),
        fr=names.get("fr") or ", ".join(concept.label() for concept in words),
        en=names.get("en") or ", ".join(concept.label("en") for concept in words),
        mode=", ".join(concept.label() for concept in price.modes),
        conditions=dict(price.conditions),
        **{"from": price.starts and price.starts.isoformat(), "until": price.ends and price.ends.isoformat()},
    )


def mark_of(mark: offers.Mark) -> dict[str, Any]:
    return term(mark.concept) | filled(stars=mark.stars, until=mark.expires and mark.expires.isoformat())


def amenity_of(amenity: offers.Amenity) -> dict[str, Any]:
    named = term(amenity.concept) if amenity.concept else {"key": "", "fr": ""}
    if not (amenity.value or amenity.surface or amenity.layouts):
        return named
    return named | filled(
        value=amenity.value, surface=amenity.surface, unit=amenity.unit, layouts=terms(amenity.layouts)
    )


def accessibility_of(offer: offers.IncomingOffer) -> list[dict[str, str]]:
    marks = [
        {"key": f"TourismeHandicap{name.title()}", "fr": f"Tourisme & Handicap\N{NO-BREAK SPACE}: {name}"}
        for name in offer.handicaps
    ]
    return [REDUCED_MOBILITY, *marks] if offer.accessible else marks


def address_of(address: offers.Address | None) -> dict[str, Any]:
    if address is None:
        return {}
    return {
        "streets": list(address.streets),
        "postal_code": address.postal_code,
        "locality": address.locality,
        "insee": address.city.insee if address.city else "",
    }


def contacts_of(contacts: Iterable[offers.Contact]) -> list[dict[str, Any]]:
    """People to reach; the same ones said twice in the same role come once."""
    found: list[dict[str, Any]] = []
    for role, who in contacts:
        reached = {
            "role": role,
            "name": who.name,
            "phones": list(who.phones),
            "emails": list(who.emails),
            "pages": list(who.pages),
        }
        if reached not in found:
            found.append(reached)
    return found


def details_of(offer: offers.IncomingOffer) -> dict[str, Any]:
    return filled(
        identifier=offer.identifier,
        creator=offer.creator.name if offer.creator else "",
        publishers=[who.name for who in offer.publishers],
        elevation=offer.elevation,
        distance=offer.distance,
        climb=offer.climb,
        pets=offer.pets,
        internet=offer.internet,
        payments=terms(offer.payments),
        audiences=terms(offer.audiences),
        surroundings=terms(offer.surroundings),
        cuisines=terms(offer.cuisines),
        foods=terms(offer.foods),
        tour_types=terms(offer.tour_types),
        opening_texts=dict(offer.opening_texts),
        price_texts=dict(offer.price_texts),
        same_as=list(offer.same_as),
    )
