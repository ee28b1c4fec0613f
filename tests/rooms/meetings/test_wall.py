"""The wall of a plan: its rows, where a meeting could go and why not elsewhere, and what a drop does."""

import pytest
from django.urls import reverse

from belvedere.meetings.actions import plans
from belvedere.meetings.models import Edition, TableLoss
from belvedere.meetings.queries import moves, wall
from tests.factories.meetings import MeetingFactory, ParticipantFactory, PlanFactory, WishFactory

from .conftest import NOW


@pytest.fixture
def plan(edition, sellers, buyers):
    """Auberge meets Agence 0 at slot 0 and Agence 1 at slot 2; Gîte 0 meets Agence 0 at slot 1."""
    Edition.everything.update(status="published", tables=3)
    edition.refresh_from_db()
    plan = PlanFactory(edition=edition)
    for seller, buyer, slot, table in ((0, 0, 0, 0), (0, 1, 2, 1), (1, 0, 1, 0)):
        WishFactory(wisher=sellers[seller], wanted=buyers[buyer], rank=buyer + 1)
        MeetingFactory(plan=plan, seller=sellers[seller], buyer=buyers[buyer], slot=slot, table=table)
    return plan


@pytest.fixture
def first(plan):
    return plan.meetings.get(slot=0)


@pytest.fixture
def anne(client, people):
    client.force_login(people.anne)
    return client


def test_every_slot_says_what_is_against_it(plan, first, sellers, buyers):
    ParticipantFactory._meta.model.everything.filter(pk=sellers[0].pk).update(available=[0, 1, 2, 3])
    rows = moves.places(plan, first)
    assert set(rows) == {f"p{sellers[0].pk}", f"p{buyers[0].pk}"}
    own = rows[f"p{buyers[0].pk}"]
    assert [slot for slot, why in enumerate(own) if not why] == [0, 3]
    assert own[1] == ["Agence 0 : 2 rencontres au créneau de 9\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}17, 1 au plus."]
    assert own[2] == ["Auberge : 2 rencontres au créneau de 9\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}34, 1 au plus."]
    assert own[4][0].startswith("Auberge n’a pas de présence au créneau de 10")


def test_the_small_day_of_a_place_reads_as_the_whole_one(plan, first):
    """Whatever ``places`` lights is accepted by the action, which reads everything; whatever it refuses is refused."""
    for slot, why in enumerate(moves.places(plan, first)[f"p{first.buyer_id}"]):
        first.refresh_from_db()
        if why:
            with pytest.raises(plans.Refused) as refusal:
                plans.move_meeting(meeting=first, slot=slot, by=None, now=NOW)
            assert list(refusal.value.conflicts) == why
        else:
            plans.move_meeting(meeting=first, slot=slot, by=None, now=NOW)
            plans.move_meeting(meeting=first, slot=0, by=None, now=NOW)


def test_a_table_taken_or_lost_is_no_place(plan, first):
    TableLoss.everything.create(edition=plan.edition, table=2, from_slot=3, noted_at=NOW)
    rows = moves.places(plan, first, range(3))
    assert rows["t1"][2][0].startswith("Auberge")
    assert rows["t2"][0] == []
    assert rows["t2"][3] == ["La table 3 est fermée à ce créneau."]
    with pytest.raises(plans.Refused, match="fermée"):
        plans.move_meeting(meeting=first, slot=3, table=2, by=None, now=NOW)
    with pytest.raises(plans.Refused, match="n’existe pas"):
        plans.move_meeting(meeting=first, slot=3, table=9, by=None, now=NOW)


def test_whoever_meets_the_same_buyer_changes_table_with_her(plan, first, sellers, buyers):
    buyers[0].seats = 2
    buyers[0].save()
    WishFactory(wisher=sellers[2], wanted=buyers[0])
    beside = MeetingFactory(plan=plan, seller=sellers[2], buyer=buyers[0], slot=0, table=0)
    plans.move_meeting(meeting=first, slot=0, table=2, by=None, now=NOW)
    beside.refresh_from_db()
    assert (first.table, beside.table) == (2, 2)


def test_a_new_table_brings_its_room(plan, first, edition):
    Edition.everything.update(rooms=[{"id": "Salle A", "tables": 1}, {"id": "Salle B", "tables": 2}])
    plans.move_meeting(meeting=first, slot=5, table=1, by=None, now=NOW)
    assert (first.table, first.room) == (1, "Salle B")


def test_the_wall_has_a_row_a_buyer_a_table_or_whoever_is_asked(plan, sellers, buyers):
    row = wall.people_rows(plan, [sellers[0]])[0]
    assert [[cell.words for cell in cells] for cells in row.cells[:3]] == [["Agence 0"], [], ["Agence 1"]]
    rows = wall.table_rows(plan, wall.tables_of(plan))
    assert [row.name for row in rows] == ["Table 1", "Table 2", "Table 3"]
    assert rows[0].cells[1][0].words == "Gîte 0 – Agence 0"


def test_a_drop_is_the_button_of_the_page(anne, plan, first):
    url = reverse("edition:plan", args=[plan.pk])
    page = anne.get(url, {"ligne": first.seller_id}).content.decode()
    assert f'data-place="p{first.seller_id}:0"' in page
    assert "bv-timetable" in page
    form = {"verb": f"move:{first.pk}", f"slot_{first.pk}": 5, f"table_{first.pk}": 2}
    assert "La rencontre est déplacée." in anne.post(f"{url}?mur=tables", form, follow=True).content.decode()
    first.refresh_from_db()
    assert (first.slot, first.table) == (5, 2)
    refused = anne.post(url, {"verb": f"move:{first.pk}", f"slot_{first.pk}": 1}, follow=True).content.decode()
    assert "2 rencontres au créneau" in refused


def test_places_are_read_by_those_who_run_the_edition(client, people, plan, first):
    url = reverse("edition:places", args=[plan.pk])
    client.force_login(people.anne)
    rows = client.get(url, {"meeting": first.pk, "mur": "tables"}).json()["rows"]
    assert set(rows) == {"t0", "t1", "t2"}
    assert client.get(url, {"meeting": "²"}).status_code == 404
    for stranger in (people.denis, people.chloe):
        client.force_login(stranger)
        assert client.get(url, {"meeting": first.pk}).status_code in (302, 403, 404)
