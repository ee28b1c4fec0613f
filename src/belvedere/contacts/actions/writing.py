"""Letters and the rules they are sent by, as the office writes them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.contacts import access
from belvedere.contacts.enums import Channel
from belvedere.contacts.models import Letter, SendingRules
from belvedere.contacts.queries import letters
from belvedere.kit import journal
from belvedere.people import access as people

#: Characters of a short message, beside who writes and how to stop: three texts in all, in the telephones' alphabet.
LONGEST = 240


class WritingRefused(Exception):
    """This cannot be written so; the message says why and what to do."""


@transaction.atomic
def save_letter(*, letter: Letter, by: Any, now: datetime) -> Letter:
    """Copies that wait will leave as it is written now. Raises WritingRefused."""
    if by is not None and not access.can_keep_file(by, letter.destination):
        raise WritingRefused(_("Ce fichier n’est pas le vôtre : choisissez une destination où vous rédigez."))
    if letter.channel == Channel.SMS:
        _check_short(letter)
    letter.updated_at = now
    letter.save()
    journal.record("save_letter", letter, by=by, now=now)
    return letter


def _check_short(letter: Letter) -> None:
    for version in letter.versions:
        if any(child.block_type not in letters.SHORT for child in version.value["body"]):
            raise WritingRefused(_("Un SMS n’a que du texte et des boutons : retirez les images et les offres."))
        size = len(letters.short(letter, version.value["language"], ""))
        if size > LONGEST:
            words = _("Ce SMS compte %(size)s caractères, %(most)s au plus : raccourcissez-le.")
            raise WritingRefused(words % {"size": size, "most": LONGEST})


@transaction.atomic
def save_rules(*, rules: SendingRules, by: Any, now: datetime) -> SendingRules:
    """Raises WritingRefused."""
    if by is not None and not people.can_manage(by, rules.destination):
        raise WritingRefused(_("Seul un responsable de cette destination décide de ses règles d’envoi."))
    rules.save()
    journal.record("save_sending_rules", rules, by=by, now=now)
    return rules
