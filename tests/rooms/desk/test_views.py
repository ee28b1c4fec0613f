"""The screens, without a script."""

from uuid import uuid4

import pytest
from django.urls import reverse

from belvedere.catalogue.actions import index
from belvedere.desk.models import DeskRequest, TripSheet
from belvedere.desk.views import trip
from tests.factories.catalogue import OfferFactory
from tests.factories.desk import CounterFactory, DeskRequestFactory
from tests.factories.people import grant
from tests.factories.surveys import VisitorSurveyFactory

from .conftest import NOW

URL = "/accueil/"
#: The true one: the tests' folder lets every engine end.
HURRY = trip.hurry


@pytest.fixture
def bruno(client, people):
    client.force_login(people.bruno)
    return client


def test_two_taps_count_a_contact(bruno, people):
    page = bruno.get(URL).content.decode()
    assert 'name="channel" value="phone"' in page
    answer = bruno.post(URL, {"uuid": uuid4(), "channel": "phone", "language": "en"}, follow=True)
    row = DeskRequest.everything.get()
    assert (row.channel, row.language, row.destination, row.recorded_by) == ("phone", "en", people.office, people.bruno)
    assert "téléphone, anglais" in answer.content.decode()


def test_everything_that_is_said_is_kept(bruno):
    data = {
        "uuid": uuid4(), "channel": "counter", "adults": 2, "children": "4 et 9 ans", "dog": "on", "origin": "Belgique",
        "nights": 3, "transport": "camper", "day": "2026-07-20", "begin": "09:30", "end": "18:00", "budget": 80,
        "weather": "rain", "interests": ["museum", "walk"], "question": "Un bac à lessive ?", "unmet": "on",
    }  # fmt: skip
    bruno.post(URL, data)
    row = DeskRequest.everything.get()
    assert (row.children, row.country, row.stay, row.nights) == ([4, 9], "BE", "nights", 3)
    assert (row.begin, row.end, row.interests, row.unmet) == (570, 1080, ["museum", "walk"], True)


def test_a_queue_that_sends_twice_is_answered_twice_and_counts_once(bruno):
    data = {"uuid": uuid4(), "channel": "chat"}
    answers = [bruno.post(URL, data, headers={"accept": "application/json"}) for _ in range(2)]
    assert [a.json()["total"] for a in answers] == [1, 1]
    assert answers[0].json()["id"] == answers[1].json()["id"]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"channel": "fax"},
        {"channel": "phone", "unmet": "on"},
        {"channel": "phone", "children": "40"},
        {"channel": "phone", "children": "quatre ans"},
        {"channel": "phone", "day": "0026-07-20"},
        {"channel": "phone", "uuid": "perdu"},
    ],
)
def test_a_fault_is_said_and_what_was_typed_stays(bruno, data):
    sent = {"uuid": uuid4(), "origin": "Lozère", **data}
    answer = bruno.post(URL, sent)
    assert answer.status_code == 422
    assert "Lozère" in answer.content.decode()
    assert bruno.post(URL, sent, headers={"accept": "application/json"}).json()["message"]
    assert not DeskRequest.everything.exists()


def test_a_slip_is_cancelled(bruno, record):
    row = DeskRequestFactory(destination=record().destination)
    assert "annulée" in bruno.post(reverse("desk:cancel", args=[row.pk]), follow=True).content.decode()
    assert not DeskRequest.everything.filter(pk=row.pk).exists()


@pytest.mark.parametrize("who", ["chloe", "denis", "paul", "rose"])
def test_nobody_else_touches_a_request(client, people, who):
    row = DeskRequestFactory(destination=people.office, question="Secret")
    client.force_login(getattr(people, who))
    assert client.post(reverse("desk:cancel", args=[row.pk])).status_code == 404
    for name in ("home", "latest"):
        answer = client.get(reverse(f"desk:{name}"))
        assert answer.status_code == (404 if who in ("paul", "rose") else 200)
        assert "Secret" not in answer.content.decode()


def test_one_must_be_signed_in(client, people):
    assert client.get(URL).status_code == 302
    assert client.post(URL, {"uuid": uuid4(), "channel": "phone"}).status_code == 302
    assert not DeskRequest.everything.exists()


def test_a_counsellor_of_two_desks_chooses(bruno, people):
    grant(people.bruno, people.neighbour)
    bruno.post(reverse("desk:choose"), {"desk": people.neighbour.pk})
    bruno.post(URL, {"uuid": uuid4(), "channel": "phone"})
    assert DeskRequest.everything.get().destination == people.neighbour
    bruno.post(reverse("desk:choose"), {"desk": people.region.pk})
    bruno.post(URL, {"uuid": uuid4(), "channel": "phone"})
    assert DeskRequest.everything.filter(destination=people.neighbour).count() == 2


