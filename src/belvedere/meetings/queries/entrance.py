"""What the people at the door read: badges, the list that a tablet keeps, the search."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from belvedere.meetings.models import CheckIn, Edition, Participant

SALT = "belvedere.meetings.badge"
BADGE = re.compile(r"(?:^|[?&]b=)(\d{1,12})-([0-9a-f]{8})(?:$|&)")
SHOWN = 20


@dataclass(frozen=True)
class Count:
    """How many have come in, out of how many who are expected."""

    inside: int
    expected: int


def badge_of(participant: Participant) -> str:
    """What a badge bears: a number, and eight letters that nobody can make up for another."""
    return f"{participant.pk}-{_seal(participant.pk)}"


def badge_path(participant: Participant) -> str:
    """The address that the QR code of a badge opens; only the staff of the edition get further than signing in."""
    return f"{reverse('meetings:entrance', args=[participant.edition_id])}?b={badge_of(participant)}"


def _seal(pk: int) -> str:
    return salted_hmac(SALT, str(pk), algorithm="sha256").hexdigest()[:8]


def bearer(edition: Edition, text: str) -> Participant | None:
    """Whose badge it is: the code alone or the whole address; None when it is not one of this edition's."""
    found = BADGE.search(text.strip())
    if found is None or not constant_time_compare(found[2], _seal(int(found[1]))):
        return None
    return people(edition).filter(pk=int(found[1])).first()


def people(edition: Edition) -> "QuerySet[Participant]":
    rows = Participant.everything.filter(edition=edition).select_related("organisation", "checkin")
    return rows.order_by("name", "pk")


def found(edition: Edition, text: str) -> list[Participant]:
    """The first twenty whose name, structure or number answers; the latest to come in when nothing is asked."""
    rows, words = people(edition), text.split()[:6]
    if not words:
        return list(rows.exclude(checkin=None).order_by("-checkin__at", "name")[:SHOWN])
    if len(words) == 1 and words[0].isascii() and words[0].isdecimal():
        return list(rows.filter(pk=int(words[0][:12])))
    for word in words:
        rows = rows.filter(Q(name__icontains=word) | Q(organisation__name__icontains=word))
    return list(rows[:SHOWN])


def counted(edition: Edition, now: datetime) -> Count:
    """Two queries."""
    inside = CheckIn.everything.filter(participant__edition=edition, at__lte=now).count()
    return Count(inside, Participant.everything.filter(edition=edition, absent_at=None).count())


def roster(edition: Edition) -> list[dict[str, object]]:
    """What a tablet keeps so that it can work alone. One query, nothing but what the door needs."""
    rows = people(edition).values_list(
        "pk", "name", "side", "organisation__name", "absent_at", "checkin__at", "checkin__uid"
    )
    return [
        {
            "id": pk,
            "name": name,
            "side": side,
            "house": house or "",
            "badge": f"{pk}-{_seal(pk)}",
            "absent": absent is not None,
            "at": at.isoformat() if at else None,
            "uid": str(uid) if uid else None,
        }
        for pk, name, side, house, absent, at, uid in rows
    ]
