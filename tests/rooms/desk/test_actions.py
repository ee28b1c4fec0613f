"""A request is recorded once, says only what was said, and belongs to its desk."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from belvedere.desk.actions import counters, requests
from belvedere.desk.models import Counter, DeskRequest
from belvedere.kit.models import Entry
from tests.factories.desk import CounterFactory, DeskRequestFactory

from .conftest import NOW


def test_a_channel_is_enough_and_nothing_is_guessed(people, record):
    row = record("phone")
    said = {name: getattr(row, name) for name in requests.DETAILS}
    assert set(map(str, said.values())) == {"None", "[]", "False", ""}
    assert (row.channel, row.language, row.recorded_by, row.recorded_at) == ("phone", "", people.bruno, NOW)
    assert Entry.objects.filter(verb="record_request", noun_id=row.pk).count() == 1


def test_the_same_uuid_sent_again_counts_once_and_changes_nothing(record):
    uuid = uuid4()
    first = record("counter", uuid=uuid, question="Un loueur de vélos ?")
    again = record("phone", uuid=uuid, question="Autre chose")
    assert again == first
    assert DeskRequest.everything.get().question == "Un loueur de vélos ?"
    assert Entry.objects.filter(verb="record_request").count() == 1


def test_a_uuid_of_another_desk_is_not_given_back(people, record):
    foreign = DeskRequestFactory(destination=people.neighbour)
    with pytest.raises(requests.Refused):
        record(uuid=foreign.uuid)


@pytest.mark.parametrize("who", ["chloe", "denis", "paul", "rose"])
def test_only_the_counsellors_of_the_office_record_for_it(people, record, who):
    with pytest.raises(requests.Refused):
        record(by=getattr(people, who))
    assert not DeskRequest.everything.exists()


@pytest.mark.parametrize(
    ("ago", "kept"), [(timedelta(hours=8), True), (timedelta(days=8), False), (-timedelta(minutes=1), False)]
)
def test_the_device_s_clock_is_believed_only_where_it_can_be_true(record, ago, kept):
    row = record(written_at=NOW - ago)
    assert row.recorded_at == (NOW - ago if kept else NOW)


@pytest.mark.parametrize(
    "details",
    [
        {"adults": 0}, {"children": [18]}, {"interests": ["inconnue"]}, {"nights": 3, "stay": "day"},
        {"begin": 600, "end": 540}, {"unmet": True}, {"transport": "fusée"}, {"country": "ZZ"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_or_cannot_be_written(record, details):
    with pytest.raises((requests.Refused, IntegrityError)), transaction.atomic():
        record(**details)
    assert not DeskRequest.everything.exists()


def test_an_unknown_channel_is_refused(record):
    with pytest.raises(requests.Refused):
        record("fax")


def test_a_request_is_completed_by_its_desk_alone(people, record):
    row = record()
    requests.complete_request(request=row, details={"adults": 2, "children": [4]}, by=people.anne, now=NOW)
    row.refresh_from_db()
    assert (row.adults, row.children) == (2, [4])
    with pytest.raises(requests.Refused):
        requests.complete_request(request=row, details={"adults": 3}, by=people.chloe, now=NOW)


def test_a_slip_is_taken_back_for_a_quarter_of_an_hour(people, record):
    row = record()
    with pytest.raises(requests.Refused):
        requests.cancel_request(request=row, by=people.chloe, now=NOW)
    with pytest.raises(requests.Refused):
        requests.cancel_request(request=row, by=people.bruno, now=NOW + timedelta(minutes=16))
    requests.cancel_request(request=row, by=people.bruno, now=NOW + timedelta(minutes=14))
    assert not DeskRequest.everything.exists()


def test_a_manager_declares_counters_and_the_request_knows_where_it_was_made(people, record):
    counter = counters.save_counter(
        counter=Counter(destination=people.office, name="Place de la Victoire", lon=3.08, lat=45.77),
        by=people.anne,
        now=NOW,
    )
    assert record().counter == counter
    for who in (people.bruno, people.chloe):
        with pytest.raises(counters.Refused):
            counters.save_counter(counter=counter, by=who, now=NOW)
    with pytest.raises(counters.Refused):
        counters.save_counter(counter=CounterFactory.build(destination=people.office, lon=200), by=people.anne, now=NOW)
