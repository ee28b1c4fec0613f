"""Visitors whom another room has met: with their consent only."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.contacts.enums import Channel, Proof, Purpose, Source
from belvedere.contacts.models import Person
from belvedere.kit import journal
from belvedere.territories.models import Destination

from . import consents, people, wordings


class VisitorRefused(Exception):
    """Nothing is kept of this visitor; the message says why."""


@transaction.atomic
def add_visitor(
    *,
    destination: Destination,
    source: Source | str,
    identity: people.Identity,
    purposes: Collection[Purpose | str],
    channel: Channel | str,
    proof: Proof | str,
    reference: str,
    by: Any,
    now: datetime,
) -> Person:
    """For the rooms above: the person comes into the file with what she has just agreed to, the wordings shown being
    today's in her language. Raises VisitorRefused without any consent, PersonRefused without a way to reach her."""
    if not purposes:
        raise VisitorRefused(_("Sans accord de la personne, rien n’est gardé d’elle."))
    person, _new = people.add_visitor(destination=destination, source=source, identity=identity, by=by, now=now)
    said = wordings.shown(
        destination=destination, purposes=purposes, language=identity.language or "fr", now=now
    )  # fmt: skip
    for wording in said:
        consents.give_consent(
            person=person, purpose=wording.purpose, channel=channel, proof=proof, wording=wording,
            reference=reference, by=by, now=now,
        )  # fmt: skip
    journal.record("add_visitor", person, by=by, now=now, purposes=sorted(map(str, purposes)))
    return person
