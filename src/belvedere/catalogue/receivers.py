"""What the room does when its own offers change: the search index follows."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from belvedere.kit import jobs

from . import events

#: Beyond, naming the offers costs more than writing them all again.
MANY = 20_000


@receiver(events.offers_changed)
def follow_in_the_index(*, ids: list[int], **_kwargs: Any) -> None:
    jobs.enqueue("catalogue.reindex", now=timezone.now(), ids=ids if len(ids) <= MANY else None)
