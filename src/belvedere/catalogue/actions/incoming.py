"""What an import writes: a batch of objects of a feed, in one transaction with the outcome of each.

The batch and the checkpoint of the run are committed together: whenever the process is killed, what is written is whole
and the next reading goes on from there.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import DatabaseError, DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from belvedere.catalogue.enums import ItemStatus, OfferStatus
from belvedere.catalogue.models import ImportItem, ImportRun, Offer, OfferType
from belvedere.catalogue.queries.communes import CommuneFinder
from belvedere.catalogue.queries.imports import Known

from . import bulk
from .incoming_rows import Outcome, Writer
from .reading import Read

ITEM_COLUMNS = ("run_id", "place", "offer_id", "status", "sentence")


@dataclass(frozen=True, slots=True)
class Incoming:
    """One object of a feed and what reading it has shown: ``read`` when it is to be written, else ``status`` says
    what it is (unchanged, skipped, failed) and ``sentence`` why."""

    place: str
    status: ItemStatus | None = None
    sentence: str = ""
    known: Known | None = None
    read: Read | None = None
    fingerprint: bytes = b""


@dataclass
class Reference:
    """What every batch of a run looks up: communes and types."""

    source_id: int
    source_slug: str
    finder: CommuneFinder = field(default_factory=CommuneFinder)
    types: frozenset[str] = field(default_factory=lambda: frozenset(OfferType.objects.values_list("pk", flat=True)))


def apply_incoming(
    *, run: ImportRun, objects: Sequence[Incoming], position: int, reference: Reference, now: datetime
) -> Counter[str]:
    """Writes a batch and moves the run's checkpoint to ``position``. An object that the database refuses ends as failed
    and the others go in. Returns how many objects ended in each status."""
    try:
        return _apply(run, objects, position, reference, now)
    except (DataError, IntegrityError, OverflowError, ValueError):
        checked = [_alone(run, item, reference, now) for item in objects]
        return _apply(run, checked, position, reference, now)


def _apply(
    run: ImportRun, objects: Sequence[Incoming], position: int, reference: Reference, now: datetime
) -> Counter[str]:
    with transaction.atomic():
        outcomes = _write(objects, reference, now)
        bulk.insert(
            ImportItem, ITEM_COLUMNS, [(run.pk, o.place, o.offer_id, str(o.status), o.sentence) for o in outcomes]
        )
        ImportRun.everything.filter(pk=run.pk).update(position=position)
    return Counter(str(outcome.status) for outcome in outcomes)


def _write(objects: Sequence[Incoming], reference: Reference, now: datetime) -> list[Outcome]:
    writer = Writer(reference, now)
    reference.finder.prepare(item.read.where[0] for item in objects if item.read)
    new = [item for item in objects if item.read and not item.known]
    changed = [item for item in objects if item.read and item.known]
    others = [_left_alone(item) for item in objects if not item.read]
    back = [o.known for o in objects if o.status == ItemStatus.UNCHANGED and o.known and o.known.missing_since]
    _bring_back(back, now)
    return [*writer.create(new), *writer.change(changed), *others]


def _alone(run: ImportRun, item: Incoming, reference: Reference, now: datetime) -> Incoming:
    """The object itself when the database takes it (tried, then undone), else its failure."""
    try:
        with transaction.atomic():
            _write([item], reference, now)
            transaction.set_rollback(True)
    except (DatabaseError, OverflowError, ValueError) as error:
        sentence = _("Refusée par la base de données : %(reason)s") % {"reason": str(error).strip().partition("\n")[0]}
        return replace(item, read=None, status=ItemStatus.FAILED, sentence=sentence)
    return item


def _left_alone(item: Incoming) -> Outcome:
    """What is not written; an archived offer that is in the feed again counts as updated."""
    number = item.known.id if item.known else None
    if item.known and item.known.missing_since and item.status == ItemStatus.UNCHANGED:
        if item.known.status == OfferStatus.ARCHIVED:
            return Outcome(item.place, number, ItemStatus.UPDATED, _("De retour dans le flux : remise en ligne."))
        return Outcome(item.place, number, ItemStatus.UNCHANGED, _("De retour dans le flux."))
    return Outcome(item.place, number, item.status or ItemStatus.SKIPPED, item.sentence)


def _bring_back(known: Sequence[Known], now: datetime) -> None:
    """Offers that had left the feed and are in it again."""
    if not known:
        return
    rows = Offer.everything.filter(pk__in=[one.id for one in known])
    rows.filter(status=OfferStatus.ARCHIVED).update(status=OfferStatus.ACTIVE, updated_at=now)
    rows.update(missing_since=None)
