"""Reads: origins found while typing, the desk one stands at, today's count."""

from datetime import timedelta

import pytest

from belvedere.desk.queries import desk, origins
from tests.factories.desk import CounterFactory, DeskRequestFactory
from tests.factories.people import grant
from tests.factories.territories import CommuneFactory

from .conftest import NOW


@pytest.fixture
def communes(db):
    CommuneFactory(code="63113", name="Clermont-Ferrand", postal_codes=["63000", "63100"], population=147_000)
    CommuneFactory(code="60157", name="Clermont", postal_codes=["60600"], population=10_000)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("630", "63000 Clermont-Ferrand"),
        ("clerm", "63000 Clermont-Ferrand"),
        ("pays-b", "Pays-Bas"),
        ("ÉTATS", "États-Unis"),
    ],
)
def test_origins_are_found_by_their_beginning_the_most_peopled_first(communes, text, first):
    assert origins.find_origins(text)[0].label == first


@pytest.mark.parametrize(
    ("text", "country", "postcode"),
    [
        ("63000 Clermont-Ferrand", "FR", "63000"), ("63000", "FR", "63000"), ("Clermont", "FR", "60600"),
        ("belgique", "BE", ""), ("99999 Ailleurs", "FR", "99999"),
    ],
)  # fmt: skip
def test_what_is_typed_is_read(communes, text, country, postcode):
    found = origins.read_origin(text)
    assert (found.country, found.postcode) == (country, postcode)


@pytest.mark.parametrize("text", ["", "  ", "Atlantide", "clerm"])
def test_what_is_not_known_is_not_invented(communes, text):
    assert origins.read_origin(text) is None


def test_today_counts_since_midnight_at_this_desk(people, django_assert_num_queries):
    for channel, hours in (("counter", 0), ("counter", 1), ("phone", 2), ("counter", 30)):
        DeskRequestFactory(destination=people.office, channel=channel, recorded_at=NOW - timedelta(hours=hours))
    DeskRequestFactory(destination=people.neighbour, recorded_at=NOW)
    with django_assert_num_queries(1):
        today = desk.today_at(people.office, now=NOW)
    assert (today.total, dict(today.by_channel)) == (3, {"Guichet": 2, "Téléphone": 1})


def test_one_stands_at_the_desk_one_chose_else_at_the_site_s(people):
    grant(people.bruno, people.neighbour)
    both = {people.office.pk, people.neighbour.pk}
    assert {d.pk for d in desk.desks(people.bruno)} == both
    assert desk.desk_for(people.bruno, wanted=people.neighbour.pk, here=people.office) == people.neighbour
    assert desk.desk_for(people.bruno, wanted=None, here=people.office) == people.office
    assert desk.desk_for(people.bruno, wanted=people.region.pk, here=people.office) == people.office
    CounterFactory(destination=people.neighbour)
    assert desk.desk_for(people.bruno, wanted=None, here=None) == people.neighbour
    assert desk.desk_for(people.paul, wanted=None, here=None) is None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_latest_requests_are_one_query(people, django_assert_num_queries, rows):
    for _ in range(rows):
        DeskRequestFactory(destination=people.office, recorded_at=NOW, recorded_by=people.anne)
    with django_assert_num_queries(1):
        assert [str(row.recorded_by) for row in desk.latest_at(people.office, now=NOW)] == [str(people.anne)] * rows


def test_one_starts_from_the_counter_else_from_the_town(people):
    assert desk.starting_place(people.office) is None or desk.starting_place(people.office).label
    counter = CounterFactory(destination=people.office, name="Gare", lon=3.1, lat=45.8)
    assert desk.starting_place(people.office) == desk.Place("Gare", counter.lon, counter.lat)