@pytest.fixture
def museum(people, settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path
    CounterFactory(destination=people.office)
    offer = OfferFactory(name="Musée du Feu", types=["Museum"], lon=3.09, lat=45.78)
    index.rebuild()
    return offer


def test_more_than_a_bare_contact_opens_the_advice(bruno, museum):
    data = {"uuid": uuid4(), "channel": "counter", "interests": ["museum"]}
    page = bruno.post(URL, data, follow=True)
    assert page.redirect_chain[-1][0] == reverse("desk:advice", args=[DeskRequest.everything.get().pk])
    text = page.content.decode()
    assert "Musée du Feu" in text
    assert "Correspond à l’envie" in text
    assert "À vérifier" in text or "à vérifier" in text


def test_an_idea_is_kept_then_let_go_and_the_spread_stays(bruno, museum, record):
    row = record(interests=["museum"])
    url = reverse("desk:keep", args=[row.pk]) + "?etalement=fort"
    answer = bruno.post(url, {"verb": f"keep:{museum.pk}"})
    assert answer.url.endswith("?etalement=fort")
    assert row.recommendations.get().offer == museum
    assert "drop:" in bruno.get(answer.url).content.decode()
    bruno.post(url, {"verb": f"drop:{museum.pk}"})
    assert not row.recommendations.exists()
    for wrong in ("", "keep:", "keep:x", "keep:²", "keep:999999"):
        bruno.post(url, {"verb": wrong})
    assert not row.recommendations.exists()


def test_what_is_said_meanwhile_changes_the_ideas(bruno, museum, record):
    row = record(interests=["museum"])
    url = reverse("desk:advice", args=[row.pk])
    bruno.post(url, {"interests": ["bike"], "language": "de", "adults": "3"})
    row.refresh_from_db()
    assert (row.interests, row.language, row.adults) == (["bike"], "de", 3)
    assert bruno.post(url, {"children": "30"}).status_code == 422


def test_similar_offers_are_listed_under_the_one_pointed_at(bruno, museum, record):
    url = reverse("desk:advice", args=[record(interests=["museum"]).pk])
    assert "Aucune offre semblable" in bruno.get(f"{url}?pareil={museum.pk}").content.decode()
    assert bruno.get(f"{url}?pareil=x&etalement=zz").status_code == 200


def test_without_an_index_or_a_place_the_page_says_so(bruno, people, record, settings, tmp_path):
    url = reverse("desk:advice", args=[record().pk])
    settings.SEARCH_INDEX = tmp_path
    assert "point d’accueil" in bruno.get(url).content.decode()
    CounterFactory(destination=people.office)
    assert "indexée" in bruno.get(url).content.decode()


@pytest.mark.parametrize("name", ["advice", "keep"])
def test_another_desk_s_request_does_not_exist(client, people, record, name):
    url = reverse(f"desk:{name}", args=[record().pk])
    for who in ("chloe", "denis", "rose"):
        client.force_login(getattr(people, who))
        assert client.post(url, {"verb": "keep:1"}).status_code == 404


def test_who_passes_through_is_asked_where_to(bruno, museum, record):
    row = record(stay="passing", day=NOW.date(), begin=840, end=1020)
    page = bruno.post(reverse("desk:trip", args=[row.pk]), {"verb": "open"}, follow=True).content.decode()
    assert "<details open>" in page
    assert "l’étape se composera sur son chemin" in page


def test_three_answers_stand_side_by_side_and_one_click_takes_one(bruno, museum, record):
    row = record(interests=["museum"], day=NOW.date(), begin=540, end=1140, budget=40)
    url = reverse("desk:proposals", args=[row.pk])
    assert bruno.get(url).url == reverse("desk:advice", args=[row.pk]), "nothing is composed by looking"
    page = bruno.post(url, {"verb": "compare"}, follow=True).content.decode()
    for said in ("Bien remplie", "Au calme", "S’il pleut", "take:rainy", "Prix pour tous", "€ par personne sur"):
        assert said in page
    assert bruno.post(url, {"verb": "take:rainy"}).url == reverse("desk:trip", args=[row.pk])
    assert TripSheet.everything.get().pace == "rainy"
    assert bruno.post(url, {"verb": "take:fusée"}, follow=True).status_code == 200


def test_a_trip_is_composed_and_changed_without_script(bruno, museum, record):
    row = record(interests=["museum"], day=NOW.date(), begin=540, end=1140)
    url = reverse("desk:trip", args=[row.pk])
    assert bruno.get(url).url == reverse("desk:advice", args=[row.pk])
    page = bruno.post(url, {"verb": "open"}, follow=True).content.decode()
    assert "Musée du Feu" in page
    assert "c’est prouvé" in page
    for verb in (
        f"keep:{museum.pk}",
        f"place:{museum.pk}:0:0",
        f"free:{museum.pk}",
        "again",
        "remove:" + "9" * 40,
        "keep:x",
        "",
    ):
        assert bruno.post(url, {"verb": verb}).status_code == 302
    page = bruno.post(url, {"verb": f"remove:{museum.pk}"}, follow=True).content.decode()
    assert f"back:{museum.pk}" in page
    assert f"remove:{museum.pk}" not in page
    settings = {
        "verb": "change", "start": "", "end_at": "", "first_day": "2026-07-16", "days": 2, "begin": "10:00",
        "end": "17:00", "transport": "bike", "language": "en", "pace": "calm",
    }  # fmt: skip
    assert bruno.post(url, settings).status_code == 302
    sheet = TripSheet.everything.get()
    assert (sheet.days, sheet.begin, sheet.transport, sheet.language) == (2, 600, "bike", "en")
    for wrong in ({"start": "Atlantide"}, {"end": "09:00"}, {"days": 9}):
        assert bruno.post(url, settings | wrong).status_code == 422


def test_a_counsellor_waits_for_the_engine_no_longer_than_she_must(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(trip, "monotonic", lambda: now[0])
    stop = HURRY()
    now[0] += trip.PATIENCE - 0.1
    assert not stop()
    now[0] += 0.2
    assert stop()


def test_open_surveys_are_held_out_at_the_desk(bruno, people):
    page = bruno.get("/accueil/avis/").content.decode()
    assert "Aucune enquête n’est ouverte ici" in page
    survey = VisitorSurveyFactory(destination=people.office, name="Votre séjour")
    VisitorSurveyFactory(destination=people.neighbour, name="Ailleurs")
    page = bruno.get("/accueil/avis/").content.decode()
    assert "data:image/svg+xml" in page
    assert f"/contact/avis/{survey.code}/?par=desk" in page
    assert "Ailleurs" not in page
