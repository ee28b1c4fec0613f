"""The desk for those who were not expected: added now, and offered the holes that are left."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from belvedere.engines import meetings as engine
from belvedere.kit import journal
from belvedere.meetings import access
from belvedere.meetings.models import Edition, Meeting, Participant, PlanVersion, Wish
from belvedere.meetings.queries import day as reads
from belvedere.meetings.queries import holes, segments

from . import entrance, participants, plans


class Refused(plans.Refused):
    """The person or the meeting cannot be added; the message says why."""


@transaction.atomic
def welcome(*, participant: Participant, by: Any, now: datetime) -> Participant:
    """Adds somebody who has just come, from the next slot on, and lets him in. Raises Refused."""
    edition = participant.edition
    participant.available = [t for t in range(edition.slots) if edition.starts_at(t) >= now]
    if not participant.available:
        raise Refused(_("La dernière rencontre a commencé\N{NO-BREAK SPACE}: il n’y a plus de créneau à donner."))
    participant.min_meetings = 0
    try:
        participants.register_participant(participant=participant, by=by, now=now)
    except participants.Refused as fault:
        raise Refused(str(fault)) from fault
    arrival = entrance.Arrival(uuid4(), participant.pk, now)
    entrance.check_in(edition=edition, arrivals=[arrival], device=_("accueil"), by=by, now=now)
    return participant


@transaction.atomic
def give_meeting(*, participant: Participant, other: Participant, slot: int, by: Any, now: datetime) -> Meeting:
    """Adds a meeting to the plan in force where nobody else has to move; the engine reads the whole day again.

    The wish is written with it: later repairs hold it for what it is. Raises Refused with each conflict.
    """
    edition = Edition.everything.select_for_update().get(pk=participant.edition_id)
    if by is not None and not access.can_run(by, edition):
        raise Refused(_("Cette édition n’est pas de votre ressort."))
    plan = PlanVersion.everything.filter(edition=edition, is_current=True).first()
    if plan is None:
        raise Refused(_("Aucun plan n’est publié."))
    if not 0 <= slot < edition.slots or edition.starts_at(slot) < now:
        raise Refused(_("Ce créneau a déjà commencé."))
    if why := segments.why_not(participant, other):
        raise Refused(why)
    known = set(engine.faults(*_checked(edition, plan)))
    last = Wish.everything.filter(wisher=participant).aggregate(last=Max("rank"))["last"] or 0
    Wish.everything.get_or_create(wisher=participant, wanted=other, defaults={"rank": last + 1})
    seller, buyer = holes.ends(participant, other)
    table, room = holes.table_for(edition, plan, buyer, slot)
    meeting = Meeting.everything.create(plan=plan, seller=seller, buyer=buyer, slot=slot, table=table, room=room)
    day, form = _checked(edition, plan)
    value = holes.value_of(day, form["meetings"])
    # Whatever the new wish is worth, no plan can gain more from it than that.
    bound = max(plan.bound + max(0.0, value - plan.value), value)
    conflicts = [fault for fault in engine.faults(day, form | {"value": value, "bound": bound}) if fault not in known]
    if conflicts:
        names = dict(Participant.everything.filter(edition=edition).values_list("pk", "name"))
        raise Refused(*(reads.in_words(sentence, edition, names) for sentence in conflicts))
    plan.value, plan.bound, plan.count = value, bound, plan.count + 1
    plan.save(update_fields=["value", "bound", "count"])
    journal.record("give_meeting", meeting, by=by, now=now, slot=slot)
    return meeting


def _checked(edition: Edition, plan: PlanVersion) -> tuple[engine.Day, dict[str, Any]]:
    day = reads.day_of(edition)
    return day, reads.plan_form(day, plan, reads.meetings_of(plan))
