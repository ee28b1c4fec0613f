"""Who sees and does what in the meetings.

Staff see the editions of their destinations and of those below, and run those of the destinations they write in. A
professional sees only what he takes part in, and the plan once it is published.
"""

from typing import Any

from django.db.models import Q, QuerySet

from belvedere.kit import scope
from belvedere.people import access as people

from .models import (
    CheckIn,
    ContactShare,
    Cost,
    Deal,
    Edition,
    Measure,
    Meeting,
    MeetingNote,
    Notice,
    Participant,
    ParticipantSheet,
    PlanVersion,
    Repair,
    Scenario,
    SignUp,
    Survey,
    Swap,
    TableLoss,
    Wish,
)

people.office_rights(Edition, editor=("view", "add", "change"), manager=("view", "add", "change"))
people.office_rights(Participant, editor=("view", "add", "change"), manager=("view", "add", "change"))
people.office_rights(SignUp, editor=("view",), manager=("view",))


def visible_to(user: Any, model: type[Any]) -> "QuerySet[Any]":
    """Rows of one of the models of the room that ``user`` may see."""
    return scope.visible_to(user, model)


def editions_run_by(user: Any) -> "QuerySet[Edition]":
    """Editions that ``user`` prepares, plans and publishes."""
    if user.is_active and user.is_superuser:
        return Edition.everything.all()
    return Edition.everything.filter(destination__in=people.posts_of(user, people.WRITING))


def can_run(user: Any, edition: Edition) -> bool:
    return editions_run_by(user).filter(pk=edition.pk).exists()


def can_open_in(user: Any, destination_id: int | None) -> bool:
    """Whether ``user`` may create an edition in this destination."""
    return people.held_by(user, people.WRITING).filter(pk=destination_id).exists()


def participants_run_by(user: Any) -> "QuerySet[Participant]":
    return Participant.everything.filter(edition__in=editions_run_by(user))


def sign_ups_run_by(user: Any) -> "QuerySet[SignUp]":
    return SignUp.everything.filter(edition__in=editions_run_by(user))


def participations_of(user: Any) -> "QuerySet[Participant]":
    """Participants whose lists and agendas are ``user``'s own: by account, or by one of his structures."""
    if not user.is_active:
        return Participant.everything.none()
    mine = Q(organisation__in=people.houses_of(user))
    return Participant.everything.filter(Q(account_id=user.pk) | mine)


def takes_part(user: Any) -> bool:
    return bool(user.is_authenticated and participations_of(user).exists())


def _editions_of_staff(user: Any) -> "QuerySet[Any]":
    return Edition.everything.filter(destination__in=people.reach_of(user)).values("pk")


@scope.rule(Edition)
def see_editions(user: Any, queryset: "QuerySet[Edition]") -> "QuerySet[Edition]":
    mine = Q(pk__in=participations_of(user).values("edition"))
    return queryset.filter(Q(pk__in=_editions_of_staff(user)) | mine)


@scope.rule(Participant)
def see_participants(user: Any, queryset: "QuerySet[Participant]") -> "QuerySet[Participant]":
    mine = Q(pk__in=participations_of(user).values("pk"))
    return queryset.filter(Q(edition__in=_editions_of_staff(user)) | mine)


@scope.rule(Wish)
def see_wishes(user: Any, queryset: "QuerySet[Wish]") -> "QuerySet[Wish]":
    staff = Participant.everything.filter(edition__in=_editions_of_staff(user)).values("pk")
    return queryset.filter(Q(wisher__in=staff) | Q(wisher__in=participations_of(user).values("pk")))


@scope.rule(Scenario)
def see_scenarios(user: Any, queryset: "QuerySet[Scenario]") -> "QuerySet[Scenario]":
    return queryset.filter(edition__in=_editions_of_staff(user))


@scope.rule(Notice)
def see_notices(user: Any, queryset: "QuerySet[Notice]") -> "QuerySet[Notice]":
    return queryset.filter(participant__in=see_participants(user, Participant.everything.all()).values("pk"))


@scope.rule(ParticipantSheet)
def see_sheets(user: Any, queryset: "QuerySet[ParticipantSheet]") -> "QuerySet[ParticipantSheet]":
    return queryset.filter(edition__in=_editions_of_staff(user))


@scope.rule(SignUp)
def see_sign_ups(user: Any, queryset: "QuerySet[SignUp]") -> "QuerySet[SignUp]":
    return queryset.filter(Q(edition__in=_editions_of_staff(user)) | Q(account_id=user.pk))


@scope.rule(PlanVersion)
def see_plans(user: Any, queryset: "QuerySet[PlanVersion]") -> "QuerySet[PlanVersion]":
    return queryset.filter(edition__in=_editions_of_staff(user))


@scope.rule(Meeting)
def see_meetings(user: Any, queryset: "QuerySet[Meeting]") -> "QuerySet[Meeting]":
    mine = participations_of(user).values("pk")
    own = Q(plan__is_current=True) & (Q(seller__in=mine) | Q(buyer__in=mine))
    return queryset.filter(Q(plan__edition__in=_editions_of_staff(user)) | own)


@scope.rule(CheckIn)
def see_check_ins(user: Any, queryset: "QuerySet[CheckIn]") -> "QuerySet[CheckIn]":
    return queryset.filter(participant__in=see_participants(user, Participant.everything.all()).values("pk"))


@scope.rule(TableLoss)
def see_lost_tables(user: Any, queryset: "QuerySet[TableLoss]") -> "QuerySet[TableLoss]":
    return queryset.filter(edition__in=_editions_of_staff(user))


@scope.rule(Repair)
def see_repairs(user: Any, queryset: "QuerySet[Repair]") -> "QuerySet[Repair]":
    return queryset.filter(plan__edition__in=_editions_of_staff(user))


@scope.rule(Swap)
def see_swaps(user: Any, queryset: "QuerySet[Swap]") -> "QuerySet[Swap]":
    mine = participations_of(user).values("pk")
    own = Q(asker__in=mine) | Q(partner__in=mine)
    return queryset.filter(Q(asker__edition__in=_editions_of_staff(user)) | own)


@scope.rule(MeetingNote)
def see_notes(user: Any, queryset: "QuerySet[MeetingNote]") -> "QuerySet[MeetingNote]":
    """Its writer alone: not the other person, not the office."""
    return queryset.filter(writer__in=participations_of(user).values("pk"))


@scope.rule(ContactShare)
def see_shares(user: Any, queryset: "QuerySet[ContactShare]") -> "QuerySet[ContactShare]":
    mine = participations_of(user).values("pk")
    return queryset.filter(Q(giver__in=mine) | Q(receiver__in=mine))


@scope.rule(Survey)
def see_surveys(user: Any, queryset: "QuerySet[Survey]") -> "QuerySet[Survey]":
    return queryset.filter(participant__in=participations_of(user).values("pk"))


@scope.rule(Deal)
def see_deals(user: Any, queryset: "QuerySet[Deal]") -> "QuerySet[Deal]":
    mine = participations_of(user).values("pk")
    own = Q(seller__in=mine) | Q(buyer__in=mine)
    return queryset.filter(Q(seller__edition__in=_editions_of_staff(user)) | own)


@scope.rule(Cost)
def see_costs(user: Any, queryset: "QuerySet[Cost]") -> "QuerySet[Cost]":
    return queryset.filter(edition__in=_editions_of_staff(user))


@scope.rule(Measure)
def see_measures(user: Any, queryset: "QuerySet[Measure]") -> "QuerySet[Measure]":
    return queryset.filter(edition__in=_editions_of_staff(user))
