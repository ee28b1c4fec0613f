"""Who sees and does what at the desk.

A counsellor (editor or manager of a destination, in person) records for her own office. Staff of a wider destination
see the requests of those below. Providers and strangers see nothing.
"""

from typing import Any

from django.db.models import QuerySet

from belvedere.kit import scope
from belvedere.people import access as people
from belvedere.territories.models import Destination

from .models import Complaint, Counter, DeskRequest, OpeningDay, Recommendation, TripSheet

people.office_rights(Counter, manager=("view", "add", "change"))


def visible_to(user: Any, model: type[Any]) -> "QuerySet[Any]":
    """Rows of one of the models of the room that ``user`` may see."""
    return scope.visible_to(user, model)


def desks_of(user: Any) -> "QuerySet[Destination]":
    """Destinations for which ``user`` records requests."""
    return people.held_by(user, people.WRITING)


def can_serve(user: Any) -> bool:
    """Whether ``user`` stands at a desk at all."""
    return bool(user.is_authenticated and desks_of(user).exists())


def can_look(user: Any) -> bool:
    """Whether ``user`` reads the desk's figures: whoever works in an office."""
    return bool(user.is_authenticated and people.is_staff_of_an_office(user))


def watched_by(user: Any) -> "QuerySet[Destination]":
    """Destinations whose requests ``user`` sees: her own and those below."""
    return people.destinations_of(user)


def requests_of(user: Any) -> "QuerySet[DeskRequest]":
    """Requests that ``user`` may complete, advise on or cancel."""
    return DeskRequest.everything.filter(destination__in=desks_of(user))


def counters_run_by(user: Any) -> "QuerySet[Counter]":
    return Counter.everything.filter(destination__in=people.managed_by(user))


@scope.rule(Complaint)
@scope.rule(Counter)
@scope.rule(DeskRequest)
@scope.rule(TripSheet)
def see_rows_of_one_s_destinations(user: Any, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    return queryset.filter(destination__in=people.reach_of(user))


@scope.rule(Recommendation)
def see_recommendations(user: Any, queryset: "QuerySet[Recommendation]") -> "QuerySet[Recommendation]":
    return queryset.filter(request__destination__in=people.reach_of(user))


@scope.rule(OpeningDay)
def see_openings(user: Any, queryset: "QuerySet[OpeningDay]") -> "QuerySet[OpeningDay]":
    return queryset.filter(counter__destination__in=people.reach_of(user))
