"""Which families meet: said by the office, held by lists, suggestions, imports and the plan, each with why."""

import pytest
from django.urls import reverse

from belvedere.meetings.actions import participants, plans, segments, signups, wishes
from belvedere.meetings.imports.participants import bring, columns_of, rows
from belvedere.meetings.models import Edition, Participant
from belvedere.meetings.queries import day, pro
from tests.factories.meetings import ParticipantFactory, SignUpFactory, WishFactory

from .conftest import NOW

NEVER = "« Campings » et « Comités » ne se rencontrent pas dans cette édition.".replace("« ", "«\N{NO-BREAK SPACE}")
NEVER = NEVER.replace(" »", "\N{NO-BREAK SPACE}»")


@pytest.fixture
def families(edition, people):
    segments.name_segments(edition=edition, names=["Campings", "Hôtels", "Comités"], by=people.anne, now=NOW)
    segments.bar_segments(edition=edition, pairs=[("Comités", "Campings")], by=people.anne, now=NOW)
    return edition


@pytest.fixture
def camping(families):
    return ParticipantFactory(edition=families, name="Camping", segment="Campings")


@pytest.fixture
def committee(families):
    return ParticipantFactory(edition=families, name="Comité", segment="Comités", side="buyer")


def test_lists_leave_out_a_family_that_one_does_not_meet(camping, committee, buyers):
    assert set(pro.meetable(camping)) == set(buyers)
    with pytest.raises(wishes.Refused) as refusal:
        wishes.place_wishes(participant=camping, wanted=[committee.pk], by=None, now=NOW)
    assert str(refusal.value) == NEVER
    hotel = ParticipantFactory(edition=camping.edition, segment="Hôtels")
    assert committee in pro.meetable(hotel)


def test_the_page_says_whom_one_does_not_meet(client, camping, committee):
    page = client.get(reverse("meetings:token_wishes", args=[camping.token])).content.decode()
    assert "qui ne rencontre pas dans cette édition" in page


def test_a_wish_placed_before_the_rule_is_left_out_of_the_plan_and_told_why(families, camping, committee, buyers):
    WishFactory(wisher=camping, wanted=committee, rank=1)
    WishFactory(wisher=camping, wanted=buyers[0], rank=2)
    assert [pair.forbidden for pair in day.day_of(families).pairs if pair.b == f"#{committee.pk}"] == [True]
    Edition.everything.update(status="closed")
    families.refresh_from_db()
    plan = plans.solve_edition(edition=families, budget=0.2, by=None, now=NOW)
    assert [meeting.buyer for meeting in plan.meetings.all()] == [buyers[0]]
    plans.publish_plan(plan=plan, by=None, now=NOW)
    assert pro.agenda_of(camping).unmet == (("Comité", NEVER),)


def test_an_import_reads_the_family_and_refuses_an_unknown_one(families):
    text = "Nom;Côté;Famille\nA;prestataire;campings\nB;prestataire;Yourtes\nC;prestataire;\n"
    lines = list(rows("liste.csv", text.encode()))
    outcome = bring(lines, columns_of(lines[0][1], {}), edition=families, dry_run=False, by=None, now=NOW)
    assert outcome.created == 2
    assert "Yourtes" in outcome.failed[0][1]
    assert Participant.everything.get(name="A").segment == "Campings"


def test_a_sign_up_hands_over_its_family(families):
    signup = SignUpFactory(edition=families, segment="Hôtels")
    assert [one.segment for one in signups.accept_sign_up(signup=signup, by=None, now=NOW)] == ["Hôtels"]


def test_a_family_in_use_stays(camping, people):
    with pytest.raises(segments.Refused, match="Campings"):
        segments.name_segments(edition=camping.edition, names=["Hôtels"], by=people.anne, now=NOW)
    with pytest.raises(segments.Refused):
        segments.name_segments(edition=camping.edition, names=["Campings", "campings"], by=people.anne, now=NOW)
    camping.segment = "Yourtes"
    with pytest.raises(participants.Refused):
        participants.register_participant(participant=camping, by=people.anne, now=NOW)
    with pytest.raises(segments.Refused):
        segments.bar_segments(edition=camping.edition, pairs=[("Campings", "Yourtes")], by=people.anne, now=NOW)


def test_anne_unticks_a_cell_and_denis_only_looks(client, people, families, camping):
    url = reverse("edition:segments", args=[families.pk])
    client.force_login(people.anne)
    client.post(url, {"verb": "names", "names": "Campings\nHôtels\nComités\nVoyages"})
    client.post(url, {"verb": "meet", "meet": ["0:0", "1:0", "1:1", "2:0", "2:1", "2:2", "3:1", "3:2", "3:3"]})
    families.refresh_from_db()
    assert families.barred == [["Campings", "Voyages"]]
    assert "Voyages et Campings se rencontrent" in client.get(url).content.decode()
    client.force_login(people.denis)
    assert 'name="verb"' not in client.get(url).content.decode()
    assert client.post(url, {"verb": "meet"}).status_code in (302, 404)
    families.refresh_from_db()
    assert families.barred == [["Campings", "Voyages"]]


def test_a_signed_up_structure_chooses_its_family(client, families):
    Edition.everything.update(call_until="2099-01-01T00:00Z")
    page = client.get(reverse("meetings:answer", args=[families.slug, "prestataire"])).content.decode()
    assert "Votre famille" in page
    assert "Hôtels" in page
