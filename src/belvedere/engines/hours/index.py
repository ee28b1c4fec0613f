"""The opening rules of all offers as flat arrays: who is open at t, in a few passes over the memory.

One row per rule and span. A rule of many offers is stored once per distinct schedule, and offers point to schedules.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from .answers import clock
from .types import DAY, Rule, Schedule, ScheduleError

Int = npt.NDArray[np.int32]
Small = npt.NDArray[np.int16]
Bool = npt.NDArray[np.bool_]
_MIN, _MAX = 0, 2**31 - 1
_UNKNOWN, _CLOSED = -1, -2
CLOSED, OPEN, MAYBE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class HoursIndex:
    """``offers``: (n,) schedule of each offer. Then columns with one value per row: ``schedule``; ``first``/``last``
    ordinal days, or month*32+day of a ``yearly`` row; ``weekdays``; ``start``/``end`` minutes (start -1: hours not
    known, -2: closed); ``exception``. ``count`` schedules, which share one time zone.
    """

    offers: Int
    schedule: Int
    first: Int
    last: Int
    weekdays: Small
    start: Small
    end: Small
    yearly: Bool
    exception: Bool
    count: int
    timezone: str

    @classmethod
    def build(cls, schedules: Iterable[Schedule]) -> "HoursIndex":
        """One offer per schedule, in that order. Raises ScheduleError when time zones differ."""
        seen: dict[Schedule, int] = {}
        offers = [seen.setdefault(schedule, len(seen)) for schedule in schedules]
        zones = {schedule.timezone for schedule in seen} or {"Europe/Paris"}
        if len(zones) > 1:
            raise ScheduleError(f"un index ne vaut que pour un fuseau horaire : {', '.join(sorted(zones))}")
        rows = [
            row
            for schedule, number in seen.items()
            for rules, exception in ((schedule.rules, False), (schedule.exceptions, True))
            for rule in rules
            for row in _rows(rule, number, exception)
        ]
        columns = np.array(rows, dtype=np.int64).reshape(-1, 8).T
        number, first, last, weekdays, start, end, yearly, exception_ = columns
        return cls(
            np.array(offers, dtype=np.int32),
            number.astype(np.int32),
            first.astype(np.int32),
            last.astype(np.int32),
            weekdays.astype(np.int16),
            start.astype(np.int16),
            end.astype(np.int16),
            yearly.astype(bool),
            exception_.astype(bool),
            len(seen),
            zones.pop(),
        )

    def states_at(self, at: datetime) -> npt.NDArray[np.int8]:
        """(n,) CLOSED, OPEN, or MAYBE (open that day, hours unknown). Naive ``at`` reads the local clock."""
        day, minute = clock(Schedule(timezone=self.timezone), at)
        today, eve = self._rows_on(day), self._rows_on(date.fromordinal(max(1, day.toordinal() - 1)))
        states = np.zeros(self.count, dtype=np.int8)
        states[self.schedule[today & (self.start == _UNKNOWN)]] = MAYBE
        timed = self.start >= 0
        now = today & timed & (self.start <= minute) & (self.end > minute)
        now |= eve & timed & (self.end > minute + DAY)
        states[self.schedule[now]] = OPEN
        return states[self.offers]

    def open_at(self, at: datetime) -> Bool:
        """(n,) True where the offer is surely open."""
        return np.asarray(self.states_at(at) == OPEN)

    def open_on(self, day: date) -> Bool:
        """(n,) True where the offer opens that day, at known hours or not."""
        days = np.zeros(self.count, dtype=bool)
        days[self.schedule[self._rows_on(day)]] = True
        return days[self.offers]

    def spans_on(self, day: date) -> tuple[npt.NDArray[np.int64], Int, Int, npt.NDArray[np.int8]]:
        """The hours of a day, for all offers: spans of offer i are rows ``first[i]`` to ``first[i + 1]`` of ``start``
        and ``end`` (minutes, sorted, merged; the end may pass midnight); ``state`` (n,) is OPEN where at least one is
        known, MAYBE (open at hours not known) or CLOSED."""
        rows = self._rows_on(day)
        state = np.full(self.count, CLOSED, dtype=np.int8)
        state[self.schedule[rows & (self.start == _UNKNOWN)]] = MAYBE
        timed = np.flatnonzero(rows & (self.start >= 0))
        owner, start, end = _merged(self.schedule[timed], self.start[timed], self.end[timed])
        state[owner] = OPEN
        begins = np.searchsorted(owner, np.arange(self.count + 1))
        many = np.diff(begins)[self.offers]
        first = np.concatenate([[0], np.cumsum(many)]).astype(np.int64)
        taken = np.repeat(begins[self.offers] - first[:-1], many) + np.arange(first[-1])
        return first, start[taken], end[taken], state[self.offers]

    def ids_open_at(self, at: datetime, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Of ``ids`` (n,), one per offer, those that are open."""
        return ids[self.open_at(at)]

    def _rows_on(self, day: date) -> Bool:
        """Rows in force on a day: closings, and exceptions over rules, already applied."""
        here = np.where(self.yearly, day.month * 32 + day.day, day.toordinal())
        after, before = self.first <= here, here <= self.last
        rows = np.where(self.yearly & (self.first > self.last), after | before, after & before)
        rows &= (self.weekdays >> day.weekday() & 1).astype(bool)
        if self.exception.any():
            special = np.zeros(self.count, dtype=bool)
            special[self.schedule[rows & self.exception]] = True
            rows &= self.exception | ~special[self.schedule]
        closing = rows & (self.start == _CLOSED)
        if closing.any():
            closed = np.zeros(self.count, dtype=bool)
            closed[self.schedule[closing]] = True
            rows &= ~closed[self.schedule]
        return np.asarray(rows, dtype=bool)

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Named arrays for ``numpy.savez`` or raw buffers; ``from_arrays`` reads them back."""
        named = {name: getattr(self, name) for name in _COLUMNS}
        return {**named, "count": np.array(self.count), "timezone": np.array(self.timezone)}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> "HoursIndex":
        """Raises ScheduleError when an array is missing."""
        try:
            columns: dict[str, Any] = {name: np.asarray(arrays[name]) for name in _COLUMNS}
            return cls(**columns, count=int(arrays["count"].item()), timezone=str(arrays["timezone"].item()))
        except KeyError as error:
            raise ScheduleError(f"index d’horaires incomplet : {error.args[0]} manque") from None


_COLUMNS = ("offers", "schedule", "first", "last", "weekdays", "start", "end", "yearly", "exception")


def _merged(owner: Int, start: Small, end: Small) -> tuple[Int, Int, Int]:
    """Spans sorted by owner and start, those of one owner that overlap or touch made one."""
    step = 4 * DAY
    key = owner.astype(np.int64) * step
    order = np.argsort(key + start, kind="stable")
    begins = (key + start)[order]
    reach = np.maximum.accumulate((key + end)[order])
    fresh = np.ones(len(begins), dtype=bool)
    fresh[1:] = begins[1:] > reach[:-1]
    last = np.append(fresh[1:], True)[: len(begins)]
    first, until = begins[fresh], reach[last]
    whose = first // step
    return whose.astype(np.int32), (first % step).astype(np.int32), (until - whose * step).astype(np.int32)


def _rows(rule: Rule, number: int, exception: bool) -> list[tuple[int, ...]]:
    if rule.yearly and rule.first and rule.last:
        first, last = rule.first.month * 32 + rule.first.day, rule.last.month * 32 + rule.last.day
    else:
        first = rule.first.toordinal() if rule.first else _MIN
        last = rule.last.toordinal() if rule.last else _MAX
    head = (number, first, last, rule.weekdays)
    tail = (rule.yearly, exception)
    if not rule.spans:
        return [(*head, _CLOSED if rule.closed else _UNKNOWN, 0, *tail)]
    return [(*head, start, DAY if end is None else end, *tail) for start, end in rule.spans]
