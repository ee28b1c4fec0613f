"""Wish lists: replaced whole, so that an order is never half written."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.kit import journal
from belvedere.meetings.enums import EditionStatus
from belvedere.meetings.models import Edition, Participant, Wish
from belvedere.meetings.queries import pro, segments

WISHES_MAX = 60


class Refused(Exception):
    """The list cannot be kept; the message says why and what to do."""


@transaction.atomic
def place_wishes(
    *, participant: Participant, wanted: Sequence[int], vetoes: Sequence[int] = (), by: Any, now: datetime
) -> list[Wish]:
    """Replaces the list of a participant: numbers of the other side, the dearest first, and those not to be met.

    Whoever calls has checked that the participant is ``by``'s own, or that the token was right. Raises Refused.
    """
    edition = Edition.everything.select_for_update().get(pk=participant.edition_id)
    _check_time(edition, now)
    numbers = [*wanted, *vetoes]
    if len(numbers) != len(set(numbers)):
        raise Refused(_("La même personne est deux fois dans la liste."))
    if len(wanted) > WISHES_MAX:
        raise Refused(_("Soixante souhaits au plus\N{NO-BREAK SPACE}: gardez ceux qui comptent."))
    allowed = pro.meetable(participant).filter(pk__in=numbers).values_list("pk", flat=True)
    kept_before = participant.wishes.values_list("wanted", flat=True)
    if unknown := set(numbers) - set(allowed) - set(kept_before):
        _say_family(participant, unknown)
        raise Refused(_("Un souhait désigne quelqu’un que vous ne pouvez pas rencontrer dans cette édition."))
    Wish.everything.filter(wisher=participant).delete()
    kept = [Wish(wisher=participant, wanted_id=pk, rank=rank) for rank, pk in enumerate(wanted, start=1)]
    kept += [Wish(wisher=participant, wanted_id=pk, rank=0, veto=True) for pk in vetoes]
    rows: list[Wish] = Wish.everything.bulk_create(kept)
    journal.record("place_wishes", participant, by=by, now=now, wishes=len(wanted), vetoes=len(vetoes))
    return rows


def _say_family(participant: Participant, unknown: set[int]) -> None:
    """Raises Refused with the reason when one of these is of a family that the participant's does not meet."""
    for other in Participant.everything.filter(pk__in=unknown, edition=participant.edition_id):
        if why := segments.why_not(participant, other):
            raise Refused(why)


def _check_time(edition: Edition, now: datetime) -> None:
    if edition.status != EditionStatus.OPEN:
        raise Refused(_("Les souhaits ne sont pas ouverts."))
    if edition.opens_at and now < edition.opens_at:
        raise Refused(_("Les souhaits ne sont pas encore ouverts."))
    if edition.closes_at and now > edition.closes_at:
        raise Refused(_("La date de clôture des souhaits est passée."))
