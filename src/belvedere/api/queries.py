"""Reads for integrators: the offer as flat, stable JSON, a page at a time."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet

from belvedere.catalogue.enums import Family
from belvedere.catalogue.models import Media, Offer, OfferText, Session
from belvedere.engines import offers as engine
from belvedere.observatory import access as observatory
from belvedere.observatory.models import DataSource, Series
from belvedere.observatory.queries import flow_pages, public, published
from belvedere.territories.models import Destination

FAMILIES = {Family.PLACE: "place", Family.EVENT: "event", Family.PRODUCT: "product", Family.TOUR: "tour"}

#: Sessions, series, cells of flows of a page.
SESSIONS, SERIES, CELLS = 100, 100, 1000


def online(ids: Iterable[int], *, today: date) -> list[dict[str, Any]]:
    """The offers of these numbers that are online, in the order given. Three queries."""
    return flat(Offer.everything.active().filter(pk__in=list(ids)), ids, today=today)


def seen_by(offers: "QuerySet[Offer]", ids: Iterable[int], *, today: date) -> list[dict[str, Any]]:
    """The same, for offers that a person may see whatever their status, with where each field comes from."""
    found = flat(offers.filter(pk__in=list(ids)), ids, today=today)
    inside = {offer.pk: offer for offer in offers.filter(pk__in=[row["id"] for row in found])}
    for row in found:
        offer = inside[row["id"]]
        row |= {"status": offer.status, "completeness": offer.completeness, "missing": offer.missing}
        row["provenance"] = offer.provenance
    return found


def flat(offers: "QuerySet[Offer]", ids: Iterable[int], *, today: date) -> list[dict[str, Any]]:
    """Offers as JSON, in the order of ``ids``; pictures only where their rights allow it today."""
    texts = Prefetch("texts", OfferText.objects.order_by("language"))
    media = Prefetch("media", Media.everything.order_by("position", "id"))
    rows = offers.select_related("commune", "source").prefetch_related(texts, media)
    by_id = {offer.pk: _flat(offer, today) for offer in rows}
    return [by_id[number] for number in ids if number in by_id]


def _flat(offer: Offer, today: date) -> dict[str, Any]:
    return {
        "id": offer.pk,
        "uri": offer.uri,
        "name": offer.name,
        "families": [name for bit, name in FAMILIES.items() if offer.families & bit],
        "types": [{"code": code, "label": engine.label(code)} for code in offer.types],
        "texts": {text.language: _text(text) for text in offer.texts.all()},
        "longitude": offer.lon,
        "latitude": offer.lat,
        "commune": {"code": offer.commune.code, "name": offer.commune.name} if offer.commune else None,
        "address": offer.address,
        "contacts": offer.contacts,
        "opening": offer.schedule,
        "prices": offer.prices,
        "capacities": offer.capacities,
        "themes": offer.themes,
        "labels": offer.labels,
        "amenities": offer.amenities,
        "accessibility": offer.accessibility,
        "pictures": [_picture(media) for media in offer.media.all() if _shown(media, today)],
        "source": {"name": offer.source.name, "licence": offer.source.licence},
        "updated_at": offer.updated_at,
    }


def _text(text: OfferText) -> dict[str, Any]:
    return {"name": text.name, "short": text.short, "long": text.long, "machine_translated": text.machine}


def _picture(media: Media) -> dict[str, str]:
    return {"url": media.url, "title": media.title, "credit": media.credit, "licence": media.licence}


def _shown(media: Media, today: date) -> bool:
    return engine.media_shown(media.licence, media.credit, media.rights_start, media.rights_end, today, True)[0]


def sessions(found: "QuerySet[Session]", page: int) -> tuple[int, list[dict[str, Any]]]:
    """How many sessions in all, and a page of them in the order of time. Two queries."""
    start = (page - 1) * SESSIONS
    rows = found.select_related("offer").order_by("day", "starts_at", "id")[start : start + SESSIONS]
    return found.count(), [
        {
            "offer": row.offer_id,
            "name": row.offer.name,
            "day": row.day,
            "starts_at": row.starts_at,
            "ends_at": row.ends_at,
            "longitude": row.offer.lon,
            "latitude": row.offer.lat,
        }
        for row in rows
    ]


def destinations() -> list[dict[str, Any]]:
    """Destinations and where each stands in the tree."""
    rows = Destination.everything.select_related("parent").order_by("name")
    return [
        {"slug": d.slug, "name": d.name, "kind": d.kind, "parent": d.parent.slug if d.parent else None} for d in rows
    ]


def series(destination: Destination | None, measure: str, page: int) -> tuple[int, list[dict[str, Any]]]:
    """Published series, with how many there are in all."""
    held = public.series_of(destination)
    held = held.filter(measure=measure) if measure else held
    start = (page - 1) * SERIES
    return held.count(), [_series(one) for one in held.with_places()[start : start + SERIES]]  # type: ignore[attr-defined]


def one_series(number: int) -> dict[str, Any] | None:
    """A published series with its points; a value that secrecy hides is null."""
    found = observatory.published().exclude(first=None).with_places().filter(pk=number).first()  # type: ignore[attr-defined]
    if found is None:
        return None
    (shown,) = published.shown([found])
    points = [
        {"period": point.period, "value": point.value, "provisional": point.provisional, "hidden": point.hidden}
        for point in shown.points
    ]
    return _series(found) | {"method": found.method or found.source.method, "points": points}


def _series(one: Series) -> dict[str, Any]:
    return {
        "id": one.pk, "name": one.name, "place": one.place, "measure": one.measure, "unit": one.unit,
        "audience": one.audience, "market": one.market, "lodging": one.lodging, "frequency": one.frequency,
        "first": one.first, "last": one.last, "source": one.source.name, "producer": one.source.producer,
        "licence": one.source.open_licence,
    }  # fmt: skip


def flow_sources(destination: Destination | None) -> list[dict[str, Any]]:
    """Sources of flows that anybody may read."""
    return [
        {"id": one.pk, "name": one.name, "producer": one.producer, "method": one.method, "licence": one.open_licence,
         "months": flow_pages.months_of(one)}
        for one in flow_pages.sources_for(AnonymousUser(), destination)
    ]  # fmt: skip


def flow_cells(number: int, page: int) -> dict[str, Any] | None:
    """A page of what anybody may read of a source of flows."""
    nobody = AnonymousUser()
    source: DataSource | None = observatory.flow_sources_seen_by(nobody).filter(pk=number).first()
    if source is None:
        return None
    table = flow_pages.table_for(nobody, source)
    cells = table.slice((page - 1) * CELLS, CELLS).to_pylist()
    return {
        "total": table.num_rows, "page": page, "source": source.name, "licence": source.open_licence, "cells": cells
    }  # fmt: skip
