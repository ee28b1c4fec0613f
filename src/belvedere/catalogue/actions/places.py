"""Finding again the commune of offers that had none: the reference or the contours may have been loaded since."""

from datetime import datetime

from django.db import transaction

from belvedere.catalogue import events
from belvedere.catalogue.enums import OfferStatus
from belvedere.catalogue.models import Offer, Source
from belvedere.catalogue.queries.communes import CommuneFinder, Where
from belvedere.territories.models import Commune

from . import bulk


@transaction.atomic
def place_offers(*, source: Source, now: datetime, finder: CommuneFinder | None = None) -> int:
    """Gives a commune to the offers of a source that can have one now. Returns how many."""
    if not Commune.objects.exists():
        return 0
    finder = finder or CommuneFinder()
    lost = Offer.everything.filter(source=source, commune=None).exclude(status=OfferStatus.ARCHIVED)
    placed = []
    for number, lon, lat, address in lost.values_list("pk", "lon", "lat", "address").iterator():
        where = Where(
            address.get("insee", ""), lon, lat, address.get("postal_code", ""), address.get("locality", "")
        )  # fmt: skip
        if code := finder.find(where):
            placed.append((code, now, number))
    bulk.update(Offer, ("commune_id", "updated_at"), placed)
    if placed:
        events.offers_changed.send(sender=Offer, ids=[row[-1] for row in placed])
    return len(placed)
