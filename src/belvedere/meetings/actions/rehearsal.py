"""A dress rehearsal: a copy of an edition to practise on, where nobody can be written to."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.kit import journal
from belvedere.meetings import access
from belvedere.meetings.enums import EditionStatus
from belvedere.meetings.models import Edition, Meeting, Participant, PlanVersion, Wish, new_token

BATCH = 1000


class Refused(Exception):
    """No copy can be made; the message says why."""


@transaction.atomic
def rehearse_edition(*, edition: Edition, day: date, by: Any, now: datetime) -> Edition:
    """Copies the edition to ``day``: people without their addresses and accounts, wishes, and the plan in force.

    Raises Refused.
    """
    if by is not None and not access.can_run(by, edition):
        raise Refused(_("Cette édition n’est pas de votre ressort."))
    plan = PlanVersion.everything.filter(edition=edition, is_current=True).first()
    if plan is None or edition.rehearsal_of_id is not None:
        raise Refused(_("Une répétition part d’une édition dont le plan est publié."))
    copy = Edition.everything.get(pk=edition.pk)
    rank = edition.rehearsals.count() + 1
    copy.pk, copy.day, copy.rehearsal_of, copy.status = None, day, edition, EditionStatus.PUBLISHED
    copy.name, copy.slug = _("%s, répétition") % edition.name[:140], f"{edition.slug[:40]}-repetition-{rank}"
    copy.call_until = copy.opens_at = copy.closes_at = None
    copy.save(force_insert=True)
    twin = _people(edition, copy)
    wishes = Wish.everything.filter(wisher__edition=edition).values_list("wisher", "wanted", "rank", "veto")
    rows = [Wish(wisher_id=twin[a], wanted_id=twin[b], rank=rank, veto=veto) for a, b, rank, veto in wishes]
    Wish.everything.bulk_create(rows, batch_size=BATCH)
    _plan(plan, copy, twin, now)
    journal.record("rehearse_edition", copy, by=by, now=now, of=edition.pk)
    return copy


def _people(edition: Edition, copy: Edition) -> dict[int, int]:
    """Number of each person → number of the copy."""
    people = list(Participant.everything.filter(edition=edition).order_by("pk"))
    numbers = [one.pk for one in people]
    for one in people:
        one.pk, one.edition, one.token = None, copy, new_token()
        one.email, one.contact, one.account_id, one.absent_at = "", "", None, None
    made = Participant.everything.bulk_create(people, batch_size=BATCH)
    return dict(zip(numbers, (one.pk for one in made), strict=True))


def _plan(plan: PlanVersion, copy: Edition, twin: dict[int, int], now: datetime) -> None:
    rows = list(Meeting.everything.filter(plan=plan).order_by("pk"))
    plan.unmet = plan.unmet | {"pairs": [[twin[a], twin[b], why] for a, b, why in plan.unmet.get("pairs", ())]}
    plan.lunch = {str(twin[int(pk)]): wave for pk, wave in plan.lunch.items()}
    plan.pk, plan.edition, plan.number, plan.repairs, plan.certificate = None, copy, 1, None, {}
    plan.created_at = plan.published_at = min(now, copy.starts_at(0))
    plan.save(force_insert=True)
    for row in rows:
        row.pk, row.plan, row.seller_id, row.buyer_id = None, plan, twin[row.seller_id], twin[row.buyer_id]
    Meeting.everything.bulk_create(rows, batch_size=BATCH)
