"""What poster campaigns cost, told to the file of contacts: the room that measures them and the room that reckons what
a visitor won costs are neighbours, and neither knows the other."""

from datetime import datetime
from math import ceil

from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.contacts.actions import value
from belvedere.contacts.enums import ExpensePurpose
from belvedere.observatory.models import CityCampaign
from belvedere.territories.models import Destination

ROOM = "observatory"


@transaction.atomic
def tell_spending(*, destination: Destination, now: datetime) -> int:
    """Every campaign posted up to its last day becomes a cost line, at the price of its cities and begun weeks; lines
    of campaigns taken away since are taken back. How many are told."""
    rows = CityCampaign.everything.filter(destination=destination, city_week__gt=0, end__isnull=False)
    told = set()
    for campaign in rows.exclude(posted=[]):
        told.add(f"campaign:{campaign.pk}")
        _tell(campaign, now)
    value.take_back_expenses(destination=destination, room=ROOM, kept=told, now=now)
    return len(told)


def _tell(campaign: CityCampaign, now: datetime) -> None:
    weeks = ceil(((campaign.end - campaign.start).days + 1) / 7)
    reckoned = {"cities": len(campaign.posted), "weeks": weeks, "price": campaign.city_week}
    source = _("campagne par villes\N{NO-BREAK SPACE}: villes %(cities)s × semaines %(weeks)s × %(price)s €")
    value.tell_expense(
        destination=campaign.destination,
        room=ROOM,
        reference=f"campaign:{campaign.pk}",
        name=campaign.name,
        purpose=ExpensePurpose.ACQUISITION,
        amount=len(campaign.posted) * weeks * campaign.city_week * 100,
        start=campaign.start,
        end=campaign.end,
        source=source % reckoned,
        now=now,
    )
