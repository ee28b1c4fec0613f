"""One import of a source at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from belvedere.catalogue.models import Source
from belvedere.kit import turns


class SourceBusy(Exception):
    """Another process is importing the same source."""


@contextmanager
def turn_of(source: Source) -> Iterator[None]:
    """Holds the source's turn. Raises SourceBusy at once when somebody else has it."""
    try:
        with turns.turn_of(f"import-{source.slug}"):
            yield
    except turns.Busy as busy:
        raise SourceBusy(
            _("Une importation de la source « %(name)s » est déjà en cours : attendez sa fin, puis relancez.")
            % {"name": source.name}
        ) from busy
