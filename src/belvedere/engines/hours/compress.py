"""From hundreds of dated periods to the few rules that say exactly the same, minute by minute.

The days are cut where any period starts or ends. Between two cuts each weekday has one programme. Neighbouring
stretches whose programmes agree on the weekdays they really contain are one stretch; a stretch interrupted by a few
odd days keeps them as exceptions when that is shorter than starting anew.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from .types import DAY, EVERY_DAY, LONGEST, Period, Rule, Schedule, ScheduleError, Span

Item = tuple[int | None, int | None, str]
Programme = frozenset[Item]
Week = tuple[Programme | None, ...]
_ANY: Week = (None,) * 7
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()
MAX_ODD = 6


class Stretch(NamedTuple):
    """Days first to last (ordinals) that follow one week; ``odd``: days that do not, with their own programme."""

    first: int
    last: int
    week: Week
    odd: tuple[tuple[int, Programme], ...] = ()


def compress(periods: Iterable[Period], timezone: str = "Europe/Paris") -> Schedule:
    """Raises ScheduleError for an impossible period."""
    checked = [_checked(period) for period in periods]
    stretches = _stretches(checked)
    rules: list[Rule] = []
    exceptions: list[Rule] = []
    for stretch in _with_odd_days(stretches):
        rules += _rules(stretch)
        for day, programme in stretch.odd:
            exceptions += _exception(day, programme)
    return Schedule(tuple(rules), tuple(_joined(exceptions)), timezone)


def _checked(period: Sequence[object]) -> tuple[int, int, int, Item]:
    first, last, weekdays, opens, closes, note = period
    if not (isinstance(first, date | None) and isinstance(last, date | None) and isinstance(note, str)):
        raise ScheduleError("une période est faite de deux dates, de jours, de deux heures et d’une note")
    if not isinstance(weekdays, int) or not 1 <= weekdays <= EVERY_DAY:
        raise ScheduleError("une période doit valoir au moins un jour de la semaine")
    if opens is None and closes is not None:
        raise ScheduleError("une heure de fermeture sans heure d’ouverture")
    begin, end = _minutes(opens, closes)
    low = first.toordinal() if first else _FIRST
    high = last.toordinal() if last else _LAST
    if low > high:
        raise ScheduleError(f"la période finit ({last}) avant de commencer ({first})")
    return low, high, weekdays, (begin, end, note)


def _minutes(opens: object, closes: object) -> tuple[int | None, int | None]:
    if opens is None:
        return None, None
    if not isinstance(opens, int) or not 0 <= opens < DAY:
        raise ScheduleError(f"heure d’ouverture impossible : {opens}")
    if closes is None:
        return opens, None
    if not isinstance(closes, int) or not opens < closes <= min(LONGEST, opens + DAY):
        raise ScheduleError(f"heure de fermeture impossible : {closes}")
    return opens, closes


def _stretches(periods: list[tuple[int, int, int, Item]]) -> list[Stretch]:
    """Consecutive stretches from the first to the last day told, closed ones included, each as long as possible."""
    starts: dict[int, list[tuple[int, Item]]] = {}
    stops: dict[int, list[tuple[int, Item]]] = {}
    for first, last, weekdays, item in periods:
        starts.setdefault(first, []).append((weekdays, item))
        stops.setdefault(last + 1, []).append((weekdays, item))
    cuts = sorted({*starts, *stops})
    counts: list[dict[Item, int]] = [{} for _ in range(7)]
    found: list[Stretch] = []
    for cut, following in pairwise(cuts):
        for change, step in ((stops, -1), (starts, 1)):
            for weekdays, item in change.get(cut, ()):
                _count(counts, weekdays, item, step)
        week = tuple(frozenset(count) for count in counts)
        _append(found, Stretch(cut, following - 1, _only_real_days(cut, following - 1, week)))
    return found


def _count(counts: list[dict[Item, int]], weekdays: int, item: Item, step: int) -> None:
    for weekday in range(7):
        if weekdays >> weekday & 1:
            left = counts[weekday].get(item, 0) + step
            if left:
                counts[weekday][item] = left
            else:
                del counts[weekday][item]


def _only_real_days(first: int, last: int, week: Sequence[Programme]) -> Week:
    """A stretch shorter than a week says nothing of the weekdays that it does not contain."""
    if last - first >= 6:
        return tuple(week)
    real = {(day - 1) % 7 for day in range(first, last + 1)}
    return tuple(programme if weekday in real else None for weekday, programme in enumerate(week))


def _together(one: Week, other: Week) -> Week | None:
    """A week that says what both say; None when they disagree."""
    merged = []
    for here, there in zip(one, other, strict=True):
        if here is not None and there is not None and here != there:
            return None
        merged.append(there if here is None else here)
    return tuple(merged)


def _append(found: list[Stretch], stretch: Stretch) -> None:
    if found and (week := _together(found[-1].week, stretch.week)) is not None:
        found[-1] = found[-1]._replace(last=stretch.last, week=week)
    else:
        found.append(stretch)


def _with_odd_days(stretches: list[Stretch]) -> list[Stretch]:
    """Takes in a few odd days as exceptions wherever the same week goes on after them."""
    result: list[Stretch] = []
    i = 0
    while i < len(stretches):
        current, i = stretches[i], i + 1
        while (joined := _resumed(current, stretches, i)) is not None:
            current, i = joined
        result.append(current)
    return result


def _resumed(current: Stretch, stretches: list[Stretch], i: int) -> tuple[Stretch, int] | None:
    """The current stretch prolonged over a gap of a few odd days, and the next index; None when it does not go on."""
    if not any(current.week):
        return None
    week, odd = current.week, list[tuple[int, Programme]]()
    for j in range(i, len(stretches)):
        stretch = stretches[j]
        both = _together(week, stretch.week)
        if both is not None and any(stretch.week):
            if _opened(current) + _opened(stretch) < 3 * len(odd):
                return None
            return Stretch(current.first, stretch.last, both, current.odd + tuple(odd)), j + 1
        if stretch.last - stretch.first >= 7 * MAX_ODD:
            return None
        week = _odd_days(week, stretch, odd)
        if len(odd) > MAX_ODD:
            return None
    return None


def _odd_days(week: Week, stretch: Stretch, odd: list[tuple[int, Programme]]) -> Week:
    """Adds the days of the stretch that do not follow the week; weekdays not yet told take its programme."""
    told = list(week)
    for day in range(stretch.first, stretch.last + 1):
        weekday = (day - 1) % 7
        there = stretch.week[weekday] or frozenset()
        if told[weekday] is None:
            told[weekday] = there
        elif told[weekday] != there:
            odd.append((day, there))
    return tuple(told)


def _opened(stretch: Stretch) -> int:
    """How many days of the stretch are open, odd ones apart."""
    weeks, more = divmod(stretch.last - stretch.first + 1, 7)
    days = [(stretch.first - 1 + i) % 7 for i in range(more)]
    return sum(weeks + (weekday in days) for weekday, programme in enumerate(stretch.week) if programme)


def _rules(stretch: Stretch) -> list[Rule]:
    """One rule per distinct programme of the week and per note."""
    masks: dict[tuple[str, tuple[Span, ...]], int] = {}
    for weekday, programme in enumerate(stretch.week):
        for note, spans in _by_note(programme or frozenset()):
            masks[note, spans] = masks.get((note, spans), 0) | 1 << weekday
    first = None if stretch.first == _FIRST else date.fromordinal(stretch.first)
    last = None if stretch.last == _LAST else date.fromordinal(stretch.last)
    return [Rule(first, last, mask, spans, note=note) for (note, spans), mask in masks.items()]


def _by_note(programme: Programme) -> list[tuple[str, tuple[Span, ...]]]:
    """(note, spans) pairs; unknown hours are a pair without spans."""
    found: list[tuple[str, tuple[Span, ...]]] = []
    for note in sorted({item[2] for item in programme}):
        mine = [item for item in programme if item[2] == note]
        spans = sorted(((i[0], i[1]) for i in mine if i[0] is not None), key=lambda s: (s[0], s[1] or 0))
        if spans:
            found.append((note, tuple(spans)))
        if any(item[0] is None for item in mine):
            found.append((note, ()))
    return found


def _exception(day: int, programme: Programme) -> list[Rule]:
    when = date.fromordinal(day)
    told = _by_note(programme)
    if not told:
        return [Rule(when, when, closed=True)]
    return [Rule(when, when, spans=spans, note=note) for note, spans in told]


def _joined(exceptions: list[Rule]) -> list[Rule]:
    """Neighbouring days with the same exception are one exception."""
    found: list[Rule] = []
    for rule in exceptions:
        before = found[-1] if found else None
        if (
            before is not None
            and before.last is not None
            and rule.first is not None
            and (rule.first - before.last).days == 1
            and (rule.spans, rule.closed, rule.note) == (before.spans, before.closed, before.note)
        ):
            found[-1] = Rule(before.first, rule.last, before.weekdays, rule.spans, rule.closed, note=rule.note)
        else:
            found.append(rule)
    return found
