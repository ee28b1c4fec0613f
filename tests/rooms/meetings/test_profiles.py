"""What people bring and look for: from the catalogue, from their phone; and the suggestions that follow."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from belvedere.engines import hours
from belvedere.meetings.actions import wishes
from belvedere.meetings.models import Deal, Edition
from belvedere.meetings.queries import profiles, suggestions
from tests.factories.catalogue import OfferFactory, OfferTypeFactory
from tests.factories.meetings import EditionFactory, ParticipantFactory

from .conftest import NOW


@pytest.fixture
def hotel(people):
    people.here.lon, people.here.lat = 2.49, 45.14
    people.here.save()
    kind = OfferTypeFactory(code="Hotel", label_fr="Hôtel")
    return OfferFactory(
        name="Hôtel des Neiges", main_type=kind, commune=people.here, owner=people.inn, managed_by=people.office,
        capacities={"people": 60}, labels=[{"key": "TourismHandicap", "fr": "Tourisme et Handicap"}],
        schedule=hours.Schedule((hours.Rule(spans=((600, 1080),)),)).to_dict(),
    )  # fmt: skip


@pytest.fixture
def paul(client, people):
    client.force_login(people.paul)
    return client


def test_the_catalogue_says_what_a_structure_brings(people, hotel):
    OfferFactory(main_type=hotel.main_type, owner=people.inn, managed_by=people.office, status="hidden", slug="x")
    found = profiles.from_catalogue(people.inn, date(2026, 3, 1))
    assert found["kinds"] == ["Hotel"]
    assert found["labels"] == ["TourismHandicap"]
    assert (found["capacity"], found["months"]) == (60, list(range(1, 13)))


def test_a_buyer_s_needs_find_the_inn_with_true_reasons(edition, sellers, buyers, hotel):
    sellers[0].offers = profiles.from_catalogue(sellers[0].organisation, date(2026, 3, 1))
    sellers[0].save()
    buyers[0].seeks = {"kinds": ["Hotel"], "capacity": 40, "months": [5, 6]}
    (idea,) = suggestions.ideas_for(buyers[0])
    assert idea.other == sellers[0]
    assert idea.reasons == (
        "Propose ce que vous cherchez : Hôtel.",
        "Accueille 60 personnes, vous en cherchez 40 au moins.",
        "Ouvert quand vous venez : de mai à juin.",
    )
    wishes.place_wishes(participant=buyers[0], wanted=[sellers[0].pk], by=None, now=NOW)
    assert suggestions.ideas_for(buyers[0]) == []


def test_a_deal_of_last_year_is_a_reason(edition, people, sellers, buyers):
    buyers[0].organisation = people.other_inn
    buyers[0].save()
    before = EditionFactory(destination=people.office)
    seller = ParticipantFactory(edition=before, organisation=people.inn)
    buyer = ParticipantFactory(edition=before, organisation=people.other_inn, side="buyer")
    Deal.everything.create(
        seller=seller, buyer=buyer, kind="contract", amount=1200_00, signed_on=date(2025, 11, 3), declared_by=seller
    )
    for one, other in ((sellers[0], buyers[0]), (buyers[0], sellers[0])):
        (idea,) = suggestions.ideas_for(one)
        assert idea.other == other
        assert idea.reasons == ("Un accord vous lie depuis 2025.",)


def test_paul_says_what_he_brings_and_adds_a_suggestion_in_one_tap(paul, edition, sellers, buyers, hotel, people):
    buyers[1].seeks = {"kinds": ["Hotel"]}
    buyers[1].save()
    url = reverse("meetings:profile", args=[sellers[0].pk])
    page = paul.get(url).content.decode()
    assert "Hôtel" in page
    assert "Tourisme et Handicap" in page
    form = {"offers-kinds": ["Hotel"], "offers-capacity": 45, "offers-months": ["5", "6"], "offers-town": "Nulle part"}
    assert "Aucune commune de ce nom" in paul.post(url, form).content.decode()
    answer = paul.post(url, form | {"offers-town": people.here.name.upper()})
    assert answer.headers["Location"].endswith("#suggestions")
    sellers[0].refresh_from_db()
    assert sellers[0].offers["months"] == [5, 6]
    assert sellers[0].offers["town"] == people.here.name
    list_url = reverse("meetings:wishes", args=[sellers[0].pk])
    assert "Cherche ce que vous proposez : Hôtel." in paul.get(list_url).content.decode()
    answer = paul.post(list_url, {"verb": f"add:{buyers[1].pk}", "at": "suggestions"})
    assert answer.headers["Location"].endswith("#suggestions")
    assert sellers[0].wishes.get().wanted == buyers[1]


def test_an_anchor_is_never_what_somebody_writes(paul, sellers, buyers):
    url = reverse("meetings:wishes", args=[sellers[0].pk])
    answer = paul.post(url, {"verb": f"add:{buyers[1].pk}", "at": "//ailleurs"})
    assert answer.headers["Location"] == url


def test_one_s_own_side_only_where_the_edition_says_so_and_never_a_colleague(edition, people, sellers):
    colleague = ParticipantFactory(edition=edition, name="Auberge – Nina", organisation=people.inn)
    with pytest.raises(wishes.Refused):
        wishes.place_wishes(participant=sellers[0], wanted=[sellers[1].pk], by=None, now=NOW)
    Edition.everything.update(same_side=True)
    sellers[0].edition.refresh_from_db()
    wishes.place_wishes(participant=sellers[0], wanted=[sellers[1].pk], by=None, now=NOW)
    with pytest.raises(wishes.Refused):
        wishes.place_wishes(participant=sellers[0], wanted=[colleague.pk], by=None, now=NOW)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, ""),
        ({"kinds": ["Hotel"], "capacity": 40}, "Hôtel\N{NO-BREAK SPACE}; 40 personnes"),
        ({"months": [5, 6], "town": "Salers", "km": 30.0}, "de mai à juin\N{NO-BREAK SPACE}; 30 km autour de Salers"),
    ],
)
def test_a_profile_is_said_in_one_line(data, words):
    assert profiles.in_words(data, {"Hotel": "Hôtel"}) == words


def test_the_list_asks_as_many_questions_with_three_suggestions_as_with_one(paul, edition, sellers, buyers, hotel):
    sellers[0].offers = {"kinds": ["Hotel"]}
    sellers[0].save()

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert paul.get(reverse("meetings:wishes", args=[sellers[0].pk])).status_code == 200
        return len(queries)

    buyers[0].seeks = {"kinds": ["Hotel"]}
    buyers[0].save()
    count()
    before = count()
    for one in buyers[1:]:
        one.seeks = {"kinds": ["Hotel"]}
        one.save()
    assert count() == before
