"""One condition on a whole block of people at once."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import replace
from typing import Any as Anything

import numpy as np
from numpy.typing import NDArray

from .columns import KIND, MISSING, Column, Contacts
from .types import DAY, UNKNOWN, Acts, Age, Compare, Flag, Known, OneOf, RowTest, SegmentError, Starts, Window

Answers = NDArray[np.uint8]
Rows = NDArray[np.intp]
Counts = NDArray[np.intp]
COMPARE: dict[str, Callable[[Anything, Anything], Anything]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "!=": operator.ne,
}  # fmt: skip


def passes(test: RowTest, column: Column) -> NDArray[np.bool_]:
    """Which rows pass the test; what is not known does not pass."""
    match test:
        case Known():
            return column.known()
        case Flag():
            return np.asarray(column.data == 1)
        case Compare(_, op, value):
            return np.asarray(COMPARE[op](column.data, value) & column.known())
        case OneOf(_, values) if column.kind == "tags":
            bits = sum(1 << rank for rank, word in enumerate(column.vocabulary) if word in values)
            return np.asarray((column.data & np.uint64(bits)) != 0)
        case OneOf(_, values):
            return _among(column, [word in values for word in column.vocabulary])
        case Starts(_, prefixes):
            return _among(column, [word.startswith(prefixes) for word in column.vocabulary])


def _among(column: Column, wanted: list[bool]) -> NDArray[np.bool_]:
    if sum(wanted) == 1:
        return np.asarray(column.data == wanted.index(True))
    return np.asarray(np.array([*wanted, False])[column.data])  # -1, not known, reads the last one


def yes_no(found: NDArray[np.bool_]) -> Answers:
    return found.view(np.uint8) << np.uint8(1)


def told(share: Acts) -> tuple[Known, ...]:
    """What an act must tell to count in the whole of a share: each field that is tested."""
    return tuple(dict.fromkeys(Known(test.field) for test in share.where if not isinstance(test, Known)))


class Leaves:
    """The leaves of one block at one instant; what several of them share is kept until the block is done."""

    def __init__(self, block: Contacts, now: int) -> None:
        self.block, self.now = block, now
        self._rows: dict[tuple[object, ...], Rows] = {}
        self._counts: dict[tuple[object, ...], Counts] = {}
        self._unknown: dict[str, NDArray[np.bool_] | None] = {}

    def answer(self, leaf: RowTest | Age | Acts) -> Answers:
        if isinstance(leaf, Acts):
            return self._acts(leaf)
        column = self._column(self.block.people, leaf.field)
        if isinstance(leaf, Known):
            return yes_no(column.known())
        if isinstance(leaf, Age):
            younger = np.asarray(column.data > self.now - leaf.days * DAY)
            found = younger if leaf.op == "<" else ~younger
        else:
            found = passes(leaf, column)
        answer = yes_no(found)
        unknown = self._not_known(leaf.field, column)
        if unknown is not None:
            answer[unknown] = UNKNOWN
        return answer

    def _column(self, columns: Anything, name: str) -> Column:
        if name not in columns:
            raise SegmentError(name, "ce champ n’existe pas dans les données")
        column: Column = columns[name]
        return column

    def _not_known(self, name: str, column: Column) -> NDArray[np.bool_] | None:
        if name not in self._unknown:
            unknown = ~column.known()
            self._unknown[name] = unknown if unknown.any() else None
        return self._unknown[name]

    def _acts(self, leaf: Acts) -> Answers:
        match leaf.measure:
            case "last" | "first":
                return self._since(leaf)
            case "share":
                part, whole = self._count(leaf), self._count(replace(leaf, where=told(leaf)))
                answer = yes_no(np.asarray(COMPARE[leaf.op](part * 100, whole * leaf.value)))
                answer[whole == 0] = UNKNOWN
                return answer
            case "count":
                figure: NDArray[Anything] = self._count(leaf)
            case "sum":
                figure = self._sum(leaf)
            case "distinct":
                figure = self._distinct(leaf)
        return yes_no(np.asarray(COMPARE[leaf.op](figure, leaf.value)))

    def _count(self, leaf: Acts) -> Counts:
        key = (leaf.kinds, leaf.where, leaf.window)
        if key not in self._counts:
            self._counts[key] = np.bincount(self.block.owner[self._inside(leaf)], minlength=self.block.size)
        return self._counts[key]

    def _sum(self, leaf: Acts) -> NDArray[Anything]:
        """Exact while sums stay below 2⁵³."""
        rows = self._inside(leaf)
        data = self._column(self.block.acts, leaf.field or "").data[rows]
        known = data != MISSING
        return np.bincount(self.block.owner[rows[known]], data[known].astype(np.float64), self.block.size)

    def _distinct(self, leaf: Acts) -> Counts:
        rows = self._inside(leaf)
        column = self._column(self.block.acts, leaf.field or "").rows(rows)
        known = column.known()
        _, codes = np.unique(column.data[known], return_inverse=True)
        width = len(codes) + 1
        pairs = np.unique(self.block.owner[rows[known]].astype(np.int64) * width + codes)
        return np.bincount(pairs // width, minlength=self.block.size)

    def _since(self, leaf: Acts) -> Answers:
        rows = self._inside(leaf)
        rows = rows if leaf.measure == "last" else rows[::-1]
        moment = np.full(self.block.size, MISSING)
        moment[self.block.owner[rows]] = self.block.when[rows]  # the last one written stays
        younger = np.asarray(moment > self.now - leaf.value * DAY)
        answer = yes_no(younger if leaf.op == "<" else ~younger)
        answer[moment == MISSING] = UNKNOWN
        return answer

    def _inside(self, leaf: Acts) -> Rows:
        """Rows of acts of those kinds that pass the tests, within the window."""
        key = (leaf.kinds, leaf.where, leaf.window)
        if key not in self._rows:
            self._rows[key] = self._within(self._selected(leaf.kinds, leaf.where), leaf.window)
        return self._rows[key]

    def _within(self, rows: Rows, window: Window) -> Rows:
        when = self.block.when[rows]
        inside = when <= self.now - window.newest * DAY
        if window.oldest is not None:
            inside &= when > self.now - window.oldest * DAY
        return rows[inside]

    def _selected(self, kinds: tuple[str, ...], where: tuple[RowTest, ...]) -> Rows:
        if (kinds, where) in self._rows:
            return self._rows[kinds, where]
        if where:
            rows = self._selected(kinds, where[:-1])
            test = where[-1]
            rows = rows[passes(test, self._column(self.block.acts, test.field).rows(rows))]
        elif kinds:
            rows = np.flatnonzero(passes(OneOf(KIND, kinds), self.block.acts[KIND]))
        else:
            rows = np.arange(len(self.block.when))
        self._rows[kinds, where] = rows
        return rows
