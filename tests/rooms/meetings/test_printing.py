"""What is printed: cards, badges with the door's code, the rooms; and the next table on the phone."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from belvedere.meetings import exports
from belvedere.meetings.models import Edition
from belvedere.meetings.queries import entrance, printing
from belvedere.meetings.queries.floor import floor_of
from belvedere.territories.queries import HOUSE_BRAND
from tests.factories.meetings import EditionFactory, MeetingFactory, PlanFactory

ROOMS = [{"id": "Salle Truyère", "tables": 7}, {"id": "Halle <B>", "tables": 30}]


@pytest.fixture
def plan(edition, sellers, buyers):
    Edition.everything.update(rooms=ROOMS)
    edition.refresh_from_db()
    plan = PlanFactory(edition=edition, is_current=True)
    for slot, buyer in enumerate(buyers):
        MeetingFactory(plan=plan, seller=sellers[0], buyer=buyer, slot=slot, table=slot + 6, room="Salle Truyère")
    return plan


def test_tables_are_numbered_room_after_room_and_stay_inside_them():
    floor = floor_of(EditionFactory.build(destination=None, rooms=ROOMS))
    assert [spot.number for hall in floor.halls for spot in hall.spots] == list(range(1, 38))
    for hall in floor.halls:
        for spot in hall.spots:
            assert hall.x + floor.radius <= spot.x <= hall.x + hall.width - floor.radius
            assert hall.y + floor.radius <= spot.y <= hall.y + hall.height - floor.radius
    assert floor_of(EditionFactory.build(destination=None)) is None


def test_a_table_where_one_buyer_sits_bears_her_name(edition, plan, buyers):
    hosts = {spot.number: spot.host for hall in floor_of(edition, plan).halls for spot in hall.spots if spot.host}
    assert hosts == {7: "Agence 0", 8: "Agence 1", 9: "Agence 2"}


@pytest.mark.parametrize("page", ["agendas", "tables", "badges", "floor"])
def test_every_sheet_is_a_pdf(client, people, plan, page):
    client.force_login(people.anne)
    answer = client.get(reverse(f"edition:print_{page}", args=[plan.pk]))
    assert answer.content[:5] == b"%PDF-"
    client.force_login(people.chloe)
    assert client.get(reverse(f"edition:print_{page}", args=[plan.pk])).status_code in (302, 404)


def test_a_badge_bears_the_code_that_the_door_reads(plan, sellers, monkeypatch):
    seen = []
    monkeypatch.setattr(exports.segno, "make", lambda text, **more: seen.append(text) or SimpleNamespace(
        svg_inline=lambda **more: "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>"
    ))  # fmt: skip
    agendas = printing.agendas(plan)
    assert exports.printed(plan.edition, agendas, HOUSE_BRAND, "badges")[:5] == b"%PDF-"
    codes = [entrance.badge_of(one.participant) for one in agendas]
    assert all(code in text for code, text in zip(codes, seen, strict=True))
    assert all(text.startswith("http") for text in seen)


def test_the_phone_shows_the_next_table(client, people, edition, plan, sellers):
    client.force_login(people.paul)
    soon = timezone.localtime() + timedelta(days=1)
    Edition.everything.update(day=soon.date())
    page = client.get(reverse("meetings:floor", args=[sellers[0].pk])).content.decode()
    assert "votre prochaine table est la 7" in page
    assert "Halle &lt;B&gt;" in page
    assert re.search(r'class="floor-next"[^>]*>7<', page)
    Edition.everything.update(day=soon.date() - timedelta(days=3))
    assert "Aucune rencontre à venir." in client.get(reverse("meetings:floor", args=[sellers[0].pk])).content.decode()
    assert client.get(reverse("meetings:token_floor", args=[sellers[1].token])).status_code == 200
