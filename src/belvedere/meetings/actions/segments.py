"""Families of participants, and which of them meet."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.kit import journal
from belvedere.meetings import access
from belvedere.meetings.models import Edition, Participant

SEGMENTS_MAX, LONGEST = 20, 60


class Refused(Exception):
    """The families cannot be kept so; the message says why and what to do."""


@transaction.atomic
def name_segments(*, edition: Edition, names: Iterable[str], by: Any, now: datetime) -> Edition:
    """Replaces the list of families; what is said of those that stay is kept. Raises Refused."""
    _may_run(edition, by)
    kept = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    if len(kept) > SEGMENTS_MAX or any(len(name) > LONGEST for name in kept):
        raise Refused(_("Vingt familles au plus, de soixante caractères au plus."))
    if len({name.casefold() for name in kept}) < len(kept):
        raise Refused(_("Deux familles portent le même nom, aux majuscules près."))
    used = Participant.everything.filter(edition=edition).exclude(segment="").exclude(segment__in=kept)
    if left := sorted(set(used.values_list("segment", flat=True))):
        raise Refused(
            _("Des participants sont encore dans « %s » : changez-les d’abord.") % "\N{NO-BREAK SPACE}», « ".join(left)
        )
    edition.segments = kept
    edition.barred = [pair for pair in edition.barred if set(pair) <= set(kept)]
    edition.save(update_fields=["segments", "barred"])
    journal.record("name_segments", edition, by=by, now=now, segments=kept)
    return edition


@transaction.atomic
def bar_segments(*, edition: Edition, pairs: Iterable[Sequence[str]], by: Any, now: datetime) -> Edition:
    """These pairs of families do not meet, all the others may. Raises Refused."""
    _may_run(edition, by)
    barred = sorted({tuple(sorted(pair)) for pair in pairs})
    if {name for pair in barred for name in pair} - set(edition.segments):
        raise Refused(_("Une de ces familles n’existe plus\N{NO-BREAK SPACE}: rechargez la page."))
    edition.barred = [list(pair) for pair in barred]
    edition.save(update_fields=["barred"])
    journal.record("bar_segments", edition, by=by, now=now, pairs=edition.barred)
    return edition


def _may_run(edition: Edition, by: Any) -> None:
    if by is not None and not access.can_run(by, edition):
        raise Refused(_("Cette édition n’est pas de votre ressort."))
