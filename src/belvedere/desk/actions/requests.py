"""Requests: recorded once whatever the network does, completed while talking, cancelled when the finger slipped."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.catalogue.models import Offer
from belvedere.desk import access
from belvedere.desk.models import Counter, DeskRequest, Recommendation
from belvedere.kit import journal
from belvedere.territories.models import Destination

#: What a request may say beside its channel.
DETAILS = (
    "language", "adults", "children", "dog", "wheelchair", "pushchair", "origin", "country", "postcode", "stay",
    "nights", "transport", "day", "begin", "end", "budget", "weather", "interests", "question", "unmet",
)  # fmt: skip
#: A device that was longer without network has a wrong clock, or has been forgotten in a drawer.
LATEST = timedelta(days=7)
REGRET = timedelta(minutes=15)


class Refused(Exception):
    """The request cannot be kept; the message says why and what to do."""


def record_request(
    *, uuid: UUID, destination: Destination, channel: str, details: Mapping[str, Any] | None = None,
    written_at: datetime | None = None, by: Any, now: datetime,
) -> tuple[DeskRequest, bool]:  # fmt: skip
    """The request and whether it is new: the same ``uuid`` sent again gives the first one back, unchanged.

    ``written_at`` is the device's clock when the request waited for a network. Raises Refused.
    """
    if by is not None and not access.desks_of(by).filter(pk=destination.pk).exists():
        raise Refused(_("Vous ne tenez pas l’accueil de cette destination."))
    known = DeskRequest.everything.filter(uuid=uuid).first()
    if known is not None:
        if known.destination_id != destination.pk:
            raise Refused(_("Cette demande appartient à un autre accueil."))
        return known, False
    request = DeskRequest(
        uuid=uuid, destination=destination, channel=channel, recorded_by=by,
        counter=Counter.everything.filter(destination=destination).order_by("pk").first(),
        recorded_at=_moment(written_at, now),
    )  # fmt: skip
    _fill(request, details or {})
    with transaction.atomic():
        request, created = DeskRequest.everything.get_or_create(uuid=uuid, defaults=_values(request))
        if created:
            journal.record("record_request", request, by=by, now=now, channel=channel)
    return request, created


@transaction.atomic
def complete_request(*, request: DeskRequest, details: Mapping[str, Any], by: Any, now: datetime) -> DeskRequest:
    """What the visitor said meanwhile. Raises Refused."""
    _check_own(request, by)
    _fill(request, details)
    request.save()
    journal.record("complete_request", request, by=by, now=now)
    return request


@transaction.atomic
def cancel_request(*, request: DeskRequest, by: Any, now: datetime) -> None:
    """Takes back a request recorded by mistake a few minutes ago. Raises Refused."""
    _check_own(request, by)
    if now - request.recorded_at > REGRET:
        raise Refused(_("Une demande ne s’annule que dans le quart d’heure."))
    journal.record("cancel_request", request, by=by, now=now)
    request.delete()


@transaction.atomic
def keep_offer(*, request: DeskRequest, offer: int, pinned: bool, by: Any, now: datetime) -> None:
    """Recommends an offer (its number) to the visitor, or lets it go; twice is once. Raises Refused."""
    _check_own(request, by)
    if not pinned:
        Recommendation.everything.filter(request=request, offer=offer).delete()
    elif Offer.everything.active().filter(pk=offer).exists():
        Recommendation.everything.update_or_create(
            request=request, offer_id=offer, defaults={"pinned": True}, create_defaults={"pinned": True, "at": now}
        )
    else:
        raise Refused(_("Cette offre n’est plus en ligne."))
    journal.record("keep_offer" if pinned else "drop_offer", request, by=by, now=now, offer=offer)


def _check_own(request: DeskRequest, by: Any) -> None:
    if by is not None and not access.requests_of(by).filter(pk=request.pk).exists():
        raise Refused(_("Cette demande appartient à un autre accueil."))


def _fill(request: DeskRequest, details: Mapping[str, Any]) -> None:
    for name in DETAILS:
        if name in details:
            setattr(request, name, details[name])
    try:
        request.full_clean(exclude=["uuid", "destination", "counter", "recorded_by"], validate_unique=False)
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages)) from fault


def _values(request: DeskRequest) -> dict[str, Any]:
    fields = (field.attname for field in DeskRequest._meta.concrete_fields if field.attname not in ("id", "uuid"))
    return {name: getattr(request, name) for name in fields}


def _moment(written_at: datetime | None, now: datetime) -> datetime:
    """The device's own time where it can be true, else ours."""
    return written_at if written_at is not None and now - LATEST <= written_at <= now else now
