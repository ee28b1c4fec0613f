"""What was expected before it was known: forecasts kept by the observatory, those made at the time and no other."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import pyarrow.parquet as pq

from belvedere.engines import notes as engine
from belvedere.observatory.enums import Unit
from belvedere.observatory.models import ForecastRun, Series
from belvedere.observatory.queries import outlooks, published

BOUNDS = ("mean", "lo80", "hi80", "lo95", "hi95")
#: What is looked at over several periods by its mean, not by its sum.
MEANS = (Unit.PERCENT, Unit.MARK)
Values = dict[date, tuple[float, ...]]


@dataclass(frozen=True)
class Expected:
    """Forecasts by series, last period and number of periods."""

    known: dict[tuple[int, date, int], engine.Forecast]

    def of(self, series: Series, last: date, span: int) -> engine.Forecast | None:
        return self.known.get((series.pk, last, span))


def known_for(series: Sequence[Series], wanted: Sequence[tuple[date, int]]) -> Expected:
    """What had been expected of these spans of months (last one, how many), in the last run made before any of their
    periods was known. A forecast replayed afterwards is not what was said; a series with a secret has none."""
    secret = {number for number, _day in published.hidden_cells(series)}
    runs: dict[tuple[int, str], list[ForecastRun]] = defaultdict(list)
    for run in ForecastRun.everything.filter(replayed=False, source__in={one.source_id for one in series}):
        runs[run.source_id, run.frequency].append(run)
    found = {}
    for one in series:
        for last, span in wanted:
            run = _run_before(runs[one.source_id, one.frequency], _first(last, span))
            if run is not None and one.pk not in secret:
                forecast = _summed(one, values_of(run).get(one.pk, {}), last, span)
                if forecast is not None:
                    found[one.pk, last, span] = forecast
    return Expected(found)


def _first(last: date, span: int) -> date:
    months = last.year * 12 + last.month - span
    return date(months // 12, months % 12 + 1, 1)


def _run_before(runs: Sequence[ForecastRun], first: date) -> ForecastRun | None:
    fit = [run for run in runs if run.known_until < first]
    return max(fit, key=lambda run: (run.known_until, run.pk), default=None)


def _summed(series: Series, values: Values, last: date, span: int) -> engine.Forecast | None:
    """Bounds of a sum are the sums of the bounds: exact when all periods err together, wider than needed else."""
    months = [_first(last, span - k) for k in range(span)]
    if any(month not in values for month in months):
        return None
    sums = [sum(values[month][k] for month in months) for k in range(len(BOUNDS))]
    share = span if series.unit in MEANS else 1
    return engine.Forecast(*(value / share for value in sums))


def values_of(run: ForecastRun) -> dict[int, Values]:
    """Everything that a run said, by series and period; a run is never written twice."""
    file = outlooks.file_of(run)
    return _read(file, file.stat().st_mtime_ns) if file.exists() else {}


@lru_cache(maxsize=64)
def _read(file: Path, _stamp: int) -> dict[int, Values]:
    out: dict[int, Values] = defaultdict(dict)
    for row in pq.read_table(file, columns=["series", "period", *BOUNDS]).to_pylist():
        out[row["series"]][row["period"]] = tuple(row[name] for name in BOUNDS)
    return dict(out)
