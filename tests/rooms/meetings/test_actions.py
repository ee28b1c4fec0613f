"""From the first wish to a published plan, and what refuses on the way."""

from datetime import timedelta

import pytest

from belvedere.engines import meetings as engine
from belvedere.kit.models import Entry, Job
from belvedere.meetings import events
from belvedere.meetings.actions import editions, participants, plans, repairs, wishes
from belvedere.meetings.enums import EditionStatus
from belvedere.meetings.models import Edition, Meeting, Participant, PlanVersion, Wish
from belvedere.meetings.queries import day as reads
from tests.factories.meetings import EditionFactory, ParticipantFactory

from .conftest import NOW


@pytest.fixture
def wished(edition, sellers, buyers):
    """Everybody wishes everybody on the other side, in order; the edition is closed."""
    for one in sellers:
        wishes.place_wishes(participant=one, wanted=[b.pk for b in buyers], by=None, now=NOW)
    for one in buyers:
        wishes.place_wishes(participant=one, wanted=[s.pk for s in sellers], by=None, now=NOW)
    edition.status = EditionStatus.CLOSED
    edition.save()
    return edition


@pytest.fixture
def plan(wished):
    return plans.solve_edition(edition=wished, budget=0.2, by=None, now=NOW)


def test_a_list_is_replaced_at_once(edition, sellers, buyers, people):
    first, second, third = buyers
    wishes.place_wishes(participant=sellers[0], wanted=[first.pk, second.pk], by=people.paul, now=NOW)
    wishes.place_wishes(
        participant=sellers[0], wanted=[third.pk, first.pk], vetoes=[second.pk], by=people.paul, now=NOW
    )
    kept = Wish.everything.filter(wisher=sellers[0]).values_list("wanted", "rank", "veto").order_by("veto", "rank")
    assert list(kept) == [(third.pk, 1, False), (first.pk, 2, False), (second.pk, 0, True)]
    assert Entry.objects.filter(verb="place_wishes", by=people.paul).count() == 2


def test_a_list_refuses_one_s_own_side_other_editions_and_doubles(edition, sellers, buyers):
    stranger = ParticipantFactory(edition=EditionFactory(), side="buyer")
    for numbers in ([sellers[1].pk], [stranger.pk], [buyers[0].pk, buyers[0].pk]):
        with pytest.raises(wishes.Refused):
            wishes.place_wishes(participant=sellers[0], wanted=numbers, by=None, now=NOW)
    assert not Wish.everything.exists()


def test_lists_open_and_close_in_time(edition, sellers, buyers):
    Edition.everything.update(opens_at=NOW, closes_at=NOW + timedelta(days=1))
    for when in (NOW - timedelta(minutes=1), NOW + timedelta(days=2)):
        with pytest.raises(wishes.Refused):
            wishes.place_wishes(participant=sellers[0], wanted=[buyers[0].pk], by=None, now=when)
    Edition.everything.update(status=EditionStatus.CLOSED)
    with pytest.raises(wishes.Refused):
        wishes.place_wishes(participant=sellers[0], wanted=[buyers[0].pk], by=None, now=NOW)


def test_an_edition_goes_from_draft_to_closed_and_asks_for_its_plan(edition, people):
    edition.status = EditionStatus.DRAFT
    editions.open_edition(edition=edition, by=people.anne, now=NOW)
    editions.close_wishes(edition=edition, by=people.bruno, now=NOW)
    assert edition.status == EditionStatus.CLOSED
    assert set(Job.objects.values_list("name", flat=True)) == {"meetings.plan", "meetings.capacity"}
    with pytest.raises(editions.Refused):
        editions.close_wishes(edition=edition, by=people.anne, now=NOW)


@pytest.mark.parametrize("who", ["chloe", "denis", "paul"])
def test_only_the_office_runs_its_edition(edition, people, plan, who):
    by = getattr(people, who)
    tries = [
        lambda: editions.save_edition(edition=edition, by=by, now=NOW),
        lambda: editions.open_edition(edition=edition, by=by, now=NOW),
        lambda: plans.solve_edition(edition=edition, by=by, now=NOW),
        lambda: plans.weigh_capacity(edition=edition, by=by, now=NOW),
        lambda: plans.publish_plan(plan=plan, by=by, now=NOW),
        lambda: plans.move_meeting(meeting=plan.meetings.first(), slot=0, by=by, now=NOW),
        lambda: repairs.mark_absent(participant=edition.participants.first(), plan=plan, by=by, now=NOW),
        lambda: participants.register_participant(participant=edition.participants.first(), by=by, now=NOW),
    ]
    for attempt in tries:
        with pytest.raises((editions.Refused, plans.Refused, participants.Refused)):
            attempt()
    assert PlanVersion.everything.count() == 1


def test_hours_no_longer_move_once_a_plan_exists(plan):
    plan.edition.slot_minutes = 20
    with pytest.raises(editions.Refused):
        editions.save_edition(edition=plan.edition, by=None, now=NOW)
    plan.edition.refresh_from_db()
    plan.edition.place = "Halle"
    editions.save_edition(edition=plan.edition, by=None, now=NOW)


