"""Who has been silent for so long that we forget her."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from belvedere.contacts.models import OptIn, Person

#: Three years, a leap day included, from the person's last own act; and how long before she is told.
KEPT = timedelta(days=3 * 365 + 1)
NOTICE = timedelta(days=30)
#: A sign-up that nobody confirmed is forgotten.
WAITS = timedelta(days=7)


def to_warn(now: datetime) -> "QuerySet[Person]":
    """Silent for so long that a month is left, and not told yet."""
    return Person.everything.present().filter(last_own_act_at__lt=now - KEPT + NOTICE, warned_at=None)


def to_erase(now: datetime) -> "QuerySet[Person]":
    """Silent for three years, and told a month ago at least."""
    return Person.everything.present().filter(last_own_act_at__lt=now - KEPT, warned_at__lt=now - NOTICE)


def due(people: "QuerySet[Person]", now: datetime) -> "QuerySet[Person]":
    """Of these, who has been told or would be at the next round, the longest silent first."""
    silent = people.filter(merged_into=None, erased_at=None, last_own_act_at__lt=now - KEPT + NOTICE)
    return silent.order_by("last_own_act_at", "pk")


def leaves_on(person: Person) -> datetime:
    """The day when she is erased if she stays silent."""
    silent = person.last_own_act_at + KEPT
    return max(silent, person.warned_at + NOTICE) if person.warned_at else silent


def unconfirmed(now: datetime) -> "QuerySet[OptIn]":
    return OptIn.everything.filter(asked_at__lt=now - WAITS)
