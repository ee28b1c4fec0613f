"""One at a time, on one machine or on several. A turn is given back by the system itself when the process dies, so that
nothing has to be cleaned up after a kill."""

import fcntl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.conf import settings
from django.db import connection


class Busy(Exception):
    """Somebody else has the turn; the room says so in its own words."""


def turn_of(name: str) -> AbstractContextManager[None]:
    """Holds the turn of that name (letters, digits, dashes). Raises Busy at once when somebody else has it."""
    return _advisory(name) if connection.vendor == "postgresql" else _file(name)


@contextmanager
def _advisory(name: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name])
        if not cursor.fetchone()[0]:
            raise Busy(name)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])


@contextmanager
def _file(name: str) -> Iterator[None]:
    folder = settings.HOME / "locks"
    folder.mkdir(exist_ok=True)
    with (folder / name).open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy(name) from None
        yield