def test_the_best_plan_is_stored_with_its_proof(plan, wished):
    assert plan.number == 1
    assert plan.status == "optimal"
    assert plan.value == plan.bound > 0
    assert plan.count == Meeting.everything.filter(plan=plan).count() == 12
    assert wished.status == EditionStatus.PLANNED
    again = plans.solve_edition(edition=wished, budget=0.2, by=None, now=NOW)
    same = [list(v.meetings.values_list("seller", "buyer", "slot", "table").order_by("pk")) for v in (plan, again)]
    assert same[0] == same[1]
    assert (again.number, again.digest) == (2, plan.digest)


def test_every_unmet_wish_has_its_reason_in_people_s_names(wished, buyers):
    Participant.everything.filter(pk=buyers[0].pk).update(available=[3])
    version = plans.solve_edition(edition=wished, budget=0.2, by=None, now=NOW)
    wanted = {(pair.a, pair.b) for pair in reads.day_of(wished).pairs}
    assert len(version.unmet["pairs"]) == len(wanted) - version.count > 0
    assert not any("#" in reason for reason in version.unmet["reasons"])
    assert any("Agence 0" in reason for reason in version.unmet["reasons"])


def test_lunch_closes_the_slots_it_covers(edition):
    edition.lunch_waves = [[9 * 60 + 30, 10 * 60], [10 * 60, 10 * 60 + 15]]
    assert reads.day_of(edition).lunch_waves == ((1, 2, 3), (3, 4))


def test_a_veto_forbids_and_a_mutual_wish_weighs_more(edition, sellers, buyers):
    wishes.place_wishes(participant=sellers[0], wanted=[buyers[0].pk, buyers[1].pk], by=None, now=NOW)
    wishes.place_wishes(participant=buyers[0], wanted=[sellers[0].pk], by=None, now=NOW)
    wishes.place_wishes(participant=buyers[1], wanted=[], vetoes=[sellers[0].pk], by=None, now=NOW)
    mutual, refused = reads.day_of(edition).pairs
    assert mutual.weight == 2 * 5 + 3 * 5 + 5
    assert refused.forbidden


def test_a_move_is_checked_and_says_every_conflict(plan, wished):
    meeting = plan.meetings.order_by("slot").first()
    busy = plan.meetings.filter(seller=meeting.seller).exclude(pk=meeting.pk).first()
    with pytest.raises(plans.Refused) as refusal:
        plans.move_meeting(meeting=meeting, slot=busy.slot, by=None, now=NOW)
    assert meeting.seller.name in str(refusal.value)
    assert wished.hour(busy.slot) in str(refusal.value)
    taken = set(plan.meetings.filter(seller=meeting.seller).values_list("slot", flat=True))
    taken |= set(plan.meetings.filter(buyer=meeting.buyer).values_list("slot", flat=True))
    free = next(t for t in range(wished.slots) if t not in taken)
    plans.move_meeting(meeting=meeting, slot=free, by=None, now=NOW)
    day = reads.day_of(wished)
    assert engine.faults(day, reads.plan_form(day, plan, reads.meetings_of(plan))) == []
    with pytest.raises(plans.Refused):
        plans.move_meeting(meeting=meeting, slot=99, by=None, now=NOW)


def test_an_absence_makes_a_version_that_touches_nobody_else(plan, sellers):
    kept = {row for row in plan.meetings.values_list("seller", "buyer", "slot") if row[0] != sellers[1].pk}
    gone = plan.meetings.filter(seller=sellers[1]).count()
    version = repairs.mark_absent(participant=sellers[1], plan=plan, by=None, now=NOW, budget=0.2)
    assert kept <= set(version.meetings.values_list("seller", "buyer", "slot"))
    assert version.changed == gone
    assert (version.number, version.is_current) == (2, False)
    assert not version.meetings.filter(seller=sellers[1]).exists()
    assert sellers[1].name in version.origin


def test_what_begins_within_ten_minutes_is_frozen(edition):
    assert reads.frozen_before(edition, NOW) == 0
    assert reads.frozen_before(edition, edition.starts_at(3) - timedelta(minutes=9)) == 4
    assert reads.frozen_before(edition, edition.starts_at(7)) == edition.slots == 8


def test_one_plan_is_in_force_at_a_time_and_the_house_is_told(plan, wished, django_capture_on_commit_callbacks):
    heard = []

    def listen(sender, **told):
        heard.append((told["edition"], told["plan"]))

    events.plan_published.connect(listen)
    second = plans.solve_edition(edition=wished, budget=0.2, by=None, now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        plans.publish_plan(plan=plan, by=None, now=NOW)
        plans.publish_plan(plan=second, by=None, now=NOW)
    events.plan_published.disconnect(listen)
    assert list(PlanVersion.everything.filter(is_current=True)) == [second]
    assert heard == [(wished.pk, plan.pk), (wished.pk, second.pk)]


def test_the_capacity_meter_says_who_could_meet_nobody(wished):
    Participant.everything.filter(side="buyer").update(available=[0])
    plans.weigh_capacity(edition=wished, by=None, now=NOW)
    wished.refresh_from_db()
    assert wished.capacity["unserved"] == 1
    assert wished.capacity["advice"]
    assert wished.capacity["digest"] == reads.digest_of(reads.day_of(wished))


def test_a_minimum_left_empty_is_one_meeting_for_a_provider(edition, sellers, buyers):
    Participant.everything.filter(pk=sellers[1].pk).update(max_meetings=0)
    least = {person.id: person.min for person in reads.day_of(edition).people}
    assert [least[reads.name_of(one.pk)] for one in (sellers[0], sellers[1], buyers[0])] == [1, 0, 0]
