"""Questions about flows as ibis expressions: the same run on DuckDB and on Spark, sums on 64 bits everywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import ibis
from ibis import _
from ibis.expr.types import IntegerValue, Table, Value

from belvedere.engines.flows.families import UNITS
from belvedere.engines.flows.units import FlowsError, allow_days, allow_zones

Period = Literal["day", "week", "month", "year"]
SAME_WEEKDAY = 364


@dataclass(frozen=True)
class Scope:
    """Which facts: a family, days (both included), zones, categories; `moment` for the mobility files."""

    family: str
    first: dt.date
    last: dt.date
    zones: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    moment: str = ""

    def __post_init__(self) -> None:
        if self.family not in UNITS:
            raise FlowsError(f"Famille « {self.family} » inconnue ; choisissez parmi {', '.join(UNITS)}.")
        if self.last < self.first:
            raise FlowsError(f"La période finit le {self.last}, avant de commencer le {self.first}.")

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.last - self.first).days + 1

    def allow(self, *, sums_days: bool, sums_zones: bool) -> None:
        """Raises SumRefused when the unit of the family forbids the sum that a question needs."""
        if sums_days:
            allow_days(UNITS[self.family], self.days)
        if sums_zones:
            allow_zones(UNITS[self.family], self.zones or ("toutes", "les zones"))


def facts_of(table: Table, scope: Scope, dimension: str = "") -> Table:
    """Rows of the scope for one dimension of detail (none by default, so that nothing counts twice)."""
    chosen = table.filter(
        _.family == scope.family,
        _.moment == scope.moment,
        _.dimension == dimension,
        _.date >= scope.first,
        _.date <= scope.last,
    )
    if scope.zones:
        chosen = chosen.filter(_.zone.isin(scope.zones))
    if scope.categories:
        chosen = chosen.filter(_.category.isin(scope.categories))
    return chosen


def total(column: str = "volume") -> IntegerValue:
    """Sum on 64 bits whatever the type on disk."""
    return _[column].cast("int64").sum().cast("int64")


def _truncated(period: Period) -> Value:
    unit: Literal["D", "W", "M", "Y"] = {"day": "D", "week": "W", "month": "M", "year": "Y"}[period]  # type: ignore[assignment]
    return _.date.truncate(unit).cast("date")


def over_time(table: Table, scope: Scope, period: Period, by: Sequence[str] = ("zone",), dimension: str = "") -> Table:
    """Columns period, *by, volume. `by` among zone, provenance, category, detail."""
    scope.allow(sums_days=period != "day", sums_zones="zone" not in by)
    chosen = facts_of(table, scope, dimension)
    return chosen.group_by(_truncated(period).name("period"), *by).agg(volume=total()).order_by("period", *by)


def origins(table: Table, scope: Scope, dimension: str = "departement", *, by_zone: bool = True) -> Table:
    """Who comes from where: zone (unless summed over zones), origin, volume."""
    scope.allow(sums_days=True, sums_zones=not by_zone)
    keys = ("zone", "origin") if by_zone else ("origin",)
    chosen = facts_of(table, scope, dimension).rename(origin="detail")
    return chosen.group_by(*keys).agg(volume=total()).order_by(*keys)


def between_zones(table: Table, scope: Scope) -> Table:
    """From which zone to which zone people move (mobility families): zone, other, volume."""
    if not scope.moment:
        raise FlowsError("Les flux entre zones viennent des fichiers Soir ou Veille ; précisez lequel.")
    scope.allow(sums_days=True, sums_zones=False)
    return facts_of(table, scope).group_by("zone", "other").agg(volume=total()).order_by("zone", "other")


def by_holiday_zone(table: Table, calendar: Table, scope: Scope) -> Table:
    """Mean volume of a day by zone, inside and outside the school holidays A, B, C: holiday, on, zone, mean, days."""
    daily = facts_of(table, scope).group_by("date", "zone").agg(volume=total())
    joined = daily.join(calendar, "date")
    parts = [
        joined.group_by(on=_[f"school_{letter}"], zone=_.zone)
        .agg(mean=_.volume.mean(), days=_.date.nunique())
        .mutate(holiday=ibis.literal(letter.upper()))
        .select("holiday", "on", "zone", "mean", "days")
        for letter in "abc"
    ]
    return ibis.union(*parts).order_by("holiday", "on", "zone")


def typical_week(table: Table, scope: Scope) -> Table:
    """Mean volume by zone and weekday (0 Monday): zone, weekday, mean, days."""
    daily = facts_of(table, scope).group_by("date", "zone").agg(volume=total())
    week = daily.mutate(weekday=_.date.day_of_week.index().cast("int32"))
    return week.group_by("zone", "weekday").agg(mean=_.volume.mean(), days=_.date.nunique()).order_by("zone", "weekday")


def catchment(table: Table, scope: Scope, dimension: str = "departement") -> Table:
    """Origins of each zone from the first down, with their share and the running share: who makes 80 %."""
    sums = origins(table, scope, dimension)
    all_of_zone = ibis.window(group_by="zone")
    running = ibis.window(group_by="zone", order_by=[ibis.desc("volume"), "origin"], preceding=None, following=0)
    shares = sums.mutate(share=_.volume / _.volume.sum().over(all_of_zone))
    return shares.mutate(running=_.share.sum().over(running)).order_by("zone", ibis.desc("volume"), "origin")


def against_last_year(table: Table, scope: Scope) -> Table:
    """Each day beside the same weekday 364 days before: date, zone, volume, before, change (share)."""
    back = dt.timedelta(days=SAME_WEEKDAY)
    earlier = Scope(scope.family, scope.first - back, scope.last - back, scope.zones, scope.categories, scope.moment)
    now = facts_of(table, scope).group_by("date", "zone").agg(volume=total())
    then = facts_of(table, earlier).group_by("date", "zone").agg(before=total())
    shifted = then.select(date=(_.date + ibis.interval(days=SAME_WEEKDAY)).cast("date"), zone=_.zone, before=_.before)
    joined = now.left_join(shifted, ["date", "zone"]).select("date", "zone", "volume", "before")
    return joined.mutate(change=(_.volume - _.before) / _.before.nullif(0)).order_by("date", "zone")


def calendar_heat(table: Table, scope: Scope) -> Table:
    """One volume a day: date, volume. Refused over several zones unless the unit adds over zones."""
    scope.allow(sums_days=False, sums_zones=True)
    return facts_of(table, scope).group_by("date").agg(volume=total()).order_by("date")
