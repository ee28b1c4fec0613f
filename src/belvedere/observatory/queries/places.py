"""Where a series counts: the place that a file names, found among ours."""

from typing import Any

from belvedere.engines import series as engine
from belvedere.observatory.enums import PlaceLevel
from belvedere.observatory.models import DataSource
from belvedere.territories.enums import AreaKind
from belvedere.territories.models import Area, Commune, Territory

AREAS = {
    PlaceLevel.EPCI: AreaKind.EPCI, PlaceLevel.DEPARTMENT: AreaKind.DEPARTMENT, PlaceLevel.REGION: AreaKind.REGION,
}  # fmt: skip


class PlaceFinder:
    """Places of the series of one source; what a delivery names often is looked up once."""

    def __init__(self, source: DataSource) -> None:
        self._source = source
        self._found: dict[engine.Place, dict[str, Any]] = {}

    def fields(self, place: engine.Place) -> dict[str, Any]:
        """Columns of ``Series`` that say where: one of ``territory_id``, ``area_id``, ``commune_id``, and the words of
        the source in ``zone``. A file that names no place counts in the territory of whoever holds the source."""
        if place not in self._found:
            self._found[place] = self._look(place)
        return self._found[place]

    def _look(self, place: engine.Place) -> dict[str, Any]:
        said = place.name or place.code
        if not place.level and not said:
            held = self._source.destination
            return {"territory_id": held.territory_id} if held else {}
        if place.level == PlaceLevel.COMMUNE:
            return {"commune_id": _commune(place), "zone": said[:200]}
        if place.level in AREAS:
            return {"area_id": _area(place), "zone": said[:200]}
        named = Territory.everything.filter(name__iexact=said).values_list("pk", flat=True)[:2]
        return {"territory_id": named[0] if len(named) == 1 else None, "zone": said[:200]}


def _commune(place: engine.Place) -> str | None:
    """By code, else by « Name (Department) », else by a name that one commune alone bears."""
    if place.code:
        return Commune.objects.filter(pk=place.code).values_list("pk", flat=True).first()
    name, _, department = place.name.removesuffix(")").partition(" (")
    named = Commune.objects.current().filter(name__iexact=name.strip())
    if department:
        named = named.filter(department__name__iexact=department.strip())
    found = list(named.values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


def _area(place: engine.Place) -> int | None:
    named = Area.objects.filter(kind=AREAS[PlaceLevel(place.level)])
    named = named.filter(code=place.code) if place.code else named.filter(name__iexact=place.name)
    found = list(named.values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None
