"""What the room does when its own people change: their segments follow."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from . import events
from .actions import members


@receiver(events.people_changed)
def follow_in_segments(*, ids: list[int], **_kwargs: Any) -> None:
    members.note_changes(numbers=ids, now=timezone.now())
