"""Read an INSEE origin-destination matrix: communes of residence and of work with the number who commute."""

from __future__ import annotations

import gzip
import io
import re

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from belvedere.engines.flows.units import FlowsError

_FLOW = re.compile(r"^NBFLUX", re.IGNORECASE)
SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("origin", "origin_name", "destination", "destination_name")]
    + [("volume", pa.float64())]
)


def read_od(data: bytes) -> pa.Table:
    """Origin, destination (INSEE codes as text) and volume (weighted persons) of a `CODGEO;…;DCLT;…;NBFLUX…` file.

    Gzip allowed. Raises FlowsError for missing columns, unreadable volumes or a pair given twice.
    """
    raw = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    head = raw.split(b"\n", 1)[0].decode("utf-8-sig", "replace")
    mark = max(";\t,", key=head.count)
    names = [name.strip().strip('"') for name in head.strip().split(mark)]
    flow = next((name for name in names if _FLOW.match(name)), None)
    wanted = ("CODGEO", "LIBGEO", "DCLT", "L_DCLT", flow or "NBFLUX")
    missing = [name for name in wanted if name not in names]
    if missing:
        raise FlowsError(f"Matrice, ligne 1 : colonne « {missing[0]} » absente ; demandez la matrice complète.")
    table = _parse(raw, names, mark)
    volume = pc.replace_substring(table[wanted[4]], ",", ".")
    wrong = pc.invert(pc.match_substring_regex(volume, r"^\d+(\.\d+)?$"))
    if pc.any(wrong).as_py():
        line = pc.index(wrong, pa.scalar(True)).as_py() + 2
        raise FlowsError(f"Matrice, ligne {line} : nombre « {table[wanted[4]][line - 2]} » illisible.")
    columns = [pc.utf8_trim_whitespace(table[name]) for name in wanted[:4]]
    out = pa.table([*columns, pc.cast(volume, pa.float64())], schema=SCHEMA)
    pairs = out.group_by(["origin", "destination"]).aggregate([("volume", "count")])
    twice = pairs.filter(pc.greater(pairs["volume_count"], 1))
    if len(twice):
        raise FlowsError(f"Matrice : {twice['origin'][0]} → {twice['destination'][0]} est donné deux fois.")
    return out.sort_by([("origin", "ascending"), ("destination", "ascending")])


def _parse(raw: bytes, names: list[str], mark: str) -> pa.Table:
    try:
        return pacsv.read_csv(
            io.BytesIO(raw),
            pacsv.ReadOptions(column_names=names, skip_rows=1, use_threads=False),
            pacsv.ParseOptions(delimiter=mark),
            pacsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )
    except pa.ArrowInvalid as error:
        raise FlowsError(f"Matrice illisible : {str(error).splitlines()[0]} ; vérifiez le séparateur.") from None
