"""The published B2B scheduling instances (MiniZinc data): every meeting is to be held, the fewest breaks wanted."""

import re
from dataclasses import dataclass

from .form import refuse

MORNING, AFTERNOON, ANY = 1, 2, 3
NEEDED = ("nBusiness", "nMeetings", "nTables", "nTotalSlots", "nMorningSlots", "requested", "forbidden", "fixed")


@dataclass(frozen=True, slots=True)
class Instance:
    """``meetings[m]`` is the two people of m (from 0); ``where[m]`` the slots it may take; ``before`` (early, late)."""

    people: int
    tables: int
    slots: int
    meetings: tuple[tuple[int, int], ...]
    where: tuple[tuple[int, ...], ...]
    before: tuple[tuple[int, int], ...] = ()


def read_dzn(text: str) -> Instance:
    """Reads the MiniZinc data form. Raises ``MeetingsError`` with the field."""
    fields = {m[1]: m[2].strip() for m in re.finditer(r"(\w+)\s*=\s*(.*?);", text, re.DOTALL)}
    for key in NEEDED:
        if key not in fields:
            refuse(key, "champ absent de l’instance .dzn.")
    people, count, slots = _number(fields, "nBusiness"), _number(fields, "nMeetings"), _number(fields, "nTotalSlots")
    morning = _number(fields, "nMorningSlots")
    requested = [_numbers("requested", row) for row in fields["requested"].strip("[]|\n ").split("|") if row.strip()]
    fixed = _numbers("fixed", fields["fixed"].strip("[]"))
    forbidden = _sets("forbidden", fields["forbidden"])
    before = _sets("precedences", fields.get("precedences", "[]"))
    if len(requested) != count or len(fixed) != count or any(len(row) != 3 for row in requested):
        refuse("requested", f"{count} rencontres attendues dans requested et dans fixed.")
    if len(forbidden) != people:
        refuse("forbidden", f"{people} ensembles attendus, reçu {len(forbidden)}.")
    where = []
    for number, (a, b, session) in enumerate(requested):
        if not (1 <= a <= people and 1 <= b <= people and session in (MORNING, AFTERNOON, ANY)):
            refuse(f"requested[{number + 1}]", f"personnes de 1 à {people} et demi-journée de 1 à 3 attendues.")
        first, last = (morning if session == AFTERNOON else 0), (morning if session == MORNING else slots)
        away = forbidden[a - 1] | forbidden[b - 1]
        where.append(tuple(t for t in range(first, last) if t + 1 not in away and fixed[number] in (0, t + 1)))
    return Instance(
        people=people,
        tables=_number(fields, "nTables"),
        slots=slots,
        meetings=tuple((a - 1, b - 1) for a, b, _ in requested),
        where=tuple(where),
        before=tuple((e - 1, late) for late, early in enumerate(before) for e in sorted(early) if e > 0),
    )


def _number(fields: dict[str, str], key: str) -> int:
    if not fields[key].isdecimal():
        refuse(key, f"entier attendu, reçu « {fields[key]} ».")
    return int(fields[key])


def _numbers(key: str, text: str) -> list[int]:
    try:
        return [int(part) for part in text.split(",") if part.strip()]
    except ValueError:
        refuse(key, "liste d’entiers attendue.")


def _sets(key: str, text: str) -> list[set[int]]:
    return [set(_numbers(key, part)) for part in re.findall(r"\{([^}]*)\}", text)]
