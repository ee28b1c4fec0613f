"""Complaints: noted with their deadlines, acknowledged, answered; then their author is forgotten."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.desk import access
from belvedere.desk.enums import ComplaintState
from belvedere.desk.models import Complaint, Counter, OpeningDay
from belvedere.kit import journal
from belvedere.territories.models import Destination

ACKNOWLEDGE, ANSWER = timedelta(days=3), timedelta(days=15)


class Refused(Exception):
    """The register cannot take this; the message says why and what to do."""


@transaction.atomic
def note_complaint(
    *, destination: Destination, topic: str, channel: str, text: str, about: str = "", author: str = "",
    received_on: date | None = None, by: Any, now: datetime,
) -> Complaint:  # fmt: skip
    """Three days to acknowledge, fifteen to answer. Raises Refused."""
    _check(destination, by)
    day = received_on or now.date()
    row = Complaint(
        destination=destination, topic=topic, channel=channel, text=text, about=about, author=author, received_on=day,
        acknowledge_by=day + ACKNOWLEDGE, answer_by=day + ANSWER, recorded_by=by,
    )  # fmt: skip
    try:
        row.full_clean(exclude=["destination", "recorded_by"])
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages)) from fault
    row.save()
    journal.record("note_complaint", row, by=by, now=now, topic=topic)
    return row


@transaction.atomic
def acknowledge_complaint(*, complaint: Complaint, by: Any, now: datetime) -> Complaint:
    """The author has been told that it was received. Raises Refused."""
    _check(complaint.destination, by)
    if complaint.state == ComplaintState.RECEIVED:
        complaint.state, complaint.acknowledged_on = ComplaintState.ACKNOWLEDGED, now.date()
        complaint.save()
        journal.record("acknowledge_complaint", complaint, by=by, now=now)
    return complaint


@transaction.atomic
def answer_complaint(*, complaint: Complaint, answer: str, by: Any, now: datetime) -> Complaint:
    """The answer has left: it is kept, its author is not. Raises Refused."""
    _check(complaint.destination, by)
    if not answer.strip():
        raise Refused(_("Gardez la réponse envoyée\N{NO-BREAK SPACE}: c’est elle que l’on relira."))
    complaint.state, complaint.answered_on = ComplaintState.ANSWERED, now.date()
    complaint.acknowledged_on = complaint.acknowledged_on or now.date()
    complaint.answer, complaint.author = answer.strip(), ""
    complaint.save()
    journal.record("answer_complaint", complaint, by=by, now=now)
    return complaint


@transaction.atomic
def keep_opening(*, counter: Counter, day: date, minutes: int, by: Any, now: datetime) -> OpeningDay:
    """How long a counter was open that day; said again, it is corrected. Raises Refused."""
    _check(counter.destination, by)
    if not 1 <= minutes <= 24 * 60 or day > now.date():
        raise Refused(_("Une ouverture se note après coup, d’une minute à vingt-quatre heures."))
    row, _new = OpeningDay.everything.update_or_create(counter=counter, day=day, defaults={"minutes": minutes})
    journal.record("keep_opening", row, by=by, now=now, minutes=minutes)
    return row


def _check(destination: Destination, by: Any) -> None:
    if by is not None and not access.desks_of(by).filter(pk=destination.pk).exists():
        raise Refused(_("Vous ne tenez pas l’accueil de cette destination."))
