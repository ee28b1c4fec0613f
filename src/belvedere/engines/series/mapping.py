"""A table whose columns somebody has named once: rows to series, whatever the order of the rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

import numpy as np

from . import values as cells
from .tables import Table, read_table
from .types import FREQUENCIES, Fault, IncomingSeries, Place, Reading, SeriesError, Traits

MAX_FAULTS = 200
UNTOLD = Traits()
_PERIOD = re.compile(r"^(date|jour|mois|année|annee|trimestre|semaine|p[ée]riode|ds|time_period)", re.IGNORECASE)
_COMMUNE = re.compile(r"^(code.?(insee|commune)|insee|codgeo|depcom)$", re.IGNORECASE)
PROVISIONAL = ("provisoire", "p", "estimé", "prov", "1", "oui", "true", "vrai")


@dataclass(frozen=True)
class Mapping:
    """``period``: its column. ``values``: column → what it counts. ``keys``: columns that tell series apart.

    ``place``: a column of codes at ``place_level``. ``provisional``: a column that says so with one of its words.
    ``frequency`` forces one (days are then brought to the first of their period). ``repeat`` « sum » adds the rows of
    one period (hours of a counter); otherwise a period given twice fails its series.
    """

    period: str
    values: Dict[str, Traits]
    keys: tuple[str, ...] = ()
    place: str = ""
    place_level: str = "commune"
    provisional: str = ""
    frequency: str = ""
    sheet: str = ""
    repeat: str = "refuse"
    everywhere: Traits = UNTOLD

    @classmethod
    def from_dict(cls, given: Any) -> Mapping:
        """From its JSON form. Raises SeriesError with what is missing or unknown."""
        if not isinstance(given, dict):
            raise SeriesError("Correspondance : un objet JSON est attendu, avec « period » et « values ».")
        known = {one.name for one in fields(cls)}
        unknown = sorted(set(given) - known)
        if unknown:
            raise SeriesError(f"Correspondance : « {unknown[0]} » inconnu (attendus : {', '.join(sorted(known))}).")
        if not given.get("period") or not given.get("values"):
            raise SeriesError(
                "Correspondance : « period » (une colonne) et « values » (des colonnes) sont nécessaires."
            )
        if given.get("frequency", "") not in ("", *FREQUENCIES):
            raise SeriesError(f"Correspondance : fréquence « {given['frequency']} » inconnue (D, W, M, Q ou Y).")
        wanted = given["values"]
        if not isinstance(wanted, dict):
            wanted = {str(column): {} for column in ([wanted] if isinstance(wanted, str) else wanted)}
        traits = {column: _traits(about, column) for column, about in wanted.items()}
        rest = {name: given[name] for name in known & set(given) - {"values", "everywhere", "keys"}}
        return cls(
            values=traits, keys=tuple(given.get("keys", ())),
            everywhere=_traits(given.get("everywhere", {}), "everywhere"), **rest,
        )  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: only what is not the default."""
        plain = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in ("values", "everywhere")}
        blank = Mapping("", {})
        out = {name: value for name, value in plain.items() if value != getattr(blank, name)}
        out |= {"keys": list(self.keys)} if self.keys else {}
        out["values"] = {column: _told(traits) for column, traits in self.values.items()}
        return out | ({"everywhere": _told(self.everywhere)} if self.everywhere != UNTOLD else {})


def _traits(given: Any, column: str) -> Traits:
    known = {one.name for one in fields(Traits)} - {"place"}
    if not isinstance(given, dict) or set(given) - known - {"level", "code", "place"}:
        wrong = sorted(set(given) - known - {"level", "code", "place"})[0] if isinstance(given, dict) else str(given)
        raise SeriesError(f"Correspondance, colonne « {column} » : « {wrong} » inconnu.")
    place = Place(str(given.get("level", "")), str(given.get("code", "")), str(given.get("place", "")))
    return Traits(**{name: str(given[name]) for name in known & set(given)}, place=place)


def _told(traits: Traits) -> dict[str, str]:
    words = {one.name: getattr(traits, one.name) for one in fields(traits) if one.name != "place"}
    words |= {"level": traits.place.level, "code": traits.place.code, "place": traits.place.name}
    return {name: word for name, word in words.items() if word}


def guess(table: Table, everywhere: Traits = UNTOLD) -> Mapping:
    """A mapping from the names of the columns and the first rows. Raises SeriesError when none can be made out."""
    period = next((name for name in table.header if _PERIOD.match(name)), "")
    if not period:
        raise SeriesError(
            f"{table.name} : aucune colonne de date (Date, Jour, Mois, Année, Période) ; donnez une correspondance."
        )
    place = next((name for name in table.header if _COMMUNE.match(name)), "")
    others = [name for name in table.header if name and name not in (period, place)]
    figures = {name for name in others if _is_figure(table, name)}
    if not figures:
        raise SeriesError(f"{table.name} : aucune colonne de nombres ; donnez une correspondance.")
    keys = tuple(name for name in others if name not in figures)
    return Mapping(period, {name: Traits() for name in others if name in figures}, keys, place, everywhere=everywhere)


