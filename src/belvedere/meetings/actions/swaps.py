"""Two people who meet the same third agree to exchange their slots: both say so, and the engine reads the day again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from belvedere.engines import meetings as engine
from belvedere.kit import journal
from belvedere.meetings.models import Edition, Meeting, Participant, PlanVersion, Swap
from belvedere.meetings.queries import day as reads

from . import plans


class Refused(plans.Refused):
    """The slots cannot be exchanged; the message says why."""


@transaction.atomic
def ask_swap(*, asker: Participant, partner: Participant, host: Participant, by: Any, now: datetime) -> Swap:
    """Whoever calls has checked that the asker is ``by``'s own, or that the token was right. Raises Refused."""
    mine, theirs = _meetings(asker, partner, host, now)
    if Swap.everything.filter(answered_at=None, asker=asker, partner=partner, host=host).exists():
        raise Refused(_("Cet échange est déjà demandé\N{NO-BREAK SPACE}: attendez la réponse."))
    _check(mine, theirs)
    swap: Swap = Swap.everything.create(asker=asker, partner=partner, host=host, asked_at=now)
    journal.record("ask_swap", swap, by=by, now=now)
    return swap


@transaction.atomic
def answer_swap(*, swap: Swap, agreed: bool, by: Any, now: datetime) -> Swap:
    """The partner says yes or no; on a yes the two meetings change slots in the plan in force. Raises Refused."""
    Edition.everything.select_for_update().get(pk=swap.asker.edition_id)
    if swap.answered_at is not None:
        raise Refused(_("Cette demande a déjà sa réponse."))
    if agreed:
        mine, theirs = _meetings(swap.asker, swap.partner, swap.host, now)
        _check(mine, theirs)
        for one, other in ((mine, theirs), (theirs, mine)):
            Meeting.everything.filter(pk=one.pk).update(slot=other.slot, table=other.table, room=other.room)
    swap.answered_at, swap.agreed = now, agreed
    swap.save(update_fields=["answered_at", "agreed"])
    journal.record("answer_swap", swap, by=by, now=now, agreed=agreed)
    return swap


def _meetings(asker: Participant, partner: Participant, host: Participant, now: datetime) -> tuple[Meeting, Meeting]:
    """Their meetings with the host in the plan in force, both far enough ahead."""
    edition = asker.edition
    plan = PlanVersion.everything.filter(edition=edition, is_current=True).first()
    rows = Meeting.everything.filter(plan=plan).select_related("plan__edition")
    found = []
    for one in (asker, partner):
        ends = Q(seller=one, buyer=host) | Q(seller=host, buyer=one)
        meeting = rows.filter(ends).first() if plan else None
        if meeting is None:
            raise Refused(_("L’un de vous ne rencontre pas %s.") % host.name)
        if meeting.slot < reads.frozen_before(edition, now):
            raise Refused(_("Une de ces rencontres commence dans moins de dix minutes."))
        found.append(meeting)
    if found[0].slot == found[1].slot:
        raise Refused(_("Vous avez le même créneau."))
    return found[0], found[1]


def _check(mine: Meeting, theirs: Meeting) -> None:
    """Raises Refused with every conflict that the exchange would make."""
    plan = mine.plan
    edition, before = plan.edition, reads.meetings_of(plan)
    day = reads.day_of(edition)
    places = {(mine.seller_id, mine.buyer_id): theirs, (theirs.seller_id, theirs.buyer_id): mine}
    after = [
        engine.Meeting(one.a, one.b, to.slot, to.table, to.room or None)
        if (to := places.get((reads.number_of(one.a), reads.number_of(one.b))))
        else one
        for one in before
    ]
    known = set(engine.faults(day, reads.plan_form(day, plan, before)))
    conflicts = [fault for fault in engine.faults(day, reads.plan_form(day, plan, after)) if fault not in known]
    if conflicts:
        names = dict(Participant.everything.filter(edition=edition).values_list("pk", "name"))
        raise Refused(*(reads.in_words(sentence, edition, names) for sentence in conflicts))
