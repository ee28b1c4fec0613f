"""Answers, against the oracle, and around midnight, seasons and summer time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvedere.engines.hours import (
    Rule,
    Schedule,
    closing,
    compress,
    next_open_day,
    next_opening,
    open_at,
    open_during,
    sessions,
    spans_on,
)
from tests.engines.hours.oracle import BASE, ONE, rules_of, schedules, state_of_schedule

PARIS = ZoneInfo("Europe/Paris")
MUSEUM = Schedule((Rule(date(2000, 4, 1), date(2000, 9, 30), 125, ((600, 1080),), yearly=True),))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


moments = st.integers(0, 70 * 1440).map(lambda n: datetime.combine(BASE - 5 * ONE, time()) + timedelta(minutes=n))


@settings(max_examples=80, deadline=None)
@given(schedules, moments)
def test_open_at_agrees_with_the_oracle(schedule: Schedule, moment: datetime) -> None:
    told = state_of_schedule(schedule, moment.date(), 60 * moment.hour + moment.minute)
    assert open_at(schedule, moment) is told


@settings(max_examples=25, deadline=None)
@given(schedules, moments)
def test_next_opening_is_the_first_minute_that_opens(schedule: Schedule, moment: datetime) -> None:
    found = next_opening(schedule, moment)
    before = open_at(schedule, moment) is True
    for n in range(1, 4 * 1440):
        probe = moment + timedelta(minutes=n)
        here = state_of_schedule(schedule, probe.date(), 60 * probe.hour + probe.minute) is True
        if here and not before:
            assert found == probe.replace(tzinfo=PARIS)
            return
        before = here
    assert found is None or found > probe.replace(tzinfo=PARIS)


@settings(max_examples=40, deadline=None)
@given(schedules, moments)
def test_closing_is_the_first_minute_that_is_closed(schedule: Schedule, moment: datetime) -> None:
    found = closing(schedule, moment)
    if open_at(schedule, moment) is not True:
        assert found is None
        return
    for n in range(1, 3 * 1440):
        probe = moment + timedelta(minutes=n)
        if state_of_schedule(schedule, probe.date(), 60 * probe.hour + probe.minute) is not True:
            assert found == probe.replace(tzinfo=PARIS)
            return
    assert found is None or found > probe.replace(tzinfo=PARIS)


@settings(max_examples=40, deadline=None)
@given(schedules, moments, st.integers(1, 2000), st.booleans())
def test_open_during_asks_every_minute(schedule: Schedule, start: datetime, length: int, whole: bool) -> None:
    probes = [start + timedelta(minutes=n) for n in range(length)]
    states = [state_of_schedule(schedule, p.date(), 60 * p.hour + p.minute) for p in probes]
    told = open_during(schedule, start, start + timedelta(minutes=length), whole=whole)
    known = [state is True for state in states]
    assert (told is True) == (all(known) if whole else any(known))


@settings(max_examples=40, deadline=None)
@given(schedules)
def test_sessions_are_the_spans_of_each_day(schedule: Schedule) -> None:
    last = BASE + 20 * ONE
    found = sessions(schedule, BASE, last)
    expected = set()
    for n in range(21):
        day = BASE + n * ONE
        for rule in rules_of(schedule, day):
            expected |= {(day, start) for start, _ in rule.spans}
            expected |= set() if rule.spans else {(day, 0)}
    assert {(slot.start.date(), 60 * slot.start.hour + slot.start.minute) for slot in found} == expected
    assert all(slot.end is None or slot.end - slot.start <= timedelta(hours=24) for slot in found)
    assert list(found) == sorted(found, key=lambda slot: slot.start)


def test_seasons_come_back_every_year() -> None:
    assert open_at(MUSEUM, at("2026-07-15T10:00")) is True
    assert open_at(MUSEUM, at("2026-07-15T18:00")) is False
    assert open_at(MUSEUM, at("2026-07-14T12:00")) is False  # a Tuesday
    assert next_opening(MUSEUM, at("2026-10-01T09:00")) == datetime(2027, 4, 1, 10, tzinfo=PARIS)
    assert next_open_day(MUSEUM, date(2026, 9, 30)) == date(2026, 9, 30)
    assert next_open_day(MUSEUM, date(2026, 10, 1)) == date(2027, 4, 1)


def test_a_season_over_new_year() -> None:
    slopes = Schedule((Rule(date(2000, 12, 15), date(2000, 3, 31), spans=((540, 1020),), yearly=True),))
    assert [open_at(slopes, at(f"2026-{day}T10:00")) for day in ("12-14", "12-15", "03-31", "04-01")] == [
        False,
        True,
        True,
        False,
    ]


def test_exceptions_replace_the_rules_of_their_days() -> None:
    closed = Rule(date(2026, 7, 15), date(2026, 7, 15), closed=True)
    night = Rule(date(2026, 7, 18), date(2026, 7, 18), spans=((1200, 1500),))
    schedule = Schedule(MUSEUM.rules, (closed, night))
    assert open_at(schedule, at("2026-07-15T12:00")) is False
    assert open_at(schedule, at("2026-07-18T12:00")) is False
    assert open_at(schedule, at("2026-07-19T00:30")) is True
    assert open_at(schedule, at("2026-07-19T01:00")) is False


def test_midnight_belongs_to_the_eve() -> None:
    bar = Schedule((Rule(weekdays=16, spans=((1080, 1560),)),))  # Friday, 18 h to 2 h
    assert [open_at(bar, at(f"2026-07-{moment}")) for moment in ("17T23:59", "18T00:00", "18T01:59", "18T02:00")] == [
        True,
        True,
        True,
        False,
    ]
    assert spans_on(bar, date(2026, 7, 18)) == ()


def test_spring_skips_an_hour() -> None:
    """2026-03-29, 2 h becomes 3 h: who opens at 2 h 30 opens at 3 h, who closes at 2 h 30 has closed by then."""
    dawn = compress([(None, None, 64, 150, 300, "")])
    assert next_opening(dawn, at("2026-03-28T12:00")) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    club = compress([(None, None, 32, 1320, 1590, "")])
    assert closing(club, at("2026-03-28T23:00")) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert open_at(club, datetime(2026, 3, 29, 0, 59, tzinfo=UTC)) is True
    assert open_at(club, datetime(2026, 3, 29, 1, tzinfo=UTC)) is False


def test_autumn_repeats_an_hour() -> None:
    """2026-10-25, 3 h becomes 2 h: a span ends the first time that its hour is shown, and is never cut in two."""
    club = compress([(None, None, 32, 1320, 1590, "")])  # Saturday 22 h to 2 h 30
    first, second = (datetime(2026, 10, 25, 2, 15, tzinfo=PARIS, fold=fold) for fold in (0, 1))
    assert (open_at(club, first), open_at(club, second)) == (True, False)
    late = compress([(None, None, 32, 1320, 1680, "")])  # until 4 h
    assert (open_at(late, first), open_at(late, second)) == (True, True)
    slot = sessions(late, date(2026, 10, 24), date(2026, 10, 24))[0]
    assert slot.end is not None
    assert slot.end.astimezone(UTC) - slot.start.astimezone(UTC) == timedelta(hours=7)
    dawn = compress([(None, None, 64, 150, 300, "")])  # Sunday from 2 h 30
    assert (open_at(dawn, first), open_at(dawn, second)) == (False, True)


@settings(max_examples=8, deadline=None)
@given(schedules, st.sampled_from([date(2026, 3, 28), date(2026, 10, 24)]))
def test_around_summer_time_openings_and_states_agree(schedule: Schedule, day: date) -> None:
    moved = Schedule(tuple(Rule(weekdays=r.weekdays, spans=r.spans) for r in schedule.rules if r.spans))
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    end = moment + timedelta(hours=20)
    while moment < end:
        found = next_opening(moved, moment)
        if found is None:
            break
        assert open_at(moved, found) is True
        assert open_at(moved, found.astimezone(UTC) - timedelta(minutes=1)) is False
        moment = found.astimezone(UTC)


def test_unknown_hours_answer_none() -> None:
    schedule = Schedule((Rule(date(2026, 5, 1), date(2026, 5, 31)),))
    assert open_at(schedule, at("2026-05-02T10:00")) is None
    assert open_at(schedule, at("2026-06-02T10:00")) is False
    assert next_opening(schedule, at("2026-04-02T10:00")) is None
    assert next_open_day(schedule, date(2026, 4, 2)) == date(2026, 5, 1)
    assert open_during(schedule, at("2026-05-02T10:00"), at("2026-05-02T12:00")) is None


def test_other_time_zones_use_their_own_clock() -> None:
    reunion = Schedule((Rule(spans=((540, 1020),)),), timezone="Indian/Reunion")
    assert open_at(reunion, datetime(2026, 7, 14, 5, 30, tzinfo=UTC)) is True
    assert open_at(reunion, datetime(2026, 7, 14, 13, 30, tzinfo=UTC)) is False


@pytest.mark.parametrize("whole", [True, False])
def test_an_empty_stretch_of_time_is_never_open(whole: bool) -> None:
    always = Schedule((Rule(spans=((0, 1440),)),))
    assert open_during(always, at("2026-05-02T10:00"), at("2026-05-02T10:00"), whole=whole) is False
    assert next_opening(always, at("2026-05-02T10:00")) is None
    assert closing(always, at("2026-05-02T10:00")) is None
