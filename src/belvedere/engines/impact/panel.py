"""Read a panel from CSV: `unit,date,value`, French or international writing, missing days allowed."""

from __future__ import annotations

import csv
import io
import re

import numpy as np

from belvedere.engines.impact.types import ImpactError, Panel

_SPACES = re.compile(r"[\s\u00a0\u202f]")
_FRENCH_DAY = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")
_MISSING = frozenset({"", "na", "n/a", "nan", "nd", "null", "none", "-"})
MAX_DAYS = 36_525


def read_panel(text: str) -> Panel:
    """Panel out of CSV text; separator `;`, tab or `,` found in the heading.

    Raises ImpactError with the line number for a wrong heading, date, number, negative value or repeated day.
    """
    heading = text.lstrip("\ufeff").split("\n", 1)[0]
    separator = max(";\t,", key=heading.count)
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=separator)
    names = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
    absent = [name for name in ("unit", "date", "value") if name not in names]
    if absent:
        raise ImpactError(f"Ligne 1 : colonne « {absent[0]} » absente ; l’en-tête attendu est unit,date,value.")
    cells: dict[tuple[str, np.datetime64], float] = {}
    for row in reader:
        unit = (row[names["unit"]] or "").strip()
        day = _day(row[names["date"]] or "", reader.line_num)
        if not unit:
            raise ImpactError(f"Ligne {reader.line_num} : l’unité manque.")
        if (unit, day) in cells:
            raise ImpactError(f"Ligne {reader.line_num} : « {unit} » a déjà une valeur le {day} ; gardez-en une.")
        cells[unit, day] = _number(row[names["value"]] or "", reader.line_num)
    return _assemble(cells)


def _assemble(cells: dict[tuple[str, np.datetime64], float]) -> Panel:
    if not cells:
        raise ImpactError("Le fichier n’a aucune ligne après l’en-tête.")
    units = tuple(sorted({unit for unit, _ in cells}))
    first, last = min(day for _, day in cells), max(day for _, day in cells)
    if (last - first).astype(int) > MAX_DAYS:
        raise ImpactError(f"Les dates vont du {first} au {last}, plus d’un siècle : corrigez l’année fautive.")
    dates = np.arange(first, last + np.timedelta64(1, "D"))
    values = np.full((len(dates), len(units)), np.nan)
    rank = {unit: k for k, unit in enumerate(units)}
    for (unit, day), value in cells.items():
        values[(day - first).astype(int), rank[unit]] = value
    return Panel(dates, units, values)


def parse_day(text: str) -> np.datetime64:
    """`2024-07-01` or `01/07/2024`; raises ValueError otherwise."""
    if match := _FRENCH_DAY.match(text.strip()):
        text = f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}"
    if not re.match(r"^\d{4}-\d{2}-\d{2}", text.strip()):
        raise ValueError(text)
    return np.datetime64(text.strip()[:10], "D")


def _day(text: str, line: int) -> np.datetime64:
    try:
        return parse_day(text)
    except ValueError:
        raise ImpactError(f"Ligne {line} : date « {text} » illisible ; écrivez 2024-07-31 ou 31/07/2024.") from None


def _number(text: str, line: int) -> float:
    bare = _SPACES.sub("", text)
    if bare.lower() in _MISSING:
        return float("nan")
    if "," in bare:
        bare = bare.replace(".", "").replace(",", ".")
    try:
        value = float(bare)
    except ValueError:
        raise ImpactError(f"Ligne {line} : nombre « {text} » illisible.") from None
    if not 0 <= value < float("inf"):
        raise ImpactError(f"Ligne {line} : valeur {text} impossible pour une fréquentation, qui n’est jamais négative.")
    return value
