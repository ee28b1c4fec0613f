"""The counts that may leave, month by month: everything that anybody is ever shown is reckoned from these cells.

A block is one family and category in one month, all its zones together. Its cells: each day (all, residents,
non-residents), the month (the same and each provenance), the month by each detail (department, country, age…), the
zones visited or slept in, the stays by length. Zones that add up (nights) have their sum, `ALL_ZONES`, and a zone
nested in another is tied to it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ibis import _
from ibis import literal as lit
from ibis.expr.types import Table

from belvedere.engines.flows.families import UNITS
from belvedere.engines.flows.queries import total
from belvedere.engines.flows.release import Block, Name, Sum

ALL_ZONES, ALL, RESIDENTS, NON_RESIDENTS = "", "all", "residents", "non_residents"
ABROAD, REST = "ETRANGER", ""
MERGED = {"EXCURSIONNISTE RECURRENT": "EXCURSIONNISTE"}
DAY, MONTH, OTHER = "day", "month", "other"


class Key(NamedTuple):
    """`family` bears the moment of the mobility files: `lieunuitee_soir`."""

    family: str
    category: str
    month: dt.date


def month_blocks(facts: Table, month: dt.date, parents: Mapping[str, str] | None = None) -> dict[Key, Block]:
    """Blocks of one month; `parents`: zone → the zone that contains it, whose other children it does not overlap."""
    tables: dict[Key, _Cells] = defaultdict(_Cells)
    for family, moment, category, *rest in _rows(facts, month):
        name = f"{family}_{moment}" if moment else family
        tables[Key(name, MERGED.get(category, category), month)].add(*rest)
    return {key: _block(key, cells, parents or {}) for key, cells in sorted(tables.items())}


def _rows(facts: Table, month: dt.date) -> Iterator[tuple[Any, ...]]:
    """Facts of a month: days as they are, details and movements summed over the month. Always in the same order, or
    the same sums, their parts told otherwise, would pass for new ones."""
    after = (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    inside = facts.filter(_.date >= lit(month), _.date < lit(after))
    by_day = (_.moment == "") & ((_.dimension == "") | (_.dimension == "duree"))
    keys = ["family", "moment", "category", "zone", "provenance", "dimension", "detail"]
    for chosen, extra in ((inside.filter(by_day), ["date"]), (inside.filter(~by_day), ["other"])):
        asked = chosen.group_by(*keys, *extra).agg(volume=total()).order_by(*keys, *extra)
        yield from zip(*(column.to_pylist() for column in asked.to_pyarrow().columns), strict=True)


class _Cells:
    """Counts of a block as they are read: by zone, then by day and provenance, or by detail."""

    def __init__(self) -> None:
        self.days: dict[str, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
        self.details: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.origins: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.stays: dict[str, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))

    def add(self, zone: str, provenance: str, dimension: str, detail: str, where: object, volume: int) -> None:
        if dimension == "duree":
            self.stays[zone][str(where), detail] += volume
        elif isinstance(where, dt.date):
            self.days[zone][str(where), provenance] += volume
        elif dimension:
            self.details[zone, dimension][detail] += volume
            self.origins[zone, dimension].add(provenance)
        else:
            self.details[zone, OTHER][str(where)] += volume


def _block(key: Key, cells: _Cells, parents: Mapping[str, str]) -> Block:
    made = _Maker()
    for zone, days in cells.days.items():
        made.days(zone, days)
    for (zone, dimension), details in cells.details.items():
        made.details(zone, dimension, details, cells.origins[zone, dimension])
    for zone, stays in cells.stays.items():
        made.stays(zone, stays)
    if UNITS[key.family.partition("_")[0]].adds_over_zones:
        made.nest(parents)
    return Block(made.values, tuple(made.sums))


class _Maker:
    def __init__(self) -> None:
        self.values: dict[Name, int] = {}
        self.sums: list[Sum] = []

    def tie(self, whole: Name, parts: Sequence[Name]) -> None:
        self.values.setdefault(whole, sum(self.values[part] for part in parts))
        self.sums.append((whole, tuple(parts)))

    def days(self, zone: str, counts: Mapping[tuple[str, str], int]) -> None:
        sides: dict[str, list[Name]] = {RESIDENTS: [], NON_RESIDENTS: []}
        by_provenance: dict[str, int] = defaultdict(int)
        for (day, provenance), volume in sorted(counts.items()):
            by_provenance[provenance] += volume
            for side in sides:
                name = (DAY, zone, side, day)
                if name not in self.values:
                    self.values[name] = 0
                    sides[side].append(name)
            self.values[DAY, zone, side_of(provenance), day] += volume
        for pair in zip(*sides.values(), strict=True):
            self.tie((DAY, zone, ALL, pair[0][3]), pair)
        for side, names in sides.items():
            self.tie((MONTH, zone, side, ""), names)
        self.tie((MONTH, zone, ALL, ""), [(MONTH, zone, side, "") for side in sides])
        self.sums.append(((MONTH, zone, ALL, ""), tuple((DAY, zone, ALL, name[3]) for name in sides[RESIDENTS])))
        inside = sorted(name for name in by_provenance if name != ABROAD)
        for provenance in inside:
            self.values[MONTH, zone, provenance, ""] = by_provenance[provenance]
        if inside:
            self.sums.append(((MONTH, zone, RESIDENTS, ""), tuple((MONTH, zone, one, "") for one in inside)))

    def details(self, zone: str, dimension: str, counts: Mapping[str, int], origins: set[str]) -> None:
        """Parts of what the provenances of the file make up; what the provider withheld of it is `REST`."""
        names = [(dimension, zone, detail, "") for detail in sorted(counts)]
        self.values |= {name: counts[name[2]] for name in names}
        whole = (MONTH, zone, _whole(origins), "") if dimension != OTHER else (MONTH, zone, ALL, "")
        rest = self.values[whole] - sum(counts.values()) if whole in self.values else 0
        if rest > 0:
            self.values[dimension, zone, REST, ""] = rest
            names.append((dimension, zone, REST, ""))
        if rest < 0:  # the provider's own rounding: whoever subtracts would take it for the sum
            whole = (f"{dimension}-sum", zone, "", "")
        self.tie(whole, names)

    def stays(self, zone: str, counts: Mapping[tuple[str, str], int]) -> None:
        by_day: dict[str, list[Name]] = defaultdict(list)
        for (day, length), volume in sorted(counts.items()):
            name = ("stay", zone, length, day)
            self.values[name] = volume
            by_day[day].append(name)
        for day, names in by_day.items():
            self.tie((DAY, zone, ALL, day), names)

    def nest(self, parents: Mapping[str, str]) -> None:
        """Ties zones to the one around them, and the outermost to `ALL_ZONES`, cell by cell."""
        groups: dict[str, dict[tuple[str, str, str], list[Name]]] = defaultdict(lambda: defaultdict(list))
        zones = {name[1] for name in self.values}
        for name in list(self.values):
            around = parents.get(name[1], ALL_ZONES)
            groups[around if around in zones else ALL_ZONES][name[0], name[2], name[3]].append(name)
        for around in sorted(groups, key=lambda zone: zone == ALL_ZONES):
            for (kind, part, day), names in groups[around].items():
                self._tie_zone((kind, around, part, day), names)

    def _tie_zone(self, whole: Name, names: list[Name]) -> None:
        if whole[1] != ALL_ZONES:
            rest = self.values.get(whole, -1) - sum(self.values[name] for name in names)
            if rest < 0:
                return
            if rest:
                left = (whole[0], f"{whole[1]}-rest", *whole[2:])
                self.values[left] = rest
                names = [*names, left]
        self.tie(whole, names)


def side_of(provenance: str) -> str:
    """Whether a provenance lives in France."""
    return NON_RESIDENTS if provenance == ABROAD else RESIDENTS


def _whole(origins: set[str]) -> str:
    """The cell of the month that details of these provenances are parts of."""
    if origins == {ABROAD}:
        return NON_RESIDENTS
    if ABROAD in origins:
        return ALL
    return RESIDENTS if len(origins) > 1 else next(iter(origins))
