"""Waits, quiet hours and caps: against the calendar itself, across both changes of hour."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belvedere.engines.journeys import Cap, Quiet, Wait, after_wait, outside_quiet, room_under
from belvedere.engines.journeys.moments import is_quiet

PARIS = ZoneInfo("Europe/Paris")
day = datetime.fromisoformat
ZONES = st.sampled_from([PARIS, ZoneInfo("Indian/Reunion"), ZoneInfo("America/Martinique"), ZoneInfo("Pacific/Noumea")])
#: Around both changes of 2026 as much as anywhere else.
NEAR = st.one_of(
    st.datetimes(day("2026-03-27"), day("2026-03-31")),
    st.datetimes(day("2026-10-23"), day("2026-10-27")),
    st.datetimes(day("2025-01-01"), day("2028-01-01")),
).map(lambda one: one.replace(microsecond=0, tzinfo=UTC))
CLOCK = st.times().map(lambda one: one.replace(second=0, microsecond=0))


def local(text):
    # In UTC: Python never finds an hour that comes twice equal to anything of another zone.
    return day(text).replace(tzinfo=PARIS).astimezone(UTC)


@pytest.mark.parametrize(
    ("since", "wait", "over"),
    [
        ("2026-03-28T10:00", Wait(days=2), "2026-03-30T10:00"),  # Sunday lasts 23 hours
        ("2026-10-24T10:00", Wait(days=2), "2026-10-26T10:00"),  # Sunday lasts 25 hours
        ("2026-03-28T10:00", Wait(hours=24), "2026-03-29T11:00"),
        ("2026-03-28T02:30", Wait(days=1), "2026-03-29T03:00"),  # 02:30 does not exist
        ("2026-10-24T02:30", Wait(days=1), "2026-10-25T02:30"),  # 02:30 comes twice: the first
        ("2026-07-14T18:00", Wait(days=2, at=time(10)), "2026-07-17T10:00"),
        ("2026-07-14T09:00", Wait(days=2, at=time(10)), "2026-07-16T10:00"),
        ("2026-07-14T09:00", Wait(at=time(9)), "2026-07-14T09:00"),
    ],
)
def test_waits_read_on_the_wall(since, wait, over):
    assert after_wait(local(since), wait, PARIS) == local(over)


@given(NEAR, st.integers(0, 40), ZONES)
def test_days_keep_the_hour_of_the_place(since, days, zone):
    over = after_wait(since, Wait(days=days), zone)
    before, after = since.astimezone(zone), over.astimezone(zone)
    assert (after.date() - before.date()).days == days
    wall = before.replace(tzinfo=None) + timedelta(days=days)
    if after.replace(tzinfo=None) != wall:
        # The hour that the clocks jumped over: the first one that exists after it.
        assert wall < after.replace(tzinfo=None) <= wall + timedelta(hours=1)
        assert (over - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None) < wall


@given(NEAR, st.integers(0, 200), ZONES)
def test_hours_are_real_hours(since, hours, zone):
    assert after_wait(since, Wait(hours=hours), zone) - since == timedelta(hours=hours)


@given(NEAR, st.integers(0, 5), CLOCK, ZONES)
def test_at_is_the_next_such_hour_of_the_place(since, days, at, zone):
    bare, over = after_wait(since, Wait(days=days), zone), after_wait(since, Wait(days=days, at=at), zone)
    assert bare <= over <= bare + timedelta(hours=25)
    shown = over.astimezone(zone).time()
    assert shown == at or (at < shown and (over - timedelta(seconds=1)).astimezone(zone).time() < at)


@given(NEAR, CLOCK, CLOCK, ZONES)
def test_quiet_hours_push_to_their_end_and_no_further(moment, starts, ends, zone):
    quiet = Quiet(starts, ends)
    pushed = outside_quiet(moment, quiet, zone)
    assert pushed >= moment
    assert not is_quiet(pushed, quiet, zone)
    if pushed > moment:
        assert is_quiet(moment, quiet, zone)
        assert is_quiet(pushed - timedelta(seconds=1), quiet, zone)
        assert pushed - moment <= timedelta(hours=25)


@given(
    st.lists(st.integers(-60 * 24, 0), max_size=12),
    st.lists(st.builds(Cap, st.integers(1, 4), st.integers(1, 30)), min_size=1, max_size=3),
)
def test_caps_wait_for_the_first_moment_that_keeps_them_all(hours, caps):
    now = datetime(2026, 7, 14, 10, tzinfo=UTC)
    sent = [now + timedelta(hours=one) for one in hours]

    def kept(moment):
        return all(sum(moment - timedelta(days=cap.days) < one <= moment for one in sent) < cap.letters for cap in caps)

    found = room_under(sent, now, caps)
    assert found >= now
    assert kept(found)
    tried = now
    while tried < found:
        assert not kept(tried)
        tried += timedelta(hours=1)


def test_a_cap_of_nothing_is_refused():
    with pytest.raises(OverflowError):
        room_under([], datetime(2026, 7, 14, tzinfo=UTC), [Cap(0, 7)])
