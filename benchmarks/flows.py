"""Forty million generated facts: the partner's page, the national roll-up, memory, exact totals, beside the peers.

Facts of the engine's own schema (zones x origins x categories x days), one Parquet a year, written by DuckDB with the
very options of the store into a temporary folder that is removed afterwards. Every engine runs alone in its process,
on two threads; CPU seconds are the median of the repetitions after a first run. pandas pays its loading apart. Goals:
partner query <= 60 ms CPU, roll-up >= 25 million rows a CPU second, peak <= 300 MiB, ibis overhead <= 50 ms, totals
above 2^31 exact.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "2")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "2")
os.environ.setdefault("POLARS_MAX_THREADS", "2")

import argparse
import datetime as dt
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from belvedere.engines.flows.families import SCHEMA
from belvedere.engines.flows.store import FORMAT, ROW_GROUP

THREADS = 2
ZONES, ORIGINS = 400, 30
CATEGORIES = ("EXCURSIONNISTE", "RESIDENT", "TOURISTE")
FIRST = dt.date(2022, 1, 1)
PARTNER = tuple(f"Z{zone:03d}" for zone in range(40, 63))
REPEATS = 5


def generate(folder: Path, rows: int) -> int:
    """Write about `rows` facts, sorted by zone then day inside each year; returns how many."""
    days = max(1, round(rows / (ZONES * ORIGINS * len(CATEGORIES))))
    dates = np.datetime64(FIRST) + np.arange(days)
    years = dates.astype("datetime64[Y]").astype(int) + 1970
    written = 0
    for year in np.unique(years):
        here = dates[years == year]
        target = folder / "facts" / f"{year}.parquet"
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(".part")
        with pq.ParquetWriter(draft, SCHEMA, compression="zstd") as writer:
            waiting: list[pa.Table] = []
            for zone in range(ZONES):
                waiting.append(_zone(zone, here))
                if zone == ZONES - 1 or sum(map(len, waiting)) >= 2 * ROW_GROUP:
                    table = pa.concat_tables(waiting)
                    whole = len(table) if zone == ZONES - 1 else len(table) // ROW_GROUP * ROW_GROUP
                    writer.write_table(table.slice(0, whole), row_group_size=ROW_GROUP)
                    waiting = [table.slice(whole)] if whole < len(table) else []
                    written += whole
        _as_stored(draft, target)
    return written


def _as_stored(draft: Path, target: Path) -> None:
    with duckdb.connect() as con:
        con.execute("SET threads = 1; SET preserve_insertion_order = true")
        con.execute(f"COPY (SELECT * FROM read_parquet('{draft}')) TO '{target}' {FORMAT}")  # noqa: S608
    draft.unlink()


def _zone(zone: int, dates: np.ndarray) -> pa.Table:
    n = len(dates) * ORIGINS * len(CATEGORIES)
    rng = np.random.default_rng((zone, int(dates[0].astype(int))))

    def spread(names: tuple[str, ...] | list[str], each: int) -> pa.Array:
        codes = np.tile(np.repeat(np.arange(len(names), dtype=np.int32), each), n // (each * len(names)))
        return pa.DictionaryArray.from_arrays(codes, pa.array(names)).cast(pa.string())

    columns = {
        "date": pa.array(np.repeat(dates, ORIGINS * len(CATEGORIES))),
        "family": pa.repeat("nuitee", n),
        "zone": pa.repeat(f"Z{zone:03d}", n),
        "provenance": pa.repeat("NONLOCAL", n),
        "category": spread(CATEGORIES, 1),
        "dimension": pa.repeat("departement", n),
        "detail": spread([f"{code:02d}" for code in range(1, ORIGINS + 1)], len(CATEGORIES)),
        "volume": pa.array(rng.poisson(rng.lognormal(6.4, 0.8, n)), pa.int64()),
        "provisional": pa.repeat(False, n),
    }
    empty = pa.repeat("", n)
    return pa.table([columns.get(name, empty) for name in SCHEMA.names], schema=SCHEMA)


def _last_year(folder: Path) -> tuple[dt.date, dt.date]:
    last = max(int(path.stem) for path in (folder / "facts").glob("*.parquet") if path.stat().st_size > 0)
    year = max(FIRST.year, last - 1)
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _clock(run: Callable[[], Any], repeats: int = REPEATS) -> tuple[float, Any]:
    run()
    spent, answer = [], None
    for _ in range(repeats):
        began = time.process_time()
        answer = run()
        spent.append(time.process_time() - began)
    return statistics.median(spent), answer


def _rows(table: pa.Table) -> list[list[Any]]:
    return [[str(value) for value in row.values()] for row in table.to_pylist()]


def _expressions(facts: Any, folder: Path, year: Any = None) -> dict[str, Any]:
    """``year``: the same facts, only of the partner's year, where they can be opened alone."""
    from belvedere.engines.flows import Scope, over_time

    first, last = _last_year(folder)
    one = facts if year is None else year
    partner = Scope("nuitee", first, last, PARTNER)
    nation = Scope("nuitee", FIRST, dt.date(FIRST.year + 30, 1, 1))
    return {
        "partner": lambda: over_time(one, partner, "week", ("detail",), "departement"),
        "rollup": lambda: over_time(facts, nation, "week", ("zone", "category"), "departement"),
        "total": lambda: over_time(facts, nation, "year", ("category",), "departement"),
    }


