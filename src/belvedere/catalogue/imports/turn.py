"""One import of a source at a time, on one machine or on several. The turn is given back by the system itself when the
process dies, so that nothing has to be cleaned up after a kill."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from belvedere.catalogue.models import Source


class SourceBusy(Exception):
    """Another process is importing the same source."""


@contextmanager
def turn_of(source: Source) -> Iterator[None]:
    """Holds the source's turn. Raises SourceBusy at once when somebody else has it."""
    taken = _advisory(source) if connection.vendor == "postgresql" else _file(source)
    with taken:
        yield


@contextmanager
def _advisory(source: Source) -> Iterator[None]:
    key = ("belvedere.catalogue.source", source.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s), %s)", key)
        if not cursor.fetchone()[0]:
            raise _busy(source)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s), %s)", key)


@contextmanager
def _file(source: Source) -> Iterator[None]:
    folder = settings.HOME / "locks"
    folder.mkdir(exist_ok=True)
    with (folder / f"import-{source.slug}").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise _busy(source) from None
        yield


def _busy(source: Source) -> SourceBusy:
    return SourceBusy(
        _("Une importation de la source « %(name)s » est déjà en cours : attendez sa fin, puis relancez.")
        % {"name": source.name}
    )
