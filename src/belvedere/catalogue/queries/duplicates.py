"""Offers that may be one and the same, found by their neighbourhood; a person decides."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from belvedere.catalogue.enums import Family, OfferStatus
from belvedere.catalogue.models import Offer
from belvedere.engines import offers

#: How many offers are compared together, and how far around them (degrees) others are looked for.
SLICE = 2000
MARGIN = 0.05
FAMILIES = {Family.PLACE: "place", Family.EVENT: "event", Family.PRODUCT: "product", Family.TOUR: "tour"}


class Resemblance(NamedTuple):
    """``first`` < ``second``; ``score`` in per cent."""

    first: int
    second: int
    reason: str
    score: int


def resemblances(ids: Sequence[int]) -> Iterator[Resemblance]:
    """For each of these offers, the one it most looks like among all that are not archived, if any."""
    there = Offer.everything.exclude(status=OfferStatus.ARCHIVED)
    for start in range(0, len(ids), SLICE):
        part = list(ids[start : start + SLICE])
        yield from _same_identifier(there, part)
        yield from _look_alikes(there, part)


def _same_identifier(there: "QuerySet[Offer]", part: Sequence[int]) -> Iterator[Resemblance]:
    """The same object delivered by two feeds."""
    mine = {
        (producer, identifier): (number, source)
        for number, producer, identifier, source in there.filter(pk__in=part).values_list(
            "pk", "producer", "external_id", "source"
        )
    }
    identifiers = [identifier for _producer, identifier in mine]
    sources = {source for _number, source in mine.values()}
    others = there.filter(external_id__in=identifiers).exclude(source__in=sources)
    for number, producer, identifier in others.values_list("pk", "producer", "external_id"):
        if found := mine.get((producer, identifier)):
            yield _pair(found[0], number, _("même identifiant DATAtourisme dans deux sources"), 100)


def _look_alikes(there: "QuerySet[Offer]", part: Sequence[int]) -> Iterator[Resemblance]:
    wanted = [_candidate(row) for row in _rows(there.filter(pk__in=part))]
    located = [one for one in wanted if one.lon is not None]
    others = [_candidate(row) for row in _rows(there.filter(_around(located)))] if located else []
    names = {one.key: one.name for one in [*others, *wanted]}
    index = offers.TwinIndex(others)
    for one in wanted:
        if twin := index.twin(one):
            score = fuzz.token_sort_ratio(offers.normal_name(one.name), offers.normal_name(names[twin.key]))
            yield _pair(int(one.key), int(twin.key), twin.reason, round(score))


def _rows(queryset: "QuerySet[Offer]") -> "QuerySet[Any, Any]":
    return queryset.order_by("pk").values_list("pk", "name", KT("address__postal_code"), "lon", "lat", "families")


def _candidate(row: Any) -> offers.Candidate:
    number, name, postal_code, lon, lat, families = row
    return offers.Candidate(str(number), name, postal_code or "", lon, lat, _named(families))


@lru_cache
def _named(families: int) -> tuple[str, ...]:
    return tuple(name for bit, name in FAMILIES.items() if families & bit)


def _around(located: Sequence[offers.Candidate]) -> Q:
    """The box around these offers, a little wider: the postal code of a neighbour may reach beyond."""
    lons, lats = [one.lon for one in located], [one.lat for one in located]
    return Q(
        lon__range=(min(lons) - MARGIN, max(lons) + MARGIN), lat__range=(min(lats) - MARGIN, max(lats) + MARGIN)
    )  # fmt: skip


def _pair(one: int, other: int, reason: str, score: int) -> Resemblance:
    return Resemblance(min(one, other), max(one, other), reason, score)
