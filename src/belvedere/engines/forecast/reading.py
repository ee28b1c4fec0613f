"""The CSV `unique_id,ds,y` as French offices write it: `;` or `,` or tab, decimal commas, spaces in thousands, BOM."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import numpy as np

from belvedere.engines.forecast.types import ForecastError, Observations, rank_of

COLUMNS = ("unique_id", "ds", "y")
EMPTY = {"", "na", "nan", "null", "none", "nd", "-"}
SPACES = re.compile(r"[\s\u00a0\u202f]")
ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ].*)?")
FRENCH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
WEEK = re.compile(r"(\d{4})-?[WS](\d{1,2})", re.IGNORECASE)
QUARTER = re.compile(r"(\d{4})[- ]?[TQ]([1-4])", re.IGNORECASE)
RANK = re.compile(r"-?\d+(?:\.0+)?")


def read_number(text: str) -> float:
    """A number in French or English form; NaN for an empty cell. Raises ValueError otherwise."""
    bare = SPACES.sub("", text)
    if bare.lower() in EMPTY:
        return float("nan")
    if "," in bare and "." in bare:
        bare = bare.replace(".", "") if bare.rindex(",") > bare.rindex(".") else bare.replace(",", "")
    value = float(bare.replace(",", "."))
    if not np.isfinite(value):
        raise ValueError(text)
    return value


def read_period(text: str, frequency: str) -> tuple[int, bool]:
    """Rank of a period, and whether it was written as a date. Raises ValueError when it is neither date nor rank."""
    text = text.strip()
    if found := WEEK.fullmatch(text):
        return rank_of(date.fromisocalendar(int(found[1]), int(found[2]), 1), frequency), True
    if found := QUARTER.fullmatch(text):
        return rank_of(date(int(found[1]), 3 * int(found[2]) - 2, 1), frequency), True
    if found := ISO.fullmatch(text):
        return rank_of(date(int(found[1]), int(found[2]), int(found[3] or 1)), frequency), True
    if found := FRENCH.fullmatch(text):
        return rank_of(date(int(found[3]), int(found[2]), int(found[1])), frequency), True
    if RANK.fullmatch(text):
        return int(float(text)), False
    raise ValueError(text)


def decode(content: bytes) -> str:
    """Text of a file in UTF-8 (with or without BOM) or, failing that, Windows Latin."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_table(content: bytes, frequency: str) -> Observations:
    """Parse a whole file. Raises ForecastError with the line at fault."""
    text = decode(content)
    first = text.split("\n", 1)[0]
    delimiter = max(";\t,", key=first.count)
    lines = csv.reader(io.StringIO(text), delimiter=delimiter)
    header = [cell.strip().lower() for cell in next(lines, [])]
    absent = [name for name in COLUMNS if name not in header]
    if absent:
        raise ForecastError(
            f"Ligne 1 : il manque la colonne {', '.join(absent)} ; l’en-tête attendu est unique_id,ds,y."
        )
    places = [header.index(name) for name in COLUMNS]
    names, ranks, values, kinds = [], [], [], set()
    for row in lines:
        if not any(cell.strip() for cell in row):
            continue
        name, rank, dated, value = _row(row, places, frequency, lines.line_num)
        names.append(name)
        ranks.append(rank)
        values.append(value)
        kinds.add(dated)
        if len(kinds) > 1:
            raise ForecastError(f"Ligne {lines.line_num} : la colonne ds mêle dates et rangs ; gardez une seule forme.")
    if not names:
        raise ForecastError("Le fichier ne contient que l’en-tête ; ajoutez des lignes unique_id,ds,y.")
    return Observations(tuple(names), np.array(ranks, dtype=np.int64), np.array(values), dated=kinds == {True})


def _row(row: list[str], places: list[int], frequency: str, line: int) -> tuple[str, int, bool, float]:
    if len(row) <= max(places):
        raise ForecastError(
            f"Ligne {line} : {len(row)} cellule(s) au lieu de {max(places) + 1} ; vérifiez le séparateur."
        )
    name, when, number = (row[place].strip() for place in places)
    if not name:
        raise ForecastError(f"Ligne {line} : unique_id est vide ; nommez la série.")
    try:
        rank, dated = read_period(when, frequency)
    except ValueError:
        raise ForecastError(
            f"Ligne {line} : « {when} » n’est ni une date ni un rang ; écrivez par exemple 2026-07-01."
        ) from None
    try:
        return name, rank, dated, read_number(number)
    except ValueError:
        raise ForecastError(f"Ligne {line} : « {number} » n’est pas un nombre ; corrigez la colonne y.") from None
