"""Holidays of those who come: origins gathered by school zone, month by month, beside the days that each zone had off.

Origins are published by month and never by day (``engines.flows``): a month is the finest that may be said of them.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa

from belvedere.territories.enums import AreaKind
from belvedere.territories.models import Area

from . import flows
from .flows import NOTHING, REST, Amount

LETTERS = "ABC"
#: Departments of each zone, by the academies that make it since 2016; Corsica and overseas have their own holidays.
DEPARTMENTS = {
    "A": "01 03 07 15 16 17 19 21 23 24 25 26 33 38 39 40 42 43 47 58 63 64 69 70 71 73 74 79 86 87 89 90",
    "B": "02 04 05 06 08 10 13 14 18 22 27 28 29 35 36 37 41 44 45 49 50 51 52 53 54 55 56 57 59 60 61 62 67 68 72 76 "
    "80 83 84 85 88",
    "C": "09 11 12 30 31 32 34 46 48 65 66 75 77 78 81 82 91 92 93 94 95",
}
ZONE_OF = {code: letter for letter, codes in DEPARTMENTS.items() for code in codes.split()}


@dataclass(frozen=True)
class SchoolMonth:
    """Visits from each zone in a month (A, B, C), and how many of its days were holidays there: None where the
    deliveries do not tell the calendar of the whole month."""

    month: date
    amounts: tuple[Amount, ...]
    days: tuple[int | None, ...]

    @property
    def cells(self) -> list[tuple[Amount, int | None]]:
        return list(zip(self.amounts, self.days, strict=True))


def letters() -> dict[str, str]:
    """Name of a department, as deliveries write it → its school zone. One query."""
    known = Area.objects.filter(kind=AreaKind.DEPARTMENT, code__in=ZONE_OF).values_list("name", "code")
    return {name.casefold(): ZONE_OF[code] for name, code in known}


def months(
    table: pa.Table, key: str, calendar: Mapping[date, Mapping[str, bool]], zones: Mapping[str, str]
) -> tuple[SchoolMonth, ...]:
    """``table``: published cells of origins; ``key``: the zone where people come; ``zones``: ``letters()``."""
    found: dict[date, dict[str, Amount]] = defaultdict(dict)
    sums = flows.added(table, "kind", "zone", "month", "part")
    for (kind, zone, month, part), amount in sums.items():
        letter = zones.get(part.casefold()) if kind == "departement" and zone == key and part != REST else None
        if letter:
            found[month][letter] = found[month].get(letter, NOTHING) + amount
    return tuple(
        SchoolMonth(
            month,
            tuple(found[month].get(letter, NOTHING) for letter in LETTERS),
            tuple(_holidays(month, letter, calendar) for letter in LETTERS),
        )
        for month in sorted(found)
    )


def _holidays(month: date, letter: str, calendar: Mapping[date, Mapping[str, bool]]) -> int | None:
    days = [month + timedelta(days=k) for k in range(monthrange(month.year, month.month)[1])]
    if any(day not in calendar for day in days):
        return None
    return sum(bool(calendar[day].get(f"school_{letter.lower()}")) for day in days)
