"""The geographic code is public: whoever enters the office sees all of it. Destinations and what hangs from them are
ruled in ``people.access``, which knows the roles."""

from typing import Any

from django.db.models import QuerySet

from belvedere.kit import scope

from .models import Area, Commune, Contour


@scope.rule(Area)
@scope.rule(Commune)
@scope.rule(Contour)
def everyone(user: Any, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    return queryset
