"""The open-data file that a Belvédère publishes: read back by another one without any mapping."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from datetime import date
from typing import Any

import numpy as np

from . import values as cells
from .tables import head_of, read_table
from .types import FREQUENCIES, Fault, IncomingSeries, Place, Reading, SeriesError, Traits

HEADER = (
    "serie", "intitule", "lieu_niveau", "lieu_code", "lieu", "mesure", "unite", "public", "marche", "hebergement",
    "frequence", "periode", "valeur", "etat", "livree_le", "source", "licence",
)  # fmt: skip
PROVISIONAL, DEFINITIVE, HIDDEN = "provisoire", "définitif", "masqué"


def recognises(files: Dict[str, bytes]) -> bool:
    """Whether one of these files has our own header."""
    return any(set(HEADER) <= set(head_of(data)) for data in files.values())


def read_own(files: Dict[str, bytes]) -> Reading:
    """Series of another Belvédère; cells that it hides stay unknown. Raises SeriesError."""
    name = next((name for name, data in files.items() if set(HEADER) <= set(head_of(data))), None)
    if name is None:
        raise SeriesError("Ce fichier n’a pas les colonnes d’une publication de Belvédère.")
    table = read_table(name, files[name])
    place = {column: table.column(column) for column in HEADER}
    held: dict[str, list[tuple[int, list[Any]]]] = {}
    for line, row in table.rows:
        held.setdefault(str(row[place["serie"]]), []).append((line, row))
    return Reading(tuple(_series(name, key, held[key], place) for key in sorted(held)))


def _series(name: str, key: str, rows: list[tuple[int, list[Any]]], place: Dict[str, int]) -> IncomingSeries:
    points: dict[date, tuple[float, bool]] = {}
    faults, failed = [], ""
    for line, row in rows:
        try:
            day, _kind = cells.period(row[place["periode"]])
            value = cells.number(row[place["valeur"]])
        except ValueError:
            faults.append(Fault(f"{name}, ligne {line}", "période ou valeur illisible, ligne laissée de côté"))
            continue
        if day in points:
            failed = f"{name}, ligne {line} : la période {row[place['periode']]} est donnée deux fois."
        elif value is not None:
            points[day] = (value, str(row[place["etat"]]) == PROVISIONAL)
    told = {column: str(rows[0][1][k] or "").strip() for column, k in place.items()}
    frequency = told["frequence"] if told["frequence"] in FREQUENCIES and told["frequence"] else "M"
    days = sorted(points)
    traits = Traits(
        told["intitule"], told["mesure"], told["unite"], told["public"], told["marche"], told["hebergement"],
        place=Place(told["lieu_niveau"], told["lieu_code"], told["lieu"]),
    )  # fmt: skip
    return IncomingSeries(
        key, frequency, traits, np.array(days, "datetime64[D]"), np.array([points[day][0] for day in days], float),
        np.array([points[day][1] for day in days], bool), failed=failed, faults=tuple(faults),
    )  # fmt: skip
