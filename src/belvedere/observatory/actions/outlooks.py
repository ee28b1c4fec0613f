"""Foreseeing: a run is made from what is known, its values put in a file, its catalogue in the database, once for all.

Loads the forecasting engine: for jobs only.
"""

import os
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import transaction
from django.db.models import QuerySet

from belvedere.engines import forecast as engine
from belvedere.kit import jobs, journal
from belvedere.observatory.enums import Frequency
from belvedere.observatory.models import DataSource, ForecastRun, SeriesForecast
from belvedere.observatory.queries import outlook_inputs, outlooks

SEED = 0
#: Days before the last known one that the first run is replayed at: over two years, for one summer judges nobody.
REPLAYED = (182, 365, 547, 730)


def foresee(*, source: DataSource, frequency: str, now: datetime, until: date | None = None) -> ForecastRun | None:
    """Foresees the series of a source at one frequency; ``until``: as if nothing after that day were known.

    Nothing is made when there is no figure, or when the same question has been answered (the former run is given). The
    first time, the past two years are replayed too, so that the method can be judged without waiting for one.
    """
    inputs = outlook_inputs.gathered(source, frequency, until=until)
    if inputs is None:
        return None
    known = ForecastRun.everything.filter(source=source, frequency=frequency, digest=inputs.digest).first()
    if known is not None:
        return known
    horizon = outlook_inputs.HORIZONS[frequency]
    table = engine.forecast(
        inputs.table, frequency, horizon, breaks=inputs.breaks, events=inputs.events, seed=SEED, weather=inputs.weather
    )
    table, reconciled = _added_up(table, inputs)
    with transaction.atomic():
        run = ForecastRun.everything.create(
            source=source, frequency=frequency, made_at=now, replayed=until is not None,
            known_until=inputs.known_until, horizon=horizon, digest=inputs.digest,
        )  # fmt: skip
        SeriesForecast.everything.bulk_create(_rows(run, table, inputs, reconciled), batch_size=500)
        _put(run, table)
        if until is None and not _others(run).exists() and frequency != Frequency.DAY:
            for days in REPLAYED:
                day = str(run.known_until - timedelta(days=days))
                jobs.enqueue("observatory.foresee", now=now, source=source.pk, frequency=frequency, until=day)
        journal.record("foresee", run, by=None, now=now, frequency=frequency, until=str(inputs.known_until))
    return run


def _others(run: ForecastRun) -> "QuerySet[ForecastRun]":
    return ForecastRun.everything.filter(source=run.source_id, frequency=run.frequency).exclude(pk=run.pk)


def _added_up(table: engine.ForecastTable, inputs: outlook_inputs.Inputs) -> tuple[engine.ForecastTable, set[str]]:
    """Families that are all foreseen over the same periods made to add up; and whom that moved."""
    ends = {name: int(table.ds[table.rows(name)].max()) for name in dict.fromkeys(table.unique_id)}
    parents = {
        total: parts for total, parts in inputs.parents.items()
        if len({ends.get(name) for name in (total, *parts)}) == 1 and total in ends
    }  # fmt: skip
    if not parents:
        return table, set()
    return engine.add_up(table, parents), {*parents, *(part for parts in parents.values() for part in parts)}


def _rows(
    run: ForecastRun, table: engine.ForecastTable, inputs: outlook_inputs.Inputs, reconciled: set[str]
) -> list[SeriesForecast]:
    methods = dict(zip(table.unique_id, table.method, strict=True))
    places: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(inputs.table.unique_id):
        places[name].append(place)
    rows = [
        SeriesForecast(
            run=run,
            series=inputs.series[name],
            method=method,
            reconciled=name in reconciled,
            notes=[*table.notes.get(name, ()), *inputs.notes.get(name, ())],
            spans=_spans(name, table, inputs, places[name]),
        )
        for name, method in methods.items()
    ]
    lacks = {one.unique_id: one.reason for one in table.missing}
    return rows + [SeriesForecast(run=run, series=inputs.series[name], lack=said) for name, said in lacks.items()]


def _spans(
    name: str, table: engine.ForecastTable, inputs: outlook_inputs.Inputs, mine: list[int]
) -> list[dict[str, Any]]:
    """The season of one series, span by span; those whose last year is not known are left out."""
    history = engine.Observations((name,) * len(mine), inputs.table.ds[mine], inputs.table.y[mine])
    found = []
    for start, end in engine.spans(table, history, name):
        try:
            said = engine.explain(table, history, name, start, end, events=inputs.events)
        except engine.ForecastError:
            continue
        last = engine.first_day(end, table.frequency)
        found.append({
            "start": engine.first_day(start, table.frequency).isoformat(), "end": last.isoformat(),
            "low": round(said.low, 4), "high": round(said.high, 4),
            "moves": [
                {"kind": move.kind, "value": round(move.value, 4), "label": move.label or move.words}
                for move in said.moves
            ],
        })  # fmt: skip
    return found


def _put(run: ForecastRun, table: engine.ForecastTable) -> None:
    """Within the transaction: a run whose file cannot be written is not there."""
    frequency = table.frequency
    columns = {
        "run": pa.array([run.pk] * len(table), pa.int64()),
        "series": pa.array([int(name) for name in table.unique_id], pa.int64()),
        "period": pa.array([engine.first_day(int(rank), frequency) for rank in table.ds], pa.date32()),
        "step": pa.array(table.step, pa.int32()),
        "mean": table.mean, "lo80": table.lo80, "hi80": table.hi80, "lo95": table.lo95, "hi95": table.hi95,
    }  # fmt: skip
    target = outlooks.file_of(run)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        pq.write_table(pa.table(columns), draft, compression="zstd")
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
