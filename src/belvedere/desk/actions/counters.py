"""Places where visitors are received."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.desk.models import Counter
from belvedere.kit import journal
from belvedere.people import access as people


class Refused(Exception):
    """The counter cannot be saved; the message says why."""


@transaction.atomic
def save_counter(*, counter: Counter, by: Any, now: datetime) -> Counter:
    """Creates or changes a counter. Raises Refused."""
    if by is not None and not people.can_manage(by, counter.destination):
        raise Refused(_("Vous n’êtes pas responsable de cette destination."))
    try:
        counter.full_clean()
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages)) from fault
    verb = "create_counter" if counter.pk is None else "change_counter"
    counter.save()
    journal.record(verb, counter, by=by, now=now)
    return counter
