"""The floor: rooms side by side with their tables numbered as everywhere else, drawn from the edition's settings."""

from dataclasses import dataclass
from math import ceil, sqrt

from django.utils.translation import gettext as _

from belvedere.meetings.models import Edition, Meeting, PlanVersion

#: Sizes in units of the drawing.
CELL, GAP, HEAD, WIDE = 40, 24, 34, 900


@dataclass(frozen=True)
class Spot:
    """A table: its number from 1, the centre of its round top, who sits there (empty when nobody or several)."""

    number: int
    x: float
    y: float
    host: str

    @property
    def base(self) -> float:
        """Where the number stands, so that it looks centred."""
        return self.y + 4.5


@dataclass(frozen=True)
class Hall:
    name: str
    x: float
    y: float
    width: float
    height: float
    spots: tuple[Spot, ...]

    @property
    def name_x(self) -> float:
        return self.x + 12

    @property
    def name_y(self) -> float:
        return self.y + 23


@dataclass(frozen=True)
class Floor:
    width: float
    height: float
    halls: tuple[Hall, ...]

    @property
    def right(self) -> float:
        """Width and height of the sheet, with room for the strokes."""
        return self.width + 4

    @property
    def bottom(self) -> float:
        return self.height + 4

    @property
    def radius(self) -> float:
        return CELL * 0.36


def floor_of(edition: Edition, plan: PlanVersion | None = None) -> Floor | None:
    """None where no table is counted. One query with a plan, none without."""
    rooms = [(room["id"], room["tables"]) for room in edition.rooms if room["tables"]]
    if not rooms and edition.tables:
        rooms = [(edition.place or _("Salle"), edition.tables)]
    if not rooms:
        return None
    hosts = _hosts(plan) if plan else {}
    halls: list[Hall] = []
    x, y, line, first = 0.0, 0.0, 0.0, 1
    for name, count in rooms:
        columns = max(2, ceil(sqrt(count * 1.6)))
        width, height = columns * CELL + GAP, HEAD + ceil(count / columns) * CELL + GAP / 2
        if halls and x + width > WIDE:
            x, y, line = 0.0, y + line + GAP, 0.0
        halls.append(Hall(name, x, y, width, height, _spots(first, count, columns, x, y, hosts)))
        x, line, first = x + width + GAP, max(line, height), first + count
    right = max(hall.x + hall.width for hall in halls)
    return Floor(right, max(hall.y + hall.height for hall in halls), tuple(halls))


def _spots(first: int, count: int, columns: int, x: float, y: float, hosts: dict[int, str]) -> tuple[Spot, ...]:
    return tuple(
        Spot(
            number=first + k,
            x=x + GAP / 2 + (k % columns + 0.5) * CELL,
            y=y + HEAD + (k // columns + 0.5) * CELL,
            host=hosts.get(first + k, ""),
        )
        for k in range(count)
    )


def _hosts(plan: PlanVersion) -> dict[int, str]:
    """Tables where one buyer sits all day, by number from 1."""
    rows = Meeting.everything.filter(plan=plan).exclude(table=None)
    found: dict[int, set[str]] = {}
    for table, name in rows.values_list("table", "buyer__name").distinct():
        found.setdefault(table + 1, set()).add(name)
    return {number: next(iter(names)) for number, names in found.items() if len(names) == 1}
