"""The flat index answers like the schedules, one by one."""

import io
from datetime import datetime
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvedere.engines.hours import (
    CLOSED,
    MAYBE,
    OPEN,
    HoursIndex,
    Rule,
    Schedule,
    ScheduleError,
    open_at,
    spans_on,
)
from belvedere.engines.hours.answers import is_open_day
from tests.engines.hours.oracle import schedules
from tests.engines.hours.test_answers import PARIS, moments


@settings(max_examples=40, deadline=None)
@given(st.lists(schedules, max_size=8), st.lists(moments, min_size=1, max_size=6))
def test_index_agrees_with_each_schedule(many: list[Schedule], asked: list[datetime]) -> None:
    index = HoursIndex.build(many)
    for moment in asked:
        expected = [{True: OPEN, None: MAYBE, False: 0}[open_at(schedule, moment)] for schedule in many]
        assert index.states_at(moment).tolist() == expected
        assert index.open_on(moment.date()).tolist() == [is_open_day(s, moment.date()) for s in many]


@settings(max_examples=40, deadline=None)
@given(st.lists(schedules, max_size=8), st.lists(moments, min_size=1, max_size=4))
def test_the_spans_of_a_day_are_those_of_each_schedule(many: list[Schedule], asked: list[datetime]) -> None:
    index = HoursIndex.build(many)
    for moment in asked:
        day = moment.date()
        first, start, end, state = index.spans_on(day)
        found = [tuple(zip(start[a:b].tolist(), end[a:b].tolist(), strict=True)) for a, b in pairwise(first)]
        assert found == [spans_on(schedule, day) for schedule in many]
        known = [
            OPEN if spans else MAYBE if is_open_day(s, day) else CLOSED for s, spans in zip(many, found, strict=True)
        ]
        assert state.tolist() == known


def test_index_follows_the_repeated_hour() -> None:
    club = Schedule((Rule(weekdays=32, spans=((1320, 1590),)),))
    index = HoursIndex.build([club])
    for fold in (0, 1):
        moment = datetime(2026, 10, 25, 2, 15, tzinfo=PARIS, fold=fold)
        assert index.open_at(moment).tolist() == [open_at(club, moment)]


def test_arrays_round_trip_through_a_file() -> None:
    many = [Schedule((Rule(weekdays=3, spans=((600, None),)),)), Schedule(), Schedule((Rule(closed=True),))]
    index = HoursIndex.build(many * 3)
    buffer = io.BytesIO()
    np.savez(buffer, **index.to_arrays())
    buffer.seek(0)
    with np.load(buffer) as stored:
        again = HoursIndex.from_arrays(stored)
    moment = datetime(2026, 7, 13, 12)  # noqa: DTZ001
    assert again.open_at(moment).tolist() == index.open_at(moment).tolist() == [True, False, False] * 3
    assert again.ids_open_at(moment, np.arange(9) * 10).tolist() == [0, 30, 60]


def test_missing_arrays_and_mixed_zones_are_refused() -> None:
    with pytest.raises(ScheduleError):
        HoursIndex.from_arrays({})
    with pytest.raises(ScheduleError):
        HoursIndex.build([Schedule(), Schedule(timezone="Indian/Reunion")])
