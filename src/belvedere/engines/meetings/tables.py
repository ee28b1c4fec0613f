"""CSV in and out: ``people.csv`` and ``pairs.csv`` in a folder (or one ``pairs.csv``), a plan one line a meeting."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .form import refuse

LISTS = ("available",)
NUMBERS = ("max", "min", "capacity", "lunch", "slot", "tables", "walk")
FLAGS = ("imposed", "forbidden", "seated")
TRUE, FALSE = ("1", "true", "oui", "vrai"), ("0", "false", "non", "faux")


def read_folder(folder: Path, slots: int) -> dict[str, Any]:
    """The JSON form of a day kept as ``people.csv``, ``pairs.csv`` and, if any, ``announced.csv`` and ``rooms.csv``.

    The separator is a comma or a semicolon; an empty cell is a missing key; slots are joined by spaces.
    """
    day: dict[str, Any] = {"slots": slots}
    for key, needed in (("people", True), ("pairs", True), ("announced", False), ("rooms", False)):
        path = folder / f"{key}.csv"
        if path.exists():
            day[key] = _records(path)
        elif needed:
            refuse(str(path), "fichier introuvable ; le dossier doit contenir people.csv et pairs.csv.")
    return day


def _records(path: Path) -> list[dict[str, Any]]:
    content = path.read_text(encoding="utf-8-sig")
    comma = "," if content.partition("\n")[0].count(",") >= content.partition("\n")[0].count(";") else ";"
    return [
        {key: _cell(key, value, f"{path.name} ligne {line}") for key, value in row.items() if key and value}
        for line, row in enumerate(csv.DictReader(io.StringIO(content), delimiter=comma), start=2)
    ]


def _cell(key: str, value: str, place: str) -> Any:
    value = value.strip()
    try:
        if key in LISTS:
            return [int(part) for part in value.replace(",", " ").split()]
        if key in NUMBERS:
            return int(value)
        if key == "weight":
            return float(value.replace(",", "."))
    except ValueError:
        refuse(f"{place}, colonne {key}", f"nombre attendu, reçu « {value} ».")
    if key in FLAGS:
        if value.lower() not in TRUE + FALSE:
            refuse(f"{place}, colonne {key}", f"oui ou non attendu, reçu « {value} ».")
        return value.lower() in TRUE
    return value


def plan_csv(form: Mapping[str, Any]) -> str:
    """Meetings then unmet wishes of a plan's JSON form, one line each."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["a", "b", "slot", "table", "room", "reason"])
    for row in form["meetings"]:
        writer.writerow([row["a"], row["b"], row["slot"], row["table"], row.get("room", ""), ""])
    for row in form["unmet"]:
        writer.writerow([row["a"], row["b"], "", "", "", row["reason"]])
    return out.getvalue()
