"""Built once, then put back as it was: rows that hundreds of tests start from are reckoned a single time."""

import pickle
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

Rows = dict[type[Model], dict[Any, tuple[Any, ...]]]


class Replayed:
    """A builder of rows. Once recorded on the database that all tests start from, a call writes the same rows, keys
    included, without what led to them: signals, queries, hashing, SQL. Where they would not fit, it builds as usual.
    """

    def __init__(self, build: Callable[[], Any]) -> None:
        self.build = build
        self.rows: dict[type[Model], list[Model]] = {}
        self.statements: list[tuple[str, Any]] = []
        self.before: list[Any] = []
        self.result = b""

    def __call__(self) -> Any:
        if not self.rows or self._last_keys() != self.before:
            return self.build()
        with connection.cursor() as cursor:
            for statement in self.statements:
                cursor.execute(*statement)
        return pickle.loads(self.result)  # noqa: S301 - our own

    def record(self) -> None:
        """Builds, keeps what was written and undoes it."""
        with transaction.atomic():
            before = every_row()
            self.result = pickle.dumps(self.build())
            after = every_row()
            changed = [model for model, rows in before.items() if any(after[model].get(pk) != rows[pk] for pk in rows)]
            assert not changed, f"{self.build.__name__} changes rows that it has not made: {changed}"
            new = {model: after[model].keys() - before[model].keys() for model in after}
            self.rows = {m: list(m._base_manager.filter(pk__in=keys)) for m, keys in new.items() if keys}
            transaction.set_rollback(True)
        self.before = self._last_keys()
        with transaction.atomic(), connection.execute_wrapper(self._keep):
            for model, written in self.rows.items():
                model._base_manager.bulk_create(written)
            transaction.set_rollback(True)

    def _keep(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith("INSERT"):
            self.statements.append((sql, params))
        return execute(sql, params, many, context)

    def _last_keys(self) -> list[Any]:
        """Of each table that it fills, in one query."""
        quoted = connection.ops.quote_name
        tables = [(quoted(m._meta.pk.column), quoted(m._meta.db_table)) for m in self.rows]
        with connection.cursor() as cursor:
            asked = ", ".join(f"(SELECT MAX({key}) FROM {table})" for key, table in tables)  # noqa: S608 - our tables
            cursor.execute(f"SELECT {asked}")
            return list(cursor.fetchone())


def every_row() -> Rows:
    """Every row of every table, by its key."""
    models = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
    return {model: {row[0]: row for row in model._base_manager.values_list("pk", *columns(model))} for model in models}


def columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.local_concrete_fields]
