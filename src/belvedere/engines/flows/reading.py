"""Read a delivery: zip in zip, one CSV a family, every row either a fact, a total or a failed item with a reason."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from belvedere.engines.flows.families import CALENDAR, SCHEMA, TOTAL, Family, family_of
from belvedere.engines.flows.units import FlowsError

MAX_DEPTH = 3
MAX_BYTES = 8 << 30
MAX_FAULTS = 200
NEEDED = ("date", "zoneobservation", "provenance", "categorievisiteur", "volume")


@dataclass(frozen=True)
class Fault:
    """A row or a file left aside, and why."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        """Place and reason in one sentence."""
        return f"{self.file}, ligne {self.line} : {self.reason}" if self.line else f"{self.file} : {self.reason}"


@dataclass(frozen=True)
class Part:
    """One CSV read: facts, rows of totals (`CUMUL`), days of the calendar, faults."""

    file: str
    family: Family
    facts: pa.Table
    totals: pa.Table
    calendar: pa.Table
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Zones:
    """Names of zones by year: `rows` are (name in the files, first year, last year, our zone)."""

    rows: tuple[tuple[str, int, int, str], ...] = ()

    def rename(self, facts: pa.Table, column: str) -> tuple[pa.Table, tuple[str, ...]]:
        """Facts with our zones, and the names that no row covers (kept as they are)."""
        if not self.rows:
            return facts, ()
        years, names = pc.year(facts["date"]), facts[column]
        out, known = names, pa.chunked_array([pa.repeat(False, len(facts))])
        for name, first, last, zone in self.rows:
            here = pc.and_(pc.equal(names, name), pc.and_(pc.greater_equal(years, first), pc.less_equal(years, last)))
            out, known = pc.if_else(here, zone, out), pc.or_(known, here)
        blank = pc.equal(names, "")
        missing = pc.unique(names.filter(pc.invert(pc.or_(known, blank)))).to_pylist()
        place = facts.schema.get_field_index(column)
        return facts.set_column(place, facts.schema.field(place), out), tuple(sorted(missing))


def fingerprint(data: bytes) -> str:
    """Short name of a delivery that depends on its bytes only."""
    return hashlib.sha256(data).hexdigest()[:16]


def delivered_on(data: bytes) -> str:
    """Latest date written inside the archive (ISO, seconds): which of two deliveries is the newer."""
    with _open(data, "livraison") as archive:
        stamps = [info.date_time for info in archive.infolist()]
    if not stamps:
        raise FlowsError("La livraison est une archive vide ; demandez-la de nouveau au fournisseur.")
    year, month, day, hour, minute, second = max(stamps)
    return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}"


def _open(data: bytes, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise FlowsError(f"{name} : ce n’est pas une archive zip lisible ; téléchargez-la de nouveau.") from None


def files_of(data: bytes, name: str = "livraison", depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """CSV files of an archive, those of inner archives included, in order of name."""
    if depth >= MAX_DEPTH:
        raise FlowsError(f"{name} : plus de {MAX_DEPTH} archives emboîtées, livraison refusée.")
    with _open(data, name) as archive:
        infos = sorted(archive.infolist(), key=lambda info: info.filename)
        if sum(info.file_size for info in infos) > MAX_BYTES:
            raise FlowsError(f"{name} : plus de 8 Gio une fois ouverte ; découpez la livraison.")
        for info in infos:
            inner = info.filename
            if inner.lower().endswith(".zip"):
                yield from files_of(archive.read(info), inner, depth + 1)
            elif inner.lower().endswith(".csv"):
                yield inner, archive.read(info)


def read_part(file: str, data: bytes, delivery: str, delivered: str) -> Part:
    """One CSV as facts. Raises FlowsError when its family or its columns are not of the form."""
    family = family_of(file)
    if family is None:
        raise FlowsError(f"{file} : famille inconnue, fichier laissé de côté.")
    table, faults = _table(file, data)
    missing = [name for name in NEEDED if name not in table.column_names]
    detail = next((name for name in family.detail_columns if name in table.column_names), "")
    if family.detail_columns and not detail:
        missing.append(family.detail_columns[0])
    if family.other_column and family.other_column not in table.column_names:
        missing.append(family.other_column)
    if missing:
        raise FlowsError(f"{file} : colonne « {missing[0]} » absente, fichier laissé de côté.")
    table = table.append_column("_line", pa.array(range(2, len(table) + 2), pa.int64()))
    date, volume = _dates(table["date"]), _volumes(table["volume"])
    good = pc.and_(pc.is_valid(date), pc.is_valid(volume))
    faults += _faults(file, table, date, volume)
    columns = _columns(table, family, detail, date, volume, delivery, delivered)
    facts = pa.table(columns, schema=SCHEMA).filter(good)
    total = pc.equal(facts["detail"], TOTAL)
    days = _calendar(table, date).filter(good)
    return Part(file, family, facts.filter(pc.invert(total)), facts.filter(total), days, tuple(faults))


def _table(file: str, data: bytes) -> tuple[pa.Table, list[Fault]]:
    faults: list[Fault] = []

    def wrong(row: pacsv.InvalidRow) -> str:
        faults.append(Fault(file, row.number or 0, f"{row.actual_columns} colonnes au lieu de {row.expected_columns}"))
        return "skip"

    head = data[:4096].split(b"\n", 1)[0]
    separator = max(";\t,", key=lambda mark: head.count(mark.encode()))
    encoding = "utf-8"
    try:
        data.decode()
    except UnicodeDecodeError:
        encoding = "cp1252"
    names = [name.strip().strip('"') for name in head.decode(encoding).lstrip("\ufeff").strip().split(separator)]
    try:
        table = pacsv.read_csv(
            io.BytesIO(data),
            pacsv.ReadOptions(encoding=encoding, use_threads=False, column_names=names, skip_rows=1),
            pacsv.ParseOptions(delimiter=separator, invalid_row_handler=wrong),
            pacsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )
    except pa.ArrowInvalid as error:
        if "Empty CSV" not in str(error):
            raise FlowsError(f"{file} : fichier illisible, laissé de côté.") from None
        table = pa.table({name: pa.array([], pa.string()) for name in names})
    return table.rename_columns([name.lower() for name in names]), faults


def _dates(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """ISO or French days; null where unreadable."""
    iso = pc.replace_substring_regex(texts, r"^(\d{2})/(\d{2})/(\d{4})$", r"\3-\2-\1")
    stamps = pc.strptime(pc.utf8_slice_codeunits(iso, 0, 10), format="%Y-%m-%d", unit="s", error_is_null=True)
    return pc.cast(stamps, pa.date32())


def _volumes(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Whole numbers on 64 bits, spaces of thousands allowed; null where unreadable."""
    bare = pc.replace_substring_regex(texts, "[\\s\u00a0\u202f]", "")
    whole = pc.replace_substring_regex(bare, r"[.,]0+$", "")
    valid = pc.match_substring_regex(whole, r"^\d{1,18}$")
    return pc.cast(pc.if_else(valid, whole, pa.scalar(None, pa.string())), pa.int64())


