"""The yearly attendance of the museums of France: one row a museum and a year, paid and free entries."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from datetime import date
from typing import Any

import numpy as np

from . import values as cells
from .tables import Table, head_of, read_table
from .types import Fault, IncomingSeries, Place, Reading, SeriesError, Traits

NEEDED = ("ref_musee", "nom_du_musee", "annee", "ville", "payant", "gratuit", "total")
PARTS = (("total", "entrées"), ("payant", "entrées payantes"), ("gratuit", "entrées gratuites"))


def recognises(files: Dict[str, bytes]) -> bool:
    """Whether one of these files is such a table."""
    return any(set(NEEDED) <= set(head_of(data)) for data in files.values())


def read_museums(files: Dict[str, bytes]) -> Reading:
    """Three series a museum, under its latest name. Raises SeriesError when the table is missing."""
    name = next((name for name, data in files.items() if set(NEEDED) <= set(head_of(data))), None)
    if name is None:
        raise SeriesError(f"Aucune table de fréquentation des musées (colonnes {', '.join(NEEDED)}) dans le fichier.")
    table = read_table(name, files[name])
    places = {column: table.column(column) for column in NEEDED}
    department = table.column("nomdep") if "nomdep" in table.header else None
    museums: dict[str, list[tuple[int, date, list[Any]]]] = {}
    faults = []
    for line, row in table.rows:
        cell = str(row[places["annee"]]).strip()
        try:
            day, _frequency = cells.period(cell)
        except ValueError:
            faults.append(Fault(f"{name}, ligne {line}", f"année « {cell} » illisible, ligne laissée de côté"))
            continue
        museums.setdefault(str(row[places["ref_musee"]]).strip(), []).append((line, day, row))
    series = [
        _series(table, number, part, label, museums[number], places, department)
        for number in sorted(museums)
        for part, label in PARTS
    ]
    return Reading(tuple(sorted(series, key=lambda one: one.key)), tuple(faults))


def _series(
    table: Table,
    number: str,
    part: str,
    label: str,
    rows: list[tuple[int, date, list[Any]]],
    places: dict[str, int],
    department: int | None,
) -> IncomingSeries:
    points: dict[date, float] = {}
    faults, failed = [], ""
    for line, day, row in rows:
        try:
            value = cells.number(row[places[part]])
        except ValueError:
            faults.append(Fault(f"{table.name}, ligne {line}, colonne « {part} »", "ce n’est pas un nombre"))
            continue
        if value is not None and points.setdefault(day, value) != value:
            failed = f"{table.name}, ligne {line} : deux chiffres différents pour {day.year}."
    latest = max(rows, key=lambda one: one[1])[2]
    title = " ".join(str(latest[places["nom_du_musee"]]).split())
    town = str(latest[places["ville"]]).strip()
    where = f"{town} ({str(latest[department]).strip()})" if department is not None else town
    days = sorted(points)
    return IncomingSeries(
        f"{number}-{part}", "Y",
        Traits(f"{title} – {label}", "visits", "visits", "all", place=Place("commune", "", where)),
        np.array(days, "datetime64[D]"), np.array([points[day] for day in days], float),
        np.zeros(len(days), bool), total=f"{number}-total" if part != "total" else "", failed=failed,
        faults=tuple(faults),
    )  # fmt: skip
