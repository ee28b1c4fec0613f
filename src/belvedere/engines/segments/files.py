"""People and acts from CSV or Parquet files, members written back."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet

from .types import Act, Field, Person, Schema, SegmentError, Value


def read_people(people: Path, acts: Path | None, schema: Schema) -> tuple[list[str], list[Person]]:
    """Ids and people, in the file's order; acts name their person by `person`, with `kind` and `at`.

    An empty cell is not known; tags are separated by « ; »; moments are ISO dates, UTC unless they say otherwise.
    """
    fields: dict[str, dict[str, Value]] = {}
    for line, row in _rows(people, ("id",)):
        key = row["id"]
        if key in fields:
            raise SegmentError(f"{people}, ligne {line}", f"la personne «\u00a0{key}\u00a0» est donnée deux fois")
        fields[key] = {field.name: _value(field, row, f"{people}, ligne {line}") for field in schema.people}
    done: dict[str, list[Act]] = {key: [] for key in fields}
    for line, row in _rows(acts, ("person", "kind", "at")) if acts is not None else ():
        place = f"{acts}, ligne {line}"
        if row["person"] not in done:
            raise SegmentError(place, f"la personne «\u00a0{row['person']}\u00a0» n’est pas dans {people}")
        if row["kind"] not in schema.kinds:
            raise SegmentError(place, f"l’acte «\u00a0{row['kind']}\u00a0» n’existe pas dans le schéma")
        told = {field.name: _value(field, row, place) for field in schema.acts}
        done[row["person"]].append(Act(row["kind"], moment_of(row["at"], place), told))
    return list(fields), [Person(known, tuple(done[key])) for key, known in fields.items()]


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        if path.suffix == ".parquet":
            table = pa_parquet.read_table(path)
        else:
            texts = pa_csv.ConvertOptions(column_types={name: pa.string() for name in _header(path)})
            table = pa_csv.read_csv(path, convert_options=texts)
    except pa.ArrowInvalid as error:
        raise SegmentError(str(path), f"le fichier ne se lit pas ({str(error).splitlines()[0]})") from None
    missing = [name for name in needed if name not in table.column_names]
    if missing:
        raise SegmentError(str(path), f"la colonne «\u00a0{missing[0]}\u00a0» manque")
    line = 1
    for batch in table.to_batches():
        for row in batch.to_pylist():
            line += 1
            yield line, {name: _text(value) for name, value in row.items()}


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as source:
        return next(csv.reader(source), [])


def _text(value: Any) -> str:
    if value is None:
        return ""
    return ";".join(map(str, value)) if isinstance(value, list) else str(value)


def _value(field: Field, row: dict[str, str], place: str) -> Value:
    text = row.get(field.name, "").strip()
    if not text:
        return None
    match field.kind:
        case "choice" | "tags":
            words = tuple(word for word in text.split(";") if word) if field.kind == "tags" else (text,)
            for word in words:
                if field.values and word not in field.values:
                    raise SegmentError(
                        place, f"«\u00a0{word}\u00a0» n’est pas une valeur de «\u00a0{field.name}\u00a0»"
                    )
            return words if field.kind == "tags" else text
        case "moment":
            return moment_of(text, place)
        case "flag":
            if text.lower() not in ("1", "0", "true", "false", "oui", "non"):
                raise SegmentError(place, f"«\u00a0{text}\u00a0» n’est ni oui ni non ({field.name})")
            return text.lower() in ("1", "true", "oui")
        case "number":
            try:
                return int(text)
            except ValueError:
                reason = f"«\u00a0{text}\u00a0» n’est pas un nombre entier ({field.name})"
                raise SegmentError(place, reason) from None


def moment_of(text: str, place: str) -> int:
    """Whole seconds since 1970 of an ISO date or date and time."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise SegmentError(place, f"«\u00a0{text}\u00a0» n’est pas une date\u00a0; écrivez 2026-07-31") from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def write_table(rows: list[dict[str, Any]], schema: pa.Schema, path: Path) -> None:
    """CSV or Parquet by the file's name, whole or not at all."""
    draft = path.with_name(path.name + ".part")
    table = pa.Table.from_pylist(rows, schema=schema)
    if path.suffix == ".parquet":
        pa_parquet.write_table(table, draft)
    else:
        pa_csv.write_csv(table, draft)
    os.replace(draft, path)
