"""Prices, means of payment, equipment, labels and rankings."""

import re
from decimal import Decimal
from typing import Any

from .shapes import (
    Reading,
    concept,
    concepts,
    day,
    joined,
    keys,
    langs,
    many,
    money,
    nodes,
    number,
    one,
    strings,
    translated,
    truth,
)
from .types import Amenity, Concept, Langs, Mark, Price

_OFFER = keys("@id @type schema:priceSpecification schema:acceptedPaymentMethod TextPriceSpecification")
_PRICE = keys(
    "@id @type schema:price schema:minPrice schema:maxPrice schema:priceCurrency hasEligiblePolicy "
    "hasPricingMode hasPricingOffer hasPricingSeason hasAudience hasEligibleAudience appliesOnPeriod "
    "name additionalInformation hasTranslatedProperty"
)
_PERIOD = keys("@id @type startDate endDate")
_FEATURE = keys("@id @type features schema:value hasFloorSize petsAllowed internetAccess hasLayout")
_SURFACE = keys("@id @type schema:value schema:unitText")
_REVIEW = keys("@id @type hasReviewValue reviewExpirationDate")
_VALUE = keys("@id @type rdfs:label schema:ratingValue isCompliantWith")
_TRANSLATED = {"additionalInformation": "conditions", "name": "names"}
_SCALE = re.compile(r"ScaleRating_(\d)")


def prices(obj: dict[str, Any], r: Reading) -> tuple[tuple[Price, ...], Langs, tuple[Concept, ...]]:
    """(prices, prices in words, means of payment)."""
    found: list[Price] = []
    words: list[tuple[str, str]] = []
    payments: list[tuple[Concept, ...]] = []
    for i, node in enumerate(nodes(obj.get("offers"), r, "/offers")):
        path = f"/offers/{i}"
        if not _OFFER.issuperset(node):
            r.extras(node, _OFFER, path)
        inner = f"{path}/schema:priceSpecification"
        for j, price in enumerate(nodes(node.get("schema:priceSpecification"), r, inner)):
            found.append(_price(price, r, f"{inner}/{j}"))
        words += langs(node.get("TextPriceSpecification"), r, f"{path}/TextPriceSpecification")
        payments.append(concepts(node.get("schema:acceptedPaymentMethod"), r, f"{path}/payment"))
    return tuple(found), tuple(words), joined(payments)


def _price(node: dict[str, Any], r: Reading, path: str) -> Price:
    if not _PRICE.issuperset(node):
        r.extras(node, _PRICE, path)
    low, high, only = (_amounts(node, key, r, path) for key in ("schema:minPrice", "schema:maxPrice", "schema:price"))
    if only and not {*only} <= {*low, *high}:
        if low or high:
            r.keep(f"{path}/schema:price", node["schema:price"])
        else:
            low = high = only
    machine = translated(node, path, _TRANSLATED, r)
    periods = nodes(node.get("appliesOnPeriod"), r, f"{path}/appliesOnPeriod")
    for i, extra in enumerate(periods[1:], 1):
        r.keep(f"{path}/appliesOnPeriod/{i}", extra)
    period = periods[0] if periods else {}
    r.extras(period, _PERIOD, f"{path}/appliesOnPeriod/0")
    return Price(
        min(low, default=None),
        max(high, default=None),
        one(node.get("schema:priceCurrency"), r, f"{path}/schema:priceCurrency"),
        concepts(node.get("hasEligiblePolicy"), r, f"{path}/hasEligiblePolicy"),
        concepts(node.get("hasPricingMode"), r, f"{path}/hasPricingMode"),
        concepts(node.get("hasPricingOffer"), r, f"{path}/hasPricingOffer"),
        concepts(node.get("hasPricingSeason"), r, f"{path}/hasPricingSeason"),
        joined(concepts(node.get(key), r, f"{path}/{key}") for key in ("hasAudience", "hasEligibleAudience")),
        day(period.get("startDate"), f"{path}/appliesOnPeriod/0/startDate"),
        day(period.get("endDate"), f"{path}/appliesOnPeriod/0/endDate"),
        langs(node.get("name"), r, f"{path}/name"),
        langs(node.get("additionalInformation"), r, f"{path}/additionalInformation"),
        tuple(machine),
        next((by for marked in machine.values() for by in marked.values()), ""),
    )