def run_ours(folder: Path) -> dict[str, Any]:
    import ibis

    from belvedere.engines.flows import open_facts

    facts, year = open_facts(folder), open_facts(folder, *_last_year(folder))
    out: dict[str, Any] = {}
    answers = {}
    for name, build in _expressions(facts, folder, year).items():
        out[name], answer = _clock(lambda build=build: build().to_pyarrow())
        answers[name] = partial(_rows, answer)
    sql = ibis.to_sql(_expressions(facts, folder, year)["partner"]())
    con = year.get_backend().con
    raw, _ = _clock(lambda: con.sql(str(sql)).to_arrow_table(), 9)
    through, _ = _clock(lambda: _expressions(facts, folder, year)["partner"]().to_pyarrow(), 9)
    return {**out, "overhead": through - raw, "answers": answers}


def run_polars(folder: Path) -> dict[str, Any]:
    import polars as pl

    first, last = _last_year(folder)
    scan = pl.scan_parquet(str(folder / "facts" / "*.parquet")).with_columns(pl.col("volume").cast(pl.Int32))
    week = pl.col("date").dt.truncate("1w").alias("period")
    total = pl.col("volume").sum()
    partner = scan.filter(pl.col("zone").is_in(PARTNER), pl.col("date").is_between(first, last))
    asked = {
        "partner": partner.group_by(week, "detail").agg(total).sort("period", "detail"),
        "rollup": scan.group_by(week, "zone", "category").agg(total).sort("period", "zone", "category"),
        "total": scan.group_by(pl.col("date").dt.truncate("1y").alias("period"), "category")
        .agg(total)
        .sort("period", "category"),
    }
    out: dict[str, Any] = {"answers": {}}
    for name, query in asked.items():
        out[name], answer = _clock(lambda query=query: query.collect(engine="streaming"))
        out["answers"][name] = partial(_rows, answer.to_arrow())
    return out


def run_pandas(folder: Path) -> dict[str, Any]:
    began = time.process_time()
    names = ["date", "zone", "category", "detail", "volume"]
    table = pq.read_table(folder / "facts", columns=names, read_dictionary=names[1:4])
    frame = table.unify_dictionaries().to_pandas(self_destruct=True, split_blocks=True, date_as_object=False)
    del table
    frame["period"] = frame["date"].dt.to_period("W").dt.start_time.astype("datetime64[s]")
    frame["year"] = frame["date"].dt.year
    load = time.process_time() - began
    first, last = (np.datetime64(day) for day in _last_year(folder))

    def partner() -> Any:
        chosen = frame[frame["zone"].isin(PARTNER) & frame["date"].between(first, last)]
        return chosen.groupby(["period", "detail"], observed=True)["volume"].sum()

    asked = {
        "partner": partner,
        "rollup": lambda: frame.groupby(["period", "zone", "category"], observed=True)["volume"].sum(),
        "total": lambda: frame.groupby(["year", "category"], observed=True)["volume"].sum(),
    }
    out: dict[str, Any] = {"load": load, "answers": {}}
    for name, run in asked.items():
        out[name], answer = _clock(run, 2)
        out["answers"][name] = partial(_pandas_rows, answer.reset_index(), name == "total")
    return out


def _pandas_rows(flat: Any, yearly: bool) -> list[list[str]]:
    return [
        [f"{first}-01-01" if yearly else str(first)[:10], *map(str, rest)]
        for first, *rest in flat.itertuples(index=False)
    ]


