"""CSV and XLSX as rows with their place in the file; separators, encodings and gzip found out."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import openpyxl

from .types import SeriesError

#: Bytes that a file may come to once opened.
LARGEST = 512 << 20
SEPARATORS = ";\t,|"


@dataclass(frozen=True)
class Table:
    """A header and its rows: (line in the file, cells as text, numbers or days)."""

    name: str
    header: tuple[str, ...]
    rows: list[tuple[int, list[Any]]]

    def column(self, wanted: str) -> int:
        """Place of a column, whatever its case. Raises SeriesError."""
        names = [name.casefold() for name in self.header]
        if wanted.strip().casefold() not in names:
            known = ", ".join(name for name in self.header if name)
            raise SeriesError(f"{self.name} : colonne « {wanted} » absente (colonnes du fichier : {known}).")
        return names.index(wanted.strip().casefold())


def unpacked(name: str, data: bytes) -> bytes:
    """The bytes themselves, out of gzip where they are. Raises SeriesError."""
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        with gzip.open(io.BytesIO(data)) as handle:
            out = handle.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error):
        raise SeriesError(f"{name} : compression gzip illisible ; téléchargez le fichier de nouveau.") from None
    if len(out) > LARGEST:
        raise SeriesError(f"{name} : plus de 512 Mio une fois ouvert ; découpez le fichier.")
    return out


def members(name: str, data: bytes) -> dict[str, bytes]:
    """Files of a zip (or the file itself), by name; an XLSX is one file. Raises SeriesError."""
    if data[:4] != b"PK\x03\x04":
        return {name: unpacked(name, data)}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if sum(info.file_size for info in infos) > LARGEST:
                raise SeriesError(f"{name} : plus de 512 Mio une fois ouvert ; découpez le fichier.")
            if any(info.filename == "[Content_Types].xml" for info in infos):
                return {name: data}
            return {info.filename: unpacked(info.filename, archive.read(info)) for info in infos}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError):
        raise SeriesError(f"{name} : archive illisible ; téléchargez-la de nouveau.") from None


def read_table(name: str, data: bytes, *, sheet: str = "") -> Table:
    """The first table of a CSV or of a sheet of an XLSX. Raises SeriesError when there is none."""
    data = unpacked(name, data)
    lines = _sheet(name, data, sheet) if data[:4] == b"PK\x03\x04" else _lines(name, data)
    for _line, cells in lines:
        header = tuple("" if cell is None else str(cell).strip() for cell in cells)
        if sum(map(bool, header)) >= 2:
            return Table(name, header, [row for row in lines if any(cell not in (None, "") for cell in row[1])])
    raise SeriesError(f"{name} : aucun tableau d’au moins deux colonnes ; vérifiez le fichier.")


def head_of(data: bytes) -> tuple[str, ...]:
    """Names on the first line of a CSV, in lower case: what tells one form of file from another."""
    line = data[:65536].split(b"\n", 1)[0].decode("utf-8-sig", "replace").strip()
    mark = max(SEPARATORS, key=line.count)
    return tuple(name.strip().strip('"').lower() for name in line.split(mark))


def text_of(data: bytes) -> str:
    """UTF-8 with or without its mark, else Windows."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _lines(name: str, data: bytes) -> Iterator[tuple[int, list[Any]]]:
    if b"\x00" in data[:4096]:
        raise SeriesError(f"{name} : ce n’est ni un CSV ni un classeur XLSX ; enregistrez-le sous l’une de ces formes.")
    text = text_of(data)
    head = text[:65536].split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=head.count))
    try:
        for cells in reader:
            yield reader.line_num, list(cells)
    except csv.Error as fault:
        raise SeriesError(f"{name}, ligne {reader.line_num} : ligne illisible ({fault}).") from None


def _sheet(name: str, data: bytes, sheet: str) -> Iterator[tuple[int, list[Any]]]:
    members(name, data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception:  # a broken workbook raises anything, from KeyError to the parser's own
        raise SeriesError(f"{name} : classeur illisible ; ouvrez-le et enregistrez-le de nouveau.") from None
    if sheet and sheet not in book.sheetnames:
        raise SeriesError(f"{name} : feuille « {sheet} » absente (feuilles : {', '.join(book.sheetnames)}).")
    page = book[sheet] if sheet else book[book.sheetnames[0]]
    try:
        for line, cells in enumerate(page.iter_rows(values_only=True), start=1):
            yield line, list(cells)
    except Exception:
        raise SeriesError(f"{name}, feuille « {page.title} » : contenu illisible.") from None