def _amounts(node: dict[str, Any], key: str, r: Reading, path: str) -> list[Decimal]:
    """The amounts of a price; when there are several the list is kept verbatim as well."""
    values = many(node.get(key))
    if len(values) > 1:
        r.keep(f"{path}/{key}", values)
    found = [money(value, r, f"{path}/{key}/{i}") for i, value in enumerate(values)]
    return [amount for amount in found if amount is not None]


def amenities(obj: dict[str, Any], r: Reading) -> tuple[tuple[Amenity, ...], bool | None, bool | None]:
    """(equipment and services, pets allowed, internet) out of the features."""
    found: list[Amenity] = []
    pets: bool | None = None
    internet: bool | None = None
    for i, node in enumerate(nodes(obj.get("hasFeature"), r, "/hasFeature")):
        path = f"/hasFeature/{i}"
        if not _FEATURE.issuperset(node):
            r.extras(node, _FEATURE, path)
        if "petsAllowed" in node:
            pets = pets or truth(node["petsAllowed"], r, f"{path}/petsAllowed")
        if "internetAccess" in node:
            internet = internet or truth(node["internetAccess"], r, f"{path}/internetAccess")
        found += _amenity(node, r, path)
    return tuple(found), pets, internet


def _amenity(node: dict[str, Any], r: Reading, path: str) -> list[Amenity]:
    value = one(node["schema:value"], r, f"{path}/schema:value") if "schema:value" in node else ""
    surface = unit = ""
    for i, size in enumerate(nodes(node.get("hasFloorSize"), r, f"{path}/hasFloorSize")):
        inner = f"{path}/hasFloorSize/{i}"
        if i:
            r.keep(inner, size)
            continue
        r.extras(size, _SURFACE, inner)
        surface = one(size.get("schema:value"), r, f"{inner}/schema:value")
        unit = one(size.get("schema:unitText"), r, f"{inner}/schema:unitText")
    layouts = concepts(node.get("hasLayout"), r, f"{path}/hasLayout")
    named: tuple[Concept | None, ...] = concepts(node.get("features"), r, f"{path}/features")
    if not named and (value or surface or unit or layouts):
        named = (None,)
    return [Amenity(term, value, surface, unit, layouts) for term in named]


def marks(obj: dict[str, Any], r: Reading) -> tuple[Mark, ...]:
    """Labels, stars and other rankings."""
    found = []
    for i, node in enumerate(nodes(obj.get("hasReview"), r, "/hasReview")):
        path = f"/hasReview/{i}"
        if not _REVIEW.issuperset(node):
            r.extras(node, _REVIEW, path)
        expires = day(node.get("reviewExpirationDate"), f"{path}/reviewExpirationDate")
        for value in nodes(node.get("hasReviewValue"), r, f"{path}/hasReviewValue"):
            found.append(_mark(value, r, f"{path}/hasReviewValue")._replace(expires=expires))
    return tuple(found)


def _mark(value: dict[str, Any], r: Reading, path: str) -> Mark:
    r.extras(value, _VALUE, path)
    bare = {name: value[name] for name in ("@id", "@type", "rdfs:label") if name in value}
    term = concept({"@id": "", **bare}, r, path) or Concept("")
    stars = number(value.get("schema:ratingValue"), r, f"{path}/schema:ratingValue")
    scale = _SCALE.search(term.key)
    if stars is None and scale:
        stars = float(scale[1])
    applies = strings(value["isCompliantWith"], r, f"{path}/isCompliantWith") if "isCompliantWith" in value else ()
    return Mark(term, stars, applies, None)
