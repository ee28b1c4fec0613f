"""Leaving the file: everywhere, in one action, and every count stays."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from belvedere.contacts import events
from belvedere.contacts.enums import ErasureCause
from belvedere.contacts.models import Act, Consent, Erasure, FileLine, Merge, Person
from belvedere.contacts.queries.addresses import fingerprint
from belvedere.kit import journal

#: What stands where a proof was, and where a name was in the office's history.
GONE = "effacé"


class ErasureRefused(Exception):
    """This person cannot be erased; the message says why."""


@transaction.atomic
def erase_person(*, person: Person, cause: ErasureCause | str, by: Any, now: datetime) -> Erasure:
    """Empties every word of this person, and of those she absorbed, in all rooms. Rows stay: country, language and
    the two first signs of the postcode, kinds of acts and of consents, their dates. Raises ErasureRefused."""
    person = Person.everything.select_for_update().get(pk=person.pk)
    if person.erased_at is not None:
        raise ErasureRefused(_("Cette personne est déjà effacée."))
    if person.merged_into_id is not None:
        raise ErasureRefused(_("Cette fiche a été fusionnée\N{NO-BREAK SPACE}: effacez celle qui a été gardée."))
    found = [_empty(one, cause, by, now) for one in _family(person)]
    journal.record("erase_person", person, by=by, now=now, cause=str(cause), sheets=len(found))
    events.people_changed.send(sender=Person, ids=[one.person_id for one in found])
    return found[0]


def _family(person: Person) -> list[Person]:
    """The person and those merged into her, at whatever depth."""
    found, last = [person], [person]
    while last:
        last = list(Person.everything.filter(merged_into__in=last))
        found += last
    return found


def _empty(person: Person, cause: str, by: Any, now: datetime) -> Erasure:
    events.person_erased.send(sender=Person, person=person)
    trace = fingerprint(person.email) if cause == ErasureCause.ASKED else ""
    Act.everything.filter(person=person).update(label="", reference="")
    Consent.everything.filter(person=person).update(reference=GONE)
    FileLine.everything.filter(person=person).update(sentence="")
    Merge.everything.filter(kept=person).update(filled={})
    kind = ContentType.objects.get_for_model(Person)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(person.pk)).update(label=GONE, data={})
    Person.everything.filter(pk=person.pk).update(
        first_name="", last_name="", email="", phone="", postcode=person.postcode[:2], birth_year=None, warned_at=None,
        key=uuid.uuid4(), erased_at=now, updated_at=now,
    )  # fmt: skip
    author = by if by is not None and by.pk else None
    return Erasure.everything.create(person=person, cause=cause, trace=trace, at=now, by=author)
