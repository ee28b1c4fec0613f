"""The brute-force oracle: periods and rules asked minute by minute, with no cleverness at all."""

from datetime import date, timedelta

from hypothesis import strategies as st

from belvedere.engines.hours import Period, Rule, Schedule

BASE = date(2026, 1, 1)
ONE = timedelta(days=1)


def state_of_periods(periods: list[Period], day: date, minute: int) -> bool | None:
    """Open, closed or (None) open that day at hours not known, straight from the periods."""
    maybe = False
    for first, last, weekdays, opens, closes, _ in periods:
        for start, at in ((day, minute), (day - ONE, minute + 1440)):
            if (first and start < first) or (last and start > last) or not weekdays >> start.weekday() & 1:
                continue
            if opens is None:
                maybe = maybe or start == day
            elif opens <= at < (1440 if closes is None else closes):
                return True
    return None if maybe else False


def state_of_schedule(schedule: Schedule, day: date, minute: int) -> bool | None:
    """The same of a schedule, from its rules."""
    for start, at in ((day, minute), (day - ONE, minute + 1440)):
        for rule in rules_of(schedule, start):
            if any(opens <= at < (1440 if closes is None else closes) for opens, closes in rule.spans):
                return True
    return None if any(not rule.spans for rule in rules_of(schedule, day)) else False


def rules_of(schedule: Schedule, day: date) -> list[Rule]:
    rules = [rule for rule in schedule.exceptions if holds(rule, day)]
    if not rules:
        rules = [rule for rule in schedule.rules if holds(rule, day)]
    return [] if any(rule.closed for rule in rules) else rules


def holds(rule: Rule, day: date) -> bool:
    if not rule.weekdays >> day.weekday() & 1:
        return False
    if rule.yearly:
        assert rule.first
        assert rule.last
        here, first, last = ((d.month, d.day) for d in (day, rule.first, rule.last))
        return first <= here <= last if first <= last else (here >= first or here <= last)
    return not (rule.first and day < rule.first) and not (rule.last and day > rule.last)


def steps(periods: list[Period]) -> list[int]:
    """Minutes worth asking: every bound and its neighbours, and both ends of the day."""
    told = {0, 1439}
    for _, _, _, opens, closes, _ in periods:
        for bound in (opens, closes):
            if bound is not None:
                told |= {m % 1440 for m in (bound - 1, bound, bound + 1)}
    return sorted(told)


days = st.integers(0, 60).map(lambda n: BASE + n * ONE)


@st.composite
def hours(draw: st.DrawFn) -> tuple[int | None, int | None]:
    if draw(st.integers(0, 5)) == 0:
        return None, None
    start = draw(st.integers(0, 1439))
    return start, draw(st.one_of(st.none(), st.integers(start + 1, min(2880, start + 1440))))


@st.composite
def period(draw: st.DrawFn) -> Period:
    first, last = sorted((draw(days), draw(days)))
    bounds = [first, last] if draw(st.integers(0, 3)) else [None, last]
    opens, closes = draw(hours())
    note = draw(st.sampled_from(["", "", "sur rendez-vous"]))
    weekdays = draw(st.one_of(st.just(127), st.integers(1, 127)))
    return bounds[0], bounds[1], weekdays, opens, closes, note


@st.composite
def rule(draw: st.DrawFn) -> Rule:
    first, last, weekdays, _, _, note = draw(period())
    yearly = first is not None and draw(st.booleans())
    if yearly and draw(st.booleans()):
        first, last = last, first
    if draw(st.integers(0, 5)) == 0:
        return Rule(first, last, weekdays, closed=True, yearly=yearly)
    told = draw(st.lists(hours(), max_size=2))
    spans = tuple((opens, closes) for opens, closes in told if opens is not None)
    return Rule(first, last, weekdays, spans, yearly=yearly, note=note)


schedules = st.builds(
    Schedule, st.lists(rule(), max_size=4).map(tuple), st.lists(rule(), max_size=2).map(tuple), st.just("Europe/Paris")
)
