"""Organisations, who belongs to them, and one's own profile."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.kit import journal
from belvedere.people import access, validators
from belvedere.people.models import Account, Membership, Organisation

#: What the members of an organisation change by themselves; its kind and its office are the office's to say.
SHEET = ("name", "siret", "email", "phone", "website")


class Refused(Exception):
    """The change cannot be made; the message says why."""


@transaction.atomic
def save_organisation(*, organisation: Organisation, by: Any, now: datetime) -> Organisation:
    """Creates or changes an organisation from the office. Raises Refused where ``by`` may not."""
    creating = organisation.pk is None
    if by is not None and not by.is_superuser:
        held = access.held_by(by, access.WRITING)
        if organisation.destination_id is not None and not _kept(organisation) and organisation.destination not in held:
            raise Refused(_("Rattachez la structure à une destination où vous écrivez."))
        if creating and organisation.destination_id is None:
            raise Refused(_("Choisissez la destination de rattachement."))
        if not creating and not access.can_edit_organisation(by, organisation):
            raise Refused(_("Cette structure n’est pas de votre ressort."))
    _save(organisation)
    journal.record("create_organisation" if creating else "change_organisation", organisation, by=by, now=now)
    return organisation


def _kept(organisation: Organisation) -> bool:
    """Whether the destination is the one it already had."""
    return Organisation.everything.filter(pk=organisation.pk, destination=organisation.destination_id).exists()


@transaction.atomic
def change_sheet(*, organisation: Organisation, values: dict[str, str], by: Account, now: datetime) -> Organisation:
    """A member changes what belongs to her organisation: see ``SHEET``."""
    if not access.organisations_of(by).filter(pk=organisation.pk).exists():
        raise Refused(_("Cette structure n’est pas la vôtre."))
    for field in SHEET:
        setattr(organisation, field, values.get(field, getattr(organisation, field)))
    _save(organisation)
    journal.record("change_sheet", organisation, by=by, now=now)
    return organisation


def _save(organisation: Organisation) -> None:
    try:
        organisation.siret = validators.clean_siret(organisation.siret)
        organisation.full_clean()
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages)) from fault
    organisation.save()


@transaction.atomic
def remove_member(*, membership: Membership, by: Any, now: datetime) -> None:
    """Takes somebody out of an organisation; the account stays."""
    if by is not None and not access.memberships_edited_by(by).filter(pk=membership.pk).exists():
        raise Refused(_("Cette structure n’est pas de votre ressort."))
    journal.record(
        "remove_member",
        membership,
        by=by,
        now=now,
        account=membership.account_id,
        organisation=membership.organisation_id,
    )
    membership.delete()


@transaction.atomic
def change_profile(*, account: Account, first_name: str, last_name: str, now: datetime) -> Account:
    """Somebody changes his or her own name."""
    account.first_name, account.last_name = first_name.strip(), last_name.strip()
    account.save(update_fields=["first_name", "last_name"])
    journal.record("change_profile", account, by=account, now=now)
    return account
