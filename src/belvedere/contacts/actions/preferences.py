"""What a person decides on her own page: reached by a signed address, without an account."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from belvedere.contacts import access
from belvedere.contacts.enums import Proof
from belvedere.contacts.models import Person
from belvedere.contacts.queries import people as reads
from belvedere.contacts.queries.addresses import full, spoken_to
from belvedere.contacts.validators import normal_email
from belvedere.kit import jobs, mail
from belvedere.territories.models import Destination
from belvedere.territories.queries import resolved_brand

from . import acts, consents, wordings


@transaction.atomic
def choose(*, person: Person, wanted: Collection[str], language: str, now: datetime) -> int:
    """``wanted``: names of the boxes ticked (``queries.people.Choice.name``). Writes what changed; how many lines."""
    changed = 0
    for choice in reads.choices(person):
        ticked = choice.name in wanted
        if ticked == choice.given:
            continue
        changed += 1
        where = {"person": person, "purpose": choice.purpose, "channel": choice.channel, "proof": Proof.PAGE}
        if ticked:
            (wording,) = wordings.shown(
                destination=person.destination, purposes=[choice.purpose], language=language, now=now
            )
            consents.give_consent(**where, wording=wording, reference="page de préférences", by=None, now=now)
        else:
            consents.withdraw_consent(**where, reference="page de préférences", by=None, now=now)
    if changed:
        acts.keep_alive(person=person, at=now)
    return changed


@transaction.atomic
def stop_all(*, person: Person, now: datetime) -> int:
    """Withdraws everything that stands; how many lines."""
    return choose(person=person, wanted=(), language=person.language or "fr", now=now)


@transaction.atomic
def ask_page(*, destination: Destination, email: str, now: datetime) -> None:
    """Sends the address of her page to whoever bears this address in the file; says nothing about anybody else."""
    address = normal_email(email)
    known = Person.everything.present().filter(destination=destination, email=address).first() if address else None
    if known is not None:
        jobs.enqueue("contacts.page_letter", now=now, person=known.pk)


def send_page(*, person: Person) -> None:
    """The letter that bears the address of her page."""
    brand = resolved_brand(person.destination)
    with translation.override(spoken_to(person.language)):
        url = full(person.destination, reverse("contacts:preferences", args=[access.address_of(person)]))
        letter = mail.Letter(
            to=person.email,
            subject=_("Votre page de préférences"),
            paragraphs=(_("Bonjour,"), _("Voici l’adresse de votre page\N{NO-BREAK SPACE}: elle vaut pour vous seul.")),
            sender=brand.name,
            link=mail.Link(_("Ouvrir ma page"), url),
            colour=brand.palette.get("primary", ""),
        )
        mail.send(letter)
