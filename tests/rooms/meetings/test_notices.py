"""Letters to participants: each once, in the brand, with the personal link; the agenda with its calendar."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from belvedere.kit.models import Entry, Job
from belvedere.meetings.actions import editions, notices, plans, wishes
from belvedere.meetings.enums import NoticeKind
from belvedere.meetings.models import Edition, Meeting, Notice
from belvedere.meetings.queries import notices as reads
from belvedere.meetings.tasks import post
from tests.factories.meetings import NoticeFactory, PlanFactory
from tests.factories.territories import BrandFactory

from .conftest import NOW


@pytest.fixture
def everybody(edition, sellers, buyers):
    BrandFactory(destination=edition.destination, display_name="Haute Auvergne", palette={"primary": "#1f5a54"})
    for one in (*sellers[1:], *buyers):
        one.email = f"p{one.pk}@exemple.fr"
        one.save()
    sellers[3].email = ""
    sellers[3].save()
    return [*sellers, *buyers]


def send(edition, kind):
    notices.ask_notices(edition=edition, kind=kind, by=None, now=NOW)
    post(progress=lambda *words: None, edition=edition.pk)
    return mail.outbox


def test_the_invitation_opens_the_list_without_a_password(client, edition, sellers, everybody):
    box = send(edition, NoticeKind.INVITATION)
    assert len(box) == 6, "paul has his account's address, one has none"
    letter = next(one for one in box if one.to == [sellers[1].email])
    text, page = letter.body, letter.alternatives[0].content
    for words in ("Haute Auvergne", "cinq minutes", sellers[1].token):
        assert words in text, words
        assert words in page, words
    assert "#1f5a54" in page
    link = next(word for word in text.split() if sellers[1].token in word)
    assert client.get("/" + link.split("/", 3)[3]).status_code == 200
    assert Entry.objects.filter(verb="send_notice").count() == 6


def test_nobody_gets_the_same_message_twice(edition, everybody):
    assert len(send(edition, NoticeKind.INVITATION)) == 6
    post(progress=lambda *words: None, edition=edition.pk)
    with pytest.raises(notices.Refused, match="Personne"):
        send(edition, NoticeKind.INVITATION)
    assert len(mail.outbox) == 6
    assert reads.without_address(edition) == 1


def test_reminders_follow_their_rules_once_each(edition, sellers, buyers, everybody):
    Edition.everything.update(closes_at=NOW + timedelta(days=10), reminders=[7, 2])
    wishes.place_wishes(participant=sellers[0], wanted=[buyers[0].pk], by=None, now=NOW)
    days = [notices.plan_reminders(now=NOW + timedelta(days=d)) for d in (0, 2, 3, 4, 7, 8, 9, 11)]
    assert days == [0, 0, 5, 0, 0, 5, 0, 0], "everybody but paul who has wished and the one without address"
    assert Job.objects.filter(name="meetings.post").count() == 2
    wishes.place_wishes(participant=sellers[1], wanted=[buyers[0].pk], by=None, now=NOW)
    Edition.everything.update(reminders=[7, 2, 1])
    assert notices.plan_reminders(now=NOW + timedelta(days=9)) == 4


def test_a_late_start_sends_only_the_nearest_reminder(edition, everybody):
    Edition.everything.update(closes_at=NOW + timedelta(days=1), reminders=[7, 2])
    assert notices.plan_reminders(now=NOW) == 6
    assert set(Notice.everything.values_list("key", flat=True)) == {"j-2"}
    assert notices.plan_reminders(now=NOW) == 0


def test_closing_tells_everybody(edition, everybody):
    editions.close_wishes(edition=edition, by=None, now=NOW)
    post(progress=lambda *words: None, edition=edition.pk)
    assert {letter.subject for letter in mail.outbox} == {"Rencontres du Cantal : les souhaits sont clos"}
    editions.open_edition(edition=edition, by=None, now=NOW)
    editions.close_wishes(edition=edition, by=None, now=NOW)
    post(progress=lambda *words: None, edition=edition.pk)
    assert len(mail.outbox) == 6


@pytest.fixture
def published(edition, sellers, buyers, everybody):
    for one in sellers:
        wishes.place_wishes(participant=one, wanted=[b.pk for b in buyers], by=None, now=NOW)
    Edition.everything.update(status="closed")
    edition.refresh_from_db()
    plan = plans.solve_edition(edition=edition, budget=0.2, by=None, now=NOW)
    return plans.publish_plan(plan=plan, by=None, now=NOW)


def test_the_agenda_brings_its_calendar_and_leaves_again_only_when_changed(edition, sellers, published):
    box = send(edition, NoticeKind.AGENDA)
    letter = next(one for one in box if one.to == [sellers[1].email])
    assert "Vous avez 3 rencontres." in letter.body
    (calendar,) = letter.attachments
    assert len(Calendar.from_ical(calendar.content).walk("VEVENT")) == 3
    assert reads.recipients(edition, NoticeKind.AGENDA, NOW) == []
    moved = Meeting.everything.filter(plan=published, seller=sellers[1]).order_by("slot").last()
    plans.move_meeting(meeting=moved, slot=7, by=None, now=NOW)
    touched = {one.pk for one, _key in reads.recipients(edition, NoticeKind.AGENDA, NOW)}
    assert touched == {sellers[1].pk, moved.buyer_id}
    assert len(send(edition, NoticeKind.AGENDA)) == 8


def test_a_mail_that_fails_is_said_and_leaves_later(edition, everybody, monkeypatch):
    def closed(_letter):
        raise OSError("connexion refusée")

    with monkeypatch.context() as patch:
        patch.setattr("belvedere.kit.mail.send", closed)
        send(edition, NoticeKind.INVITATION)
    assert mail.outbox == []
    assert {one.failure for one in reads.failures(edition)} == {"connexion refusée"}
    assert notices.retry_failed(edition=edition, by=None, now=NOW) == 6
    post(progress=lambda *words: None, edition=edition.pk)
    assert len(mail.outbox) == 6


def test_anne_sends_from_her_screen_and_a_stranger_cannot(client, people, edition, everybody):
    url = reverse("edition:notices", args=[edition.pk])
    client.force_login(people.anne)
    assert "Envoyer à 6 personnes" in client.get(url).content.decode()
    client.post(url, {"verb": "send:invitation"})
    assert Notice.everything.count() == 6
    client.force_login(people.chloe)
    assert client.get(url).status_code in (302, 404)
    client.post(url, {"verb": "send:reminder"})
    assert Notice.everything.count() == 6


def test_the_screen_asks_as_many_questions_with_three_rows_as_with_one(client, people, edition, sellers, everybody):
    PlanFactory(edition=edition, is_current=True)
    client.force_login(people.anne)
    url = reverse("edition:notices", args=[edition.pk])
    NoticeFactory(participant=sellers[0], failure="non")
    client.get(url)
    counts = []
    for k in (1, 2, 3):
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
        NoticeFactory(participant=sellers[k], failure="non")
    assert len(set(counts)) == 1
