"""Questions that every request asks: Django words them in SQL once in the life of a process, which costs five times
what asking them does."""

from collections.abc import Callable
from functools import cached_property
from inspect import signature
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.query import RawQuerySet

from . import scope


class Blank(Value):
    """Where a value will stand: it goes through to the parameters of the SQL as it is."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class Prepared:
    """A queryset wanted again and again with other values: text and whole numbers, each compared with a column.

    >>> by_host = Prepared(lambda host: Destination.everything.filter(hostname=host))
    >>> by_host("salers.test")
    """

    def __init__(self, question: Callable[..., "QuerySet[Any, Any]"]) -> None:
        self.question = question

    @cached_property
    def worded(self) -> tuple[type[Model], str, tuple[Any, ...]]:
        """The model, the SQL, and its parameters with blanks among them; in nobody's name, whoever asks first."""
        with scope.viewing(None):
            queryset = self.question(*map(Blank, range(len(signature(self.question).parameters))))
        return queryset.model, *queryset.query.sql_with_params()

    def __call__(self, *values: Any) -> "RawQuerySet[Any]":
        """Rows of the model, read when they are first looked at."""
        model, sql, _parameters = self.worded
        found: RawQuerySet[Any] = model._base_manager.raw(sql, self._filled(values))
        return found

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """What a ``values_list`` asks for, as the database gives it."""
        with connection.cursor() as cursor:
            cursor.execute(self.worded[1], self._filled(values))
            return list(cursor.fetchall())

    def part(self, *values: Any) -> RawSQL:
        """What a ``values`` of one column asks for, as a part of larger questions: ``destination__in=keys.part(7)``."""
        return RawSQL(self.worded[1], self._filled(values))  # noqa: S611 - the ORM's own SQL

    def _filled(self, values: tuple[Any, ...]) -> list[Any]:
        return [values[one.value] if isinstance(one, Blank) else one for one in self.worded[2]]
