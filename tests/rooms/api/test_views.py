"""Who gets what from the API, and what it answers to a wrong request."""

from datetime import date

import pytest

from belvedere.catalogue.actions import index
from belvedere.catalogue.enums import OfferStatus
from belvedere.catalogue.models import Session
from tests.factories.catalogue import MediaFactory, OfferFactory, OfferTextFactory
from tests.factories.people import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


def test_the_open_list_finds_by_words_and_holds_no_hidden_offer(client, people):
    seen = OfferFactory(name="Musée de la Lave", commune=people.here)
    OfferFactory(name="Musée caché", commune=people.here, status=OfferStatus.HIDDEN)
    index.rebuild()
    answer = client.get("/api/offers", {"text": "musees"}).json()
    assert answer["total"] == 1
    assert [row["id"] for row in answer["offers"]] == [seen.pk]
    assert "provenance" not in answer["offers"][0]


def test_a_picture_without_rights_is_not_given(client):
    offer = OfferFactory()
    MediaFactory(offer=offer, rights_end=date(2020, 1, 1))
    shown = MediaFactory(offer=offer)
    answer = client.get(f"/api/offers/{offer.pk}").json()
    assert [picture["url"] for picture in answer["pictures"]] == [shown.url]


@pytest.mark.parametrize(
    ("who", "status"), [("anne", 200), ("bruno", 200), ("denis", 200), ("chloe", 404), ("rose", 404), ("paul", 200)]
)
def test_what_is_not_online_is_seen_by_those_of_its_territory_and_its_owner(client, people, who, status):
    offer = OfferFactory(commune=people.here, status=OfferStatus.HIDDEN, owner=people.inn)
    assert client.get(f"/api/offers/{offer.pk}").status_code == 404
    client.force_login(getattr(people, who))
    assert client.get(f"/api/mine/offers/{offer.pk}").status_code == status
    assert client.get("/api/mine/offers").json()["total"] == (1 if status == 200 else 0)


def test_a_stranger_without_account_is_refused(client):
    assert client.get("/api/mine/offers").status_code == 401


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_whatever_its_length(client, people, rows, django_assert_num_queries):
    for _ in range(rows):
        offer = OfferFactory(commune=people.here)
        OfferTextFactory(offer=offer)
        MediaFactory(offer=offer)
    index.rebuild()
    # The default destination, then offers, texts and media.
    with django_assert_num_queries(4):
        answer = client.get("/api/offers")
    assert len(answer.json()["offers"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_sessions_cost_the_same_whatever_their_number(client, rows, django_assert_num_queries):
    offer = OfferFactory()
    Session.objects.bulk_create(Session(offer=offer, day=date(2026, 7, 1 + n)) for n in range(rows))
    with django_assert_num_queries(3):
        answer = client.get("/api/sessions", {"first": "2026-07-01", "last": "2026-07-31"}).json()
    assert (answer["total"], len(answer["sessions"])) == (rows, rows)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/offers?west=1", 422),
        ("/api/offers?west=nan&south=1&east=2&north=3", 422),
        ("/api/offers?text=a%00b", 422),
        ("/api/offers?page=0", 422),
        ("/api/offers/99999999999999999999", 422),
        ("/api/offers/1", 404),
        ("/api/offers?destination=nulle-part", 404),
        ("/api/sessions?first=2026-01-01&last=2027-01-01", 422),
        ("/api/sessions?first=hier&last=2027-01-01", 422),
    ],
)
def test_a_wrong_request_gets_a_sentence(client, path, status):
    index.rebuild()
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.json()["detail"]
