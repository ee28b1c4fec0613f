"""Writing facts: a partition is read, merged and put back whole, so that it is either the former one or the new one.

Call while holding the source's turn: two writers of one partition would lose one another's rows.
"""

import os
from collections.abc import Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from belvedere.engines import series as engine
from belvedere.observatory.models import Series
from belvedere.observatory.queries import facts as reads

ROW_GROUP = 122_880  # DuckDB's own unit


def write_points(
    *,
    source_id: int,
    frequency: str,
    found: Sequence[tuple[int, engine.IncomingSeries]],
    delivered: date,
    delivery: int,
) -> dict[int, engine.Outcome]:
    """Adds the points of these series (number, series) that say something new; the same ones twice write nothing."""
    known = reads.read_partition(source_id, frequency)
    incoming = engine.incoming_table(list(found), delivered=delivered, delivery=delivery)
    merged = engine.merge(known, incoming)
    if merged.changed:
        _put(source_id, frequency, merged.table)
    return merged.outcomes


def _put(source_id: int, frequency: str, table: pa.Table) -> None:
    target = reads.file_of(source_id, frequency)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        pq.write_table(table, draft, compression="zstd", row_group_size=ROW_GROUP)
        with draft.open("rb") as handle:
            os.fsync(handle.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def note_extents(*, series: Sequence[Series]) -> None:
    """Writes in the catalogue how far the facts of these series go, so that lists need not open the files."""
    by_number = {one.pk: one for one in series}
    numbers = pa.array(by_number, pa.int64())
    for group in {(one.source_id, one.frequency) for one in series}:
        held = reads.read_partition(*group)
        for extent in engine.extents(held.filter(pc.is_in(held["series"], numbers))):
            one = by_number[extent.series]
            one.first, one.last, one.points = extent.first, extent.last, extent.points
            one.provisional_points, one.delivered_on = extent.provisional, extent.delivered
    names = ["first", "last", "points", "provisional_points", "delivered_on"]
    Series.everything.bulk_update(list(series), names, batch_size=500)
