"""Who gets what from the API, and what it answers to a wrong request."""

from datetime import date

import numpy as np
import pytest
from django.utils import timezone

from belvedere.catalogue.actions import index
from belvedere.catalogue.enums import OfferStatus
from belvedere.catalogue.models import Session
from belvedere.engines.flows.generate import Plan, generate
from belvedere.observatory.imports import files
from belvedere.observatory.queries import flow_pages
from tests.factories.catalogue import MediaFactory, OfferFactory, OfferTextFactory
from tests.factories.observatory import DataSourceFactory, SeriesFactory, fill
from tests.factories.people import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def facts_folder(settings, tmp_path):
    settings.FACTS = tmp_path / "facts"


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


def test_published_series_are_open_and_no_other(client, people):
    source = DataSourceFactory(destination=people.office, public_licence="ODbL")
    held = [SeriesFactory(source=source, territory=people.office.territory, is_public=True) for _ in range(3)]
    kept = SeriesFactory(source=source)
    for one in (*held, kept):
        fill(one, [731.0, 7.0, 90.0])
    answer = client.get("/api/series", {"destination": people.office.slug, "measure": "nights"}).json()
    assert (answer["total"], {row["id"] for row in answer["series"]}) == (3, {one.pk for one in held})
    assert answer["series"][0]["licence"] == "ODbL"
    assert client.get("/api/series", {"measure": "web"}).json()["total"] == 0
    one = client.get(f"/api/series/{held[0].pk}").json()
    assert [point["value"] for point in one["points"]] == [731.0, 7.0, 90.0]
    assert client.get(f"/api/series/{kept.pk}").status_code == 404


def test_a_value_that_secrecy_hides_is_null(client, people):
    one = SeriesFactory(source__destination=people.office, is_public=True, secrecy=20)
    fill(one, [731.0, 7.0, 733.0, 90.0])
    points = client.get(f"/api/series/{one.pk}").json()["points"]
    assert [(point["value"], point["hidden"]) for point in points] == [
        (731.0, False), (None, True), (733.0, False), (None, True),
    ]  # fmt: skip


@pytest.mark.filterwarnings("ignore:fetch_arrow_table")
def test_flows_are_open_as_far_as_they_are_published(client, people):
    shared = {"kind": "flux_vision", "secrecy": 20, "licence": "Réservé aux partenaires"}
    source = DataSourceFactory(destination=people.office, is_public=True, public_licence="Licence Ouverte", **shared)
    kept = DataSourceFactory(destination=people.office, **shared)
    data = generate(3, Plan(("Lac", "Val"), np.datetime64("2024-07-01"), 3)).data
    files.take_file(
        name="flux.zip", data=data, source=source, delivered_on=date(2024, 8, 1), by=None, now=timezone.now(),
        progress=lambda *_told: None,
    )  # fmt: skip
    (row,) = client.get("/api/flows", {"destination": people.office.slug}).json()
    assert (row["id"], row["licence"], row["months"]) == (source.pk, "Licence Ouverte", ["2024-07-01"])
    answer = client.get(f"/api/flows/{source.pk}").json()
    assert answer["total"] >= len(answer["cells"]) > 0
    assert {cell["kind"] for cell in answer["cells"]} <= {*flow_pages.COMMON, "day", "stay"}
    assert "Réservé" not in client.get(f"/api/flows/{source.pk}").content.decode()
    assert client.get(f"/api/flows/{kept.pk}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_series_costs_the_same(client, people, count, django_assert_max_num_queries):
    for _ in range(count):
        fill(SeriesFactory(source__destination=people.office, is_public=True), [1.0])
    with django_assert_max_num_queries(6):
        assert client.get("/api/series").json()["total"] == count
