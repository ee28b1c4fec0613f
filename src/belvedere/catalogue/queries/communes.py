"""Which commune an offer lies in: by its INSEE code, else by its coordinates, else by its postal code and its name."""

from collections.abc import Iterable
from dataclasses import dataclass

import shapely
from django.db.models import TextField
from django.db.models.functions import Cast

from belvedere.engines.offers import normal_name
from belvedere.territories.models import Commune, Contour

#: Municipal arrondissements, which feeds use and which are no communes.
ARRONDISSEMENTS = (("75101", "75120", "75056"), ("69381", "69389", "69123"), ("13201", "13216", "13055"))


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
        wanted = {whole_commune(code) for code in codes if code} - self._known.keys()
        while wanted:
            rows = dict(Commune.objects.filter(pk__in=wanted).values_list("code", "successor_id"))
            self._known |= {code: rows.get(code) or (code if code in rows else None) for code in wanted}
            wanted = {successor for successor in rows.values() if successor} - self._known.keys()

    def find(self, where: Where) -> str | None:
        """Code of the present commune, or None. One query at most per unknown code or per point."""
        code = whole_commune(where.insee)
        if code and (found := self._followed(code)):
            return found
        found = self._around(where.lon, where.lat)
        if found:
            return self._followed(found)
        return self._named(where.postal_code, where.locality) if where.postal_code else None

    def _followed(self, code: str) -> str | None:
        seen = set()
        while code not in seen:
            seen.add(code)
            if code not in self._known:
                self.prepare([code])
            following = self._known[code]
            if following is None or following == code:
                return following
            code = following
        return code

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


def whole_commune(code: str) -> str:
    """The commune of an arrondissement of Paris, Lyon or Marseille; any other code as it is."""
    for first, last, commune in ARRONDISSEMENTS:
        if first <= code <= last:
            return commune
    return code