def _is_figure(table: Table, name: str) -> bool:
    place, seen = table.column(name), 0
    for _line, row in table.rows[:200]:
        if place < len(row):
            try:
                seen += cells.number(row[place]) is not None
            except ValueError:
                return False
    return seen > 0


@dataclass
class _Draft:
    """A series while its rows come in."""

    traits: Traits
    points: dict[date, tuple[float, bool]] = field(default_factory=dict)
    frequencies: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    failed: str = ""


def read_mapped(name: str, data: bytes, mapping: Mapping) -> Reading:
    """Every series of a table. Raises SeriesError when a column of the mapping is missing or no row is usable."""
    return Rows(read_table(name, data, sheet=mapping.sheet), mapping).reading()


class Rows:
    """Rows of one table on their way to series."""

    def __init__(self, table: Table, mapping: Mapping) -> None:
        self.table, self.mapping = table, mapping
        self.period = table.column(mapping.period)
        self.columns = {column: table.column(column) for column in mapping.values}
        self.keys = [table.column(column) for column in mapping.keys]
        self.place = table.column(mapping.place) if mapping.place else None
        self.state = table.column(mapping.provisional) if mapping.provisional else None
        self.drafts: dict[str, _Draft] = {}
        self.faults: list[Fault] = []

    def reading(self) -> Reading:
        """The series in order of key."""
        for line, row in self.table.rows:
            self._take(line, [*row, *[None] * (len(self.table.header) - len(row))])
        if not self.drafts:
            first = f" ({self.faults[0]})" if self.faults else ""
            raise SeriesError(f"{self.table.name} : aucune ligne utilisable{first}.")
        series = [self._made(key, draft) for key, draft in sorted(self.drafts.items())]
        return Reading(tuple(series), tuple(self.faults[:MAX_FAULTS]))

    def _take(self, line: int, row: list[Any]) -> None:
        try:
            day, frequency = cells.period(row[self.period])
        except (ValueError, TypeError):
            self._fault(line, self.mapping.period, f"période « {row[self.period]} » illisible, ligne laissée de côté")
            return
        labels = [str(row[k] or "").strip() for k in self.keys]
        code = _code(row[self.place], self.mapping.place_level) if self.place is not None else ""
        early = self.state is not None and str(row[self.state] or "").strip().casefold() in PROVISIONAL
        for column, place in self.columns.items():
            draft = self._draft(column, labels, code)
            try:
                value = cells.number(row[place])
            except ValueError:
                draft.faults.append(self._place(line, column, f"« {row[place]} » n’est pas un nombre"))
                continue
            if value is not None:
                draft.frequencies[frequency] += 1
                self._add(draft, line, cells.floor(day, self.mapping.frequency or frequency), value, early)

    def _draft(self, column: str, labels: list[str], code: str) -> _Draft:
        parts = [column, *labels, *([code] if code else [])]
        key = " / ".join(part for part in parts if part)[:200]
        if key not in self.drafts:
            own, shared = self.mapping.values[column], self.mapping.everywhere
            named = {one.name: getattr(own, one.name) or getattr(shared, one.name) for one in fields(Traits)}
            place = Place(self.mapping.place_level, code) if code else own.place if own.place.level else shared.place
            name = " – ".join([own.name or column, *filter(None, labels)])
            self.drafts[key] = _Draft(replace(Traits(**named), name=name, place=place))
        return self.drafts[key]

    def _add(self, draft: _Draft, line: int, day: date, value: float, early: bool) -> None:
        known = draft.points.get(day)
        if known is None:
            draft.points[day] = (value, early)
        elif self.mapping.repeat == "sum":
            draft.points[day] = (known[0] + value, known[1] or early)
        elif not draft.failed:
            draft.failed = f"{self.table.name}, ligne {line} : la période du {day:%d/%m/%Y} est donnée deux fois."

    def _made(self, key: str, draft: _Draft) -> IncomingSeries:
        kinds = [kind for kind, _ in draft.frequencies.most_common()]
        failed = draft.failed
        if len(kinds) > 1 and not self.mapping.frequency:
            failed = failed or f"{self.table.name} : des périodes de fréquences différentes ({', '.join(kinds)})."
        days = sorted(draft.points)
        return IncomingSeries(
            key, self.mapping.frequency or next(iter(kinds), "D"), draft.traits,
            np.array(days, "datetime64[D]"), np.array([draft.points[day][0] for day in days], float),
            np.array([draft.points[day][1] for day in days], bool), failed=failed, faults=tuple(draft.faults),
        )  # fmt: skip

    def _place(self, line: int, column: str, sentence: str) -> Fault:
        return Fault(f"{self.table.name}, ligne {line}, colonne « {column} »", sentence)

    def _fault(self, line: int, column: str, sentence: str) -> None:
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(self._place(line, column, sentence))


def _code(cell: Any, level: str) -> str:
    """A code as it should have been kept: spreadsheets eat the leading zero of « 01004 ». A zone keeps its name."""
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell or "").strip()
    width = {"commune": 5, "department": 2, "region": 2, "epci": 9}.get(level)
    if width is None:
        return text
    return text.zfill(width) if text.isdigit() else text.upper()
