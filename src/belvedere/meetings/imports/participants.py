"""A list of participants as an office keeps it: CSV or XLSX, columns named in its own words or mapped by hand."""

import csv
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from django.core.exceptions import ValidationError
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from belvedere.meetings.actions import participants
from belvedere.meetings.enums import Side
from belvedere.meetings.models import Edition
from belvedere.meetings.validators import minutes_of

#: Our field → names that a column may bear, in small letters.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("nom", "name", "raison sociale", "participant"),
    "side": ("côté", "cote", "side", "profil", "type"),
    "structure": ("structure", "organisation", "société", "entreprise", "établissement"),
    "siret": ("siret",),
    "about": ("présentation", "description", "activité", "about"),
    "email": ("courriel", "email", "e-mail", "mail", "adresse électronique"),
    "arrives": ("arrivée", "arrive", "de"),
    "leaves": ("départ", "part", "à"),
    "max_meetings": ("maximum", "max"),
    "min_meetings": ("minimum", "min"),
    "seats": ("places", "à la fois"),
    "priority": ("priorité",),
}
SELLERS = {"prestataire", "vendeur", "seller", "exposant", "fournisseur"}
BUYERS = {"acheteur", "buyer", "agence", "tour-opérateur", "comité", "visiteur"}
NUMBERS = ("max_meetings", "min_meetings", "seats", "priority")


class FileRefused(Exception):
    """The file cannot be read; the message says where and what to do."""


def import_participants(
    *, path: Path, edition: Edition, mapping: Mapping[str, str], dry_run: bool, by: Any, now: datetime
) -> participants.Outcome:
    """Reads the file and brings its participants in. ``mapping``: our field → the file's own column.

    Raises FileRefused.
    """
    lines = list(rows(path))
    if not lines:
        raise FileRefused(f"{path} : le fichier est vide.")
    columns = columns_of([str(cell or "") for cell in lines[0][1]], mapping)
    arrivals, failed = [], []
    for number, cells in lines[1:]:
        found = {field: _text(cells[at]) for field, at in columns.items() if at < len(cells)}
        if not any(found.values()):
            continue
        try:
            arrivals.append(arrival(number, found, edition))
        except (ValueError, ValidationError) as fault:
            failed.append((number, " ".join(getattr(fault, "messages", [str(fault)]))))
    outcome = participants.bring_participants(edition=edition, arrivals=arrivals, dry_run=dry_run, by=by, now=now)
    outcome.failed = sorted([*failed, *outcome.failed])
    return outcome


def rows(path: Path) -> Iterator[tuple[int, list[Any]]]:
    """Lines of the file with their numbers, the headings first. Raises FileRefused."""
    if path.suffix.lower() == ".xlsx":
        try:
            book = load_workbook(path, read_only=True, data_only=True)
        except (OSError, BadZipFile, InvalidFileException, KeyError) as fault:
            raise FileRefused(f"{path} : classeur illisible, enregistrez-le au format .xlsx.") from fault
        yield from ((number, list(cells)) for number, cells in enumerate(book.worksheets[0].values, start=1))
        book.close()
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        text = path.read_text(encoding="cp1252", errors="replace")
    except OSError as fault:
        raise FileRefused(f"{path} : fichier illisible ({fault.strerror}), vérifiez son nom.") from fault
    first = text.partition("\n")[0]
    comma = max(";,\t", key=first.count)
    yield from enumerate(csv.reader(StringIO(text), delimiter=comma), start=1)


def columns_of(headings: list[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """Place of each field. Raises FileRefused when a needed column or a mapped one is missing."""
    at = {heading.strip().casefold(): place for place, heading in enumerate(headings)}
    found = {}
    for field, names in COLUMNS.items():
        if field in mapping and mapping[field].casefold() not in at:
            raise FileRefused(f"La colonne « {mapping[field]} » n’existe pas ; colonnes lues : {', '.join(headings)}.")
        wanted = (mapping[field].casefold(),) if field in mapping else names
        place = next((at[name] for name in wanted if name in at), None)
        if place is not None:
            found[field] = place
    for field in ("name", "side"):
        if field not in found:
            raise FileRefused(
                f"Aucune colonne pour « {field} » parmi {', '.join(headings)} : "
                f"dites laquelle avec --map {field}=COLONNE."
            )
    return found


def arrival(line: int, found: Mapping[str, str], edition: Edition) -> participants.Arrival:
    """One line as the action takes it. Raises ValueError or ValidationError with a sentence."""
    values: dict[str, Any] = {"name": found["name"], "side": side_of(found["side"])}
    values |= {field: found[field] for field in ("about", "email") if field in found}
    for field in NUMBERS:
        if found.get(field):
            if not found[field].isdecimal():
                raise ValueError(f"{field} : nombre entier attendu, reçu « {found[field]} ».")
            values[field] = int(found[field])
    if found.get("arrives") or found.get("leaves"):
        values["available"] = present(found.get("arrives", ""), found.get("leaves", ""), edition)
    siret = found.get("siret", "").replace(" ", "")
    return participants.Arrival(line, values, siret=siret, structure=found.get("structure", ""))


def side_of(word: str) -> str:
    if word.casefold() in SELLERS:
        return Side.SELLER
    if word.casefold() in BUYERS:
        return Side.BUYER
    raise ValueError(f"côté « {word} » inconnu : écrivez prestataire ou acheteur.")


def present(arrives: str, leaves: str, edition: Edition) -> list[int]:
    """Slots that begin after the arrival and end before the departure."""
    first = minutes_of(arrives) if arrives else 0
    return edition.slots_between(first, minutes_of(leaves) if leaves else 24 * 60)


def _text(cell: Any) -> str:
    """A cell as it is read on screen: whole numbers without « .0 », hours without seconds."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.strftime("%H:%M") if hasattr(cell, "strftime") else str(cell).strip()
