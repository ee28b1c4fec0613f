"""Persons coming into the file, found again when they are in it already."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.contacts import events
from belvedere.contacts.enums import ActKind, Source
from belvedere.contacts.models import Person
from belvedere.contacts.validators import normal_email, normal_phone, normal_postcode
from belvedere.kit import journal
from belvedere.territories.models import Destination

from . import acts

#: Ways into the file that are our doing, not the person's.
NOT_OWN = {Source.IMPORT, Source.OFFICE}


class PersonRefused(Exception):
    """A person that cannot be written; the message says why and what to do."""


@dataclass(frozen=True)
class Identity:
    """What somebody says of herself, as typed: all optional but a way to reach her or a name."""

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    postcode: str = ""
    country: str = ""
    language: str = ""
    birth_year: int | None = None

    def normalised(self) -> "Identity":
        """Raises PersonRefused for an address or a number that is none."""
        email, phone = normal_email(self.email), normal_phone(self.phone, self.country)
        if self.email.strip() and not email:
            raise PersonRefused(_("L’adresse électronique n’est pas complète."))
        if self.phone.strip() and not phone:
            raise PersonRefused(_("Le numéro de téléphone n’est pas complet."))
        first, last = " ".join(self.first_name.split())[:80], " ".join(self.last_name.split())[:80]
        if not (email or phone or last):
            raise PersonRefused(_("Il faut un nom, une adresse électronique ou un téléphone."))
        postcode = normal_postcode(self.postcode, self.country)
        return replace(self, first_name=first, last_name=last, email=email, phone=phone, postcode=postcode)


@transaction.atomic
def add_visitor(
    *,
    destination: Destination,
    source: Source | str,
    identity: Identity,
    by: Any,
    now: datetime,
) -> tuple[Person, bool]:
    """The person of this address in this destination's file, made when she is not in it; what we did not know of her is
    filled in, what we knew stays. Returns her and whether she is new. Raises PersonRefused."""
    said = identity.normalised()
    present = Person.everything.present().select_for_update().filter(destination=destination)
    known = present.filter(email=said.email).first() if said.email else None
    if known is not None:
        complete_person(person=known, identity=said, by=by, now=now)
        return known, False
    person = Person.everything.create(
        destination=destination,
        source=source,
        created_at=now,
        updated_at=now,
        last_own_act_at=now,
        **asdict(said),
    )
    acts.add_act(
        person=person, kind=ActKind.CAME, room="contacts", at=now, own=source not in NOT_OWN, reference="came",
        label=str(Source(source).label),
    )  # fmt: skip
    journal.record("add_person", person, by=by, now=now, source=str(source))
    events.people_changed.send(sender=Person, ids=[person.pk])
    return person, True


@transaction.atomic
def complete_person(*, person: Person, identity: Identity, by: Any, now: datetime) -> bool:
    """Fills in what was not known; whether anything was."""
    said = {name: value for name, value in asdict(identity).items() if value and not getattr(person, name)}
    if said:
        _write(person, said, by, now, "complete_person")
    return bool(said)


@transaction.atomic
def change_person(*, person: Person, identity: Identity, by: Any, now: datetime) -> Person:
    """Writes what the office or the person herself says now. Raises PersonRefused."""
    said = asdict(identity.normalised())
    others = Person.everything.present().filter(destination=person.destination_id).exclude(pk=person.pk)
    if said["email"] and others.filter(email=said["email"]).exists():
        raise PersonRefused(
            _("Cette adresse est déjà celle d’une autre personne\N{NO-BREAK SPACE}: fusionnez les deux fiches.")
        )
    _write(person, said, by, now, "change_person")
    return person


def _write(person: Person, said: dict[str, Any], by: Any, now: datetime, verb: str) -> None:
    for name, value in said.items():
        setattr(person, name, value)
    person.updated_at = now
    person.save(update_fields=[*said, "updated_at"])
    journal.record(verb, person, by=by, now=now, fields=sorted(said))
    events.people_changed.send(sender=Person, ids=[person.pk])
