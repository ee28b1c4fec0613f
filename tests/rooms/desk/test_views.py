"""The screens, without a script."""

from uuid import uuid4

import pytest
from django.urls import reverse

from belvedere.desk.models import DeskRequest
from tests.factories.desk import DeskRequestFactory
from tests.factories.people import grant

URL = "/accueil/"


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
    "data", [{}, {"channel": "fax"}, {"channel": "phone", "unmet": "on"}, {"channel": "phone", "children": "40"}]
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
