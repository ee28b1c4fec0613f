"""Queueing the pairs that resemble each other, and what a person decides of them."""

from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.catalogue import events
from belvedere.catalogue.enums import DuplicateStatus, OfferStatus
from belvedere.catalogue.models import DuplicatePair, ImportRun, Offer
from belvedere.catalogue.queries import duplicates as reads
from belvedere.catalogue.queries import imports
from belvedere.kit import journal

#: Pairs written together: a feed that doubles another one must not be held in memory.
BATCH = 200


class PairDecided(Exception):
    """Somebody has already decided of this pair."""


@transaction.atomic
def queue_duplicates(*, run: ImportRun) -> int:
    """Queues what the run has created or changed and looks like another offer; pairs already known keep their decision.
    Returns how many resemblances were found."""
    ids = list(imports.written_by(run).order_by("lon", "pk").values_list("pk", flat=True))
    found = reads.resemblances(ids)
    number = 0
    while part := list(islice(found, BATCH)):
        pairs = [DuplicatePair(first_id=p.first, second_id=p.second, reason=p.reason, score=p.score) for p in part]
        DuplicatePair.everything.bulk_create(pairs, ignore_conflicts=True)
        number += len(pairs)
    return number


@transaction.atomic
def keep_both(*, pair: DuplicatePair, by: Any, now: datetime) -> None:
    """They are two different offers: the pair will not be asked about again. Raises PairDecided."""
    _decide(pair, DuplicateStatus.DIFFERENT, by, now)


@transaction.atomic
def merge_pair(*, pair: DuplicatePair, kept: Offer, by: Any, now: datetime) -> Offer:
    """They are one offer: the other one is archived, its stories, shares, owner and manager go to the one kept where
    that one has none. Nothing is deleted. Raises PairDecided."""
    other = pair.second if kept.pk == pair.first_id else pair.first
    _decide(pair, DuplicateStatus.SAME, by, now)
    written = set(kept.stories(manager="everything").values_list("language", flat=True))
    other.stories(manager="everything").exclude(language__in=written).update(offer=kept)
    shared = kept.shares.values_list("destination", flat=True)
    other.shares.exclude(destination__in=list(shared)).update(offer=kept)
    kept.owner_id = kept.owner_id or other.owner_id
    kept.managed_by_id = kept.managed_by_id or other.managed_by_id
    kept.updated_at = now
    kept.save(update_fields=["owner", "managed_by", "updated_at"])
    Offer.everything.filter(pk=other.pk).update(status=OfferStatus.ARCHIVED, missing_since=None, updated_at=now)
    journal.record("merge_offers", kept, by=by, now=now, archived=other.pk)
    events.offers_changed.send(sender=Offer, ids=[kept.pk, other.pk])
    return kept


def _decide(pair: DuplicatePair, status: DuplicateStatus, by: Any, now: datetime) -> None:
    waiting = DuplicatePair.everything.filter(pk=pair.pk, status=DuplicateStatus.TO_REVIEW)
    if not waiting.update(status=status, decided_by=by, decided_at=now):
        raise PairDecided(_("Ce doublon possible a déjà été tranché : rechargez la page."))
    journal.record("decide_duplicate", pair, by=by, now=now, decision=str(status))
