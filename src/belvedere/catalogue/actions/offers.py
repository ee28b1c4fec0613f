"""What the office decides about an offer: shown or hidden, whose it is, who else may edit it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.catalogue import events
from belvedere.catalogue.enums import OfferStatus
from belvedere.catalogue.models import Offer, OfferShare
from belvedere.kit import journal
from belvedere.people.models import Organisation
from belvedere.territories.models import Destination


class OfferGone(Exception):
    """The offer is archived: its source no longer has it, or it was merged into another one."""


def publish_offer(*, offer: Offer, by: Any, now: datetime) -> Offer:
    """Shows a hidden offer again. Raises OfferGone."""
    return _set_status(offer, OfferStatus.ACTIVE, "publish_offer", by, now)


def hide_offer(*, offer: Offer, by: Any, now: datetime) -> Offer:
    """Takes an offer off every public page; imports go on updating it and leave it hidden. Raises OfferGone."""
    return _set_status(offer, OfferStatus.HIDDEN, "hide_offer", by, now)


@transaction.atomic
def set_owner(*, offer: Offer, organisation: Organisation | None, by: Any, now: datetime) -> Offer:
    """Says which structure the offer belongs to: its members then find it in their space."""
    offer.owner = organisation
    offer.save(update_fields=["owner"])
    journal.record("set_owner", offer, by=by, now=now, organisation=organisation.pk if organisation else None)
    return offer


@transaction.atomic
def set_manager(*, offer: Offer, destination: Destination | None, by: Any, now: datetime) -> Offer:
    """Says which destination answers for the offer, wherever it lies."""
    offer.managed_by = destination
    offer.updated_at = now
    offer.save(update_fields=["managed_by", "updated_at"])
    journal.record("set_manager", offer, by=by, now=now, destination=destination.slug if destination else None)
    events.offers_changed.send(sender=Offer, ids=[offer.pk])
    return offer


@transaction.atomic
def share_offer(*, offer: Offer, destination: Destination, by: Any, now: datetime) -> OfferShare:
    """Lets another destination edit the offer too; done twice, it is the same share."""
    share, made = OfferShare.objects.get_or_create(offer=offer, destination=destination)
    if made:
        journal.record("share_offer", offer, by=by, now=now, destination=destination.slug)
    return share


@transaction.atomic
def unshare_offer(*, offer: Offer, destination: Destination, by: Any, now: datetime) -> None:
    removed, _details = OfferShare.objects.filter(offer=offer, destination=destination).delete()
    if removed:
        journal.record("unshare_offer", offer, by=by, now=now, destination=destination.slug)


@transaction.atomic
def _set_status(offer: Offer, status: OfferStatus, verb: str, by: Any, now: datetime) -> Offer:
    if offer.status == OfferStatus.ARCHIVED:
        raise OfferGone(
            _("« %(name)s » est archivée : elle reviendra avec le flux qui la décrit, ou se crée de nouveau.")
            % {"name": offer.name}
        )
    offer.status, offer.updated_at = status, now
    offer.save(update_fields=["status", "updated_at"])
    journal.record(verb, offer, by=by, now=now)
    events.offers_changed.send(sender=Offer, ids=[offer.pk])
    return offer
