"""Writing the journal: one line per write, in the same transaction."""

from datetime import datetime
from typing import Any

from django.db.models import Model

from .models import Entry


def record(verb: str, noun: Model, *, by: Any, now: datetime, **detail: Any) -> Entry:
    """Adds a line: ``by`` (an account or None for the machine) did ``verb`` to ``noun``. Details must be plain JSON
    and hold no personal data beyond identifiers."""
    author = by if by is not None and by.pk else None
    label = noun._meta.label
    return Entry.objects.create(verb=verb, noun=label, noun_id=str(noun.pk), by=author, at=now, detail=detail)
