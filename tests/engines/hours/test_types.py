"""What the database stores comes back the same, and nothing impossible comes in."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from belvedere.engines.hours import Rule, Schedule, ScheduleError
from tests.engines.hours.oracle import schedules


@settings(max_examples=40, deadline=None)
@given(schedules)
def test_json_round_trip(schedule: Schedule) -> None:
    assert Schedule.from_dict(json.loads(json.dumps(schedule.to_dict()))) == schedule


def test_stored_form_is_compact() -> None:
    schedule = Schedule((Rule(date(2026, 4, 1), date(2026, 9, 30), 125, ((600, 1080),)),))
    assert schedule.to_dict() == {"r": [{"f": "2026-04-01", "l": "2026-09-30", "w": 125, "s": [[600, 1080]]}]}


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ([], "horaires illisibles"),
        ({"r": {}}, "r"),
        ({"rules": []}, "horaires illisibles"),
        ({"r": [{"w": 0}]}, "r[0]"),
        ({"r": [{"w": 200}]}, "r[0]"),
        ({"r": [{"w": "lundi"}]}, "r[0]"),
        ({"r": [{}, {"s": [[600, 500]]}]}, "r[1]"),
        ({"r": [{"s": [[600]]}]}, "r[0]"),
        ({"r": [{"s": [["10:00", 700]]}]}, "r[0]"),
        ({"r": [{"s": [[600, 2880]]}]}, "r[0]"),
        ({"r": [{"s": 3}]}, "r[0]"),
        ({"r": [{"f": "2026-02-30"}]}, "r[0]"),
        ({"r": [{"f": "2026-03-02", "l": "2026-03-01"}]}, "r[0]"),
        ({"x": [{"y": 1}]}, "x[0]"),
        ({"x": [{"c": 1, "s": [[600, 700]]}]}, "x[0]"),
        ({"x": ["fermé"]}, "x[0]"),
        ({"z": "Europe/Salers"}, "fuseau horaire inconnu"),
        ({"z": "../etc/passwd"}, "fuseau horaire inconnu"),
        ({"z": 3}, "z"),
    ],
)
def test_impossible_schedules_are_refused_with_the_place(data: Any, place: str) -> None:
    with pytest.raises(ScheduleError) as refused:
        Schedule.from_dict(data)
    assert str(refused.value).startswith(place)
