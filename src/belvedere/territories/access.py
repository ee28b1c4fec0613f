"""Who sees and changes the room's rows. The geographic code is public: whoever enters the office sees all of it.

Roles live in a higher room, which tells with :func:`managing` where somebody manages; the rules on destinations and
what hangs from them are declared there too.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from belvedere.kit import scope

from .models import Area, Brand, Commune, Contour, Destination, Territory, Vintage

Managed = Callable[[Any], "QuerySet[Destination]"]
_managed: list[Managed] = []


def managing(rule: Managed) -> Managed:
    """Declares how to find the destinations that a user manages."""
    _managed[:] = [rule]
    return rule


def managed_by(user: Any) -> "QuerySet[Destination]":
    """Destinations whose brand, people and place in the tree ``user`` answers for."""
    return _managed[0](user) if _managed else Destination.everything.none()


def can_manage(user: Any, destination: Destination) -> bool:
    return managed_by(user).filter(pk=destination.pk).exists()


def brands_changed_by(user: Any) -> "QuerySet[Brand]":
    return Brand.everything.filter(destination__in=managed_by(user))


def territories_redrawn_by(user: Any) -> "QuerySet[Territory]":
    """A perimeter gives rights, so nobody widens his own: it is redrawn from above, or while nobody uses it."""
    managed = managed_by(user)
    if user.is_active and user.is_superuser:
        return Territory.everything.all()
    from_above = Destination.everything.filter(parent__in=managed)
    others = Destination.everything.exclude(pk__in=from_above.values("pk"))
    own = Q(managed_by__in=managed) | Q(pk__in=from_above.values("territory"))
    return Territory.everything.filter(own).exclude(pk__in=others.values("territory"))


@scope.rule(Area)
@scope.rule(Commune)
@scope.rule(Contour)
@scope.rule(Vintage)
def everyone(user: Any, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    return queryset
