"""INSEE's monthly lodging surveys: a file of values by series number, and the catalogue that names the numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from datetime import date

import numpy as np

from . import values as cells
from .tables import Table, head_of, read_table
from .types import Fault, IncomingSeries, Place, Reading, SeriesError, Traits

VALUES = ("idbank", "mois", "valeur")
CATALOGUE = ("idbank", "libelle", "zone", "indicateur", "residence")
LODGINGS = {"hôtellerie": "hotel", "camping": "camping", "autres": "other"}
MEASURES = (
    ("nuitées", "nights", "nights"), ("arrivées", "arrivals", "arrivals"),
    ("taux d'occupation", "occupancy", "percent"), ("établissements", "establishments", "stock"),
    ("occupé", "occupied", "room_nights"), ("offert", "offered", "room_nights"),
)  # fmt: skip
AUDIENCES = {"france": "residents", "étranger": "non_residents"}
STOPPED = "Série arrêtée : elle ne se raccorde pas à celle de la méthode de 2019."
_DEPARTMENT = re.compile(r"^(\d{2,3}|2[AB]) - (.+)$")


def recognises(files: Dict[str, bytes]) -> bool:
    """Whether these files hold such values."""
    return any(set(VALUES) <= set(head_of(data)) for data in files.values())


def read_insee(files: Dict[str, bytes]) -> Reading:
    """Series of the values, named by the catalogue. Raises SeriesError when one of the two files is missing."""
    values = _file(files, VALUES, "des valeurs (idbank, mois, valeur)")
    catalogue = _file(files, CATALOGUE, "du catalogue (idbank, libelle, zone, indicateur, residence)")
    about = {str(row["idbank"]): row for row in _rows(catalogue)}
    totals = {row["libelle"]: number for number, row in about.items()}
    held: dict[str, list[tuple[int, str, str, str]]] = {}
    columns = [values.column(name) for name in VALUES]
    state = values.column("code_qualite") if "code_qualite" in values.header else None
    for line, row in values.rows:
        number, month, value = (str(row[k]) for k in columns)
        held.setdefault(number, []).append((line, month, value, str(row[state]) if state is not None else ""))
    faults = tuple(
        Fault(f"{values.name}, série {number}", "absente du catalogue, laissée de côté")
        for number in sorted(held.keys() - about.keys())
    )
    series = [
        _series(values.name, number, held[number], about[number], totals) for number in sorted(held) if number in about
    ]
    if not series:
        raise SeriesError(
            f"{values.name} : aucune série du catalogue n’a de valeur ; vérifiez que les deux vont ensemble."
        )
    return Reading(tuple(series), faults)


def _file(files: Dict[str, bytes], wanted: tuple[str, ...], what: str) -> Table:
    for name, data in files.items():
        if set(wanted) <= set(head_of(data)):
            return read_table(name, data)
    raise SeriesError(f"Il manque le fichier {what} parmi {', '.join(files)}.")


def _rows(table: Table) -> list[dict[str, str]]:
    return [dict(zip(table.header, map(str, row), strict=False)) for _line, row in table.rows]


def _series(
    file: str, number: str, rows: list[tuple[int, str, str, str]], about: Dict[str, str], totals: Dict[str, str]
) -> IncomingSeries:
    scale = 10 ** int(about.get("puissance10") or 0)
    points: dict[date, tuple[float, bool]] = {}
    faults, failed = [], ""
    for line, month, text, state in rows:
        try:
            day, _frequency = cells.period(month)
            value = cells.number(text)
        except ValueError:
            faults.append(Fault(f"{file}, ligne {line}", f"« {month} ; {text} » illisible, ligne laissée de côté"))
            continue
        if day in points:
            failed = f"{file}, ligne {line} : le mois {month} est donné deux fois."
        elif value is not None:
            # Thousands with two decimals: the product must not carry the dust of binary fractions.
            points[day] = (round(value * scale, 6), state == "P")
    days = sorted(points)
    return IncomingSeries(
        number, "M", _traits(about), np.array(days, "datetime64[D]"), np.array([points[d][0] for d in days], float),
        np.array([points[d][1] for d in days], bool), total=_total(number, about, totals), failed=failed,
        faults=tuple(faults),
    )  # fmt: skip


def _traits(about: Dict[str, str]) -> Traits:
    family, _, what = about["indicateur"].replace("’", "'").partition(" - ")
    measure, unit = next(((m, u) for word, m, u in MEASURES if word in what.lower()), ("", ""))
    method = about.get("methode", "").replace("Sans objet", "")
    if about.get("serie_arretee") == "oui":
        method = STOPPED
    name = about["libelle"].replace("'", "’").replace(" - ", " – ")
    return Traits(
        name=name, measure=measure, unit=unit, method=method, place=_place(about["zone"]),
        audience=AUDIENCES.get(about["residence"].lower(), "all"), lodging=LODGINGS.get(family.lower(), ""),
    )  # fmt: skip


def _place(zone: str) -> Place:
    found = _DEPARTMENT.match(zone)
    if found:
        return Place("department", found[1], found[2])
    whole = zone.startswith(("France", "Départements"))
    return Place("country" if whole else "region", "", zone)


def _total(number: str, about: Dict[str, str], totals: Dict[str, str]) -> str:
    """Residents and non-residents are the two parts of a total of the same name."""
    whole = re.sub(r" - (Résidents|Non-résidents) - ", " - Total - ", about["libelle"])
    found = totals.get(whole, "")
    return found if found != number else ""
