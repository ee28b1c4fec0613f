"""Who is looking: the one place through which rows that can leak are reached.

A room's ``access`` declares one rule per model with :func:`rule`; :func:`visible_to` applies it. Models shown in the
office use :class:`ScopedManager` as their default manager: inside :func:`viewing` it answers only what the viewer may
see, so that Wagtail's generic views, choosers and exports cannot reach a foreign row. Jobs and public pages run outside
of any viewing and use ``everything`` where they say so.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Manager, Model, QuerySet

Rule = Callable[[Any, "QuerySet[Any]"], "QuerySet[Any]"]

_viewer: ContextVar[Any] = ContextVar("viewer", default=None)
_rules: dict[type[Model], Rule] = {}


class RuleMissing(LookupError):
    """A model was asked for by a viewer and no room has said who may see it."""


def rule(model: type[Model]) -> Callable[[Rule], Rule]:
    """Declares who sees ``model``: the decorated function narrows a queryset for a user."""

    def register(function: Rule) -> Rule:
        _rules[model] = function
        return function

    return register


def visible_to(user: Any, model: type[Model], queryset: "QuerySet[Any] | None" = None) -> "QuerySet[Any]":
    """Rows of ``model`` that ``user`` may see. Raises RuleMissing where no room has declared a rule."""
    if queryset is None:
        queryset = QuerySet(model) if not hasattr(model, "everything") else model.everything.all()
    if user.is_active and user.is_superuser:
        return queryset
    for known in model.__mro__:
        if known in _rules:
            return _rules[known](user, queryset)
    raise RuleMissing(f"No access rule for {model._meta.label}: declare one in its room's access.py.")


def viewer() -> Any:
    """The user in whose name the current office request runs, or None."""
    return _viewer.get()


@contextmanager
def viewing(user: Any) -> Iterator[None]:
    """Everything inside sees through ``user``'s eyes."""
    token = _viewer.set(user)
    try:
        yield
    finally:
        _viewer.reset(token)


class ScopedManager(Manager[Any]):
    """Default manager of what the office shows; declare ``everything = Manager()`` beside it for jobs."""

    use_in_migrations = False

    def get_queryset(self) -> "QuerySet[Any]":
        queryset = super().get_queryset()
        user = _viewer.get()
        return queryset if user is None else visible_to(user, self.model, queryset)
