"""What the room does when its own people change, and when a mail provider tells of a letter."""

from typing import Any

from anymail.signals import tracking
from django.dispatch import receiver
from django.utils import timezone

from . import events
from .actions import members, returns, sheets
from .imports.returns import apply_event
from .models import Person
from .queries import sheets as reads


@receiver(events.people_changed)
def follow_in_segments(*, ids: list[int], **_kwargs: Any) -> None:
    members.note_changes(numbers=ids, now=timezone.now())


@receiver(events.person_erased)
def forget_in_letters(*, person: Person, **_kwargs: Any) -> None:
    returns.forget_in_letters(person=person, now=timezone.now())


@receiver(events.person_erased)
def forget_in_surveys(*, person: Person, **_kwargs: Any) -> None:
    sheets.forget_words(person=person)


@receiver(events.person_exported)
def tell_of_surveys(*, person: Person, **_kwargs: Any) -> dict[str, list[dict[str, Any]]]:
    return reads.told_of(person)


@receiver(tracking)
def hear_the_provider(*, event: Any, **_kwargs: Any) -> None:
    apply_event(event=event, now=timezone.now())
