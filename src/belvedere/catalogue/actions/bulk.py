"""Rows by the thousand: plain statements on the models' own columns, several times cheaper than model instances.

Values are given as Python holds them (lists and dictionaries for JSON columns, aware datetimes) and adapted here;
a text given to a JSON column is JSON already.
SQLite gets one prepared statement, PostgreSQL a COPY. Call inside a transaction.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

import orjson
from django.db import connection
from django.db.models import DateField, DateTimeField, Field, JSONField, Model

T = TypeVar("T")
Row = Sequence[Any]
#: Variables in one statement: below every limit that SQLite was compiled with.
CHUNK = 500


def allocate(model: type[Model], count: int) -> list[int]:
    """Numbers that the next ``count`` rows of the table may take: nobody else gets them."""
    table, key = model._meta.db_table, model._meta.pk.column  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sequence, [f'"{table}"', key, count])
            return [number for (number,) in cursor.fetchall()]
        # The transaction holds SQLite's only write lock: nobody can come between.
        cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()[0]
        return list(range(last + 1, last + count + 1))


def insert(model: type[Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Adds rows; ``names`` are attributes of the model (``offer_id``, not ``offer``)."""
    fields, adapted = _adapted(model, names, rows)
    if not adapted:
        return
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # The driver's own method: its errors are not yet Django's.
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in adapted:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(fields))
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", adapted)  # noqa: S608


def update(model: type[Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Changes rows; each row ends with the number of the one to change."""
    key = model._meta.pk.attname  # type: ignore[union-attr]
    fields, adapted = _adapted(model, [*names, key], rows)
    if not adapted:
        return
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(field.column)} = %s" for field in fields[:-1])
    statement = f"UPDATE {quote(model._meta.db_table)} SET {changes} WHERE {quote(fields[-1].column)} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, adapted)


def delete(model: type[Model], keys: Sequence[int]) -> None:
    """Removes rows that nothing else points at."""
    quote = connection.ops.quote_name
    start = f"DELETE FROM {quote(model._meta.db_table)} WHERE {quote(model._meta.pk.column)} IN"  # type: ignore[union-attr]  # noqa: S608
    with connection.cursor() as cursor:
        for part in chunks(keys):
            cursor.execute(f"{start} ({', '.join(['%s'] * len(part))})", list(part))


def chunks(values: Sequence[T], size: int = CHUNK) -> Iterable[Sequence[T]]:
    return (values[start : start + size] for start in range(0, len(values), size))


def _adapted(model: type[Model], names: Sequence[str], rows: Iterable[Row]) -> tuple[list[Any], list[Row]]:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    adapters = [(i, adapter) for i, field in enumerate(fields) if (adapter := _adapter(field))]
    adapted = [list(row) for row in rows]
    for i, adapter in adapters:
        for values in adapted:
            values[i] = adapter(values[i])
    return fields, adapted


def _adapter(field: Field[Any, Any]) -> Callable[[Any], Any] | None:
    if isinstance(field, JSONField):
        return _json
    if connection.vendor == "sqlite":
        if isinstance(field, DateTimeField):
            return _moment
        if isinstance(field, DateField):
            return _day
    return None


def _json(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()


@lru_cache(maxsize=1024)
def _moment(value: datetime | None) -> str | None:
    return connection.ops.adapt_datetimefield_value(value)


def _day(value: Any) -> str | None:
    return None if value is None else value.isoformat()
