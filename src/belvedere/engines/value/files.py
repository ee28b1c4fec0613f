"""Tables read from CSV: acts, costs, groups. What is wrong is refused with its file and line."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from .types import Acts, CostLine, Purpose, ValueFault

Row = dict[str, str]


@dataclass(frozen=True)
class People:
    """``names[n]`` is the person numbered n."""

    names: list[str]
    numbers: dict[str, int]


def read_acts(path: Path) -> tuple[Acts, People]:
    """Columns ``person``, ``day`` (2026-07-31), and ``amount`` (euros), which may be empty or absent."""
    numbers: dict[str, int] = {}
    who, days, amounts = [], [], []
    for place, row in _rows(path, ("person", "day")):
        who.append(numbers.setdefault(_word(row, "person", place), len(numbers)))
        days.append(_day(row, "day", place))
        amounts.append(_amount(row, "amount", place) if (row.get("amount") or "").strip() else np.nan)
    acts = Acts(np.array(who, dtype=np.int64), np.array(days, dtype=np.int64), np.array(amounts, dtype=np.float64))
    return acts, People(list(numbers), numbers)


def read_costs(path: Path, people: People) -> list[CostLine]:
    """Columns ``key``, ``purpose`` (acquisition, retention), ``amount``, ``start``, ``end``; ``reached``: persons
    separated by blanks, empty where nobody knows."""
    found = []
    for place, row in _rows(path, ("key", "purpose", "amount", "start", "end")):
        purpose = _word(row, "purpose", place)
        if purpose not in list(Purpose):
            raise ValueFault(place, f"« {purpose[:30]} » n’est ni acquisition ni retention")
        start, end = _day(row, "start", place), _day(row, "end", place)
        if end < start:
            raise ValueFault(place, "la fin précède le début")
        reached = (row.get("reached") or "").split()
        unknown = next((name for name in reached if name not in people.numbers), None)
        if unknown is not None:
            raise ValueFault(place, f"la personne « {unknown[:30]} » n’est dans aucun acte")
        numbers = frozenset(people.numbers[name] for name in reached) if reached else None
        amount = _amount(row, "amount", place)
        found.append(CostLine(_word(row, "key", place), Purpose(purpose), amount, start, end, numbers))
    return found


def read_groups(path: Path, people: People) -> dict[str, frozenset[int]]:
    """Columns ``group``, ``person``; who never did anything is left out."""
    found: dict[str, set[int]] = {}
    for place, row in _rows(path, ("group", "person")):
        mine = found.setdefault(_word(row, "group", place), set())
        if (number := people.numbers.get(_word(row, "person", place))) is not None:
            mine.add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def day_number(text: str, place: str) -> int:
    try:
        return date.fromisoformat(text.strip()).toordinal()
    except ValueError:
        raise ValueFault(place, f"« {text[:30]} » n’est pas un jour\N{NO-BREAK SPACE}: écrivez 2026-07-31") from None


def _rows(path: Path, wanted: tuple[str, ...]) -> Iterator[tuple[str, Row]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file)
        absent = [name for name in wanted if name not in (table.fieldnames or ())]
        if absent:
            raise ValueFault(str(path), f"il manque la colonne « {absent[0]} »")
        for row in table:
            yield f"{path}, ligne {table.line_num}", row


def _word(row: Row, name: str, place: str) -> str:
    found = (row.get(name) or "").strip()
    if not found:
        raise ValueFault(place, f"la colonne « {name} » est vide")
    return found


def _day(row: Row, name: str, place: str) -> int:
    return day_number(_word(row, name, place), place)


def _amount(row: Row, name: str, place: str) -> float:
    text = _word(row, name, place)
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        found = float("nan")
    if not 0 <= found < 1e12:
        raise ValueFault(place, f"« {text[:30]} » n’est pas un montant")
    return found
