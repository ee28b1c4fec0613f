"""Questions to the facts, as ibis expressions: the same on DuckDB and on Spark.

Each takes a table of facts (``engines.series.SCHEMA``) or of points and gives an expression; nothing runs here.
Columns are named with ``_`` and every order is total, so that the two engines answer the same rows in the same order.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import ibis
from ibis import _

Table = Any


def of_series(facts: Table, ids: Sequence[int]) -> Table:
    return facts.filter(_.series.isin([int(one) for one in ids]))


def between(points: Table, first: date | None, last: date | None) -> Table:
    """Periods from ``first`` to ``last``, both included; None: without an end."""
    if first is not None:
        points = points.filter(_.period >= ibis.literal(first))
    return points if last is None else points.filter(_.period <= ibis.literal(last))


def as_known_on(facts: Table, day: date) -> Table:
    """What had been delivered by then: what we could say at the time."""
    return facts.filter(_.delivered <= ibis.literal(day))


def current(facts: Table) -> Table:
    """One row a series and period: definitive before provisional, then the latest delivered."""
    best = ibis.window(
        group_by=["series", "period"], order_by=[_.provisional, ibis.desc("delivered"), ibis.desc("delivery")]
    )
    ranked = facts.mutate(rank=ibis.row_number().over(best))
    return ranked.filter(_.rank == 0).drop("rank").order_by("series", "period")


def versions(facts: Table) -> Table:
    """Everything that was ever said of each period, oldest first."""
    return facts.order_by("series", "period", "delivered", "delivery")


def added_up(points: Table, period: str) -> Table:
    """Sums by « M », « Q » or « Y », with how many periods each holds. Only for units that add over time."""
    grouped = points.mutate(period=_.period.truncate(period).cast("date")).group_by("series", "period")
    sums = grouped.agg(
        value=_.value.sum(), periods=_.count(), provisional=_.provisional.cast("int64").max().cast("boolean")
    )
    return sums.order_by("series", "period")


def against_last_year(points: Table) -> Table:
    """Each period beside the same one a year before (days: the same weekday, 364 days before): series, period, value,
    before, change as a share; nothing where the year before is unknown."""
    earlier = points.select(series=_.series, period=_.period, before=_.value)
    return _beside(points, earlier.mutate(period=(_.period + ibis.interval(months=12)).cast("date")))


def against_same_weekday(points: Table) -> Table:
    earlier = points.select(series=_.series, period=_.period, before=_.value)
    return _beside(points, earlier.mutate(period=(_.period + ibis.interval(days=364)).cast("date")))


def _beside(points: Table, earlier: Table) -> Table:
    joined = points.left_join(earlier, ["series", "period"]).select("series", "period", "value", "before")
    changed = joined.mutate(change=(_.value - _.before) / _.before.nullif(0.0))
    return changed.order_by("series", "period")


def against_what_came(said: Table, points: Table, frequency: str) -> Table:
    """By series and run, over the periods of ``said`` (forecasts no farther than a year) that are known now: how many,
    sums of what came, of our absolute and signed errors, of those of « as a year before », and how many lay within."""
    back = ibis.interval(days=364) if frequency in ("D", "W") else ibis.interval(months=12)
    came = points.select(series=_.series, period=_.period, value=_.value)
    before = points.select(series=_.series, period=(_.period + back).cast("date"), before=_.value)
    known = said.join(came, ["series", "period"]).join(before, ["series", "period"])
    return (
        known.group_by("series", "run")
        .agg(
            count=_.count(), came=_.value.abs().sum(), error=(_.mean - _.value).abs().sum(),
            lean=(_.mean - _.value).sum(), naive=(_.before - _.value).abs().sum(),
            inside80=((_.lo80 <= _.value) & (_.value <= _.hi80)).cast("int64").sum(),
            inside95=((_.lo95 <= _.value) & (_.value <= _.hi95)).cast("int64").sum(),
        )
        .order_by("series", "run")
    )  # fmt: skip
