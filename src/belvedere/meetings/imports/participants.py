"""A list of participants as an office keeps it: CSV or XLSX, columns named in its own words or mapped by hand."""

import csv
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO, StringIO
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from django.core.exceptions import ValidationError
from django.db import transaction
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from belvedere.meetings.actions import participants, sheets
from belvedere.meetings.enums import Side
from belvedere.meetings.models import Edition, ParticipantSheet
from belvedere.meetings.validators import minutes_of

#: Our field → names that a column may bear, in small letters.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("nom", "name", "raison sociale", "participant"),
    "side": ("côté", "cote", "side", "profil", "type"),
    "structure": ("structure", "organisation", "société", "entreprise", "établissement"),
    "siret": ("siret",),
    "contact": ("qui vient", "contact", "représentant", "interlocuteur"),
    "segment": ("famille", "segment", "catégorie"),
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
#: Lines that a trial reads.
TRIED = 2000


class FileRefused(Exception):
    """The file cannot be read; the message says where and what to do."""


def import_participants(
    *, path: Path, edition: Edition, mapping: Mapping[str, str], dry_run: bool, by: Any, now: datetime
) -> participants.Outcome:
    """Reads the file and brings its participants in. ``mapping``: our field → the file's own column.

    Raises FileRefused.
    """
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise FileRefused(f"{path} : fichier illisible ({fault.strerror}), vérifiez son nom.") from fault
    lines = list(rows(str(path), content))
    columns = columns_of(headings_of(str(path), lines), mapping)
    return bring(lines, columns, edition=edition, dry_run=dry_run, by=by, now=now)


def try_sheet(*, sheet: ParticipantSheet, by: Any, now: datetime) -> participants.Outcome:
    """What the first lines of a file that the office has sent would do, under the mapping kept with it.

    Raises FileRefused.
    """
    lines = list(islice(rows(sheet.name, bytes(sheet.content)), TRIED + 2))
    columns = columns_of(sheet.headings, sheet.columns, guess=False)
    outcome = bring(lines[: TRIED + 1], columns, edition=sheet.edition, dry_run=True, by=by, now=now)
    outcome.partial = len(lines) > TRIED + 1
    return outcome


def ask_sheet(*, sheet: ParticipantSheet, by: Any, now: datetime) -> ParticipantSheet:
    """Has the worker import it. Raises FileRefused, or the action's Refused."""
    columns_of(sheet.headings, sheet.columns, guess=False)
    return sheets.ask_bringing(sheet=sheet, by=by, now=now)


@transaction.atomic
def import_sheet(*, sheet: ParticipantSheet, by: Any, now: datetime) -> participants.Outcome:
    """Brings all its lines in, or none. Raises FileRefused."""
    lines = list(rows(sheet.name, bytes(sheet.content)))
    columns = columns_of(sheet.headings, sheet.columns, guess=False)
    outcome = bring(lines, columns, edition=sheet.edition, dry_run=False, by=by, now=now)
    sheets.close_sheet(sheet=sheet, outcome=outcome, by=by, now=now)
    return outcome


def receive_sheet(*, name: str, content: bytes, edition: Edition, by: Any, now: datetime) -> ParticipantSheet:
    """Keeps a file with its guessed mapping. Raises FileRefused, or the action's Refused."""
    headings = headings_of(name, list(rows(name, content)))
    return sheets.keep_sheet(
        edition=edition, name=name, content=content, headings=headings, columns=guessed(headings), by=by, now=now
    )


def bring(
    lines: list[tuple[int, list[Any]]], columns: Mapping[str, int], *, edition: Edition, dry_run: bool, by: Any,
    now: datetime,
) -> participants.Outcome:  # fmt: skip
    """Lines after the headings, each one in or out with its reason."""
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


def rows(name: str, content: bytes) -> Iterator[tuple[int, list[Any]]]:
    """Lines of the file with their numbers, the headings first. Raises FileRefused."""
    if name.lower().endswith(".xlsx"):
        try:
            book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        except (OSError, BadZipFile, InvalidFileException, KeyError) as fault:
            raise FileRefused(f"{name} : classeur illisible, enregistrez-le au format .xlsx.") from fault
        yield from ((number, list(cells)) for number, cells in enumerate(book.worksheets[0].values, start=1))
        book.close()
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    comma = max(";,\t", key=first.count)
    yield from enumerate(csv.reader(StringIO(text), delimiter=comma), start=1)


def headings_of(name: str, lines: list[tuple[int, list[Any]]]) -> list[str]:
    """Raises FileRefused where there is no line."""
    if not lines:
        raise FileRefused(f"{name} : le fichier est vide.")
    return [str(cell or "").strip() for cell in lines[0][1]]


def guessed(headings: list[str]) -> dict[str, str]:
    """Our fields → the headings that bear one of their usual names."""
    at = {heading.casefold(): heading for heading in headings}
    found = {field: next((at[name] for name in names if name in at), "") for field, names in COLUMNS.items()}
    return {field: heading for field, heading in found.items() if heading}


def sample(sheet: ParticipantSheet, count: int = 5) -> list[list[str]]:
    """The first lines after the headings, as they are read."""
    lines = islice(rows(sheet.name, bytes(sheet.content)), 1, count + 1)
    return [[_text(cell) for cell in cells] for _number, cells in lines]


def columns_of(headings: list[str], mapping: Mapping[str, str], *, guess: bool = True) -> dict[str, int]:
    """Place of each field, guessed by its name where ``mapping`` does not say and ``guess`` allows.

    Raises FileRefused when a needed column or a mapped one is missing.
    """
    at = {heading.strip().casefold(): place for place, heading in enumerate(headings)}
    found = {}
    for field, names in COLUMNS.items():
        if field in mapping and mapping[field].casefold() not in at:
            raise FileRefused(f"La colonne « {mapping[field]} » n’existe pas ; colonnes lues : {', '.join(headings)}.")
        wanted = (mapping[field].casefold(),) if field in mapping else names if guess else ()
        place = next((at[name] for name in wanted if name in at), None)
        if place is not None:
            found[field] = place
    for field in ("name", "side"):
        if field not in found:
            raise FileRefused(
                f"Aucune colonne pour « {field} » parmi {', '.join(headings)} : "
                f"dites laquelle (--map {field}=COLONNE à la commande)."
            )
    return found


def arrival(line: int, found: Mapping[str, str], edition: Edition) -> participants.Arrival:
    """One line as the action takes it. Raises ValueError or ValidationError with a sentence."""
    values: dict[str, Any] = {"name": found["name"], "side": side_of(found["side"])}
    values |= {field: found[field] for field in ("about", "segment", "email", "contact") if field in found}
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
