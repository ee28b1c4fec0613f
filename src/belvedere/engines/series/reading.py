"""Which reader a file is for: its own form first, else the mapping that was saved for it."""

from __future__ import annotations

from . import insee, museums, own
from .mapping import UNTOLD, Mapping, guess, read_mapped
from .tables import members, read_table
from .types import Reading, SeriesError, Traits

KINDS = ("insee", "museums", "sdmx", "table")


def read(
    name: str, data: bytes, *, kind: str = "", mapping: Mapping | None = None, everywhere: Traits = UNTOLD
) -> Reading:
    """Series of a file of any known form. ``kind`` forces one; without a mapping, columns are guessed and
    ``everywhere`` says what they count. Raises SeriesError, one French sentence."""
    files = members(name, data)
    if not files:
        raise SeriesError(f"{name} : l’archive est vide.")
    if kind == "sdmx" or (not kind and next(iter(files.values())).lstrip()[:1] == b"<"):
        # Loaded when needed: the library brings a hundred modules.
        from .sdmx import read_sdmx  # noqa: PLC0415

        first = next(iter(files))
        return read_sdmx(first, files[first])
    if kind == "insee" or (not kind and insee.recognises(files)):
        return insee.read_insee(files)
    if kind == "museums" or (not kind and museums.recognises(files)):
        return museums.read_museums(files)
    if own.recognises(files):
        return own.read_own(files)
    tables = [file for file in files if file.lower().endswith((".csv", ".txt", ".tsv", ".xlsx", ".csv.gz"))] or list(
        files
    )
    if len(tables) > 1:
        raise SeriesError(f"{name} : {len(tables)} tableaux dans l’archive ; donnez-les un par un.")
    file = tables[0]
    known = mapping or guess(read_table(file, files[file]), everywhere)
    return read_mapped(file, files[file], known)
