"""A request as the office reads it before it answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from belvedere.meetings.enums import EditionStatus
from belvedere.meetings.models import Edition, SignUp

from . import profiles

#: A call is answered as long as wishes can still be placed.
CALLING = (EditionStatus.DRAFT, EditionStatus.OPEN)


@dataclass(frozen=True)
class Sheet:
    """``people`` are names with their hours; profiles in words, empty when nothing was said."""

    people: tuple[tuple[str, str], ...]
    offers: str
    seeks: str


def is_calling(edition: Edition, now: datetime) -> bool:
    """Whether the form is open."""
    return edition.call_until is not None and now <= edition.call_until and edition.status in CALLING


def sheet(signup: SignUp) -> Sheet:
    """One query."""
    words = profiles.words_of(signup.offers, signup.seeks)
    return Sheet(
        people=tuple((one["name"], _hours(one)) for one in signup.people),
        offers=profiles.in_words(signup.offers, words),
        seeks=profiles.in_words(signup.seeks, words),
    )


def _hours(one: dict[str, Any]) -> str:
    first, last = (_clock(one.get(key)) for key in ("arrives", "leaves"))
    if first and last:
        return _("de %(first)s à %(last)s") % {"first": first, "last": last}
    if first or last:
        return _("à partir de %s") % first if first else _("jusqu’à %s") % last
    return _("toute la journée")


def _clock(minute: int | None) -> str:
    return "" if minute is None else f"{minute // 60:02d}:{minute % 60:02d}"
