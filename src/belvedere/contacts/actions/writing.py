"""Letters and the rules they are sent by, as the office writes them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.contacts import access
from belvedere.contacts.models import Letter, SendingRules
from belvedere.kit import journal
from belvedere.people import access as people


class WritingRefused(Exception):
    """This cannot be written so; the message says why and what to do."""


@transaction.atomic
def save_letter(*, letter: Letter, by: Any, now: datetime) -> Letter:
    """Copies that wait will leave as it is written now. Raises WritingRefused."""
    if by is not None and not access.can_keep_file(by, letter.destination):
        raise WritingRefused(_("Ce fichier n’est pas le vôtre : choisissez une destination où vous rédigez."))
    letter.updated_at = now
    letter.save()
    journal.record("save_letter", letter, by=by, now=now)
    return letter


@transaction.atomic
def save_rules(*, rules: SendingRules, by: Any, now: datetime) -> SendingRules:
    """Raises WritingRefused."""
    if by is not None and not people.can_manage(by, rules.destination):
        raise WritingRefused(_("Seul un responsable de cette destination décide de ses règles d’envoi."))
    rules.save()
    journal.record("save_sending_rules", rules, by=by, now=now)
    return rules
