"""The facts as they are, for reckoning. What is shown to anybody goes through ``queries.published`` instead.

One Parquet file a source and frequency, under ``settings.FACTS``; the database never holds a figure.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from belvedere.engines.series import SCHEMA
from belvedere.observatory.models import DataSource, Series

from . import expressions
from .engine import connection


def file_of(source_id: int, frequency: str) -> Path:
    """The partition that holds the series of a source at one frequency; it may not exist yet."""
    return Path(settings.FACTS) / "series" / str(source_id) / f"{frequency}.parquet"


def flows_folder(source: DataSource) -> Path:
    """Where the detailed facts of a delivery of flows live (``engines.flows``)."""
    return Path(settings.FACTS) / "flows" / str(source.pk)


def matrix_file(source: DataSource) -> Path:
    """The origin-destination matrix of a source (``engines.flows.read_od``)."""
    return Path(settings.FACTS) / "matrices" / f"{source.pk}.parquet"


def files_of(series: Iterable[Series]) -> list[Path]:
    """Existing partitions of these series, each once."""
    groups = sorted({(one.source_id, one.frequency) for one in series})
    return [file for file in (file_of(*group) for group in groups) if file.exists()]


def read_partition(source_id: int, frequency: str) -> pa.Table:
    """Every version that a partition holds."""
    file = file_of(source_id, frequency)
    return pq.ParquetFile(file).read().cast(SCHEMA) if file.exists() else SCHEMA.empty_table()


def open_facts(files: Sequence[Path]) -> Any:
    """Partitions as one ibis table, to be asked at once: the next call opens others under the same names."""
    backend = connection()
    tables = [backend.read_parquet(str(file), table_name=f"facts_{place}") for place, file in enumerate(files)]
    return tables[0] if len(tables) == 1 else ibis.union(*tables)


def points(series: Sequence[Series], *, first: date | None = None, last: date | None = None) -> pa.Table:
    """Today's value of each period: series, period, value, provisional, delivered, delivery, in that order."""
    files = files_of(series)
    if not files:
        return SCHEMA.empty_table()
    chosen = expressions.of_series(open_facts(files), [one.pk for one in series])
    found: pa.Table = expressions.current(expressions.between(chosen, first, last)).to_pyarrow()
    return found.cast(SCHEMA)


def versions(series: Series) -> pa.Table:
    """Everything that was ever delivered for a series."""
    return versions_of([series])


def versions_of(series: Sequence[Series]) -> pa.Table:
    """Everything that was ever delivered for these series, by series, period and delivery."""
    files = files_of(series)
    if not files:
        return SCHEMA.empty_table()
    chosen = expressions.of_series(open_facts(files), [one.pk for one in series])
    found: pa.Table = expressions.versions(chosen).to_pyarrow()
    return found.cast(SCHEMA)
