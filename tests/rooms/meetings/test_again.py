"""Closing by itself when the date has come, and the same edition another year."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from belvedere.kit.models import Job
from belvedere.meetings.actions import again, editions
from belvedere.meetings.models import Edition, Notice, Participant, Wish
from tests.factories.meetings import EditionFactory, ParticipantFactory, WishFactory

from .conftest import NOW

LATER = date(2027, 10, 7)


def test_wishes_close_when_the_date_has_come_and_only_once(edition, sellers):
    ParticipantFactory(edition=edition, name="Joignable", email="joignable@exemple.fr")
    Edition.everything.filter(pk=edition.pk).update(closes_at=NOW)
    EditionFactory(closes_at=NOW + timedelta(minutes=1))
    EditionFactory(closes_at=None)
    EditionFactory(closes_at=NOW - timedelta(days=1), status="draft")
    assert editions.close_due(now=NOW - timedelta(seconds=1)) == 0
    # The worker was stopped for two days: the date is long past.
    assert [editions.close_due(now=NOW + timedelta(seconds=k)) for k in (0, 1, 2)] == [1, 0, 0]
    assert editions.close_due(now=NOW + timedelta(days=2)) == 1
    edition.refresh_from_db()
    assert edition.status == "closed"
    assert Job.objects.filter(name="meetings.plan", arguments__edition=edition.pk).count() == 1
    assert sorted(Notice.everything.filter(kind="closing").values_list("participant__name", flat=True)) == [
        "Auberge",
        "Joignable",
    ]


def test_an_edition_is_not_opened_again_past_its_closing(edition):
    Edition.everything.filter(pk=edition.pk).update(status="closed", closes_at=NOW)
    edition.refresh_from_db()
    with pytest.raises(editions.Refused, match="repoussez"):
        editions.open_edition(edition=edition, by=None, now=NOW)
    assert editions.open_edition(edition=edition, by=None, now=NOW - timedelta(days=1)).status == "open"


def test_another_year_keeps_the_settings_and_the_people(edition, sellers, buyers, people):
    WishFactory(wisher=sellers[0], wanted=buyers[0])
    Participant.everything.filter(pk=sellers[0].pk).update(absent_at=NOW, available=[1], offers={"months": [7]})
    Edition.everything.update(closes_at=NOW, slot_minutes=12, segments=["Campings"])
    edition.refresh_from_db()
    made = again.repeat_edition(edition=edition, name="Rencontres 2027", day=LATER, by=people.anne, now=NOW)
    assert (made.status, made.slug, made.slot_minutes, made.segments) == ("draft", "rencontres-2027", 12, ["Campings"])
    assert made.closes_at - NOW == LATER - edition.day
    first = made.participants.get(name="Auberge")
    assert (first.absent_at, first.available, first.offers, first.account) == (None, None, {"months": [7]}, people.paul)
    assert first.token != sellers[0].token
    assert made.participants.count() == 7
    assert not Wish.everything.filter(wisher__edition=made).exists()
    other = again.repeat_edition(
        edition=edition, name="Rencontres 2027", day=LATER, with_people=False, by=None, now=NOW
    )
    assert (other.slug, other.participants.count()) == ("rencontres-2027-2", 0)


def test_what_cannot_be_repeated_says_why(edition, people):
    with pytest.raises(again.Refused, match="vient après"):
        again.repeat_edition(edition=edition, name="x", day=edition.day, by=None, now=NOW)
    with pytest.raises(again.Refused, match="ressort"):
        again.repeat_edition(edition=edition, name="x", day=LATER, by=people.chloe, now=NOW)
    with pytest.raises(again.Refused):
        again.repeat_edition(edition=edition, name="", day=LATER, by=None, now=NOW)


def test_anne_repeats_from_the_edition_s_page(client, people, edition, sellers):
    client.force_login(people.anne)
    url = reverse("edition:again", args=[edition.pk])
    assert url in client.get(reverse("edition:inspect", args=[edition.pk])).content.decode()
    assert "2027-10-07" in client.get(url).content.decode()
    form = {"verb": "repeat", "name": "Rencontres 2027", "day": "2027-10-07", "with_people": "on"}
    made = client.post(url, form, follow=True).context["edition"]
    assert (made.name, made.participants.count()) == ("Rencontres 2027", 4)
    assert client.post(url, {"verb": "repeat", "name": "x", "day": "demain"}).status_code == 422
    answer = client.post(url, {"verb": "rehearse", "day": "2026-10-01"}, follow=True)
    assert "plan est publié" in answer.content.decode()
    client.force_login(people.chloe)
    assert client.get(url).status_code in (302, 404)
