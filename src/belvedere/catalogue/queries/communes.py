"""Which commune an offer lies in: by its INSEE code, else by its coordinates, else by its postal code and its name."""

from collections.abc import Iterable
from dataclasses import dataclass

import shapely
from django.db.models import TextField
from django.db.models.functions import Cast

from belvedere.engines.offers import normal_name
from belvedere.territories import queries as territories
from belvedere.territories.models import Commune, Contour


@dataclass(frozen=True)
class Where:
    """What an offer says of its place."""

    insee: str = ""
    lon: float | None = None
    lat: float | None = None
    postal_code: str = ""
    locality: str = ""


class CommuneFinder:
    """Answers for many offers; what was found once is remembered, the whole reference is never loaded by INSEE code."""

    def __init__(self) -> None:
        self._known: dict[str, str | None] = {}
        self._shapes: dict[str, shapely.Geometry] = {}
        self._named_before: dict[tuple[str, str], str | None] = {}
        self._has_contours = Contour.objects.exists()

    def prepare(self, codes: Iterable[str]) -> None:
        """Looks up codes together, following mergers to the commune of today."""
        wanted = {code for code in codes if code} - self._known.keys()
        if wanted:
            found = territories.current_codes(wanted)
            self._known |= {code: found.get(code) for code in wanted}

    def find(self, where: Where) -> str | None:
        """Code of the present commune, or None. One query at most per unknown code or per point."""
        if where.insee and (found := self._followed(where.insee)):
            return found
        found = self._around(where.lon, where.lat)
        if found:
            return self._followed(found)
        return self._named(where.postal_code, where.locality) if where.postal_code else None

    def _followed(self, code: str) -> str | None:
        self.prepare([code])
        return self._known[code]

    def _around(self, lon: float | None, lat: float | None) -> str | None:
        if not self._has_contours or lon is None or lat is None:
            return None
        boxes = Contour.objects.filter(west__lte=lon, east__gte=lon, south__lte=lat, north__gte=lat)
        for contour in boxes:
            shape = self._shapes.setdefault(contour.pk, shapely.from_wkb(bytes(contour.geometry)))
            if shapely.contains_xy(shape, lon, lat):
                return str(contour.pk)
        return None

    def _named(self, postal_code: str, locality: str) -> str | None:
        """The only commune of that postal code, or the one of that name among them."""
        asked = (postal_code.strip(), normal_name(locality) if locality else "")
        if asked not in self._named_before:
            rows = self._served_by(asked[0], within=asked[0][:2]) or self._served_by(asked[0])
            same = [code for code, name in rows if normal_name(name) == asked[1]]
            alone = [code for code, _name in rows]
            self._named_before[asked] = next((found[0] for found in (same, alone) if len(found) == 1), None)
        return self._named_before[asked]

    @staticmethod
    def _served_by(postal_code: str, within: str = "") -> list[tuple[str, str]]:
        """(code, name) of the communes of a postal code, looked for in one department or, slower, in all."""
        there = Commune.objects.current().annotate(codes=Cast("postal_codes", TextField()))
        there = there.filter(pk__gte=within, pk__lt=f"{within}~") if within else there
        return list(there.filter(codes__contains=f'"{postal_code}"').values_list("code", "name"))
