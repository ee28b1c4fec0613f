"""The professionals' pages: paul's own, by his account or by his token; nobody else's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from belvedere.meetings.forms.wishes import next_list
from belvedere.meetings.models import Edition, Wish
from tests.factories.meetings import MeetingFactory, ParticipantFactory, PlanFactory, WishFactory


@pytest.fixture
def paul(client, people):
    client.force_login(people.paul)
    return client


def wishes_of(participant):
    rows = Wish.everything.filter(wisher=participant).order_by("veto", "rank")
    return [(row.wanted.name, row.veto) for row in rows]


def test_paul_adds_orders_and_refuses_without_script(paul, sellers, buyers):
    url = reverse("meetings:wishes", args=[sellers[0].pk])
    for verb in (f"add:{buyers[0].pk}", f"add:{buyers[1].pk}", f"up:{buyers[1].pk}", f"veto:{buyers[2].pk}"):
        assert paul.post(url, {"verb": verb}).status_code == 302
    assert wishes_of(sellers[0]) == [("Agence 1", False), ("Agence 0", False), ("Agence 2", True)]
    paul.post(url, {"verb": "order", f"rank_{buyers[1].pk}": "2", f"rank_{buyers[0].pk}": "1"})
    paul.post(url, {"verb": f"remove:{buyers[2].pk}"})
    assert wishes_of(sellers[0]) == [("Agence 0", False), ("Agence 1", False)]
    page = paul.get(url + "?q=agence+2").content.decode()
    assert "Agence 2" in page
    assert f"add:{buyers[2].pk}" in page
    assert "Gîte" not in page


@pytest.mark.parametrize("verb", ["", "add:", "add:x", "up:12", "inconnu:1", "down:²"])
def test_a_press_that_means_nothing_changes_nothing(verb):
    assert next_list({"verb": verb}, [1, 2], [3]) == ([1, 2], [3])


def test_a_closed_list_is_read_only(paul, edition, sellers, buyers):
    WishFactory(wisher=sellers[0], wanted=buyers[0])
    Edition.everything.update(status="closed")
    url = reverse("meetings:wishes", args=[sellers[0].pk])
    assert "verb" not in paul.get(url).content.decode()
    paul.post(url, {"verb": f"remove:{buyers[0].pk}"})
    assert wishes_of(sellers[0]) == [("Agence 0", False)]


@pytest.mark.parametrize("page", ["wishes", "agenda", "calendar"])
def test_nobody_opens_another_s_page(client, people, sellers, page):
    url = reverse(f"meetings:{page}", args=[sellers[0].pk])
    assert client.get(url).status_code == 302
    for stranger in (people.rose, people.chloe, people.anne):
        client.force_login(stranger)
        assert client.get(url).status_code == 404
    assert client.get(reverse(f"meetings:token_{page}", args=["faux"])).status_code == 404


def test_the_token_opens_the_same_pages_and_does_not_leak(client, sellers, buyers):
    url = reverse("meetings:token_wishes", args=[sellers[1].token])
    client.post(url, {"verb": f"add:{buyers[0].pk}"})
    assert wishes_of(sellers[1]) == [("Agence 0", False)]
    answer = client.get(url)
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert client.get(reverse("meetings:token_agenda", args=[sellers[1].token])).status_code == 200


@pytest.fixture
def published(edition, sellers, buyers):
    pairs = [[sellers[0].pk, buyers[1].pk, 0], [sellers[0].pk, buyers[2].pk, 0]]
    plan = PlanFactory(edition=edition, is_current=True, unmet={"reasons": ["Aucun créneau commun."], "pairs": pairs})
    MeetingFactory(plan=plan, seller=sellers[0], buyer=buyers[0], slot=2, table=4, room="Salle Truyère")
    WishFactory(wisher=sellers[0], wanted=buyers[0])
    WishFactory(wisher=sellers[0], wanted=buyers[1], rank=2)
    return plan


def test_the_agenda_says_hours_tables_and_why_not(paul, sellers, published):
    page = paul.get(reverse("meetings:agenda", args=[sellers[0].pk])).content.decode()
    for words in ("09:34", "Agence 0", "table 5", "Salle Truyère", "Agence 1", "Aucun créneau commun."):
        assert words in page, words
    assert "Agence 2" not in page, "the other side's wishes are its own"


def test_no_agenda_before_it_is_published(paul, sellers, published):
    published.is_current = False
    published.save()
    page = paul.get(reverse("meetings:agenda", args=[sellers[0].pk])).content.decode()
    assert "Agence 0" not in page


def test_the_calendar_holds_each_meeting(paul, sellers, published):
    answer = paul.get(reverse("meetings:calendar", args=[sellers[0].pk]))
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["summary"] == "Agence 0"
    assert event["dtstart"].dt == published.edition.starts_at(2)
    assert "table 5, Salle Truyère" in event["location"]


def test_pages_ask_as_many_questions_with_three_rows_as_with_one(paul, people, edition, sellers, buyers, published):
    urls = [
        reverse("meetings:mine"),
        reverse("meetings:wishes", args=[sellers[0].pk]),
        reverse("meetings:agenda", args=[sellers[0].pk]),
    ]

    def count(url):
        with CaptureQueriesContext(connection) as queries:
            assert paul.get(url).status_code == 200
        return len(queries)

    before = [count(url) for url in urls]
    for k in range(2):
        ParticipantFactory(edition=edition, account=people.paul)
        WishFactory(wisher=sellers[0], wanted=ParticipantFactory(edition=edition, side="buyer"), rank=5 + k)
        MeetingFactory(plan=published, seller=sellers[0], slot=5 + k)
    assert [count(url) for url in urls] == before
