"""What the public site tells the rooms below: the offers that a letter shows."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from belvedere.catalogue.queries import public as catalogue
from belvedere.contacts import events
from belvedere.contacts.queries import addresses
from belvedere.contacts.queries.letters import Card
from belvedere.territories.models import Destination


@receiver(events.cards_asked)
def show_offers_in_letters(
    *, ids: Iterable[int], language: str, destination: Destination, now: datetime, **_kwargs: Any
) -> list[Card]:
    return [
        Card(
            id=card.id,
            name=card.name,
            text=" – ".join(filter(None, [card.type_label, card.commune, card.price])),
            url=addresses.full(destination, reverse("site:offer", args=[card.id, card.slug])),
            picture=addresses.full(destination, card.picture.url) if card.picture else "",
            alternative=card.picture.title if card.picture else "",
            credit=card.picture.credit if card.picture else "",
        )
        for card in catalogue.cards(ids, language=language, now=now)
    ]
