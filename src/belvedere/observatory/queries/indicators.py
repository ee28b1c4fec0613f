"""Indicators of a territory for a year: the series that exist there, what they cover, and what they come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from django.db.models import Count, Q, QuerySet, Sum

from belvedere.engines import indicators as engine
from belvedere.observatory.enums import Audience, Frequency, Measure
from belvedere.observatory.models import DataSource, Series
from belvedere.territories.models import Area, Territory

from . import published

#: Year that markets are compared with: the last one before the health crisis.
REFERENCE = 2019
#: Input of an indicator → measure and audience of the series that give it.
INPUTS = {
    "nights": (Measure.NIGHTS, Audience.ALL),
    "nights_non_residents": (Measure.NIGHTS, Audience.NON_RESIDENTS),
    "arrivals": (Measure.ARRIVALS, Audience.ALL),
    "occupied": (Measure.OCCUPIED, Audience.ALL),
    "offered": (Measure.OFFERED, Audience.ALL),
    "excursions": (Measure.EXCURSIONS, Audience.ALL),
    "beds": (Measure.BEDS, Audience.ALL),
    "stopovers": (Measure.STOPOVERS, Audience.ALL),
    "stays": (Measure.STAYS, Audience.ALL),
    "partners": (Measure.PARTNERS, Audience.ALL),
    "tourist_tax": (Measure.TOURIST_TAX, Audience.ALL),
    "unmet": (Measure.UNMET, Audience.ALL),
    "requests": (Measure.REQUESTS, Audience.ALL),
    "satisfaction": (Measure.SATISFACTION, Audience.ALL),
    "answers": (Measure.ANSWERS, Audience.ALL),
    "web": (Measure.WEB, Audience.ALL),
    "visits": (Measure.VISITS, Audience.ALL),
    "jobs": (Measure.JOBS, Audience.ALL),
    "spend": (Measure.SPEND, Audience.ALL),
}
#: Periods of a year that a series is brought to.
MONTHLY = 12


@dataclass(frozen=True)
class Found:
    """An indicator reckoned (or why it cannot be), for a year, and the year before for comparison."""

    indicator: engine.Indicator
    year: int
    value: float | None
    before: float | None
    have: int
    wanted: int
    communes: int
    communes_wanted: int
    reasons: tuple[str, ...]
    series: tuple[Series, ...]
    #: Series that might have counted, those without any figure for the year included.
    series_wanted: int

    @property
    def lodgings(self) -> tuple[str, ...]:
        """The only kinds of lodging that its series count; nothing where they count all of them."""
        kinds = {one.get_lodging_display() for one in self.series if one.lodging}
        return () if any(not one.lodging for one in self.series) else tuple(sorted(kinds))

    @property
    def change(self) -> float | None:
        """Share by which it has moved since the year before; points are not made shares of points."""
        if self.value is None or not self.before or self.indicator.unit in ("%", ""):
            return None
        return self.value / self.before - 1

    @property
    def whole(self) -> bool:
        return self.have == self.wanted and self.communes == self.communes_wanted and not self.silent

    @property
    def silent(self) -> int:
        """Series that have no figure at all for the year."""
        return self.series_wanted - len(self.series)


@dataclass(frozen=True)
class Market:
    """A foreign market: its nights in the year, and what they are of those of the reference year (%)."""

    name: str
    nights: float
    back: float | None


@dataclass(frozen=True)
class Board:
    """Everything that can be said of a territory for a year."""

    territory: Territory
    year: int
    years: tuple[int, ...]
    found: tuple[Found, ...]
    markets: tuple[Market, ...]

    @property
    def told(self) -> tuple[Found, ...]:
        """Indicators that have a value."""
        return tuple(one for one in self.found if one.value is not None)

    @property
    def untold(self) -> tuple[Found, ...]:
        """Indicators that exist here, but of which nothing can be said for the year."""
        return tuple(one for one in self.found if one.value is None)

    @property
    def sources(self) -> tuple[DataSource, ...]:
        """Where the values come from."""
        held = {series.source_id: series.source for one in self.told for series in one.series}
        return tuple(sorted(held.values(), key=lambda one: (one.name, one.pk)))


def board(territory: Territory, series: "QuerySet[Series]", *, year: int | None = None) -> Board:
    """Indicators of a territory from ``series`` (those that the reader may use); the latest year by default."""
    held = Held(territory, series)
    years = held.years()
    chosen = year if year in years else held.latest_whole_year()
    found = [held.reckoned(one, chosen) for one in engine.INDICATORS if chosen]
    return Board(territory, chosen, tuple(years), tuple(one for one in found if one), tuple(held.markets(chosen)))


class Held:
    """Series that count in a territory, read once for all its indicators."""

    def __init__(self, territory: Territory, series: "QuerySet[Series]") -> None:
        self.territory = territory
        self.communes = frozenset(territory.communes.values_list("pk", flat=True))
        inside = Q(territory=territory) | Q(commune__in=territory.communes.all()) | Q(territory__in=nested(territory))
        known = series.filter(inside, measure__in={measure for measure, _ in INPUTS.values()}).exclude(first=None)
        self.series = list(known.with_places().order_by("pk"))  # type: ignore[attr-defined]
        self.areas = {one.pk: frozenset(held) for one, held in self._grounds()}

    def _grounds(self) -> list[tuple[Series, Any]]:
        """The communes that each series speaks of."""
        out: list[tuple[Series, Any]] = []
        for one in self.series:
            if one.territory_id == self.territory.pk:
                out.append((one, self.communes))
            elif one.commune_id:
                out.append((one, [one.commune_id]))
            elif one.territory is not None:
                out.append((one, one.territory.communes.values_list("pk", flat=True)))
        return out

    def years(self) -> list[int]:
        """Years that a monthly or yearly series of a main measure reaches, latest first."""
        main = [one for one in self.series if one.last and one.first]
        return sorted({year for one in main for year in range(one.first.year, one.last.year + 1)}, reverse=True)

    def latest_whole_year(self) -> int:
        """The last year whose December is known for what is counted most often; 0 when there is nothing."""
        main = [one.last for one in self.series if one.last and one.measure in (Measure.NIGHTS, Measure.VISITS)]
        last = max(main or [one.last for one in self.series if one.last], default=None)
        if last is None:
            return 0
        whole = last.year if last.month == MONTHLY else last.year - 1
        return whole if whole in self.years() else last.year

    def reckoned(self, indicator: engine.Indicator, year: int) -> Found | None:
        """None when no series at all feeds it."""
        chosen = {name: self.chosen(name) for name in indicator.inputs if name in INPUTS}
        if not chosen or not all(chosen.values()):
            return None
        wanted = len({one.pk for found in chosen.values() for one in found})
        known = self._known(chosen, year)
        now = self._answer(indicator, known, year)
        before = self._answer(indicator, known, year - 1)
        used = tuple({one.pk: one for found in known.values() for one in found}.values())
        covered = min(len(self._covered(found)) for found in known.values())
        same = now.whole and before.whole and known == self._known(chosen, year - 1)
        return Found(
            indicator, year, now.value, before.value if same else None, now.have, now.wanted, covered,
            len(self.communes), now.reasons, used, wanted,
        )  # fmt: skip

    def _known(self, chosen: dict[str, list[Series]], year: int) -> dict[str, list[Series]]:
        """Where one input comes from several places, those that say something of the year: what they come to is told
        with how many they are. Two inputs must come from the same places: then all are kept."""
        if len(chosen) > 1:
            return chosen
        ((name, series),) = chosen.items()
        return {name: [one for one in series if self._speaks(one, year)] or series}

    def _speaks(self, series: Series, year: int) -> bool:
        return any(point.period.year == year for point in self._shown(series).points)

    def chosen(self, name: str) -> list[Series]:
        """Series that give an input: the one of the whole territory (all lodgings before the sum of each), else places
        that do not overlap, where their unit adds."""
        measure, audience = INPUTS[name]
        fit = [one for one in self.series if (one.measure, one.audience, one.market) == (measure, audience, "")]
        numbers = {one.pk for one in fit}
        fit = [one for one in fit if one.total_id not in numbers]
        whole = [one for one in fit if one.territory_id == self.territory.pk]
        for group in (whole, fit):
            plain = [one for one in group if not one.lodging] or group
            if plain:
                pace = min((one.frequency for one in plain), key="MDWQY".index)
                apart = self._apart([one for one in plain if one.frequency == pace])
                if len(apart) == 1 or engine.rule_of(apart[0].unit).over_places:
                    return apart
        return []

    def _apart(self, series: Sequence[Series]) -> list[Series]:
        """Series none of which speaks of a commune (for a lodging) that another one speaks of."""
        taken: set[tuple[str, str]] = set()
        kept = []
        for one in sorted(series, key=lambda one: (-len(self.areas[one.pk]), one.pk)):
            ground = {(one.lodging or one.name if one.measure == Measure.VISITS else one.lodging, code)
                      for code in self.areas[one.pk]}  # fmt: skip
            if not ground & taken:
                taken |= ground
                kept.append(one)
        return kept

    def _covered(self, series: Sequence[Series]) -> set[str]:
        return {code for one in series for code in self.areas[one.pk]} & self.communes

    def _answer(self, indicator: engine.Indicator, chosen: dict[str, list[Series]], year: int) -> engine.Answer:
        given = {}
        for name, unit in indicator.inputs.items():
            if name == "population":
                given[name] = engine.figures([self._population()], unit)
            else:
                given[name] = engine.gathered([self.figures(one, year, unit) for one in chosen[name]])
        try:
            return indicator.reckon(given)
        except engine.IndicatorError as refusal:
            return engine.Answer(None, 0, 1, (str(refusal),))

    def _population(self) -> float:
        return float(self.territory.communes.aggregate(people=Sum("population"))["people"] or 0) or float("nan")

    def figures(self, series: Series, year: int, unit: str) -> engine.Figures:
        """The year of a series, by month (by period where it is slower); stocks and rates keep their own dates."""
        points = [point for point in self._shown(series).points if point.period.year == year]
        hidden = sum(point.hidden for point in points)
        own, told = self._own(series, points, year)
        if series.frequency in (Frequency.YEAR, Frequency.QUARTER):
            wanted = 1 if series.frequency == Frequency.YEAR else 4
            values = np.full(wanted, np.nan)
            for point in points:
                values[(point.period.month - 1) * wanted // MONTHLY] = np.nan if point.hidden else point.value
            return engine.figures(values, unit, hidden, own, told)
        return engine.figures(_by_month(points, series.frequency, year), unit, hidden, own, told)

    def _own(
        self, series: Series, points: Sequence[published.Point], year: int
    ) -> tuple[float | None, int | None]:  # fmt: skip
        """The year's own cell, and how many periods it speaks of (None: all): that of the yearly series which counts
        the same, else the sum that secrecy leaves while it hides some of its periods."""
        if series.frequency == Frequency.YEAR or not engine.rule_of(series.unit).over_time:
            return None, None
        for one in self.series:
            if one.frequency == Frequency.YEAR and _alike(one) == _alike(series):
                held = [point.value for point in self._shown(one).points if point.period.year == year]
                if held and held[0] is not None:
                    return held[0], None
        left = self._shown(series).sums.get(year)
        return (left, _whole_periods(points, series.frequency, year)) if left is not None else (None, None)

    def _shown(self, series: Series) -> published.Shown:
        if not hasattr(self, "_read"):
            self._read = {one.series.pk: one for one in published.shown(self.series)}
        return self._read[series.pk]

    def markets(self, year: int) -> list[Market]:
        """Foreign markets by nights in the year, most first."""
        fit = [one for one in self.series if one.measure == Measure.NIGHTS and one.market]
        fit = [one for one in fit if one.territory_id == self.territory.pk and not one.lodging]
        indicator, out = engine.BY_KEY["market_return"], []
        for one in fit:
            now, then = self.figures(one, year, "nights"), self.figures(one, REFERENCE, "nights")
            nights = engine.BY_KEY["nights"].reckon({"nights": now}).value
            back = indicator.reckon({"market_nights": now, "market_reference": then})
            if nights is not None:
                out.append(Market(one.market, nights, back.value))
        return sorted(out, key=lambda market: -market.nights)


def _alike(series: Series) -> tuple[object, ...]:
    """What two series have in common when they count the same thing in the same place."""
    return (
        series.measure, series.unit, series.audience, series.market, series.lodging, series.territory_id,
        series.commune_id, series.zone if series.territory_id is None and series.commune_id is None else "",
    )  # fmt: skip


def _by_month(points: Sequence[published.Point], frequency: str, year: int) -> Any:
    """Twelve sums; a month of days is known when all its days are and none is hidden."""
    values, counted = np.zeros(MONTHLY), np.zeros(MONTHLY, int)
    for point in points:
        values[point.period.month - 1] += float("nan") if point.hidden else (point.value or 0.0)
        counted[point.period.month - 1] += 1
    return np.where(counted >= _needed(frequency, year), values, np.nan)


def _needed(frequency: str, year: int) -> list[int]:
    """Periods that make each month."""
    months = range(1, MONTHLY + 1)
    return [1 if frequency == Frequency.MONTH else _periods(year, month, frequency) for month in months]


def _whole_periods(points: Sequence[published.Point], frequency: str, year: int) -> int:
    """Months of the year (quarters of a quarterly series) all of whose periods are there, hidden or not."""
    if frequency == Frequency.QUARTER:
        return len(points)
    counted = np.bincount([point.period.month - 1 for point in points], minlength=MONTHLY)
    return int((counted >= _needed(frequency, year)).sum())


@lru_cache(maxsize=512)
def _periods(year: int, month: int, frequency: str) -> int:
    """Days of a month, or weeks that begin in it."""
    start = date(year, month, 1)
    end = date(year + month // 12, month % 12 + 1, 1)
    days = [start + timedelta(days=k) for k in range((end - start).days)]
    return len(days) if frequency == Frequency.DAY else sum(day.weekday() == 0 for day in days)


def nested(territory: Territory) -> "QuerySet[Territory]":
    """Territories that lie wholly inside this one (itself left out). Two counts: a join would cross every commune."""
    through = Territory.communes.through._default_manager.order_by()
    shared = through.filter(commune__in=territory.communes.values("pk")).exclude(territory=territory.pk)
    inside = dict(shared.values_list("territory").annotate(n=Count("pk")))
    whole = dict(through.filter(territory__in=inside).values_list("territory").annotate(n=Count("pk")))
    return Territory.everything.filter(pk__in=[one for one, number in inside.items() if whole[one] == number])


def areas_above(territory: Territory) -> "QuerySet[Area]":
    """Departments and regions that a territory lies in: what its figures may be compared with."""
    departments = Area.objects.filter(communes__in=territory.communes.values("pk"))
    return Area.objects.filter(Q(pk__in=departments.values("pk")) | Q(children__in=departments.values("pk"))).distinct()
