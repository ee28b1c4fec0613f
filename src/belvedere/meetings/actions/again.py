"""The same day another year: an edition copied with its settings and, when wanted, those who came."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from belvedere.kit import journal
from belvedere.meetings import access
from belvedere.meetings.enums import EditionStatus
from belvedere.meetings.models import Edition, Participant, new_token

BATCH = 1000


class Refused(Exception):
    """No copy can be made; the message says why and what to do."""


@transaction.atomic
def repeat_edition(
    *, edition: Edition, name: str, day: date, with_people: bool = True, by: Any, now: datetime
) -> Edition:
    """A new edition in preparation, its call and wishes moved by as many days; nobody is written to, no wish and no
    plan is copied. People keep their profile and their account, never their absence or their personal address.

    Raises Refused.
    """
    if by is not None and not access.can_open_in(by, edition.destination_id):
        raise Refused(_("Cette édition n’est pas de votre ressort."))
    if edition.rehearsal_of_id is not None:
        raise Refused(_("Ceci est une répétition\N{NO-BREAK SPACE}: reprenez plutôt l’édition elle-même."))
    if day <= edition.day:
        raise Refused(_("La nouvelle journée vient après celle qu’elle reprend."))
    later = day - edition.day
    copy = Edition.everything.get(pk=edition.pk)
    copy.pk, copy.name, copy.slug, copy.day = None, name.strip(), _slug(name), day
    copy.status, copy.capacity = EditionStatus.DRAFT, {}
    for moment in ("opens_at", "closes_at", "call_until"):
        setattr(copy, moment, _moved(getattr(edition, moment), later))
    try:
        copy.full_clean()
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages)) from fault
    copy.save(force_insert=True)
    people = list(Participant.everything.filter(edition=edition).order_by("pk")) if with_people else []
    for one in people:
        one.pk, one.edition, one.token, one.absent_at, one.available = None, copy, new_token(), None, None
    Participant.everything.bulk_create(people, batch_size=BATCH)
    journal.record("repeat_edition", copy, by=by, now=now, of=edition.pk, people=len(people))
    return copy


def _moved(moment: datetime | None, later: timedelta) -> datetime | None:
    return moment + later if moment else None


def _slug(name: str) -> str:
    """The name in small letters, with a number where another edition bears it."""
    root = slugify(name)[:50] or "rencontres"
    taken = set(Edition.everything.filter(slug__startswith=root).values_list("slug", flat=True))
    return next(slug for k in range(1, len(taken) + 2) if (slug := root if k == 1 else f"{root}-{k}") not in taken)
