"""What the French calendar says of each day: Easter, bridges, public holidays, school holidays by zone, weekends.

`vacances_scolaires_france` and `holidays` carry their own tables: nothing is fetched.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
from holidays import country_holidays
from vacances_scolaires_france import SchoolHolidayDates, UnsupportedYearException

from belvedere.engines.forecast.types import Floats, Ints

ZONES = ("A", "B", "C")
EASTER_REACH = 3  # days on both sides of Easter Sunday that have their own column


def easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian reckoning (Meeus)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


@cache
def public_holidays(year: int, alsace_moselle: bool) -> frozenset[int]:
    """Ordinals of the days off; Alsace-Moselle adds Good Friday and 26 December."""
    return frozenset(
        day.toordinal() for day in country_holidays("FR", subdiv="57" if alsace_moselle else None, years=year)
    )


@cache
def _published() -> SchoolHolidayDates:
    """The calendars that the ministry has published: reading them anew for each year costs more than all the rest."""
    return SchoolHolidayDates()


@cache
def school_holidays(year: int) -> dict[str, frozenset[int]]:
    """Ordinals of the school holidays of a civil year by zone; empty where nothing is published."""
    try:
        days = _published().holidays_for_year(year)
    except UnsupportedYearException:
        return {zone: frozenset() for zone in ZONES}
    return {
        zone: frozenset(day.toordinal() for day, row in days.items() if row[f"vacances_zone_{zone.lower()}"])
        for zone in ZONES
    }


def last_published_school_day(near: int) -> int:
    """Last day of the published school calendar, looked for from the year of this ordinal on (0: none near)."""
    year = date.fromordinal(near).year
    while any(school_holidays(year + 1).values()):
        year += 1
    published = [max(days) for days in school_holidays(year).values() if days]
    return max(published, default=0)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where visitors come from: share of each school zone, and whether Alsace-Moselle's own days off count."""

    zones: tuple[float, float, float] | None = None
    alsace_moselle: bool = False


def is_bridge(day: int, off: frozenset[int]) -> bool:
    """A working day caught between a day off and a weekend (or two days off)."""
    weekday = date.fromordinal(day).weekday()
    if weekday >= 5 or day in off:
        return False
    return (weekday == 0 and day + 1 in off) or (weekday == 4 and day - 1 in off) or {day - 1, day + 1} <= off


def columns(days: Ints, origin: Origin) -> tuple[list[str], Floats]:
    """Names and (days, columns) of the calendar of these ordinals."""
    years = range(date.fromordinal(int(days[0])).year - 1, date.fromordinal(int(days[-1])).year + 2)
    off = frozenset().union(*(public_holidays(year, origin.alsace_moselle) for year in years))
    school = {zone: frozenset().union(*(school_holidays(year)[zone] for year in years)) for zone in ZONES}
    from_easter = {easter(year).toordinal() + k: k for year in years for k in range(-EASTER_REACH, EASTER_REACH)}
    names = [f"jour {k}" for k in range(1, 7)] + ["férié", "veille de férié", "pont"]
    names += [f"vacances zone {zone}" for zone in ZONES] + [
        f"Pâques {k:+d}" for k in range(-EASTER_REACH, EASTER_REACH)
    ]
    names += ["week-end en vacances", "vacances de l’origine"]
    shares = np.array(origin.zones if origin.zones is not None else (1 / 3, 1 / 3, 1 / 3))
    rows = np.zeros((len(days), len(names)))
    for i, day in enumerate(days.tolist()):
        weekday = date.fromordinal(day).weekday()
        if weekday:
            rows[i, weekday - 1] = 1
        rows[i, 6:9] = (day in off, day + 1 in off, is_bridge(day, off))
        zones = np.array([float(day in school[zone]) for zone in ZONES])
        rows[i, 9:12] = zones
        if day in from_easter:
            rows[i, 12 + EASTER_REACH + from_easter[day]] = 1
        rows[i, -2] = zones.max() * (weekday >= 5)
        rows[i, -1] = zones @ shares / max(shares.sum(), 1e-9)
    return names, rows
