"""Offers that no feed brings: written by hand, through the same columns as the imported ones."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import orjson
from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.catalogue import events
from belvedere.catalogue.enums import SourceKind
from belvedere.catalogue.models import Offer, Source
from belvedere.catalogue.queries.imports import known_offers
from belvedere.engines import offers
from belvedere.kit import journal
from belvedere.territories.models import Commune, Destination

from .incoming import Incoming, Reference
from .incoming_rows import Writer
from .reading import columns_of, compressor


class NotOurs(Exception):
    """The facts of an imported offer are its source's."""


@dataclass(frozen=True)
class OwnOffer:
    """What a person fills in. ``types``: classes of the ontology, one at least; ``periods``: when it is open or takes
    place."""

    name: str
    types: tuple[str, ...]
    commune: str
    streets: tuple[str, ...] = ()
    postal_code: str = ""
    lon: float | None = None
    lat: float | None = None
    phone: str = ""
    email: str = ""
    page: str = ""
    short: str = ""
    description: str = ""
    periods: tuple[offers.OpeningPeriod, ...] = ()


@transaction.atomic
def create_offer(*, destination: Destination, wanted: OwnOffer, by: Any, now: datetime) -> Offer:
    """A new offer, managed by the destination and shown at once."""
    source, _made = Source.everything.get_or_create(
        slug=f"saisie-{destination.slug}",
        defaults={
            "name": _("Saisie de %(name)s") % {"name": destination.name},
            "kind": SourceKind.OURS,
            "destination": destination,
        },
    )
    identifier = str(uuid5(NAMESPACE_URL, f"{destination.slug}/{wanted.name}/{now.isoformat()}"))
    item = _incoming(wanted, identifier, now)
    (outcome,) = Writer(Reference(source.pk, source.slug), now).create([item])
    offer = Offer.everything.get(pk=outcome.offer_id)
    offer.managed_by = destination
    offer.save(update_fields=["managed_by"])
    journal.record("create_offer", offer, by=by, now=now)
    events.offers_changed.send(sender=Offer, ids=[offer.pk])
    return offer


@transaction.atomic
def change_offer(*, offer: Offer, wanted: OwnOffer, by: Any, now: datetime) -> Offer:
    """Raises NotOurs for an imported offer."""
    if offer.source.kind != SourceKind.OURS:
        raise NotOurs(
            _("Les renseignements de « %(name)s » viennent de %(source)s : faites-les corriger à la source.")
            % {"name": offer.name, "source": offer.source.name}
        )
    key = ("", offer.external_id)
    item = _incoming(wanted, offer.external_id, now)
    known = known_offers(offer.source, [key])[key]
    Writer(Reference(offer.source_id, offer.source.slug), now).change([replace(item, known=known)])
    journal.record("change_offer", offer, by=by, now=now)
    events.offers_changed.send(sender=Offer, ids=[offer.pk])
    return Offer.everything.get(pk=offer.pk)


def _incoming(wanted: OwnOffer, identifier: str, now: datetime) -> Incoming:
    commune = Commune.objects.filter(pk=wanted.commune).first()
    locality = commune.name if commune else ""
    city = offers.City(wanted.commune, locality, "", "", (), ())
    reached = offers.Organisation(
        "", "", "", wanted.name, _filled(wanted.phone), _filled(wanted.email), _filled(wanted.page), (), (), (), "", {}
    )
    families = offers.families_of(wanted.types)
    offer = offers.IncomingOffer(
        producer="",
        uuid=identifier,
        uri="",
        identifier="",
        families=families,
        types=wanted.types,
        texts=(offers.Text("fr", wanted.name, wanted.short, wanted.description),),
        updated=now.date(),
        contacts=(offers.Contact("contact", reached),),
        lon=wanted.lon,
        lat=wanted.lat,
        address=offers.Address(wanted.streets, wanted.postal_code, locality, city),
        openings=() if "event" in families else wanted.periods,
        dates=wanted.periods if "event" in families else (),
    )
    raw = orjson.dumps(asdict(wanted), default=tuple)
    return Incoming("", read=columns_of(offer, compressor()(raw)), fingerprint=offers.fingerprint(raw))


def _filled(value: str) -> tuple[str, ...]:
    return (value,) if value else ()
