"""One at a time, on one machine or on several. A turn is given back by the system itself when the process dies, so that
nothing has to be cleaned up after a kill."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from django.conf import settings
from django.db import connection

#: Seconds between two looks at a turn that is waited for.
PAUSE = 0.05


class Busy(Exception):
    """Somebody else has the turn; the room says so in its own words."""


def turn_of(name: str, *, patience: float = 0) -> AbstractContextManager[None]:
    """Holds the turn of that name (letters, digits, dashes). Raises Busy when somebody else still has it after
    ``patience`` seconds. Not to be asked for again by who holds it."""
    return _advisory(name, patience) if connection.vendor == "postgresql" else _file(name, patience)


@contextmanager
def _advisory(name: str, patience: float) -> Iterator[None]:
    def take() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name])
            return bool(cursor.fetchone()[0])

    _wait(take, name, patience)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])


@contextmanager
def _file(name: str, patience: float) -> Iterator[None]:
    folder = settings.HOME / "locks"
    folder.mkdir(exist_ok=True)
    with (folder / name).open("w") as handle:

        def take() -> bool:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return False
            return True

        _wait(take, name, patience)
        yield


def _wait(take: Callable[[], bool], name: str, patience: float) -> None:
    end = time.monotonic() + patience
    while not take():
        if time.monotonic() >= end:
            raise Busy(name)
        time.sleep(PAUSE)