def spark_session(folder: Path) -> Any:
    """A local Spark bound to the loopback, silent, with its scratch files in `folder`."""
    from pyspark.sql import SparkSession

    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "3g",
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "4",
        "spark.ui.enabled": "false",
    }
    builder = SparkSession.builder.master(f"local[{THREADS}]").appName("belvedere")
    for key, value in settings.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def run_spark(folder: Path) -> dict[str, Any]:
    import ibis

    con = ibis.pyspark.connect(spark_session(folder))
    facts = con.read_parquet(str(folder / "facts"), table_name="facts")
    out: dict[str, Any] = {"answers": {}}
    for name, build in _expressions(facts, folder).items():
        began = time.monotonic()
        out["answers"][name] = partial(_rows, build().to_pyarrow())
        out[name] = time.monotonic() - began
    con.disconnect()
    return out


RUNS = {"ours": run_ours, "polars": run_polars, "pandas": run_pandas, "spark": run_spark}


def peak() -> float:
    """MiB at most since this program began; ``getrusage`` would say its parent's where that was more."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def worker(name: str, folder: Path, out: Path) -> None:
    """Run one engine alone and write its figures and its peak memory."""
    found = RUNS[name](folder)
    found["peak"] = peak()  # before rows become Python objects
    found["answers"] = {name: rows() for name, rows in found["answers"].items()}
    out.write_text(json.dumps(found), encoding="utf-8")


def alone(name: str, folder: Path) -> dict[str, Any] | None:
    out = folder / f"{name}.json"
    command = [sys.executable, __file__, "--worker", name, "--folder", str(folder), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{name}: failed: {done.stderr.strip().splitlines()[-1] if done.stderr else done.returncode}")
        return None
    return json.loads(out.read_text(encoding="utf-8"))


def _same(ours: dict[str, Any], theirs: dict[str, Any]) -> str:
    wrong = [name for name in ("partner", "rollup", "total") if ours["answers"][name] != theirs["answers"][name]]
    return "yes" if not wrong else "NO: " + ", ".join(wrong)


def show(rows: int, found: dict[str, dict[str, Any]]) -> None:
    print(f"{rows:,} rows            partner ms  roll-up s  M rows/CPU-s  peak MiB  load s  equal to ours")
    for name, figures in found.items():
        clock = "wall" if name == "spark" else "CPU"
        print(
            f"{name:<8} ({clock:<4}, {THREADS} thr) {1000 * figures['partner']:10.0f} {figures['rollup']:10.2f} "
            f"{rows / figures['rollup'] / 1e6:13.1f} {figures['peak']:9.0f} {figures.get('load', 0):7.1f}  "
            f"{_same(found['ours'], figures)}"
        )
    largest = max(int(row[-1]) for row in found["ours"]["answers"]["total"])
    print(f"ibis overhead {1000 * found['ours']['overhead']:.0f} ms CPU on the partner query (goal 50)")
    print(f"largest total {largest:,} ({'above' if largest >= 2**31 else 'below'} 2^31)", end="")
    if "polars" in found:
        row = max(
            range(len(found["ours"]["answers"]["total"])), key=lambda k: int(found["ours"]["answers"]["total"][k][-1])
        )
        print(f"; Polars on 32-bit volumes says {int(found['polars']['answers']['total'][row][-1]):,}", end="")
    print("\ngoals: partner 60 ms CPU, roll-up 25 M rows/CPU-s, peak 300 MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=40_000_000)
    parser.add_argument("--peers", default="polars,pandas,spark", help="peers to run, comma separated, or none")
    parser.add_argument("--worker", choices=RUNS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.worker:
        worker(args.worker, args.folder, args.out)
        return
    with tempfile.TemporaryDirectory(prefix="belvedere-flows-") as name:
        folder = Path(name)
        began = time.process_time()
        rows = generate(folder, args.rows)
        size = sum(path.stat().st_size for path in (folder / "facts").glob("*")) / 2**20
        print(f"generated {rows:,} facts in {time.process_time() - began:.0f} CPU-s, {size:.0f} MiB", flush=True)
        found = {}
        for peer in ("ours", *(part for part in args.peers.split(",") if part in RUNS)):
            if peer != "ours" and not find_spec("pyspark" if peer == "spark" else peer):
                print(f"{peer} is not installed: its row is missing")
            elif figures := alone(peer, folder):
                found[peer] = figures
        if "ours" in found:
            show(rows, found)


if __name__ == "__main__":
    main()
