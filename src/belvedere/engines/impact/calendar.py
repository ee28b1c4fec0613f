"""The French calendar as columns: weekday, season, public and school holidays, Easter, bridges."""

from __future__ import annotations

import functools

import holidays
import numpy as np
import vacances_scolaires_france
from vacances_scolaires_france import UnsupportedYearException

from belvedere.engines.impact.types import Days, Floats

HARMONICS = 4
_DAY = np.timedelta64(1, "D")


@functools.cache
def _published() -> vacances_scolaires_france.SchoolHolidayDates:
    """The calendars that the ministry has published: reading them anew for each year costs more than all the rest."""
    return vacances_scolaires_france.SchoolHolidayDates()


@functools.cache
def _year(year: int) -> tuple[frozenset[np.datetime64], np.datetime64, dict[np.datetime64, tuple[bool, bool, bool]]]:
    """Public holidays, Easter Sunday and school holidays by zone of one year."""
    public = holidays.country_holidays("FR", years=year, language="fr")
    monday = next(day for day, name in public.items() if "âques" in name)
    try:
        school = _published().holidays_for_year(year)
    except UnsupportedYearException:
        school = {}
    zones = {
        np.datetime64(day, "D"): (
            bool(entry["vacances_zone_a"]),
            bool(entry["vacances_zone_b"]),
            bool(entry["vacances_zone_c"]),
        )
        for day, entry in school.items()
    }
    return frozenset(np.datetime64(day, "D") for day in public), np.datetime64(monday) - _DAY, zones


def years_of(dates: Days) -> range:
    """Civil years touched by the dates."""
    first, last = (int(dates[k].astype("datetime64[Y]").astype(int)) + 1970 for k in (0, -1))
    return range(first, last + 1)


def school_calendar_known(dates: Days) -> bool:
    """Whether the packaged school calendar covers every year of the dates."""
    return all(_year(year)[2] for year in years_of(dates))


def weekdays(dates: Days) -> np.ndarray:
    """Monday is 0."""
    return np.asarray((dates.astype("datetime64[D]").astype(int) + 3) % 7)


def public_holidays(dates: Days) -> np.ndarray:
    """Boolean (n)."""
    days = frozenset[np.datetime64]().union(*(_year(year)[0] for year in years_of(dates)))
    return np.fromiter((date in days for date in dates), bool, len(dates))


def school_holidays(dates: Days) -> Floats:
    """(n, 3): 1 while zone A, B, C is on holiday."""
    table = {day: zones for year in years_of(dates) for day, zones in _year(year)[2].items()}
    return np.array([table.get(date, (False, False, False)) for date in dates], float)


def easter_distance(dates: Days) -> np.ndarray:
    """Days since the Easter Sunday of the same year (negative before)."""
    sundays = {year: _year(year)[1] for year in years_of(dates)}
    years = dates.astype("datetime64[Y]").astype(int) + 1970
    return np.array([int((date - sundays[int(year)]).astype(int)) for date, year in zip(dates, years, strict=True)])


def bridges(dates: Days, public: np.ndarray) -> np.ndarray:
    """Boolean (n): a working day alone between a public holiday and a weekend."""
    day = weekdays(dates)
    before, after = np.roll(public, 1), np.roll(public, -1)
    before[0] = after[-1] = False
    return np.asarray(~public & (((day == 4) & before) | ((day == 0) & after)))


def season(dates: Days, harmonics: int = HARMONICS) -> Floats:
    """(n, 2 × harmonics) sines and cosines of the day of the year."""
    position = (dates - dates.astype("datetime64[Y]")).astype(int) / 365.25
    angles = 2 * np.pi * np.outer(position, np.arange(1, harmonics + 1))
    return np.hstack([np.sin(angles), np.cos(angles)])


def calendar_columns(dates: Days) -> Floats:
    """(n, 20) columns: what makes two units differ by the day of the week and the holidays."""
    day = weekdays(dates)
    week = (day[:, None] == np.arange(1, 7)).astype(float)
    weekend = (day >= 5).astype(float)
    public = public_holidays(dates)
    school = school_holidays(dates)
    year = season(dates, 1)
    easter = easter_distance(dates)
    feasts = np.column_stack(
        [
            public,
            bridges(dates, public),
            np.roll(public, -1) & ~public,
            np.abs(easter) <= 1,
            (easter >= 38) & (easter <= 42),  # Ascension Thursday to the Monday after
            (easter >= 48) & (easter <= 50),  # Whitsun
        ]
    ).astype(float)
    off = school.max(axis=1)
    crossed = [weekend[:, None] * year, (weekend * off)[:, None], off[:, None] * year]
    return np.hstack([week, feasts, school, *crossed])
