"""What has left of a folder of facts: one table that every screen, file and address reads, decided at each delivery.

`releases/` keeps each block as it was published, with the counts that it hid, so that the next one is guarded beside
it; `published.parquet` holds what is shown, nulls where it is hidden, and is all that may be read for anybody.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from belvedere.engines.flows.blocks import Key, month_blocks
from belvedere.engines.flows.families import THRESHOLD
from belvedere.engines.flows.release import Block, Release, next_release
from belvedere.engines.flows.store import ROW_GROUP, open_facts, put_bytes, put_table

PUBLISHED = pa.schema(
    [
        ("family", pa.string()),
        ("category", pa.string()),
        ("kind", pa.string()),
        ("zone", pa.string()),
        ("month", pa.date32()),
        ("day", pa.date32()),
        ("part", pa.string()),
        ("volume", pa.int64()),
    ]
)
ORDER = [(name, "ascending") for name in ("family", "category", "kind", "zone", "month", "day", "part")]


@dataclass(frozen=True)
class Outcome:
    """Blocks published anew, and those whose former publication stays because the new one would reveal it."""

    fresh: int
    kept: tuple[Key, ...]


def publish_months(
    folder: Path,
    months: Iterable[dt.date] | None = None,
    *,
    threshold: int = THRESHOLD,
    parents: Mapping[str, str] | None = None,
) -> Outcome:
    """Decides what may be shown of these months (all when None) and writes it. The same facts again change nothing.

    Raises FlowsError when the folder holds no fact.
    """
    wanted = sorted(months_of(folder) if months is None else {month.replace(day=1) for month in months})
    facts = open_facts(folder, *((wanted[0], wanted[-1]) if wanted else ()))
    fresh: dict[Key, Release] = {}
    kept: list[Key] = []
    for month in wanted:
        for key, block in month_blocks(facts, month, parents).items():
            earlier = read_releases(_file(folder, key))
            found = next_release(block, threshold, earlier)
            if not earlier or found is not earlier[-1]:
                put_bytes(_file(folder, key), _packed([*earlier, found]))
                fresh[key] = found
            elif found.block.values != block.values:
                kept.append(key)
    if fresh or not published_file(folder).exists():
        _write(folder, fresh)
    return Outcome(len(fresh), tuple(kept))


def published_file(folder: Path) -> Path:
    """The one table that may be read for anybody."""
    return folder / "published.parquet"


def months_of(folder: Path) -> set[dt.date]:
    """First days of the months that the facts hold."""
    out: set[dt.date] = set()
    for file in sorted((folder / "facts").glob("*.parquet")):
        days = pc.unique(pq.read_table(file, columns=["date"])["date"]).to_pylist()
        out |= {day.replace(day=1) for day in days}
    return out


def _write(folder: Path, fresh: Mapping[Key, Release]) -> None:
    target = published_file(folder)
    known = pq.read_table(target) if target.exists() else PUBLISHED.empty_table()
    gone = pa.array(["\n".join(map(str, key)) for key in fresh], pa.string())
    month = pc.strftime(known["month"], format="%Y-%m-%d")
    stays = pc.invert(pc.is_in(pc.binary_join_element_wise(known["family"], known["category"], month, "\n"), gone))
    table = pa.concat_tables([known.filter(stays), *(_shown(key, found) for key, found in fresh.items())])
    put_table(target, table.sort_by(ORDER), row_group_size=ROW_GROUP // 16)


def _shown(key: Key, release: Release) -> pa.Table:
    """Cells of a block as anybody may read them; what only ties zones together stays inside."""
    names = [name for name in release.block.values if not name[0].endswith("-sum") and not name[1].endswith("-rest")]
    kinds, zones, parts, days = (list(column) for column in zip(*names, strict=True)) if names else ([],) * 4
    size = len(names)
    columns = {
        "family": pa.repeat(key.family, size),
        "category": pa.repeat(key.category, size),
        "kind": pa.array(kinds, pa.string()),
        "zone": pa.array(zones, pa.string()),
        "month": pa.array([key.month] * size, pa.date32()),
        "day": pa.array([dt.date.fromisoformat(day) if day else None for day in days], pa.date32()),
        "part": pa.array(parts, pa.string()),
        "volume": pa.array([release.shown(name) for name in names], pa.int64()),
    }
    return pa.table(columns, schema=PUBLISHED)


def _file(folder: Path, key: Key) -> Path:
    return folder / "releases" / f"{key.family}-{key.category.replace('/', ' ')}-{key.month:%Y-%m}.json.gz"


def _packed(releases: Sequence[Release]) -> bytes:
    out = []
    for one in releases:
        place = {name: k for k, name in enumerate(one.block.values)}
        cells = [[*name, value, int(name in one.hidden)] for name, value in one.block.values.items()]
        out.append(
            {"cells": cells, "sums": [[place[whole], *map(place.get, parts)] for whole, parts in one.block.sums]}
        )
    return gzip.compress(json.dumps(out, ensure_ascii=False).encode(), 6, mtime=0)


def read_releases(file: Path) -> list[Release]:
    """Every release of a block, oldest first; never for anybody's eyes."""
    if not file.exists():
        return []
    out = []
    for one in json.loads(gzip.decompress(file.read_bytes())):
        names = [tuple(cell[:-2]) for cell in one["cells"]]
        values = {name: cell[-2] for name, cell in zip(names, one["cells"], strict=True)}
        hidden = frozenset(name for name, cell in zip(names, one["cells"], strict=True) if cell[-1])
        sums = tuple((names[whole], tuple(names[part] for part in parts)) for whole, *parts in one["sums"])
        out.append(Release(Block(values, sums), hidden))
    return out
