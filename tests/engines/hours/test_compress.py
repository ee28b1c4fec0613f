"""Compression says exactly the same as the periods, and says it in few rules."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvedere.engines.hours import Period, Rule, Schedule, ScheduleError, compress
from tests.engines.hours.oracle import BASE, ONE, period, state_of_periods, state_of_schedule, steps


@settings(max_examples=60, deadline=None)
@given(st.lists(period(), max_size=6))
def test_compressed_rules_say_the_same_every_minute(periods: list[Period]) -> None:
    schedule = compress(periods)
    asked = steps(periods)
    for n in range(-3, 66):
        day = BASE + n * ONE
        for minute in asked:
            told = state_of_schedule(schedule, day, minute)
            assert told == state_of_periods(periods, day, minute), (day, minute, schedule)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 40), max_size=30), st.integers(0, 3))
def test_lone_days_say_the_same_whatever_their_gaps(offsets: list[int], kinds: int) -> None:
    periods: list[Period] = []
    for n in offsets:
        day = BASE + timedelta(days=n)
        periods.append((day, day, 127, 600 + 60 * (n % (kinds + 1)), 1080, ""))
    schedule = compress(periods)
    for n in range(-8, 50):
        for minute in (599, 600, 660, 720, 1079, 1080):
            day = BASE + n * ONE
            assert state_of_schedule(schedule, day, minute) == state_of_periods(periods, day, minute)


def every_day(first: date, count: int, opens: int | None = 600, closes: int | None = 1080) -> list[Period]:
    days = [first + timedelta(days=n) for n in range(count)]
    return [(day, day, 127, opens, closes, "") for day in days]


def test_five_hundred_days_are_one_rule() -> None:
    schedule = compress(every_day(date(2023, 11, 9), 537))
    assert schedule == Schedule((Rule(date(2023, 11, 9), date(2025, 4, 28), 127, ((600, 1080),)),))


def test_one_closed_day_is_an_exception_not_a_cut() -> None:
    days = every_day(date(2026, 4, 1), 60)
    del days[30]
    schedule = compress(days)
    assert schedule.rules == (Rule(date(2026, 4, 1), date(2026, 5, 30), 127, ((600, 1080),)),)
    assert schedule.exceptions == (Rule(date(2026, 5, 1), date(2026, 5, 1), closed=True),)


def test_a_weekly_market_told_day_by_day_is_one_rule() -> None:
    saturdays = [date(2026, 1, 3) + timedelta(weeks=n) for n in range(52)]
    schedule = compress([(day, day, 127, 480, 780, "") for day in saturdays])
    assert schedule.rules == (Rule(saturdays[0], saturdays[-1], 32, ((480, 780),)),)
    assert not schedule.exceptions


def test_one_period_per_weekday_is_one_rule() -> None:
    year = (date(2026, 1, 1), date(2026, 12, 31))
    schedule = compress([(*year, 1 << n, 600, 1080, "") for n in range(7) if n != 1])
    assert schedule.rules == (Rule(*year, 125, ((600, 1080),)),)


def test_two_seasons_stay_two() -> None:
    winter = every_day(date(2026, 1, 1), 90, 840, 1020)
    summer = every_day(date(2026, 4, 1), 90, 540, 1140)
    assert len(compress(winter + summer).rules) == 2


def test_dates_without_hours_are_known_as_such() -> None:
    assert compress(every_day(date(2026, 1, 1), 20, None, None)) == Schedule(
        (Rule(date(2026, 1, 1), date(2026, 1, 20)),)
    )
    assert not compress(every_day(date(2026, 1, 1), 20, None, None)).known


def test_open_ended_period_stays_open_ended() -> None:
    assert compress([(None, None, 8, 870, 1140, "")]).rules == (Rule(None, None, 8, ((870, 1140),)),)


@pytest.mark.parametrize(
    "bad",
    [
        (date(2026, 2, 1), date(2026, 1, 1), 127, 600, 700, ""),
        (None, None, 0, 600, 700, ""),
        (None, None, 127, 600, 600, ""),
        (None, None, 127, 1440, 1500, ""),
        (None, None, 127, None, 700, ""),
        ("2026-01-01", None, 127, 600, 700, ""),
    ],
)
def test_impossible_periods_are_refused(bad: Period) -> None:
    with pytest.raises(ScheduleError):
        compress([bad])


@pytest.mark.realdata
def test_the_real_exhibition_of_537_periods_is_a_few_rules() -> None:
    zipfile = pytest.importorskip("zipfile")
    orjson = pytest.importorskip("orjson")
    feed = Path(__file__).resolve().parents[3].parent / "shared/data/datatourisme/objets-isoles-2023-11.zip"
    if not feed.exists():
        pytest.skip("données réelles absentes : ../shared/data/datatourisme")
    with zipfile.ZipFile(feed) as archive:
        objects = [orjson.loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json")]
    (exhibition,) = [item for item in objects if len(item.get("takesPlaceAt", ())) == 537]
    periods: list[Period] = []
    for item in exhibition["takesPlaceAt"]:
        start, end = (date.fromisoformat(item[key]) for key in ("startDate", "endDate"))
        periods.append((start, end, 127, None, None, ""))
    schedule = compress(periods)
    assert len(schedule.rules) + len(schedule.exceptions) <= 3
    first, last = min(p[0] for p in periods if p[0]), max(p[1] for p in periods if p[1])
    for n in range((last - first).days + 5):
        day = first + timedelta(days=n - 2)
        assert state_of_schedule(schedule, day, 720) == state_of_periods(periods, day, 720)
