"""Where communes are: their points and their outlines, whatever the year of the file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import shapely
from django.db import transaction
from django.db.models import Q

from belvedere.kit import journal
from belvedere.territories.models import Commune, Contour


class NoCommunes(Exception):
    """The geographic code is not loaded yet."""


@dataclass(frozen=True)
class Outline:
    code: str
    name: str
    geometry: shapely.Geometry


@dataclass(frozen=True)
class OutlineReport:
    written: int
    sentences: tuple[str, ...]


@transaction.atomic
def apply_points(*, points: Mapping[str, tuple[float, float]]) -> int:
    """Places the living communes that have no point yet. Returns how many."""
    placed = []
    for commune in Commune.objects.filter(lon=None, until_year=None):
        if commune.code in points:
            commune.lon, commune.lat = points[commune.code]
            placed.append(commune)
    _write_points(placed)
    return len(placed)


def _write_points(communes: list[Commune]) -> None:
    Commune.objects.bulk_create(communes, update_conflicts=True, unique_fields=["code"], update_fields=["lon", "lat"])


@transaction.atomic
def apply_outlines(*, outlines: Iterable[Outline], year: int, by: Any, now: datetime) -> OutlineReport:
    """Writes outlines of that year and says, both ways, where they and the communes of today differ.

    A commune that took others in since that year gets the union of their outlines. Raises NoCommunes.
    """
    given = {outline.code: outline for outline in outlines}
    departments = set(Commune.objects.filter(pk__in=given).values_list("department_id", flat=True))
    communes = {c.code: c for c in Commune.objects.filter(Q(department__in=departments) | Q(pk__in=given))}
    if not communes:
        raise NoCommunes("Aucune commune n’est connue : lancez d’abord ./belvedere territories load.")
    unknown = [outline for code, outline in given.items() if code not in communes]
    merged = [communes[code] for code in given if code in communes and communes[code].until_year is not None]
    shapes = _shapes(given, communes)
    _write_outlines(shapes, communes, year)
    _name(given, merged)
    bare = sorted(c.name for c in communes.values() if c.until_year is None and c.code not in shapes)
    for commune in communes.values():
        if commune.code in shapes:
            journal.record("set_outlines", commune, by=by, now=now, year=year, written=len(shapes))
            break
    sentences = [
        *(f"{o.name} ({o.code}) n’est pas dans le code officiel chargé : contour écarté." for o in unknown),
        *(_merged_sentence(commune, communes, year) for commune in merged),
        *([f"Communes d’aujourd’hui sans contour de {year} ({len(bare)}) : {', '.join(bare)}."] if bare else []),
    ]
    return OutlineReport(len(shapes), tuple(sentences))


def _name(given: Mapping[str, Outline], merged: list[Commune]) -> None:
    """Past communes that the code knew by number alone get the name of the file."""
    named = [commune for commune in merged if commune.name == f"Ancienne commune {commune.code}"]
    for commune in named:
        commune.name = given[commune.code].name
    Commune.objects.bulk_update(named, ["name"])


def _merged_sentence(commune: Commune, communes: Mapping[str, Commune], year: int) -> str:
    heir = communes.get(commune.successor_id or "")
    if heir is None:
        return f"{commune.name} ({commune.code}) a un contour de {year} mais n’existe plus."
    return (
        f"{commune.name} ({commune.code}) a un contour de {year} mais fait aujourd’hui partie de {heir.name} "
        f"({heir.code}), dont le contour s’étend d’autant."
    )


def _shapes(given: Mapping[str, Outline], communes: Mapping[str, Commune]) -> dict[str, shapely.Geometry]:
    """Outlines by commune: those of the file, and for heirs the union with what they took in."""
    parts: dict[str, list[shapely.Geometry]] = {}
    for code, outline in given.items():
        commune = communes.get(code)
        if commune is None:
            continue
        parts.setdefault(code, []).append(outline.geometry)
        if commune.successor_id in communes:
            parts.setdefault(commune.successor_id, []).append(outline.geometry)
    return {code: shapely.union_all(found) if len(found) > 1 else found[0] for code, found in parts.items()}


def _write_outlines(shapes: Mapping[str, shapely.Geometry], communes: Mapping[str, Commune], year: int) -> None:
    rows, placed = [], []
    for code, shape in shapes.items():
        west, south, east, north = shapely.bounds(shape)
        rows.append(
            Contour(
                commune_id=code,
                year=year,
                geometry=shapely.to_wkb(shape),
                west=west,
                south=south,
                east=east,
                north=north,
            )
        )
        if communes[code].lon is None:
            inside = shapely.point_on_surface(shape)
            communes[code].lon, communes[code].lat = round(inside.x, 5), round(inside.y, 5)
            placed.append(communes[code])
    Contour.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["commune"],
        update_fields=["year", "geometry", "west", "south", "east", "north"],
    )
    _write_points(placed)
