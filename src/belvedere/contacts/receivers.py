"""What the room does when its own people change, and when a mail provider tells of a letter."""

from typing import Any

from anymail.signals import tracking
from django.dispatch import receiver
from django.utils import timezone

from . import events
from .actions import members, returns
from .imports.returns import apply_event
from .models import Person


@receiver(events.people_changed)
def follow_in_segments(*, ids: list[int], **_kwargs: Any) -> None:
    members.note_changes(numbers=ids, now=timezone.now())


@receiver(events.person_erased)
def forget_in_letters(*, person: Person, **_kwargs: Any) -> None:
    returns.forget_in_letters(person=person, now=timezone.now())


@receiver(tracking)
def hear_the_provider(*, event: Any, **_kwargs: Any) -> None:
    apply_event(event=event, now=timezone.now())
