"""What the room does when its own offers change: the search index follows."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import published, unpublished

from belvedere.kit import jobs

from . import events
from .models import OfferStory

#: Beyond, naming the offers costs more than writing them all again.
MANY = 20_000


@receiver(events.offers_changed)
def follow_in_the_index(*, ids: list[int], **_kwargs: Any) -> None:
    jobs.enqueue("catalogue.reindex", now=timezone.now(), ids=ids if len(ids) <= MANY else None)


@receiver([published, unpublished], sender=OfferStory)
def follow_our_words(*, instance: OfferStory, **_kwargs: Any) -> None:
    """Whoever publishes: a person, the workflow, the schedule."""
    jobs.enqueue("catalogue.reindex", now=timezone.now(), ids=[instance.offer_id])
