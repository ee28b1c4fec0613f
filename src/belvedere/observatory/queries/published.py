"""The only door through which figures leave: what secrecy hides is blank, for everyone and in every form.

A count above zero and under the threshold of its series is hidden; where its series is a part of a total (or a total of
parts), enough of the others are hidden for it not to be found by subtraction (``engines.flows``). What is summed from
cells is shown only when every one of them is.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from belvedere.engines import flows, indicators
from belvedere.observatory.models import Series

from . import facts

Cell = tuple[int, date]


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
    """A year of a series: its sum where the unit adds and nothing is hidden, how many periods, the year before's."""

    year: int
    value: float | None
    periods: int
    hidden: int
    provisional: bool
    change: float | None = None


@dataclass(frozen=True)
class Shown:
    """A series with what may be shown of it."""

    series: Series
    points: tuple[Point, ...]

    @property
    def hidden(self) -> int:
        return sum(point.hidden for point in self.points)

    def years(self) -> list[Year]:
        """Latest first; a change (share) is given between two years that hold the same number of periods."""
        held: dict[int, list[Point]] = defaultdict(list)
        for point in self.points:
            held[point.period.year].append(point)
        adds = indicators.rule_of(self.series.unit).over_time
        plain = {year: _year(year, points, adds) for year, points in held.items()}
        return [_beside(plain[year], plain.get(year - 1)) for year in sorted(plain, reverse=True)]


def shown(series: Sequence[Series], *, first: date | None = None, last: date | None = None) -> list[Shown]:
    """What may be shown of these series, in their order."""
    rows = facts.points(series, first=first, last=last).to_pylist()
    hidden = hidden_cells(series)
    points: dict[int, list[Point]] = defaultdict(list)
    for row in rows:
        value = None if (row["series"], row["period"]) in hidden else row["value"]
        points[row["series"]].append(Point(row["period"], value, row["provisional"], row["delivered"]))
    return [Shown(one, tuple(points[one.pk])) for one in series]


def hidden_cells(series: Iterable[Series]) -> frozenset[Cell]:
    """(series, first day) of what may not be shown of these series."""
    series = list(series)
    if not any(one.secrecy or one.total_id for one in series) and not _are_totals(series):
        return frozenset()
    roots = {one.total_id or one.pk for one in series}
    found: set[Cell] = set()
    for members in _families(roots):
        stamps = tuple((str(file), file.stat().st_mtime_ns) for file in facts.files_of(members))
        ties = tuple((one.pk, one.total_id, one.secrecy, one.source_id, one.frequency) for one in members)
        found |= _hidden(ties, stamps)
    return frozenset(found)


def _are_totals(series: Sequence[Series]) -> bool:
    """A total without a threshold of its own may betray parts that have one."""
    return Series.everything.filter(total__in=[one.pk for one in series]).exists()


def _families(roots: set[int]) -> list[list[Series]]:
    """Totals with their parts. Parts of parts are one family with the highest total."""
    members = {one.pk: one for one in Series.everything.filter(pk__in=roots)}
    above = {one.total_id for one in members.values() if one.total_id} - members.keys()
    if above:
        return _families({*above, *(pk for pk, one in members.items() if not one.total_id)})
    families = {pk: [one] for pk, one in members.items()}
    reached = {pk: pk for pk in members}
    while reached:
        below = list(Series.everything.filter(total__in=reached).exclude(pk__in=members))
        reached = {one.pk: reached[one.total_id] for one in below if one.total_id}
        members |= {one.pk: one for one in below}
        for one in below:
            families[reached[one.pk]].append(one)
    return list(families.values())


@lru_cache(maxsize=256)
def _hidden(ties: tuple[tuple[Any, ...], ...], stamps: tuple[tuple[str, int], ...]) -> frozenset[Cell]:
    """Hidden cells of a family. ``stamps`` change with its facts, so that what was kept is never out of date."""
    threshold = max(tie[2] for tie in ties)
    if not threshold or not stamps:
        return frozenset()
    members = [Series(pk=tie[0], total_id=tie[1], secrecy=tie[2], source_id=tie[3], frequency=tie[4]) for tie in ties]
    by_period: dict[date, dict[int, int]] = defaultdict(dict)
    for row in facts.points(members).to_pylist():
        by_period[row["period"]][row["series"]] = round(row["value"])
    return frozenset(
        (number, period) for period, values in by_period.items() for number in _hidden_of(members, values, threshold)
    )


def _hidden_of(members: Sequence[Series], values: dict[int, int], threshold: int) -> list[int]:
    """Series hidden in one period, whose ``values`` are given by number."""
    if not any(0 < value < threshold for value in values.values()):
        return []
    numbers = sorted(values)
    place = {number: k for k, number in enumerate(numbers)}
    counts = np.array([values[number] for number in numbers], np.int64)
    small = (counts > 0) & (counts < threshold)
    totals, parts = [], []
    for whole, inside in _sums(members, place):
        # A rest that nobody publishes protects its parts by itself; a smaller gap is only rounding.
        if abs(int(counts[whole] - counts[inside].sum())) < threshold:
            counts[whole] = counts[inside].sum()
            totals.append(whole)
            parts.append(tuple(inside))
    try:
        out = flows.protect(counts, flows.Relations(tuple(totals), tuple(parts)), threshold, small)
    except flows.SecrecyError:
        out = np.ones(len(counts), bool)
    return [number for number in numbers if out[place[number]]]


def _sums(members: Sequence[Series], place: dict[int, int]) -> list[tuple[int, list[int]]]:
    """(place of a total, places of its parts), the deepest totals first."""
    above = {one.pk: one.total_id for one in members}
    parts: dict[int, list[int]] = defaultdict(list)
    for number, whole in above.items():
        if whole in place and number in place:
            parts[whole].append(place[number])
    return [(place[whole], parts[whole]) for whole in sorted(parts, key=lambda one: (-_depth(one, above), one))]


def _depth(number: int, above: dict[int, int | None]) -> int:
    seen: list[int] = []
    here: int | None = number
    while here is not None and here not in seen:
        seen.append(here)
        here = above.get(here)
    return len(seen)


def _year(year: int, points: Sequence[Point], adds: bool) -> Year:
    hidden = sum(point.hidden for point in points)
    whole = adds and not hidden
    value = sum(point.value or 0.0 for point in points) if whole else None
    return Year(year, value, len(points), hidden, any(point.provisional for point in points))


def _beside(one: Year, before: Year | None) -> Year:
    if before is None or not before.value or one.value is None or before.periods != one.periods:
        return one
    change = one.value / before.value - 1
    return Year(one.year, one.value, one.periods, one.hidden, one.provisional, change)
