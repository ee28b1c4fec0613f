"""Queueing the persons who resemble each other, and what is decided of them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.contacts import access
from belvedere.contacts.enums import PairStatus
from belvedere.contacts.models import Merge, Person, PersonPair
from belvedere.contacts.queries import duplicates as reads
from belvedere.kit import journal
from belvedere.territories.models import Destination

from . import merges


class PairRefused(Exception):
    """This pair cannot be decided; the message says why."""


@transaction.atomic
def queue_duplicates(*, destination: Destination, ids: Collection[int] | None = None) -> int:
    """Queues the pairs of a file, those already known keep their decision. Returns how many are new."""
    found = reads.resemblances(destination, ids)
    rows = [PersonPair(first_id=p.first, second_id=p.second, reason=p.reason, score=p.score) for p in found]
    before = PersonPair.everything.count()
    PersonPair.everything.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return PersonPair.everything.count() - before


@transaction.atomic
def keep_apart(*, pair: PersonPair, by: Any, now: datetime) -> None:
    """They are two: the pair is not asked about again. Raises PairRefused."""
    _check(pair, by)
    waiting = PersonPair.everything.filter(pk=pair.pk, status=PairStatus.TO_REVIEW)
    if not waiting.update(status=PairStatus.DIFFERENT, decided_by=by, decided_at=now):
        raise PairRefused(_("Ce doublon a déjà été tranché\N{NO-BREAK SPACE}: rechargez la page."))
    journal.record("keep_apart", pair, by=by, now=now)


@transaction.atomic
def merge_pair(*, pair: PersonPair, kept: Person, by: Any, now: datetime) -> Merge:
    """They are one: ``kept`` absorbs the other. Raises PairRefused or MergeRefused."""
    _check(pair, by)
    if pair.status != PairStatus.TO_REVIEW:
        raise PairRefused(_("Ce doublon a déjà été tranché\N{NO-BREAK SPACE}: rechargez la page."))
    other = pair.second if kept.pk == pair.first_id else pair.first
    return merges.merge_people(kept=kept, absorbed=other, by=by, now=now)


def _check(pair: PersonPair, by: Any) -> None:
    if by is not None and not access.pairs_decided_by(by).filter(pk=pair.pk).exists():
        raise PairRefused(_("Ce fichier n’est pas de votre ressort."))
