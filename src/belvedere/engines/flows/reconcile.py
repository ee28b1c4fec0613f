"""What a delivery says twice, or not at all: repeated rows, days without a count, totals against their details."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pyarrow.compute as pc

from belvedere.engines.flows.families import KEY, SCHEMA

TOLERANCE = 0.1
SHOWN = 20


def drop_repeats(facts: pa.Table) -> tuple[pa.Table, int, tuple[str, ...]]:
    """Facts with one row a key, the number of rows dropped, and a flag where the volumes differed.

    A final row comes before a provisional one; the larger volume is kept when two final rows differ.
    """
    keys = [*KEY, "provisional"]
    order = [("provisional", "ascending"), ("volume", "descending")]
    ranked = facts.sort_by([*((name, "ascending") for name in KEY), *order])
    groups = ranked.group_by(keys, use_threads=False).aggregate([("volume", "max"), ("volume", "min")])
    clashing = int(pc.sum(pc.not_equal(groups["volume_max"], groups["volume_min"])).as_py() or 0)
    firsts = ranked.group_by(list(KEY), use_threads=False).aggregate(
        [(name, "first") for name in SCHEMA.names if name not in KEY]
    )
    kept = firsts.rename_columns([name.removesuffix("_first") for name in firsts.column_names]).select(SCHEMA.names)
    flags: tuple[str, ...] = ()
    if clashing:
        flags = (f"{clashing} faits livrés deux fois avec des volumes différents ; le plus grand est gardé.",)
    return kept.cast(SCHEMA), len(facts) - len(kept), flags


def silent_days(facts: pa.Table) -> tuple[str, ...]:
    """Days between the first and the last when a family counts nothing anywhere: the collection failed."""
    out = []
    for family in sorted(pc.unique(facts["family"]).to_pylist()):
        rows = facts.filter(pc.and_(pc.equal(facts["family"], family), pc.equal(facts["dimension"], "")))
        if not len(rows):
            continue
        sums = rows.group_by("date").aggregate([("volume", "sum")])
        alive = set(sums.filter(pc.greater(sums["volume_sum"], 0))["date"].to_pylist())
        if not alive:
            continue
        span = range(min(alive).toordinal(), max(alive).toordinal() + 1)
        dead = [day for day in map(dt.date.fromordinal, span) if day not in alive]
        if dead:
            listed = ", ".join(str(day) for day in dead[:SHOWN])
            out.append(f"Famille {family} : rien n’est compté le {listed} ; la collecte a manqué.")
    return tuple(out)


def totals_against_details(facts: pa.Table, totals: pa.Table) -> tuple[str, ...]:
    """Details of a dimension that exceed their total, or miss more than a tenth of it, by zone over the delivery.

    The total is the `CUMUL` row where there is one, else the plain family. Small counts are withheld by the
    provider, so details may fall short of their total, never exceed it.
    """
    plain = _sums(facts.filter(pc.equal(facts["dimension"], "")))
    given = _sums(totals)
    out = []
    for (family, moment, dimension, zone), details in sorted(_sums(facts).items()):
        total = given.get((family, moment, dimension, zone), plain.get((family, moment, "", zone)))
        if not dimension or dimension == "duree" or total is None:
            continue
        if details > total or details < (1 - TOLERANCE) * total:
            out.append(
                f"{family} {moment or ''} {zone} : les détails par {dimension} font {details}, le total {total} ; "
                "à faire vérifier par le fournisseur.".replace("  ", " ")
            )
    return tuple(out)


def _sums(table: pa.Table) -> dict[tuple[str, str, str, str], int]:
    keys = ["family", "moment", "dimension", "zone"]
    sums = table.group_by(keys).aggregate([("volume", "sum")])
    columns = [sums[name].to_pylist() for name in keys]
    return dict(zip(zip(*columns, strict=True), sums["volume_sum"].to_pylist(), strict=True))
