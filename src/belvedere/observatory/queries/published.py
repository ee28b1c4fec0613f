"""The only door through which figures leave: what secrecy hides is blank, for everyone and in every form.

A count above zero and under the threshold of its series is hidden; where its series is a part of a total (or a total of
parts), or its period of a year whose sum is shown, enough of the others are hidden for it not to be found by
subtraction (``queries.secrecy``). What else is summed from cells is shown only when every one of them is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from belvedere.engines import indicators
from belvedere.observatory.models import Series

from . import facts, secrecy

Cell = secrecy.Cell


@dataclass(frozen=True)
class Point:
    """One period as it may be shown: ``value`` is None when it is hidden."""

    period: date
    value: float | None
    provisional: bool
    delivered: date

    @property
    def hidden(self) -> bool:
        return self.value is None


@dataclass(frozen=True)
class Year:
    """A year of a series: its sum where the unit adds and it is not hidden, how many periods, the year before's."""

    year: int
    value: float | None
    periods: int
    hidden: int
    provisional: bool
    change: float | None = None


@dataclass(frozen=True)
class Shown:
    """A series with what may be shown of it; ``sums``: years whose sum was decided apart from their periods."""

    series: Series
    points: tuple[Point, ...]
    sums: Mapping[int, float | None] = field(default_factory=dict)

    @property
    def hidden(self) -> int:
        return sum(point.hidden for point in self.points)

    def years(self) -> list[Year]:
        """Latest first; a change (share) is given between two years that hold the same number of periods."""
        held: dict[int, list[Point]] = defaultdict(list)
        for point in self.points:
            held[point.period.year].append(point)
        adds = indicators.rule_of(self.series.unit).over_time
        plain = {year: _year(year, points, adds, self.sums) for year, points in held.items()}
        return [_beside(plain[year], plain.get(year - 1)) for year in sorted(plain, reverse=True)]


def shown(series: Sequence[Series], *, first: date | None = None, last: date | None = None) -> list[Shown]:
    """What may be shown of these series, in their order."""
    rows = facts.points(series, first=first, last=last).to_pylist()
    guard = secrecy.guard_of(series)
    points: dict[int, list[Point]] = defaultdict(list)
    for row in rows:
        cell = (row["series"], row["period"])
        value = None if cell in guard.hidden else guard.given.get(cell, row["value"])
        points[row["series"]].append(Point(row["period"], value, row["provisional"], row["delivered"]))
    sums: dict[int, dict[int, float | None]] = defaultdict(dict)
    if first is None and last is None:  # the sum of a part of a year was not decided: only shown periods make it
        for (number, year), value in guard.years.items():
            sums[number][year] = value
    return [Shown(one, tuple(points[one.pk]), sums[one.pk]) for one in series]


def hidden_cells(series: Iterable[Series]) -> frozenset[Cell]:
    """(series, first day) of what may not be shown of these series."""
    return secrecy.guard_of(series).hidden


def _year(year: int, points: Sequence[Point], adds: bool, sums: Mapping[int, float | None]) -> Year:
    hidden = sum(point.hidden for point in points)
    value = None
    if adds:
        plain = None if hidden else sum(point.value or 0.0 for point in points)
        value = sums.get(year, plain)
    return Year(year, value, len(points), hidden, any(point.provisional for point in points))


def _beside(one: Year, before: Year | None) -> Year:
    if before is None or not before.value or one.value is None or before.periods != one.periods:
        return one
    change = one.value / before.value - 1
    return Year(one.year, one.value, one.periods, one.hidden, one.provisional, change)
