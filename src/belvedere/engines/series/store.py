"""Facts as versions: what came first, what was provisional, what is held true today.

A fact is never changed: a revision is one more row with the day it was delivered. Today's value of a period is the
definitive one before the provisional one, then the latest delivered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from .types import IncomingSeries

SCHEMA = pa.schema(
    [
        ("series", pa.int64()),
        ("period", pa.date32()),
        ("value", pa.float64()),
        ("provisional", pa.bool_()),
        ("delivered", pa.date32()),
        ("delivery", pa.int64()),
    ]
)


@dataclass(frozen=True)
class Outcome:
    """What a delivery did to the points of a series, the first time it was read included; ``kept``: provisional ones
    that a definitive one had preceded."""

    new: int = 0
    revised: int = 0
    same: int = 0
    kept: int = 0


@dataclass(frozen=True)
class Extent:
    """First and last period of a series, how many it has, how many of them provisional, its last delivery."""

    series: int
    first: date
    last: date
    points: int
    provisional: int
    delivered: date


@dataclass(frozen=True)
class Merged:
    """Every version after the delivery, and its effect by series."""

    table: pa.Table
    changed: bool
    outcomes: dict[int, Outcome]


def incoming_table(found: list[tuple[int, IncomingSeries]], *, delivered: date, delivery: int) -> pa.Table:
    """Points of these series (number, series) as facts of one delivery."""
    if not found:
        return SCHEMA.empty_table()
    return pa.table(
        {
            "series": np.concatenate([np.full(len(one), number, np.int64) for number, one in found]),
            "period": pa.array(np.concatenate([one.periods for _, one in found]).astype("datetime64[D]")),
            "value": np.concatenate([one.values for _, one in found]),
            "provisional": np.concatenate([one.provisional for _, one in found]),
            "delivered": pa.array([delivered] * sum(len(one) for _, one in found), pa.date32()),
            "delivery": np.full(sum(len(one) for _, one in found), delivery, np.int64),
        }
    ).cast(SCHEMA)


def current(facts: pa.Table) -> pa.Table:
    """One row a series and period: the one held true today, in that order."""
    if not len(facts):
        return facts
    order = np.lexsort(
        (
            -_whole(facts, "delivery"), -_days(facts, "delivered"), _whole(facts, "provisional"),
            _days(facts, "period"), _whole(facts, "series"),
        )
    )  # fmt: skip
    ranked = facts.take(pa.array(order))
    keys = _keys(ranked)
    return ranked.filter(pa.array(np.concatenate([[True], keys[1:] != keys[:-1]])))


def extents(facts: pa.Table) -> list[Extent]:
    """How far the points held true today go, by series."""
    told = current(facts).group_by("series", use_threads=False)
    found = told.aggregate(
        [("period", "min"), ("period", "max"), ("period", "count"), ("provisional", "sum"), ("delivered", "max")]
    )
    names = ["series", "period_min", "period_max", "period_count", "provisional_sum", "delivered_max"]
    return [Extent(*row) for row in zip(*(found[name].to_pylist() for name in names), strict=True)]


def merge(known: pa.Table, incoming: pa.Table) -> Merged:
    """``incoming`` (each series and period once) added to ``known`` where it says something else."""
    held = current(known)
    keys, wanted = _keys(held), _keys(incoming)
    place = np.searchsorted(keys, wanted)
    there = np.zeros(len(wanted), bool)
    inside = place < len(keys)
    there[inside] = keys[place[inside]] == wanted[inside]
    safe = np.where(there, place, 0)
    early = _whole(incoming, "provisional").astype(bool)
    same, weaker, ours, again = (np.zeros(len(wanted), bool) for _ in range(4))
    if len(held):
        before = _whole(held, "provisional").astype(bool)[safe]
        equal = held["value"].to_numpy()[safe] == incoming["value"].to_numpy()
        same = there & equal & (early | ~before)
        weaker = there & ~same & early & ~before
        # A delivery that was cut short and begun again must say what it did, not that all is done.
        ours = same & (_whole(held, "delivery")[safe] == _whole(incoming, "delivery"))
        again = ours & (_versions(known)[safe] > 1)
    added = ~same & ~weaker
    table = pa.concat_tables([known, incoming.filter(pa.array(added))])
    numbers = _whole(incoming, "series")
    outcomes = {
        int(number): Outcome(
            int((mine & (~there | (ours & ~again))).sum()), int((mine & ((added & there) | again)).sum()),
            int((mine & same & ~ours).sum()), int((mine & weaker).sum()),
        )
        for number, mine in _by_series(numbers)
    }  # fmt: skip
    order = [("series", "ascending"), ("period", "ascending"), ("delivery", "ascending")]
    return Merged(table.sort_by(order), bool(added.any()), outcomes)


def _by_series(numbers: NDArray[np.int64]) -> list[tuple[int, NDArray[np.bool_]]]:
    return [(int(number), numbers == number) for number in np.unique(numbers)]


def _versions(known: pa.Table) -> NDArray[np.int64]:
    """How often each period was said, in the order of ``current``."""
    return np.asarray(np.unique(_keys(known), return_counts=True)[1])


def _whole(table: pa.Table, name: str) -> NDArray[np.int64]:
    return np.asarray(table[name].cast(pa.int64()).to_numpy())


def _days(table: pa.Table, name: str) -> NDArray[np.int64]:
    return np.asarray(table[name].cast(pa.int32()).cast(pa.int64()).to_numpy())


def _keys(table: pa.Table) -> NDArray[np.int64]:
    """One number a series and period, in their order; days stay within ± 2²¹ (the years 0 to 7700)."""
    return _whole(table, "series") * 2**22 + _days(table, "period") + 2**21
