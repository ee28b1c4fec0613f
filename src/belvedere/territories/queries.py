"""Reads: whose site is asked for, what a brand comes to once inherited."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.urls import get_script_prefix

from belvedere.kit.prepared import Prepared

from .enums import BrandField, french_and_english
from .models import Area, Brand, Commune, Destination


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


HOUSE_BRAND = ResolvedBrand("Belvédère", "", {}, "", "", "")


def site_for(*, host: str, path: str) -> Place:
    """Host name first, then the first part of the path, then the default destination."""
    first = path.strip("/").partition("/")[0]
    found = {d.hostname if d.hostname == host else d.slug: d for d in _candidates(host, first)}
    if host in found:
        return Place(found[host], "")
    if first and first in found:
        return Place(found[first], f"/{first}")
    return Place(next((d for d in found.values() if d.is_default), None), "")


_candidates = Prepared(
    lambda host, slug: Destination.everything.filter(Q(hostname=host) | Q(slug=slug) | Q(is_default=True))
)


def languages_of(destination: Destination | None) -> list[tuple[str, Any]]:
    """Code and name of the languages that its public site offers: French first, whatever is ticked."""
    offered = {settings.LANGUAGE_CODE, *(destination.languages if destination else french_and_english())}
    return [pair for pair in settings.LANGUAGES if pair[0] in offered]


def site_of(destination: Destination) -> str:
    """Where the destination's own site begins, without a final slash."""
    home = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    if destination.hostname:
        parts = urlsplit(home)
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.scheme}://{destination.hostname}{port}"
    return home if destination.is_default else f"{home}/{destination.slug}"


def address_of(destination: Destination, path: str) -> str:
    """The full address of one of our paths under the destination's own name, whatever site the path was made for; what
    an editor typed of elsewhere stays as it is."""
    prefix = get_script_prefix()
    bare = path.removeprefix(prefix.rstrip("/")) if prefix != "/" else path
    return f"{site_of(destination)}{bare}" if bare.startswith("/") and not bare.startswith("//") else path


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


def lineage(destination: Destination) -> list[Destination]:
    """The destination, its parent, its grand-parent…, each with its brand, in one recursive query."""
    table = Destination._meta.db_table
    # UNION and not UNION ALL: it ends even on a cycle. Only the table's name is written in.
    above = f"""
        WITH RECURSIVE above(id, parent_id) AS (
            SELECT id, parent_id FROM {table} WHERE id = %s
            UNION SELECT mother.id, mother.parent_id FROM {table} mother JOIN above ON above.parent_id = mother.id
        ) SELECT id FROM above"""  # noqa: S608
    rows = Destination.everything.filter(pk__in=RawSQL(above, [destination.pk]))  # noqa: S611
    found = {row.pk: row for row in rows.select_related("brand")}
    chain, key = [], destination.pk
    while key in found:
        chain.append(found.pop(key))
        key = chain[-1].parent_id
    return chain


def brand_of(destination: Destination) -> Brand | None:
    """The destination's own brand where it has one."""
    return getattr(destination, "brand", None)


def resolved_brand(destination: Destination | None) -> ResolvedBrand:
    """What the destination's site shows. One query, kept on the object for the length of the request."""
    if destination is None:
        return HOUSE_BRAND
    kept: ResolvedBrand | None = getattr(destination, "_resolved_brand", None)
    if kept is None:
        kept = inherited_brand(lineage(destination))
        destination._resolved_brand = kept
    return kept


def inherited_brand(chain: list[Destination], *, own: Brand | None = None) -> ResolvedBrand:
    """Brand of the first of ``chain`` (nearest first): each field is the nearest one given, among those that no
    destination above holds back. ``own`` stands for the first one's brand, to preview it before it is saved."""
    values: dict[str, Any] = {}
    held_back: set[str] = set()
    for place in reversed(chain):
        brand = own if own is not None and place is chain[0] else brand_of(place)
        if brand is None:
            continue
        for field in BrandField.values:
            if getattr(brand, field) and field not in held_back:
                values[field] = getattr(brand, field)
        held_back |= set(BrandField.values) - set(brand.child_may_override)
    first = own if own is not None else brand_of(chain[0])
    name = (first.display_name if first else "") or chain[0].name
    return replace(HOUSE_BRAND, name=name, **values)


def held_back_from(destination: Destination) -> dict[str, Destination]:
    """Brand fields that ``destination`` may not change, each with the destination above that keeps it."""
    kept: dict[str, Destination] = {}
    for place in lineage(destination)[1:]:
        brand = brand_of(place)
        if brand is not None:
            kept |= {field: place for field in BrandField.values if field not in brand.child_may_override}
    return kept


def tree_paths() -> dict[int, str]:
    """Every destination's path from its root, names joined; sorting by it gives the order of the tree. One query."""
    rows = {key: (name, above) for key, name, above in Destination.everything.values_list("pk", "name", "parent")}
    paths = {}
    for key in rows:
        names, here, seen = [], key, set()
        while here in rows and here not in seen:
            seen.add(here)
            names.append(rows[here][0])
            here = rows[here][1]
        paths[key] = " › ".join(reversed(names))
    return paths


def communes_of_areas(areas: "QuerySet[Area]") -> "QuerySet[Commune]":
    """Living communes of these EPCIs, departments and regions."""
    inside = Q(epci__in=areas) | Q(department__in=areas) | Q(department__parent__in=areas)
    return Commune.objects.current().filter(inside)


def current_codes(codes: Iterable[str]) -> dict[str, str]:
    """Code as a source wrote it → code of today's commune: heirs followed, districts of Paris, Lyon and Marseille
    brought back to their city. Unknown codes are absent."""
    asked = {code: _city_of(code) for code in codes}
    heirs: dict[str, str | None] = {}
    wanted = set(asked.values())
    while wanted:
        heirs |= dict(Commune.objects.filter(pk__in=wanted).values_list("pk", "successor"))
        wanted = {heir for heir in heirs.values() if heir} - heirs.keys()
    return {code: _heir_of(city, heirs) for code, city in asked.items() if city in heirs}


def _heir_of(code: str, heirs: dict[str, str | None]) -> str:
    seen = {code}
    while (heir := heirs[code]) and heir not in seen:
        seen.add(heir)
        code = heir
    return code


def _city_of(code: str) -> str:
    """Municipal districts have codes of their own: 75101…75120, 69381…69389, 13201…13216."""
    for city, first, last in (("75056", "75101", "75120"), ("69123", "69381", "69389"), ("13055", "13201", "13216")):
        if len(code) == 5 and first <= code <= last:
            return city
    return code
