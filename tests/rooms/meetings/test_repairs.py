"""What goes wrong on the day is noted, answered beside the plan in force, and announced to those it touches alone."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from belvedere.engines import meetings as engine
from belvedere.meetings.actions import plans, repairs, swaps, telling, walkins, wishes
from belvedere.meetings.enums import EditionStatus
from belvedere.meetings.models import Meeting, Participant, PlanVersion, Repair, Swap, Wish
from belvedere.meetings.queries import changes, holes
from belvedere.meetings.queries import day as days
from belvedere.meetings.queries import swaps as swap_reads
from tests.factories.meetings import CheckInFactory, MeetingFactory, ParticipantFactory, PlanFactory

from .conftest import NOW


@pytest.fixture
def plan(edition, sellers, buyers):
    """Everybody wishes everybody; published the day before."""
    for one in sellers:
        wishes.place_wishes(participant=one, wanted=[b.pk for b in buyers], by=None, now=NOW)
    edition.status, edition.tables = EditionStatus.CLOSED, 4
    edition.save()
    made = plans.solve_edition(edition=edition, budget=0.2, by=None, now=NOW)
    return plans.publish_plan(plan=made, by=None, now=NOW)


@pytest.fixture
def morning(edition):
    return edition.starts_at(0) - timedelta(hours=1)


def rows(plan, *left_out):
    kept = Meeting.everything.filter(plan=plan).exclude(seller__in=left_out).exclude(buyer__in=left_out)
    return set(kept.values_list("seller", "buyer", "slot", "table"))


def sound(edition, plan, tables_lost=None):
    day = repairs.day_to_repair(edition, plan, frozen_before=0, now=edition.starts_at(0))
    return engine.faults(day, days.plan_form(day, plan, days.meetings_of(plan))) == []


def test_a_no_show_is_noted_at_once_and_touches_nobody_else(edition, plan, sellers, people, morning):
    version = repairs.mark_absent(participant=sellers[1], by=people.bruno, now=morning)
    plan.refresh_from_db()
    assert (plan.is_current, version.is_current, version.repairs) == (True, False, plan)
    assert rows(plan, sellers[1]) <= rows(version)
    assert not Meeting.everything.filter(plan=version, seller=sellers[1]).exists()
    assert version.changed == version.repair.fewest == 3
    assert sound(edition, version)


def test_a_second_event_makes_one_proposal_that_answers_both(edition, plan, sellers, morning):
    first = repairs.mark_absent(participant=sellers[1], by=None, now=morning)
    second = repairs.mark_absent(participant=sellers[2], by=None, now=morning)
    assert [one.plan for one in changes.proposals(edition, morning)] == [second]
    assert second.changed == 6
    with pytest.raises(repairs.Refused):
        repairs.accept_repair(plan=first, by=None, now=morning)


def test_what_begins_within_ten_minutes_stays(edition, plan, sellers):
    first = Meeting.everything.filter(plan=plan).order_by("slot").first()
    soon = edition.starts_at(first.slot) - timedelta(minutes=5)
    version = repairs.mark_absent(participant=first.seller, by=None, now=soon)
    assert version.repair.frozen_before == first.slot + 1
    added = rows(version) - rows(plan)
    assert all(slot > first.slot for _a, _b, slot, _table in added)


def test_whoever_leaves_at_noon_keeps_what_has_begun(edition, plan, sellers, morning):
    CheckInFactory(participant=sellers[0], at=morning)
    begun = [row for row in rows(plan) if row[0] == sellers[0].pk]
    slot = sorted(begun, key=lambda row: row[2])[0][2]
    version = repairs.mark_absent(participant=sellers[0], by=None, now=edition.starts_at(slot) + timedelta(minutes=3))
    kept = {row for row in rows(version) if row[0] == sellers[0].pk}
    assert {row[2] for row in kept} == {row[2] for row in begun if row[2] <= slot}


def test_nothing_changes_nothing_is_proposed(edition, plan, morning):
    idle = ParticipantFactory(edition=edition)
    assert repairs.mark_absent(participant=idle, by=None, now=morning) is None
    idle.refresh_from_db()
    assert idle.absent_at == morning
    assert PlanVersion.everything.count() == 1


def test_somebody_late_is_met_later(edition, plan, sellers, morning):
    version = repairs.mark_late(participant=sellers[0], slot=4, by=None, now=morning)
    slots = Meeting.everything.filter(plan=version or plan, seller=sellers[0]).values_list("slot", flat=True)
    assert slots
    assert min(slots) >= 4
    with pytest.raises(repairs.Refused):
        repairs.mark_late(participant=sellers[0], slot=99, by=None, now=morning)


def test_a_lost_table_is_left_and_the_others_stay(edition, plan, morning):
    taken = Meeting.everything.filter(plan=plan).order_by("pk").first()
    version = repairs.lose_table(edition=edition, number=taken.table + 1, by=None, now=morning)
    assert version is not None
    assert taken.table not in set(Meeting.everything.filter(plan=version).values_list("table", flat=True))
    elsewhere = {row for row in rows(plan) if row[3] != taken.table}
    assert elsewhere <= rows(version)
    for wrong in (0, 9):
        with pytest.raises(repairs.Refused):
            repairs.lose_table(edition=edition, number=wrong, by=None, now=morning)


def test_once_accepted_everybody_follows_and_the_touched_are_told(
    edition, plan, sellers, buyers, people, morning, django_capture_on_commit_callbacks
):
    Participant.everything.filter(pk=buyers[0].pk).update(email="agence@exemple.fr")
    Participant.everything.filter(pk=sellers[3].pk).update(email="gite@exemple.fr")
    version = repairs.mark_absent(participant=sellers[1], by=None, now=morning)
    with django_capture_on_commit_callbacks(execute=True):
        repairs.accept_repair(plan=version, by=people.anne, now=morning)
    version.refresh_from_db()
    assert version.is_current
    assert [letter.to for letter in mail.outbox] == [["agence@exemple.fr"]]
    assert sellers[1].name in mail.outbox[0].body
    assert buyers[0].token in mail.outbox[0].body
    assert changes.told_to(sellers[3]) is None
    told, change = changes.told_to(Participant.everything.get(pk=buyers[0].pk))
    assert (told, [name for name, _hour in change.lost]) == (version, [sellers[1].name])


def test_a_dropped_proposal_leaves_the_plan_as_announced(edition, plan, sellers, morning):
    version = repairs.mark_absent(participant=sellers[1], by=None, now=morning)
    repairs.drop_repair(plan=version, by=None, now=morning)
    assert changes.proposals(edition, morning) == []
    for act in (repairs.accept_repair, repairs.drop_repair):
        with pytest.raises(repairs.Refused):
            act(plan=version, by=None, now=morning)
    plan.refresh_from_db()
    assert plan.is_current


def test_the_curve_says_what_more_changes_would_buy(edition, plan, sellers, morning):
    version = repairs.mark_absent(participant=sellers[1], by=None, now=morning)
    repair = repairs.price_repair(repair=Repair.everything.get(plan=version), by=None, now=morning)
    (proposal,) = changes.proposals(edition, morning)
    assert repair.curve[0] == [0, version.value, 0.0]
    assert [point.value for point in proposal.curve] == sorted(point.value for point in proposal.curve)
    assert proposal.curve[-1].value <= repair.bound + 1e-6


@pytest.fixture
def bought(edition, people, buyers):
    """A day whose smallest repair leaves something to gain: somebody of great weight comes once places are given."""
    buyers[0].seats = 1
    rivals = [ParticipantFactory(edition=edition, name=f"Rival {k}", available=[k]) for k in range(3)]
    for one in rivals:
        wishes.place_wishes(participant=one, wanted=[buyers[0].pk], by=None, now=NOW)
    Participant.everything.filter(pk=buyers[0].pk).update(available=[0, 1])
    edition.status = EditionStatus.CLOSED
    edition.save()
    made = plans.publish_plan(plan=plans.solve_edition(edition=edition, budget=0.2, by=None, now=NOW), by=None, now=NOW)
    Wish.everything.create(wisher=buyers[0], wanted=rivals[2], rank=1)
    Participant.everything.filter(pk=rivals[2].pk).update(available=[0], priority=3)
    return made


def test_another_point_of_the_curve_becomes_the_proposal(client, edition, bought, people, morning):
    lost = ParticipantFactory(edition=edition, name="Perdu", available=[7])
    host = ParticipantFactory(edition=edition, name="Hôte", side="buyer")
    MeetingFactory(plan=bought, seller=lost, buyer=host, slot=7, table=3)
    first = repairs.mark_absent(participant=lost, by=None, now=morning)
    repair = repairs.price_repair(repair=Repair.everything.get(plan=first), by=None, now=morning)
    last = len(repair.curve) - 1
    assert last >= 1
    second = repairs.choose_point(plan=first, point=last, by=people.bruno, now=morning)
    assert (second.repair.point, second.repair.curve) == (last, repair.curve)
    assert second.value == pytest.approx(repair.curve[last][1])
    assert second.changed > first.changed
    assert sound(edition, second)
    (proposal,) = changes.proposals(edition, morning)
    assert [point.proposed for point in proposal.curve] == [k == last for k in range(last + 1)]
    back = repairs.choose_point(plan=second, point=0, by=people.bruno, now=morning)
    assert rows(back) == rows(first)
    with pytest.raises(repairs.Refused, match="point"):
        repairs.choose_point(plan=back, point=9, by=None, now=morning)
    with pytest.raises(repairs.Refused, match="ressort"):
        repairs.choose_point(plan=back, point=0, by=people.chloe, now=morning)
    later = repairs.choose_point(plan=back, point=last, by=None, now=edition.starts_at(2))
    assert (later.repair.point, later.repair.curve) == (0, [])


@pytest.mark.parametrize("who", ["chloe", "denis", "paul"])
def test_strangers_repair_nothing(client, edition, plan, sellers, people, morning, who):
    by = getattr(people, who)
    version = repairs.mark_absent(participant=sellers[1], by=None, now=morning)
    newcomer = Participant(edition=edition, side="seller", name="Venu d’ailleurs")
    tries = [
        lambda: repairs.mark_absent(participant=sellers[2], by=by, now=morning),
        lambda: repairs.mark_late(participant=sellers[2], slot=3, by=by, now=morning),
        lambda: repairs.lose_table(edition=edition, number=1, by=by, now=morning),
        lambda: repairs.accept_repair(plan=version, by=by, now=morning),
        lambda: repairs.drop_repair(plan=version, by=by, now=morning),
        lambda: walkins.welcome(participant=newcomer, by=by, now=morning),
    ]
    for attempt in tries:
        with pytest.raises(plans.Refused):
            attempt()
    client.force_login(by)
    assert client.get(reverse("meetings:desk", args=[edition.pk])).status_code == 404
    assert client.post(reverse("meetings:live", args=[edition.pk]), {"verb": "table", "number": 1}).status_code == 404
    assert PlanVersion.everything.count() == 2


def test_somebody_unexpected_takes_a_hole_and_nobody_moves(edition, plan, people, buyers, morning):
    newcomer = Participant(edition=edition, side="seller", name="Venu d’ailleurs")
    walkins.welcome(participant=newcomer, by=people.anne, now=morning)
    assert newcomer.checkin.at == morning
    before, found = rows(plan), holes.holes(edition, newcomer, morning)
    assert {hole.other for hole in found} == set(buyers)
    hole = found[0]
    walkins.give_meeting(participant=newcomer, other=hole.other, slot=hole.slot, by=people.anne, now=morning)
    assert before < rows(plan)
    assert Wish.everything.filter(wisher=newcomer, wanted=hole.other).exists()
    plan.refresh_from_db()
    assert plan.count == 13
    assert plan.bound >= plan.value
    assert sound(edition, plan)
    busy = Meeting.everything.filter(plan=plan, buyer=buyers[1]).exclude(seller=newcomer).first()
    with pytest.raises(walkins.Refused) as refusal:
        walkins.give_meeting(participant=newcomer, other=buyers[1], slot=busy.slot, by=None, now=morning)
    assert buyers[1].name in str(refusal.value)


def test_after_the_last_slot_nobody_is_added(edition, plan):
    late = Participant(edition=edition, side="seller", name="Trop tard")
    with pytest.raises(walkins.Refused):
        walkins.welcome(participant=late, by=None, now=edition.starts_at(7) + timedelta(minutes=1))


@pytest.fixture
def pair(edition, sellers, buyers):
    """Auberge meets Agence 0 at slot 2, Gîte 0 at slot 4."""
    wishes.place_wishes(participant=sellers[0], wanted=[buyers[0].pk], by=None, now=NOW)
    wishes.place_wishes(participant=sellers[1], wanted=[buyers[0].pk], by=None, now=NOW)
    edition.status = EditionStatus.PUBLISHED
    edition.save()
    plan = PlanFactory(edition=edition, is_current=True, published_at=NOW)
    MeetingFactory(plan=plan, seller=sellers[0], buyer=buyers[0], slot=2, table=1)
    MeetingFactory(plan=plan, seller=sellers[1], buyer=buyers[0], slot=4, table=3)
    return sellers[0], sellers[1], buyers[0]


def test_two_people_who_agree_exchange_their_slots(edition, pair, people, morning):
    asker, partner, host = pair
    (movable,) = swap_reads.swaps_of(asker, morning).movable
    assert [choice.partner for choice in movable.choices] == [partner]
    swap = swaps.ask_swap(asker=asker, partner=partner, host=host, by=people.paul, now=morning)
    assert Meeting.everything.get(seller=asker).slot == 2
    assert list(swap_reads.heard_by(partner)) == [swap]
    swaps.answer_swap(swap=swap, agreed=True, by=None, now=morning)
    assert [(row.slot, row.table) for row in (Meeting.everything.get(seller=one) for one in (asker, partner))] == [
        (4, 3),
        (2, 1),
    ]
    with pytest.raises(swaps.Refused):
        swaps.answer_swap(swap=swap, agreed=True, by=None, now=morning)


def test_an_exchange_that_no_longer_holds_is_refused(edition, pair, buyers, morning):
    asker, partner, host = pair
    swap = swaps.ask_swap(asker=asker, partner=partner, host=host, by=None, now=morning)
    with pytest.raises(swaps.Refused):
        swaps.ask_swap(asker=asker, partner=partner, host=host, by=None, now=morning)
    Wish.everything.create(wisher=partner, wanted=buyers[1], rank=2)
    MeetingFactory(plan=PlanVersion.everything.get(), seller=partner, buyer=buyers[1], slot=2, table=2)
    with pytest.raises(swaps.Refused) as refusal:
        swaps.answer_swap(swap=swap, agreed=True, by=None, now=morning)
    assert partner.name in str(refusal.value)
    with pytest.raises(swaps.Refused):
        swaps.ask_swap(asker=asker, partner=partner, host=buyers[2], by=None, now=morning)
    with pytest.raises(swaps.Refused):
        swaps.answer_swap(swap=swap, agreed=True, by=None, now=edition.starts_at(2) - timedelta(minutes=5))


def test_a_refused_exchange_changes_nothing(pair, morning):
    asker, partner, host = pair
    swap = swaps.ask_swap(asker=asker, partner=partner, host=host, by=None, now=morning)
    swaps.answer_swap(swap=swap, agreed=False, by=None, now=morning)
    assert Meeting.everything.get(seller=asker).slot == 2


def test_paul_asks_on_his_page_and_the_other_answers_by_her_address(
    client, people, edition, pair, monkeypatch, morning
):
    monkeypatch.setattr("belvedere.meetings.views.swaps.timezone.now", lambda: morning)
    asker, partner, host = pair
    client.force_login(people.paul)
    url = reverse("meetings:swaps", args=[asker.pk])
    assert f"Demander à {partner.name} sa place chez {host.name}" in client.get(url).content.decode()
    client.post(url, {"verb": f"ask:{partner.pk}:{host.pk}"})
    swap = Swap.everything.get()
    client.post(url, {"verb": f"yes:{swap.pk}"})
    swap.refresh_from_db()
    assert not swap.agreed, "the asker cannot agree with himself"
    client.logout()
    theirs = reverse("meetings:token_swaps", args=[partner.token])
    assert f"Accepter l’échange avec {asker.name}" in client.get(theirs).content.decode()
    client.post(theirs, {"verb": f"yes:{swap.pk}"})
    assert Meeting.everything.get(seller=asker).slot == 4
    assert client.post(theirs, {"verb": "inconnu"}).status_code == 400


@pytest.fixture
def anne(client, people, monkeypatch, morning):
    monkeypatch.setattr("belvedere.meetings.views.day.timezone.now", lambda: morning)
    client.force_login(people.anne)
    return client


def test_anne_settles_the_morning_from_the_board(anne, edition, plan, sellers):
    url = reverse("meetings:live", args=[edition.pk])
    page = anne.post(url, {"verb": f"absent:{sellers[1].pk}"}, follow=True).content.decode()
    for words in ("Réparation proposée, version 2", "3 rencontres annoncées changent", "le moins possible"):
        assert words in page, words
    version = PlanVersion.everything.get(number=2)
    anne.post(url, {"verb": f"accept:{version.pk}"})
    version.refresh_from_db()
    assert version.is_current
    anne.post(url, {"verb": f"late:{sellers[0].pk}", f"slot_{sellers[0].pk}": "4"})
    anne.post(url, {"verb": "table", "number": "1"})
    anne.post(url, {"verb": f"drop:{PlanVersion.everything.order_by('-number').first().pk}"})
    assert "Réparation proposée" not in anne.get(url).content.decode()
    assert "Ne vient pas" in anne.get(f"{url}?q=gîte+2").content.decode()
    assert anne.post(url, {"verb": "inconnu"}).status_code == 400
    assert anne.post(url, {"verb": "absent:²"}).status_code == 404


def test_anne_adds_somebody_at_the_desk(anne, edition, plan):
    url = reverse("meetings:desk", args=[edition.pk])
    form = {"verb": "add", "name": "Venu d’ailleurs", "side": "seller", "about": "", "email": ""}
    answer = anne.post(url, form)
    newcomer = Participant.everything.get(name="Venu d’ailleurs")
    assert answer.headers["Location"] == f"{url}?qui={newcomer.pk}"
    hole = holes.holes(edition, newcomer, edition.starts_at(0) - timedelta(hours=1))[0]
    anne.post(f"{url}?qui={newcomer.pk}", {"verb": f"meet:{hole.other.pk}:{hole.slot}"})
    assert Meeting.everything.filter(plan=plan, seller=newcomer, buyer=hole.other).exists()
    assert anne.post(url, form | {"name": ""}).status_code == 422
    assert anne.post(url, {"verb": "meet:1:1"}).status_code == 400


@pytest.mark.parametrize("page", ["live", "desk", "swaps"])
def test_screens_ask_as_many_questions_with_three_rows_as_with_one(anne, edition, plan, sellers, people, page, morning):
    repairs.mark_absent(participant=sellers[3], by=None, now=morning)
    urls = {
        "live": reverse("meetings:live", args=[edition.pk]) + "?q=gîte",
        "desk": reverse("meetings:desk", args=[edition.pk]) + f"?qui={sellers[0].pk}&q=gîte",
        "swaps": reverse("meetings:token_swaps", args=[sellers[0].token]),
    }

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert anne.get(urls[page]).status_code == 200
        return len(queries)

    before = count()
    for k in range(2):
        ParticipantFactory(edition=edition, name=f"Gîte de plus {k}")
        MeetingFactory(plan=plan, seller=sellers[0], slot=6 + k)
    assert count() == before


def test_letters_say_each_change_once(edition, plan, sellers, morning):
    version = repairs.mark_absent(participant=sellers[1], by=None, now=morning)
    change = next(one for one in changes.changes_of(version) if one.person == sellers[1])
    assert len(telling.sentences(change)) == 3
