"""Timelines: each room adds its own lines."""

from datetime import datetime

from django.db import transaction

from belvedere.contacts import events
from belvedere.contacts.enums import ActKind
from belvedere.contacts.models import Act, Person


@transaction.atomic
def add_act(
    *,
    person: Person,
    kind: ActKind | str,
    room: str,
    at: datetime,
    own: bool,
    reference: str = "",
    label: str = "",
) -> Act | None:
    """Adds a line, once for each reference; the person's own acts keep her in the file. Nothing is
    told of somebody erased: None. The timeline is its own journal."""
    if Person.everything.filter(pk=person.pk).exclude(erased_at=None).exists():
        return None
    line = {"label": label[:200], "at": at, "own": own}
    if reference:
        act, new = Act.everything.get_or_create(person=person, kind=kind, room=room, reference=reference, defaults=line)
    else:
        act, new = Act.everything.create(person=person, kind=kind, room=room, **line), True
    if new and own:
        keep_alive(person=person, at=at)
    if new:
        events.people_changed.send(sender=Person, ids=[person.pk])
    return act


def keep_alive(*, person: Person, at: datetime) -> None:
    """The person did something herself: what was said of erasing her is forgotten."""
    Person.everything.filter(pk=person.pk, last_own_act_at__lt=at).update(last_own_act_at=at, warned_at=None)
    person.refresh_from_db(fields=["last_own_act_at", "warned_at"])
