"""A journey drawn: one box a step, from top to bottom, the other way of a condition to its right."""

from dataclasses import dataclass

from belvedere.contacts.enums import WalkEnd
from belvedere.contacts.models import Journey
from belvedere.engines.journeys import PlanError

from .journeys import Row, ends_of, plan_of, rows_of

WIDE, TALL, GAP, ASIDE = 280, 64, 34, 330


@dataclass(frozen=True)
class Box:
    row: Row
    x: int
    y: int

    @property
    def middle(self) -> int:
        return self.x + WIDE // 2

    @property
    def right(self) -> int:
        return self.x + WIDE

    @property
    def bottom(self) -> int:
        return self.y + TALL


@dataclass(frozen=True)
class Line:
    x1: int
    y1: int
    x2: int
    y2: int


@dataclass(frozen=True)
class View:
    rows: list[Row]
    boxes: list[Box]
    lines: list[Line]
    width: int
    height: int
    ends: list[tuple[str, int]]
    fault: str = ""


def view_of(journey: Journey) -> View:
    """Five queries."""
    ends = [(str(WalkEnd(end).label), count) for end, count in ends_of(journey)]
    try:
        plan = plan_of(journey)
    except PlanError as fault:
        return View([], [], [], WIDE, TALL, ends, str(fault))
    rows = {row.key: row for row in rows_of(journey, plan)}
    boxes = _boxes(plan.first, rows)
    lines = [line for box in boxes.values() for line in _lines(box, boxes)]
    width = max(box.right for box in boxes.values()) + 2
    height = max(box.bottom for box in boxes.values()) + 2
    return View(list(rows.values()), list(boxes.values()), lines, width, height, ends)


def _boxes(first: str, rows: dict[str, Row]) -> dict[str, Box]:
    """The main way in one column; what is walked instead begins beside its condition, and pushes the rest down."""
    boxes: dict[str, Box] = {}
    key, y = first, 2
    while key:
        row = rows[key]
        boxes[key] = Box(row, 2, y)
        beside, lower = row.other, y
        while beside:
            boxes[beside] = Box(rows[beside], 2 + ASIDE, lower)
            beside, lower = rows[beside].then, lower + TALL + GAP
        key, y = row.then, max(y + TALL + GAP, lower)
    return boxes


def _lines(box: Box, boxes: dict[str, Box]) -> list[Line]:
    found = []
    if box.row.then:
        below = boxes[box.row.then]
        found.append(Line(box.middle, box.bottom, below.middle, below.y))
    if box.row.other:
        aside = boxes[box.row.other]
        found.append(Line(box.right, box.y + TALL // 2, aside.x, aside.y + TALL // 2))
    return found
