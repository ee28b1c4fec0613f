"""Coming in: one by one at the desk, or by handfuls from a tablet that was out of reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belvedere.kit import journal
from belvedere.meetings import access
from belvedere.meetings.enums import Entered
from belvedere.meetings.models import CheckIn, Edition, Participant

#: A device whose clock is further ahead than this is not believed.
AHEAD = timedelta(minutes=2)


class Refused(Exception):
    """Nothing was written; the message says why."""


@dataclass(frozen=True)
class Arrival:
    """What a device saw: ``uid`` is its own, drawn at that moment; ``participant`` a number."""

    uid: UUID
    participant: int
    at: datetime


@dataclass(frozen=True)
class Answer:
    """What became of an arrival; ``sentence`` is for the person who holds the device."""

    uid: UUID
    outcome: str
    sentence: str


@transaction.atomic
def check_in(
    *, edition: Edition, arrivals: Sequence[Arrival], device: str = "", by: Any, now: datetime
) -> list[Answer]:
    """Writes each arrival once, whatever is sent twice; says those that another device saw first. Raises Refused."""
    if by is not None and not access.can_run(by, edition):
        raise Refused(_("Cette édition n’est pas de votre ressort."))
    Edition.everything.select_for_update().get(pk=edition.pk)
    numbers = {one.participant for one in arrivals}
    people = {one.pk: one for one in Participant.everything.filter(edition=edition, pk__in=numbers)}
    inside = {row.participant_id: row for row in CheckIn.everything.filter(participant__in=people)}
    answers, new, earlier = [], 0, []
    for one in arrivals:
        person, kept = people.get(one.participant), inside.get(one.participant)
        at = min(one.at, now) if one.at > now + AHEAD else one.at
        if person is None:
            answers.append(Answer(one.uid, Entered.UNKNOWN, _("Personne de ce numéro dans cette édition.")))
        elif kept is None:
            inside[person.pk] = CheckIn.everything.create(
                participant=person, uid=one.uid, at=at, received_at=now, by=by, device=device[:40]
            )
            new += 1
            answers.append(_welcome(one.uid, person))
        elif kept.uid == one.uid:
            answers.append(Answer(one.uid, Entered.SAME, _("%s est entré.") % person.name))
        else:
            if at < kept.at:
                kept.at = at
                earlier.append(kept)
            answers.append(Answer(one.uid, Entered.ALREADY, _already(person, kept)))
    CheckIn.everything.bulk_update(earlier, ["at"])
    if new or earlier:
        journal.record("check_in", edition, by=by, now=now, new=new, earlier=len(earlier))
    return answers


def _welcome(uid: UUID, person: Participant) -> Answer:
    if person.absent_at is None:
        return Answer(uid, Entered.IN, _("%s est entré.") % person.name)
    sentence = _(
        "%(name)s est entré, mais avait été noté absent à %(hour)s\N{NO-BREAK SPACE}: "
        "adressez-le à l’accueil pour de nouvelles rencontres."
    )
    return Answer(uid, Entered.ABSENT, sentence % {"name": person.name, "hour": _hour(person.absent_at)})


def _already(person: Participant, kept: CheckIn) -> str:
    words = {"name": person.name, "hour": _hour(kept.at), "device": kept.device or _("une autre tablette")}
    return _("%(name)s était déjà entré à %(hour)s, vu par %(device)s.") % words


def _hour(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"


@transaction.atomic
def undo_check_in(*, participant: Participant, by: Any, now: datetime) -> None:
    """Somebody else's badge was read. Raises Refused."""
    if by is not None and not access.can_run(by, participant.edition):
        raise Refused(_("Cette édition n’est pas de votre ressort."))
    CheckIn.everything.filter(participant=participant).delete()
    journal.record("undo_check_in", participant, by=by, now=now)
