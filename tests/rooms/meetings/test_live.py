"""The live board: who sits where at a moment, who is missing, and what the hall's screen shows to anybody."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from belvedere.meetings.models import Edition, Participant, PlanVersion
from belvedere.meetings.queries import live
from belvedere.meetings.views.live import turn_of
from tests.factories.meetings import CheckInFactory, MeetingFactory, PlanFactory


@pytest.fixture
def nine(edition):
    """The first slot has begun two minutes ago."""
    return edition.starts_at(0) + timedelta(minutes=2)


@pytest.fixture
def plan(edition, sellers, buyers):
    """Two tables at nine: Agence 0 with Auberge and Gîte 0, Agence 1 with Gîte 1; Gîte 2 follows at Agence 1's."""
    start = edition.starts_at(0) - timedelta(days=1)
    plan = PlanFactory(edition=edition, is_current=True, published_at=start)
    for seller, buyer, slot, table in ((0, 0, 0, 0), (1, 0, 0, 0), (2, 1, 0, 4), (3, 1, 1, 4)):
        MeetingFactory(plan=plan, seller=sellers[seller], buyer=buyers[buyer], slot=slot, table=table)
    return plan


@pytest.fixture
def anne(client, people):
    client.force_login(people.anne)
    return client


@pytest.mark.parametrize(("minutes", "kind", "slot"), [
    (-1, "before", 0), (0, "meeting", 0), (14, "meeting", 0), (15, "change", 1), (17, "meeting", 1),
    (135, "over", None),
])  # fmt: skip
def test_the_day_goes_from_phase_to_phase(edition, minutes, kind, slot):
    phase = live.phase_of(edition, edition.starts_at(0) + timedelta(minutes=minutes))
    assert (phase.kind, phase.slot) == (kind, slot)


def test_the_board_says_who_waits_where(edition, sellers, buyers, plan, nine):
    for one in (sellers[0], buyers[0], buyers[1]):
        CheckInFactory(participant=one, at=nine - timedelta(minutes=20))
    Participant.everything.filter(pk=sellers[2].pk).update(absent_at=nine - timedelta(minutes=1))
    board = live.board(edition, nine)
    first, second = board.tables
    assert [(first.number, first.host.state), (second.number, second.host.state)] == [(1, "in"), (5, "in")]
    assert [(seat.person.name, seat.state) for seat in first.now] == [("Auberge", "in"), ("Gîte 0", "late")]
    assert [(seat.person.name, seat.state) for seat in second.now] == [("Gîte 1", "absent")]
    assert second.then == (sellers[3],)
    assert (board.inside, board.late, board.absent) == (3, (sellers[1],), (sellers[2],))
    assert board.waiting == (first, second)


def test_nobody_is_late_before_the_first_slot(edition, plan):
    board = live.board(edition, edition.starts_at(0) - timedelta(minutes=5))
    assert {seat.state for table in board.tables for seat in table.now} == {"awaited"}
    assert board.late_count == 0


def test_a_moment_is_read_as_it_stood(edition, sellers, plan, nine):
    CheckInFactory(participant=sellers[0], at=nine + timedelta(minutes=5))
    later = PlanFactory(edition=edition, number=2, published_at=nine + timedelta(minutes=3))
    assert live.plan_in_force(edition, nine) == plan
    assert live.plan_in_force(edition, nine + timedelta(minutes=3)) == later
    assert live.board(edition, nine).inside == 0
    assert live.board(edition, nine + timedelta(minutes=6)).inside == 1


def test_free_tables_are_those_of_the_room(edition, plan, nine):
    edition.tables = 6
    assert live.board(edition, nine).free == (2, 3, 4, 6)
    edition.rooms = [{"id": "A", "tables": 3}, {"id": "B", "tables": 2}]
    assert list(live.numbers_of(edition, plan, "B")) == [4, 5]
    plan.meetings.filter(table=4).update(room="B")
    board = live.board(edition, nine, room="B")
    assert [table.number for table in board.tables] == [5]
    assert board.free == (4,)


def test_screens_turn_through_the_tables(nine):
    seen = {turn_of(20, nine + timedelta(seconds=12 * k)) for k in range(5)}
    assert seen == {(0, 3), (1, 3), (2, 3)}
    assert turn_of(0, nine) == (0, 1)


def test_anne_follows_the_day_and_strangers_do_not(client, people, edition, plan):
    url = reverse("meetings:live", args=[edition.pk])
    assert client.get(url).status_code == 302
    for name in ("anne", "bruno"):
        client.force_login(getattr(people, name))
        assert client.get(url).status_code == 200
    for name in ("chloe", "denis", "paul", "rose"):
        client.force_login(getattr(people, name))
        assert client.get(url).status_code == 404


def test_the_hall_s_screen_opens_by_its_signed_address_alone(client, edition, plan, nine, monkeypatch):
    monkeypatch.setattr("belvedere.meetings.views.live.timezone.now", lambda: nine)
    page = client.get(reverse("meetings:screen", args=[live.screen_token(edition)])).content.decode()
    for words in ("Rencontres en cours", "Agence 0", "Gîte 1", 'http-equiv="refresh"', "Attendus à leur table"):
        assert words in page, words
    assert "<form" not in page
    for wrong in ("aaaa", live.screen_token(Edition(pk=99)), live.screen_token(edition)[:-1]):
        assert client.get(reverse("meetings:screen", args=[wrong])).status_code == 404


@pytest.mark.parametrize("page", ["live", "screen"])
def test_the_board_asks_as_many_questions_with_three_tables_as_with_one(anne, edition, nine, monkeypatch, page):
    monkeypatch.setattr("belvedere.meetings.views.live.timezone.now", lambda: nine)
    monkeypatch.setattr("belvedere.meetings.views.day.timezone.now", lambda: nine)
    plan = PlanFactory(edition=edition, published_at=nine - timedelta(days=1))
    MeetingFactory(plan=plan)
    url = reverse(f"meetings:{page}", args=[live.screen_token(edition) if page == "screen" else edition.pk])

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert anne.get(url).status_code == 200
        return len(queries)

    before = count()
    for k in range(2):
        meeting = MeetingFactory(plan=plan, table=k + 1)
        CheckInFactory(participant=meeting.seller, at=nine)
    assert PlanVersion.everything.count() == 1
    assert count() == before
