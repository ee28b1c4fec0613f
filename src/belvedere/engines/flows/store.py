"""Facts on disk: one Parquet a delivery, settled into one a year, and the ibis tables over them.

Two deliveries may hold the same fact: a final one replaces a provisional one, then the newer replaces the older.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from belvedere.engines.flows import reading, reconcile
from belvedere.engines.flows.families import CALENDAR, KEY, SCHEMA
from belvedere.engines.flows.reading import Fault, Zones
from belvedere.engines.flows.units import FlowsError

ROW_GROUP = 245_760  # twice DuckDB's unit: half as many to rule out in the other years, and no wider a scan
FORMAT = f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
_SAME = ", ".join(KEY)
_SETTLE = (
    "COPY (SELECT * FROM read_parquet(?) WHERE year(date) = ? QUALIFY row_number() OVER "  # noqa: S608
    f"(PARTITION BY {_SAME} ORDER BY provisional, delivered DESC, delivery) = 1 "
    f"ORDER BY family, dimension, zone, date, {_SAME}) "
    f"TO '{{target}}' {FORMAT}"
)


@dataclass(frozen=True)
class Summary:
    """What an import did. `already` is true when these very bytes had been imported before: nothing was written."""

    delivery: str
    delivered: str
    already: bool
    files: int
    facts: int
    totals: int
    repeated: int
    first: str
    last: str
    volume: dict[str, int] = field(default_factory=dict)
    unknown_zones: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def import_delivery(
    data: bytes,
    folder: Path,
    *,
    zones: Zones | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Summary:
    # long: one pass, in the order in which a delivery is read
    """Import one delivery (the bytes of its zip) into `folder`; the same bytes twice change nothing.

    Raises FlowsError when nothing in it can be read.
    """
    zones = zones or Zones()
    delivery, delivered = reading.fingerprint(data), reading.delivered_on(data)
    note = folder / "imports" / f"{delivery}.json"
    if note.exists():
        return _from_json(json.loads(note.read_text(encoding="utf-8")), already=True)
    facts, totals, days, faults, files = _read_all(data, delivery, delivered, progress)
    if not len(facts):
        first = f" ({faults[0]})" if faults else ""
        raise FlowsError(f"La livraison ne contient aucun fait lisible{first} ; vérifiez sa forme.")
    facts, unknown = zones.rename(facts, "zone")
    facts, unknown_other = zones.rename(facts, "other")
    totals = zones.rename(totals, "zone")[0]
    facts, repeated, clash = reconcile.drop_repeats(facts)
    flags = (*clash, *reconcile.silent_days(facts), *reconcile.totals_against_details(facts, totals))
    put_table(folder / "deliveries" / f"{delivery}.parquet", facts)
    _add_days(folder / "calendar.parquet", days)
    settle(folder, facts)
    summary = Summary(
        delivery,
        delivered,
        False,
        files,
        len(facts),
        len(totals),
        repeated,
        str(pc.min(facts["date"]).as_py()),
        str(pc.max(facts["date"]).as_py()),
        _volumes(facts),
        tuple(sorted({*unknown, *unknown_other})),
        flags,
        tuple(str(fault) for fault in faults),
    )
    put_bytes(note, (json.dumps(asdict(summary), ensure_ascii=False, indent=1) + "\n").encode())
    return summary


def _from_json(stored: dict[str, Any], *, already: bool) -> Summary:
    lists = {name: tuple(stored[name]) for name in ("unknown_zones", "flags", "faults")}
    return Summary(**{**stored, **lists, "already": already})


def _read_all(
    data: bytes, delivery: str, delivered: str, progress: Callable[[str], None]
) -> tuple[pa.Table, pa.Table, pa.Table, list[Fault], int]:
    facts, totals, days = [SCHEMA.empty_table()], [SCHEMA.empty_table()], [CALENDAR.empty_table()]
    faults: list[Fault] = []
    files = 0
    for name, content in reading.files_of(data):
        progress(name)
        try:
            part = reading.read_part(name, content, delivery, delivered)
        except FlowsError as error:
            faults.append(Fault(name, 0, str(error).removeprefix(f"{name} : ")))
            continue
        files += 1
        facts.append(part.facts)
        totals.append(part.totals)
        days.append(part.calendar)
        faults.extend(part.faults)
    return pa.concat_tables(facts), pa.concat_tables(totals), pa.concat_tables(days), faults, files


def _volumes(facts: pa.Table) -> dict[str, int]:
    plain = facts.filter(pc.equal(facts["dimension"], ""))
    sums = plain.group_by("family").aggregate([("volume", "sum")])
    return dict(sorted(zip(sums["family"].to_pylist(), sums["volume_sum"].to_pylist(), strict=True)))


def settle(folder: Path, changed: pa.Table) -> None:
    """Write again the years that `changed` touches, one fact a key, sorted by zone then day."""
    years = sorted(set(pc.unique(pc.year(changed["date"])).to_pylist()))
    with duckdb.connect() as con:
        con.execute("SET threads = 1; SET preserve_insertion_order = true")
        for year in years:
            target = folder / "facts" / f"{year}.parquet"
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_suffix(".part")
            # every name is ours; COPY takes no parameter for its target
            con.execute(_SETTLE.format(target=_quoted(draft)), [str(folder / "deliveries" / "*.parquet"), year])
            os.replace(draft, target)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _add_days(path: Path, days: pa.Table) -> None:
    known = pq.read_table(path) if path.exists() else CALENDAR.empty_table()
    names = CALENDAR.names[1:]
    merged = pa.concat_tables([known, days]).group_by("date").aggregate([(name, "max") for name in names])
    table = merged.select(["date", *(f"{name}_max" for name in names)]).rename_columns(CALENDAR.names)
    put_table(path, table.sort_by("date").cast(CALENDAR))


def put_table(path: Path, table: pa.Table, *, row_group_size: int = ROW_GROUP) -> None:
    """Puts a Parquet file where readers find the former one or this one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    pq.write_table(table, draft, compression="zstd", row_group_size=row_group_size)
    os.replace(draft, path)


def put_bytes(path: Path, data: bytes) -> None:
    """The same for any other file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_bytes(data)
    os.replace(draft, path)


def open_facts(folder: Path, first: dt.date = dt.date.min, last: dt.date = dt.date.max) -> ibis.expr.types.Table:
    """The settled facts of a folder as an ibis table on an embedded DuckDB. The years of ``first`` to ``last`` alone
    are opened, or all where none is there: ruling out the others is a fifth of a partner's query over ten years."""
    held = sorted((folder / "facts").glob("*.parquet"))
    files = [str(path) for path in held if first.year <= int(path.stem) <= last.year] or [str(path) for path in held]
    if not files:
        raise FlowsError(f"{folder} : aucun fait ; importez d’abord une livraison.")
    con = ibis.duckdb.connect(threads=2, preserve_insertion_order=False)
    facts = con.read_parquet(files, table_name="facts")
    con.raw_sql("SET enable_external_file_cache = false")
    con.raw_sql("SET parquet_metadata_cache = true")  # pages ask the same files again and again
    return facts


def open_calendar(folder: Path) -> ibis.expr.types.Table:
    """Days with school holidays of zones A, B, C and public holidays, as the deliveries tell them."""
    path = folder / "calendar.parquet"
    if not path.exists():
        raise FlowsError(f"{folder} : aucun calendrier ; importez d’abord une livraison.")
    return ibis.memtable(pq.read_table(path))
