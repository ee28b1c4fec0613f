"""Reads: whose site is asked for, what a brand comes to once inherited."""

from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from .models import Brand, Destination


@dataclass(frozen=True)
class Place:
    """The destination a request is for, and the path prefix that named it (empty when the host did)."""

    destination: Destination | None
    prefix: str


@dataclass(frozen=True)
class ResolvedBrand:
    """A brand with every field filled: its own, or its nearest ancestor's, or the house's."""

    name: str
    signature: str
    palette: dict[str, str]
    typeface: str
    logo: str
    tone: str


def site_for(*, host: str, path: str) -> Place:
    """Host name first, then the first part of the path, then the default destination."""
    first = path.strip("/").partition("/")[0]
    found = {d.hostname if d.hostname == host else d.slug: d for d in _candidates(host, first)}
    if host in found:
        return Place(found[host], "")
    if first and first in found:
        return Place(found[first], f"/{first}")
    return Place(next((d for d in found.values() if d.is_default), None), "")


def _candidates(host: str, slug: str) -> list[Destination]:
    wanted = Destination.objects.filter(hostname=host) | Destination.objects.filter(slug=slug)
    return list((wanted | Destination.objects.filter(is_default=True)).select_related("brand", "parent__brand"))


def descendants(destinations: "QuerySet[Destination]") -> "QuerySet[Destination]":
    """These destinations and everything below them, lazily, in one recursive query."""
    try:
        seed, parameters = destinations.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return Destination.everything.none()
    table = Destination._meta.db_table
    # UNION and not UNION ALL: it ends even on a cycle. Only the table's name and the ORM's own SQL are written in.
    below = f"""
        WITH RECURSIVE below(id) AS (
            {seed} UNION SELECT child.id FROM {table} child JOIN below ON child.parent_id = below.id
        ) SELECT id FROM below"""  # noqa: S608
    return Destination.everything.filter(pk__in=RawSQL(below, parameters))  # noqa: S611


def lineage(destination: Destination | None) -> list[Destination]:
    """The destination, its parent, its grand-parent…"""
    chain = []
    while destination is not None and destination not in chain:
        chain.append(destination)
        destination = destination.parent
    return chain


def resolved_brand(destination: Destination | None) -> ResolvedBrand:
    """What the destination's site shows, each field inherited where it is empty or may not be overridden."""
    brands = [d.brand for d in lineage(destination) if Brand.objects.filter(destination=d).exists()]
    name = next((b.display_name for b in brands if b.display_name), destination.name if destination else "Belvédère")
    return ResolvedBrand(
        name=name,
        signature=_first(brands, "signature"),
        palette=next((b.palette for b in brands if b.palette), {}),
        typeface=_first(brands, "typeface"),
        logo=_first(brands, "logo"),
        tone=_first(brands, "tone"),
    )


def _first(brands: list[Brand], field: str) -> str:
    return next((getattr(brand, field) for brand in brands if getattr(brand, field)), "")
