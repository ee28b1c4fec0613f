"""Exact answers. A naive datetime reads the clock of the place; an aware one is turned to it.

Summer time: a span starts and ends the *first* time the local clock shows that minute (or jumps over it), so every
span is one unbroken interval. The second pass through the repeated hour of autumn is after all of the first pass.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from .types import DAY, Rule, Schedule, Slot, Span, zone

_ONE = timedelta(days=1)


def clock(schedule: Schedule, at: datetime) -> tuple[date, int]:
    """(local day, minute of that day) to compare with spans.

    In the second pass through a repeated hour, the minute read is the last one of that hour.
    """
    tz = zone(schedule.timezone)
    local = at.astimezone(tz) if at.tzinfo else at
    minute = 60 * local.hour + local.minute
    if local.fold:
        first = local.replace(fold=0, tzinfo=tz)
        gained = (first.utcoffset() or timedelta()) - (local.replace(tzinfo=tz).utcoffset() or timedelta())
        if gained > timedelta():
            minute = _end_of_fold(local.replace(fold=0, tzinfo=None), schedule)
    return local.date(), minute


def _end_of_fold(local: datetime, schedule: Schedule) -> int:
    """Last minute of the repeated stretch that holds this wall time."""
    tz = zone(schedule.timezone)
    probe = local.replace(second=0, microsecond=0)
    for _ in range(DAY):
        ahead = probe + timedelta(minutes=1)
        if ahead.replace(tzinfo=tz).utcoffset() == ahead.replace(tzinfo=tz, fold=1).utcoffset():
            break
        probe = ahead
    return 60 * probe.hour + probe.minute


def instant(schedule: Schedule, day: date, minute: int) -> datetime:
    """The first moment at which the local clock reads that minute of that day, or passes it in a jump; aware."""
    tz = zone(schedule.timezone)
    wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001
    found = wall.replace(tzinfo=tz)
    back = found.astimezone(UTC).astimezone(tz)
    if back.replace(tzinfo=None) == wall:
        return found
    start = found.astimezone(UTC) - timedelta(hours=3)
    low, high = 0, 180
    while high - low > 1:
        middle = (low + high) // 2
        if (start + timedelta(minutes=middle)).astimezone(tz).replace(tzinfo=None) >= wall:
            high = middle
        else:
            low = middle
    return (start + timedelta(minutes=high)).astimezone(tz)


def rules_on(schedule: Schedule, day: date) -> tuple[Rule, ...]:
    """The opening rules that hold on that day; empty when it is closed."""
    found = tuple(rule for rule in schedule.exceptions if rule.covers(day))
    if not found:
        found = tuple(rule for rule in schedule.rules if rule.covers(day))
    return () if any(rule.closed for rule in found) else found


def is_open_day(schedule: Schedule, day: date) -> bool:
    """Does it open that day, at known hours or not?"""
    return bool(rules_on(schedule, day))


def spans_on(schedule: Schedule, day: date) -> tuple[tuple[int, int], ...]:
    """Merged open minutes that start on that day (the end may pass midnight); an unknown end counts until midnight."""
    spans = sorted(
        (start, DAY if end is None else end) for rule in rules_on(schedule, day) for start, end in rule.spans
    )
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def open_at(schedule: Schedule, at: datetime) -> bool | None:
    """True or False; None when it is open that day at hours that are not known."""
    day, minute = clock(schedule, at)
    if _within(schedule, day, minute):
        return True
    if any(not rule.spans for rule in rules_on(schedule, day)):
        return None
    return False


def _within(schedule: Schedule, day: date, minute: int) -> bool:
    if any(start <= minute < end for start, end in spans_on(schedule, day)):
        return True
    if day == date.min:
        return False
    return any(end > minute + DAY for _, end in spans_on(schedule, day - _ONE))


def intervals(schedule: Schedule, first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
    """Open stretches, in order and merged over midnight, that start from the eve of ``first`` to ``last``."""
    current: tuple[datetime, datetime] | None = None
    day = first - _ONE if first > date.min else first
    while day <= last:
        for start, end in spans_on(schedule, day):
            begin, finish = instant(schedule, day, start), instant(schedule, day, end)
            if begin >= finish:  # wholly inside the hour that spring skips
                continue
            if current and begin <= current[1]:
                current = current[0], max(current[1], finish)
            else:
                if current:
                    yield current
                current = begin, finish
        if day == date.max:
            break
        day = _next_day(schedule, day) if current is None or current[1].date() < day else day + _ONE
    if current:
        yield current


def _next_day(schedule: Schedule, day: date) -> date:
    """The next day, jumping over the days before any dated rule begins."""
    ahead = day + _ONE
    rules = (*schedule.rules, *schedule.exceptions)
    if any(rule.yearly or ((rule.first or ahead) <= ahead and (rule.last or ahead) >= ahead) for rule in rules):
        return ahead
    return min((rule.first for rule in rules if rule.first and rule.first > day), default=date.max)


def _last_day(schedule: Schedule, day: date) -> date:
    """The day after which everything has been seen: one week after the last date told; when rules come back every
    year, as many years as a date may need to fall on a given weekday (12, and 40 for 29 February)."""
    rules = (*schedule.rules, *schedule.exceptions)
    told = [bound for rule in rules if not rule.yearly for bound in (rule.first, rule.last) if bound]
    yearly = [rule for rule in rules if rule.yearly]
    leap = any(rule.first and rule.last and _is_leap(rule.first) and _is_leap(rule.last) for rule in yearly)
    days = 41 * 366 if leap else 13 * 366 if yearly else 15
    start = max([day, *told])
    return start + timedelta(days=min(days, max(0, (date.max - start).days - 2)))


def _is_leap(day: date) -> bool:
    return (day.month, day.day) == (2, 29)


def next_opening(schedule: Schedule, after: datetime) -> datetime | None:
    """The first moment strictly after ``after`` at which it goes from closed to open, local and aware."""
    local = _local(schedule, after)
    last = _last_day(schedule, local.date())
    for begin, _ in intervals(schedule, local.date(), last):
        if begin.astimezone(UTC) > local.astimezone(UTC):
            return begin
    return None


def closing(schedule: Schedule, at: datetime) -> datetime | None:
    """When the stretch that is open at ``at`` ends; None if it is closed then or never closes within a year."""
    local = _local(schedule, at)
    now = local.astimezone(UTC)
    for begin, end in intervals(schedule, local.date(), local.date() + timedelta(days=367)):
        if begin.astimezone(UTC) > now:
            return None
        if now < end.astimezone(UTC):
            return end if end.date() <= local.date() + timedelta(days=366) else None
    return None


def next_open_day(schedule: Schedule, day: date) -> date | None:
    """The first open day from ``day`` on, hours known or not."""
    last = _last_day(schedule, day)
    while day <= last:
        if is_open_day(schedule, day):
            return day
        day = _next_day(schedule, day)
    return None


def open_during(schedule: Schedule, start: datetime, end: datetime, *, whole: bool = False) -> bool | None:
    """Open at some minute of [start, end), or through all of it; None when only unknown hours could make it so."""
    begin, finish = _local(schedule, start), _local(schedule, end)
    low, high = begin.astimezone(UTC), finish.astimezone(UTC)
    if low >= high:
        return False
    for opens, closes in intervals(schedule, begin.date(), finish.date()):
        opened, closed = opens.astimezone(UTC), closes.astimezone(UTC)
        if (opened <= low and high <= closed) if whole else (opened < high and low < closed):
            return True
    days = ((finish - timedelta(microseconds=1)).date() - begin.date()).days
    maybe = [any(not r.spans for r in rules_on(schedule, begin.date() + timedelta(days=i))) for i in range(days + 1)]
    return None if (all(maybe) if whole else any(maybe)) else False


def sessions(schedule: Schedule, first: date, last: date) -> tuple[Slot, ...]:
    """Dated slots that start from ``first`` to ``last``, in order, one per span and per day, each at most 24 h."""
    found: dict[tuple[datetime, datetime | None, bool], Slot] = {}
    day = first
    while day <= last:
        for rule in rules_on(schedule, day):
            for slot in _slots(schedule, day, rule):
                found.setdefault(slot[:3], slot)
        if day == date.max:
            break
        day += _ONE
    return tuple(sorted(found.values(), key=lambda slot: (slot.start.astimezone(UTC), slot.hours, slot.note)))


def _slots(schedule: Schedule, day: date, rule: Rule) -> Iterator[Slot]:
    if not rule.spans:
        yield Slot(instant(schedule, day, 0), None, False, rule.note)
    for start, end in rule.spans:
        yield Slot(instant(schedule, day, start), _end(schedule, day, (start, end)), True, rule.note)


def _end(schedule: Schedule, day: date, span: Span) -> datetime | None:
    return None if span[1] is None else instant(schedule, day, span[1])


def _local(schedule: Schedule, at: datetime) -> datetime:
    return at.astimezone(zone(schedule.timezone)) if at.tzinfo else at.replace(tzinfo=zone(schedule.timezone))
