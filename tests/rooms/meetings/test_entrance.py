"""The door: what a tablet sends twice is written once, and nobody but the staff reads or writes anything."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from belvedere.kit.models import Entry
from belvedere.meetings import access
from belvedere.meetings.actions import entrance
from belvedere.meetings.models import CheckIn, Participant
from belvedere.meetings.queries import entrance as reads
from tests.factories.meetings import EditionFactory, ParticipantFactory

from .conftest import NOW


def arrival(person, minutes=0):
    return entrance.Arrival(uuid4(), person.pk, NOW + timedelta(minutes=minutes))


def enter(edition, arrivals, **options):
    given = {"device": "Hall", "by": None, "now": NOW + timedelta(minutes=30)} | options
    return [answer.outcome for answer in entrance.check_in(edition=edition, arrivals=arrivals, **given)]


@pytest.fixture
def anne(client, people):
    client.force_login(people.anne)
    return client


def test_a_queue_sent_twice_is_written_once(edition, sellers, people):
    queue = [arrival(one) for one in sellers]
    assert enter(edition, queue, by=people.bruno) == ["in"] * 4
    assert enter(edition, [*queue, queue[0]], by=people.anne) == ["same"] * 5
    assert CheckIn.everything.count() == 4
    assert Entry.objects.filter(verb="check_in").count() == 1
    kept = CheckIn.everything.get(participant=sellers[0])
    assert (kept.at, kept.device, kept.by) == (NOW, "Hall", people.bruno)


def test_two_tablets_that_saw_the_same_person_are_told_and_the_earlier_hour_stays(edition, sellers):
    enter(edition, [arrival(sellers[0], 10)], device="Porte nord")
    (answer,) = entrance.check_in(
        edition=edition, arrivals=[arrival(sellers[0], 4)], device="Porte sud", by=None, now=NOW + timedelta(hours=1)
    )
    assert answer.outcome == "already"
    assert "Porte nord" in answer.sentence
    assert CheckIn.everything.get().at == NOW + timedelta(minutes=4)


def test_somebody_noted_absent_comes_in_and_is_sent_to_the_desk(edition, sellers):
    Participant.everything.filter(pk=sellers[0].pk).update(absent_at=NOW)
    (answer,) = entrance.check_in(edition=edition, arrivals=[arrival(sellers[0])], by=None, now=NOW)
    assert answer.outcome == "absent"
    assert "accueil" in answer.sentence
    assert CheckIn.everything.count() == 1


def test_a_foreign_number_and_a_clock_ahead_do_no_harm(edition, sellers):
    other = ParticipantFactory(edition=EditionFactory())
    assert enter(edition, [arrival(other), arrival(sellers[0], 600)]) == ["unknown", "in"]
    assert CheckIn.everything.get().at == NOW + timedelta(minutes=30)


@pytest.mark.parametrize("who", ["chloe", "denis", "paul", "rose"])
def test_a_stranger_checks_nobody_in(client, edition, sellers, people, who):
    with pytest.raises(entrance.Refused):
        enter(edition, [arrival(sellers[0])], by=getattr(people, who))
    with pytest.raises(entrance.Refused):
        entrance.undo_check_in(participant=sellers[0], by=getattr(people, who), now=NOW)
    client.force_login(getattr(people, who))
    for page in ("entrance", "entrance_roster", "entrance_worker"):
        assert client.get(reverse(f"meetings:{page}", args=[edition.pk])).status_code == 404
    assert client.post(reverse("meetings:entrance_send", args=[edition.pk]), "{}", "text/plain").status_code == 404
    assert not CheckIn.everything.exists()


def test_a_badge_is_read_only_where_it_belongs(edition, sellers):
    badge = reads.badge_of(sellers[0])
    assert reads.bearer(edition, badge) == sellers[0]
    assert reads.bearer(edition, f"https://exemple.fr{reads.badge_path(sellers[0])}") == sellers[0]
    number, _dash, seal = badge.partition("-")
    for wrong in ("", number, f"{number}-00000000", f"{sellers[1].pk}-{seal}", "bonjour"):
        assert reads.bearer(edition, wrong) is None
    assert reads.bearer(EditionFactory(), badge) is None


def test_without_a_script_anne_reads_a_badge_lets_in_and_takes_back(anne, edition, sellers):
    page = anne.get(reads.badge_path(sellers[1])).content.decode()
    assert f"Faire entrer {sellers[1].name}" in page
    url = reverse("meetings:entrance", args=[edition.pk])
    anne.post(f"{url}?q=auberge", {"verb": f"in:{sellers[0].pk}"})
    assert CheckIn.everything.get().participant == sellers[0]
    assert "1 entré sur 4 attendus" in anne.get(url).content.decode()
    anne.post(url, {"verb": f"undo:{sellers[0].pk}"})
    assert not CheckIn.everything.exists()
    assert anne.post(url, {"verb": "in:²"}).status_code == 400


def test_the_search_knows_names_structures_and_numbers(edition, sellers, people):
    assert reads.found(edition, "gîte 2") == [sellers[3]]
    assert reads.found(edition, "paul") == [sellers[0]]
    assert reads.found(edition, str(sellers[2].pk)) == [sellers[2]]
    assert reads.found(edition, "") == []


def test_a_tablet_sends_its_queue_and_keeps_the_list(anne, edition, sellers):
    url = reverse("meetings:entrance_send", args=[edition.pk])
    queue = {"device": "Hall", "arrivals": [
        {"uid": str(one.uid), "participant": one.participant, "at": one.at.isoformat()} for one in map(arrival, sellers)
    ]}  # fmt: skip
    for outcome in ("in", "same"):
        answers = anne.post(url, queue, content_type="application/json").json()["answers"]
        assert {answer["outcome"] for answer in answers} == {outcome}
    roster = anne.get(reverse("meetings:entrance_roster", args=[edition.pk])).json()["people"]
    assert {one["badge"] for one in roster} == {reads.badge_of(one) for one in sellers}
    assert all(one["at"] for one in roster)


UID, AT = "6a9a7b9e-2a53-4a5c-9a44-1b1f3d2b8a55", "2026-10-08T09:00:00"


@pytest.mark.parametrize("body", [
    "", "[]", "{}", '{"arrivals": [{}]}',
    f'{{"arrivals": [{{"uid": "x", "participant": 1, "at": "{AT}Z"}}]}}',
    f'{{"arrivals": [{{"uid": "{UID}", "participant": 1, "at": "{AT}"}}]}}',
    f'{{"arrivals": [{{"uid": "{UID}", "participant": -1, "at": "{AT}Z"}}]}}',
])  # fmt: skip
def test_what_is_not_a_queue_is_refused_whole(anne, edition, body):
    url = reverse("meetings:entrance_send", args=[edition.pk])
    assert anne.post(url, body, content_type="application/json").status_code == 400


def test_staff_and_the_person_see_the_check_in(people, edition, sellers):
    enter(edition, [arrival(one) for one in sellers])
    seen = {who: access.visible_to(getattr(people, who), CheckIn).count() for who in ("anne", "denis", "paul", "chloe")}
    assert seen == {"anne": 4, "denis": 4, "paul": 1, "chloe": 0}


def test_the_worker_answers_for_the_door_alone(anne, edition):
    url = reverse("meetings:entrance_worker", args=[edition.pk])
    answer = anne.get(url)
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert b"caches" in answer.content
    assert url.startswith(reverse("meetings:entrance", args=[edition.pk]))


@pytest.mark.parametrize("page", ["entrance", "entrance_roster"])
def test_the_door_asks_as_many_questions_with_three_people_as_with_one(anne, edition, page):
    url = reverse(f"meetings:{page}", args=[edition.pk])
    enter(edition, [arrival(ParticipantFactory(edition=edition))])

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert anne.get(url).status_code == 200
        return len(queries)

    before = count()
    enter(edition, [arrival(ParticipantFactory(edition=edition)) for _ in range(2)])
    assert count() == before
