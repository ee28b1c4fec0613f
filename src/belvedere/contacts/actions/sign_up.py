"""Signing up on the site: an address is written down, a letter goes to it, and nobody is in the file before the answer.

Why a link alone does not confirm: docs/why/consentement.md.
"""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from belvedere.contacts import access
from belvedere.contacts.enums import ActKind, Channel, Proof, Source
from belvedere.contacts.models import OptIn, Person, Wording
from belvedere.contacts.queries.addresses import full
from belvedere.contacts.validators import normal_email
from belvedere.kit import jobs, journal, mail
from belvedere.territories.models import Destination
from belvedere.territories.queries import resolved_brand

from . import acts, consents, people, sheets

#: Letters that one address, then one destination, may be sent in an hour: a form is no machine to flood somebody.
HOUR = timedelta(hours=1)
LETTERS_MOST, SIGN_UPS_MOST = 3, 300
#: Nobody plans a stay longer ahead.
PLANNED_MOST = timedelta(days=3 * 366)
#: Hour of a stay of which only the day is told.
NOON = time(12)
#: Wrong numbers before the link is dead.
MISSES = 3


class SignUpRefused(Exception):
    """The sign-up cannot go on; the message says why and what to do."""


@transaction.atomic
def ask_sign_up(
    *,
    destination: Destination,
    email: str,
    wordings: Sequence[Wording],
    form: str,
    language: str,
    now: datetime,
    first_name: str = "",
    postcode: str = "",
    arrives_on: date | None = None,
) -> OptIn:
    """Writes the sign-up down and sends its letter. ``arrives_on``: a stay ahead, if she told of one. Raises
    SignUpRefused."""
    address = normal_email(email)
    if not address:
        raise SignUpRefused(_("Cette adresse électronique n’est pas complète."))
    if not wordings:
        raise SignUpRefused(_("Cochez ce que vous souhaitez recevoir."))
    today = timezone.localdate(now)
    if arrives_on is not None and not today <= arrives_on <= today + PLANNED_MOST:
        raise SignUpRefused(_("Ce séjour est passé ou trop lointain\N{NO-BREAK SPACE}: corrigez son jour."))
    lately = OptIn.everything.filter(destination=destination, asked_at__gt=now - HOUR)
    mine = lately.filter(email=address).count()
    if mine >= LETTERS_MOST or lately.count() >= SIGN_UPS_MOST:
        raise SignUpRefused(_("Trop d’inscriptions à la fois\N{NO-BREAK SPACE}: réessayez dans une heure."))
    optin: OptIn = OptIn.everything.create(
        destination=destination, email=address, first_name=" ".join(first_name.split())[:80],
        postcode=postcode[:10], language=language, form=form[:80], asked_at=now, arrives_on=arrives_on,
        number=f"{secrets.randbelow(1000):03d}",
    )  # fmt: skip
    optin.wordings.set(wordings)
    jobs.enqueue("contacts.confirm_letter", now=now, optin=optin.pk)
    journal.record("ask_sign_up", optin, by=None, now=now)
    return optin


def send_confirmation(*, optin: OptIn) -> None:
    """The letter with the link. Sent twice, it is the same link."""
    brand = resolved_brand(optin.destination)
    with translation.override(optin.language):
        url = full(optin.destination, reverse("contacts:confirm", args=[access.address_of_sign_up(optin)]))
        letter = mail.Letter(
            to=optin.email,
            subject=_("Confirmez votre inscription"),
            paragraphs=(
                _("Bonjour,"),
                _("Cette adresse vient d’être inscrite sur notre site."),
                _("Pour confirmer, ouvrez la page et appuyez sur son bouton."),
                _("Si vous n’avez rien demandé, ne faites rien\N{NO-BREAK SPACE}: nous l’oublierons dans sept jours."),
            ),
            sender=brand.name,
            link=mail.Link(_("Ouvrir la page de confirmation"), url),
            colour=brand.palette.get("primary", ""),
        )
        mail.send(letter)


def confirm_sign_up(*, optin: OptIn, number: str, same_browser: bool, now: datetime) -> Person:
    """The person presses the button: in the browser where she signed up, or with the number that it showed her. Three
    wrong numbers kill the link. Raises SignUpRefused."""
    if not same_browser and not number.strip():
        raise SignUpRefused(_("Écrivez le nombre montré lors de l’inscription."))
    if not same_browser and not secrets.compare_digest(number.strip().encode(), optin.number.encode()):
        raise SignUpRefused(_miss(optin))
    with transaction.atomic():
        kept = OptIn.everything.select_for_update().filter(pk=optin.pk).first()
        if kept is None:
            raise SignUpRefused(_("Cette inscription est déjà confirmée."))
        wordings = list(kept.wordings.all())
        said = people.Identity(
            first_name=kept.first_name, email=kept.email, postcode=kept.postcode, language=kept.language
        )
        source = Source.SURVEY if kept.sheets.exists() else Source.SITE
        person, _new = people.add_visitor(destination=kept.destination, source=source, identity=said, by=None, now=now)
        sheets.claim_sheets(optin=kept, person=person)
        proof = f"{kept.form}, demandé le {kept.asked_at:%Y-%m-%d %H:%M}, confirmation {kept.key.hex[:12]}"
        for wording in wordings:
            consents.give_consent(
                person=person, purpose=wording.purpose, channel=Channel.MAIL, proof=Proof.DOUBLE, wording=wording,
                reference=proof, by=None, now=now,
            )  # fmt: skip
        _note_stay(kept, person, now)
        kept.delete()
        journal.record("confirm_sign_up", person, by=None, now=now)
    return person


def _note_stay(optin: OptIn, person: Person, now: datetime) -> None:
    """The stay that she told of, when it is still ahead."""
    if optin.arrives_on is None or optin.arrives_on <= timezone.localdate(now):
        return
    at = datetime.combine(optin.arrives_on, NOON, timezone.get_current_timezone())
    acts.add_act(
        person=person, kind=ActKind.PLANNED, room="contacts", at=at, own=False,
        reference=f"stay:{optin.arrives_on}", label=optin.form,
    )  # fmt: skip


def _miss(optin: OptIn) -> str:
    """Counts a wrong number, and says so."""
    optin.misses += 1
    if optin.misses >= MISSES:
        OptIn.everything.filter(pk=optin.pk).delete()
        return _("Ce lien ne vaut plus rien après trois essais\N{NO-BREAK SPACE}: inscrivez-vous de nouveau.")
    OptIn.everything.filter(pk=optin.pk).update(misses=optin.misses)
    return _("Ce n’est pas le nombre montré lors de l’inscription.")
