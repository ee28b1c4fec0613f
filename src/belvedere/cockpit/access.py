"""Who composes, writes and reads.

Dashboards and notes are written by whoever writes in their destination, in person. Staff read those of their
destinations and of those below, and the dashboards that a destination above shares with them. Everybody reads what is
public, figure by figure as far as each series is published. Addresses of subscribers are seen by their destination.
"""

from typing import Any

from django.db.models import Q, QuerySet

from belvedere.kit import scope
from belvedere.people import access as people
from belvedere.territories import queries as territories
from belvedere.territories.models import Destination

from .enums import NoteStatus, Sharing
from .models import Dashboard, MonthNote, NoteLetter, NoteVersion, Subscriber, Tile

WRITERS = ("view", "add", "change", "delete")
people.office_rights(Dashboard, editor=WRITERS, manager=WRITERS)
people.office_rights(MonthNote, editor=("view", "add", "change"), manager=("view", "add", "change"))
people.office_rights(Subscriber, reader=(), editor=("view",), manager=("view", "delete"))


def visible_to(user: Any, model: type[Any]) -> "QuerySet[Any]":
    """Rows of one of the models of the room that ``user`` may see."""
    return scope.visible_to(user, model)


def steered_by(user: Any) -> "QuerySet[Destination]":
    """Destinations whose cockpit ``user`` opens: her own and those below."""
    return people.destinations_of(user)


def can_steer(user: Any) -> bool:
    return bool(user.is_authenticated and people.is_staff_of_an_office(user))


def can_compose_in(user: Any, destination_id: int | None) -> bool:
    """Whether ``user`` may make a dashboard or a note in this destination."""
    return people.held_by(user, people.WRITING).filter(pk=destination_id).exists()


def dashboards_run_by(user: Any) -> "QuerySet[Dashboard]":
    return Dashboard.everything.filter(destination__in=people.posts_of(user, people.WRITING))


def can_compose(user: Any, dashboard: Dashboard) -> bool:
    return dashboards_run_by(user).filter(pk=dashboard.pk).exists()


def notes_run_by(user: Any) -> "QuerySet[MonthNote]":
    return MonthNote.everything.filter(destination__in=people.posts_of(user, people.WRITING))


def can_publish(user: Any, note: MonthNote) -> bool:
    return notes_run_by(user).filter(pk=note.pk).exists()


def subscribers_run_by(user: Any) -> "QuerySet[Subscriber]":
    return Subscriber.everything.filter(destination__in=people.posts_of(user, people.MANAGING))


def public_dashboards() -> "QuerySet[Dashboard]":
    """What anybody may read."""
    return Dashboard.everything.filter(sharing=Sharing.PUBLIC)


def public_notes() -> "QuerySet[MonthNote]":
    return MonthNote.everything.filter(status=NoteStatus.PUBLISHED)


@scope.rule(Dashboard)
def see_dashboards(user: Any, queryset: "QuerySet[Dashboard]") -> "QuerySet[Dashboard]":
    mine = people.reach_of(user)
    lent = Q(sharing__in=(Sharing.BELOW, Sharing.PUBLIC), destination__in=_above(user))
    return queryset.filter(Q(destination__in=mine) | lent)


def _above(user: Any) -> list[int]:
    """Destinations that those of ``user`` lie in."""
    own = people.held_by(user).select_related(None)
    return [above.pk for one in own for above in territories.lineage(one)[1:]]


@scope.rule(Tile)
def see_tiles(user: Any, queryset: "QuerySet[Tile]") -> "QuerySet[Tile]":
    return queryset.filter(dashboard__in=see_dashboards(user, Dashboard.everything.all()).values("pk"))


@scope.rule(MonthNote)
@scope.rule(Subscriber)
def see_rows_of_one_s_destinations(user: Any, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    return queryset.filter(destination__in=people.reach_of(user))


@scope.rule(NoteVersion)
@scope.rule(NoteLetter)
def see_what_became_of_notes(user: Any, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    return queryset.filter(note__destination__in=people.reach_of(user))
