"""anne manages, bruno writes, denis is above, chloe is next door; paul takes part, rose does not."""

import pytest

from belvedere.meetings import access
from belvedere.meetings.models import Edition, Meeting, Participant, PlanVersion, Wish
from tests.factories.meetings import MeetingFactory, ParticipantFactory, PlanFactory, WishFactory

MODELS = (Edition, Participant, Wish, PlanVersion, Meeting)


@pytest.fixture
def rows(edition, sellers, buyers):
    plan = PlanFactory(edition=edition)
    MeetingFactory(plan=plan, seller=sellers[0], buyer=buyers[0])
    MeetingFactory(plan=plan, seller=sellers[1], buyer=buyers[1], slot=1)
    WishFactory(wisher=sellers[0], wanted=buyers[0])
    WishFactory(wisher=sellers[1], wanted=buyers[0])
    return plan


def counts(user):
    return {model.__name__: access.visible_to(user, model).count() for model in MODELS}


@pytest.mark.parametrize("who", ["anne", "bruno", "denis"])
def test_staff_see_the_editions_of_their_destinations_and_below(people, rows, who):
    assert counts(getattr(people, who)) == {
        "Edition": 1, "Participant": 7, "Wish": 2, "PlanVersion": 1, "Meeting": 2,
    }  # fmt: skip


@pytest.mark.parametrize("who", ["chloe", "rose"])
def test_strangers_see_nothing(people, rows, who):
    assert set(counts(getattr(people, who)).values()) == {0}


def test_a_professional_sees_his_own_part_and_no_plan_before_it_is_published(people, rows, sellers):
    assert counts(people.paul) == {"Edition": 1, "Participant": 1, "Wish": 1, "PlanVersion": 0, "Meeting": 0}
    PlanVersion.everything.filter(pk=rows.pk).update(is_current=True)
    assert [meeting.seller for meeting in access.visible_to(people.paul, Meeting)] == [sellers[0]]


def test_running_does_not_go_down_the_tree(people, edition):
    allowed = {name: access.can_run(getattr(people, name), edition) for name in ("anne", "bruno", "denis", "chloe")}
    assert allowed == {"anne": True, "bruno": True, "denis": False, "chloe": False}


def test_a_structure_s_members_take_part_with_it(people, edition):
    mine = ParticipantFactory(edition=edition, organisation=people.inn)
    assert list(access.participations_of(people.paul)) == [mine]
    assert access.takes_part(people.paul)
    assert not access.takes_part(people.rose)
    people.paul.is_active = False
    assert not access.participations_of(people.paul).exists()
