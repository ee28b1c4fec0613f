"""The only door through which flows leave: cells that were decided once, at each delivery (``engines.flows``).

Screens, files, series and notes reckon from these cells and from nothing else: sums, means and shares of what is shown
say no more than what is shown. A sum of cells of which some are hidden is a lower bound, and says so.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from belvedere.engines import flows as engine
from belvedere.observatory.models import DataSource

from . import facts

#: The zone that stands for all of them, where their unit adds.
EVERYWHERE = ""
#: What the provider withheld of a detail, or gathered.
REST = ""


@dataclass(frozen=True)
class Amount:
    """A sum of shown cells; ``partial``: some of its cells are hidden, so that it is « at least »."""

    value: int
    partial: bool = False

    @property
    def hidden(self) -> bool:
        """Nothing of it may be shown."""
        return self.partial and self.value == 0

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.value + other.value, self.partial or other.partial)


NOTHING = Amount(0)


def cells(
    source: DataSource,
    *,
    family: str = "",
    category: str = "",
    kinds: Collection[str] = (),
    zones: Collection[str] | None = None,
    first: date | None = None,
    last: date | None = None,
) -> pa.Table:
    """Published cells: family, category, kind, zone, month, day, part, volume (null: hidden). Empty before the first
    delivery. ``first`` and ``last`` are months, both included."""
    file = _file(source)
    if not file.exists():
        return pa.table({name: pa.array([], kind) for name, kind in SCHEMA})
    tests: list[tuple[str, str, Any]] = []
    if family:
        tests.append(("family", "==", family))
    if category:
        tests.append(("category", "==", category))
    if kinds:
        tests.append(("kind", "in", sorted(kinds)))
    if zones is not None:
        tests.append(("zone", "in", sorted(zones)))
    if first is not None:
        tests.append(("month", ">=", first.replace(day=1)))
    if last is not None:
        tests.append(("month", "<=", last))
    if zones is not None and not zones:
        return pq.ParquetFile(file).schema_arrow.empty_table()
    return pq.read_table(file, filters=tests or None, use_threads=False)


SCHEMA = (
    ("family", pa.string()), ("category", pa.string()), ("kind", pa.string()), ("zone", pa.string()),
    ("month", pa.date32()), ("day", pa.date32()), ("part", pa.string()), ("volume", pa.int64()),
)  # fmt: skip


def stamp_of(source: DataSource) -> tuple[str, int]:
    """Changes whenever something else is published."""
    file = _file(source)
    return str(file), file.stat().st_mtime_ns if file.exists() else 0


def _file(source: DataSource) -> Path:
    return engine.published_file(facts.flows_folder(source))


def zones_of(source: DataSource) -> set[str]:
    """Names of the zones that the publication counts in."""
    return set(pc.unique(cells(source, kinds=("month",))["zone"]).to_pylist()) - {EVERYWHERE}


def added(table: pa.Table, *by: str) -> dict[tuple[Any, ...], Amount]:
    """Sums of the cells of a table by these columns."""
    out: dict[tuple[Any, ...], Amount] = {}
    columns = [table[name].to_pylist() for name in by]
    for *keys, volume in zip(*columns, table["volume"].to_pylist(), strict=True):
        key = tuple(keys)
        out[key] = out.get(key, NOTHING) + (Amount(0, True) if volume is None else Amount(volume))
    return out


def total(amounts: Iterable[Amount]) -> Amount:
    return sum(amounts, NOTHING)


def calendar(source: DataSource) -> dict[date, dict[str, bool]]:
    """Days with school holidays of the zones A, B, C and public holidays, as the deliveries tell them."""
    file = facts.flows_folder(source) / "calendar.parquet"
    if not file.exists():
        return {}
    return {row.pop("date"): row for row in pq.read_table(file).to_pylist()}


def matrix(source: DataSource) -> pa.Table | None:
    """Flows of an origin-destination matrix that reach the source's threshold; no total of it is shown, so that what is
    left out cannot be subtracted."""
    file = facts.matrix_file(source)
    if not file.exists():
        return None
    table = pq.read_table(file)
    return table.filter(pc.greater_equal(table["volume"], float(source.secrecy)))