def _faults(file: str, table: pa.Table, date: pa.ChunkedArray, volume: pa.ChunkedArray) -> list[Fault]:
    out = []
    for parsed, name, what in ((date, "date", "date"), (volume, "volume", "volume")):
        wrong = table.filter(pc.is_null(parsed)).slice(0, MAX_FAULTS)
        pairs = zip(wrong["_line"].to_pylist(), wrong[name].to_pylist(), strict=True)
        out += [Fault(file, line, f"{what} « {text} » illisible, ligne laissée de côté") for line, text in pairs]
    return out


def _columns(
    table: pa.Table,
    family: Family,
    detail: str,
    date: pa.ChunkedArray,
    volume: pa.ChunkedArray,
    delivery: str,
    delivered: str,
) -> dict[str, pa.ChunkedArray | pa.Array]:
    n = len(table)

    def same(text: str) -> pa.Array:
        return pa.repeat(pa.scalar(text, pa.string()), n)

    def trimmed(name: str) -> pa.ChunkedArray | pa.Array:
        return pc.utf8_trim_whitespace(table[name]) if name else same("")

    return {
        "date": date,
        "family": same(family.name),
        "moment": same(family.moment),
        "zone": trimmed("zoneobservation"),
        "other": trimmed(family.other_column),
        "provenance": pc.utf8_upper(trimmed("provenance")),
        "category": pc.utf8_upper(trimmed("categorievisiteur")),
        "dimension": same(family.dimension),
        "detail": trimmed(detail),
        "volume": volume,
        "provisional": pa.repeat(family.provisional, n),
        "delivered": same(delivered),
        "delivery": same(delivery),
    }


def _calendar(table: pa.Table, date: pa.ChunkedArray) -> pa.Table:
    def flag(name: str) -> pa.ChunkedArray | pa.Array:
        if name not in table.column_names:
            return pa.nulls(len(table), pa.bool_())
        return pc.is_in(pc.utf8_lower(table[name]), pa.array(["1", "oui", "true", "vrai", "o"]))

    flags = [flag(name) for name in ("vacancesa", "vacancesb", "vacancesc", "ferie")]
    return pa.table([date, *flags], schema=CALENDAR)
