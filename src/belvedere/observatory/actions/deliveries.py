"""The life of a delivery: begun or resumed, applied series by series, ended, refused.

New series are committed before their facts are written, so that a fact never bears the number of a series that a
rollback took away; the outcome of a batch and the checkpoint are committed together, after the facts. Whenever the
process is killed, the same delivery begun again finds what is done and goes on.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belvedere.engines import series as engine
from belvedere.kit import journal
from belvedere.observatory import events
from belvedere.observatory.enums import Audience, DeliveryStatus, Frequency, ItemStatus, Lodging, Measure, Unit
from belvedere.observatory.models import DataSource, Delivery, DeliveryItem, Series, SeriesBreak
from belvedere.observatory.queries import deliveries as reads
from belvedere.observatory.queries.places import PlaceFinder

from . import facts


@dataclass(frozen=True)
class Decided:
    """What is to become of one series of the file: written (``status`` None), or left with a reason."""

    incoming: engine.IncomingSeries
    series: Series | None
    status: ItemStatus | None = None
    sentence: str = ""


@transaction.atomic
def begin_delivery(
    *, source: DataSource, file: str, digest: str, delivered_on: date, by: Any, now: datetime
) -> Delivery:
    """A new delivery, or the one that a killed process left on the same file. Call while holding the source's turn."""
    left = reads.unfinished(source)
    if left is not None and left.digest == digest:
        return left
    if left is not None:
        _close(left, DeliveryStatus.INTERRUPTED, _("Interrompue, puis remplacée par un autre fichier."), now)
    person = by if by is not None and by.pk else None
    return Delivery.everything.create(
        source=source, file=file, digest=digest, delivered_on=delivered_on, started_at=now, by=person
    )  # fmt: skip


def decide(incoming: engine.IncomingSeries, known: Series | None) -> Decided:
    """Whether a series of the file can be taken; nothing is written."""
    if incoming.failed:
        return Decided(incoming, known, ItemStatus.FAILED, incoming.failed)
    if not len(incoming):
        return Decided(incoming, known, ItemStatus.SKIPPED, _("Aucune période chiffrée."))
    if known is not None and known.frequency != incoming.frequency:
        sentence = _("Fréquence « %(theirs)s » dans le fichier, « %(ours)s » chez nous : série laissée de côté.")
        told = {"theirs": Frequency(incoming.frequency).label, "ours": known.get_frequency_display()}
        return Decided(incoming, known, ItemStatus.FAILED, sentence % told)
    return Decided(incoming, known)


def apply_batch(
    *, delivery: Delivery, batch: Sequence[engine.IncomingSeries], position: int, finder: PlaceFinder
) -> Counter[str]:
    """Writes the points of a batch and moves the checkpoint to ``position``. Returns how many ended in each status."""
    source = delivery.source
    known = reads.known_series(source, [one.key for one in batch])
    decided = [decide(one, known.get(one.key)) for one in batch]
    known |= _add_series(source, [one for one in decided if one.status is None and one.series is None], finder)
    taken = [(known[one.incoming.key], one.incoming) for one in decided if one.status is None]
    outcomes: dict[int, engine.Outcome] = {}
    for frequency in sorted({series.frequency for series, _points in taken}):
        outcomes |= facts.write_points(
            source_id=source.pk, frequency=frequency, delivered=delivery.delivered_on, delivery=delivery.pk,
            found=[(one.pk, incoming) for one, incoming in taken if one.frequency == frequency],
        )  # fmt: skip
    fresh = {one.pk for one, _points in taken if one.delivered_on is None}
    with transaction.atomic():
        items = [_item(delivery, one, known, outcomes, fresh) for one in decided]
        items += [_fault(delivery, fault, known.get(one.key)) for one in batch for fault in one.faults]
        DeliveryItem.everything.bulk_create(items, batch_size=500)
        facts.note_extents(series=[one for one, _points in taken])
        Delivery.everything.filter(pk=delivery.pk).update(position=position)
    return Counter(str(item.status) for item in items)


@transaction.atomic
def note_whole(*, delivery: Delivery, status: ItemStatus, sentence: str) -> None:
    """What became of a file that is kept whole (a matrix)."""
    DeliveryItem.everything.create(delivery=delivery, place=delivery.file, status=status, sentence=sentence)


@transaction.atomic
def refuse_delivery(*, delivery: Delivery, sentence: str, now: datetime) -> None:
    """The file as a whole cannot be read; what was held before stays."""
    _close(delivery, DeliveryStatus.REFUSED, sentence, now)
    journal.record("refuse_delivery", delivery, by=delivery.by, now=now, counts=delivery.counts)


@transaction.atomic
def finish_delivery(*, delivery: Delivery, faults: Sequence[engine.Fault], now: datetime) -> Delivery:
    """Ends a delivery whose file is read, and tells who listens. ``faults``: rows of the file that are of no series."""
    DeliveryItem.everything.bulk_create([_fault(delivery, fault, None) for fault in faults], batch_size=500)
    _close(delivery, DeliveryStatus.DONE, "", now)
    journal.record("take_delivery", delivery, by=delivery.by, now=now, counts=delivery.counts)
    ids = reads.changed_by(delivery)
    if ids:
        events.series_changed.send(sender=Series, ids=ids, delivery=delivery.pk)
    return delivery


@transaction.atomic
def tie_totals(*, source: DataSource, totals: dict[str, str]) -> None:
    """Ties parts to the series that they add up to; ``totals``: key of a part → key of its total. A tie that somebody
    has set stays."""
    keys = {*totals, *totals.values()}
    known = reads.known_series(source, keys)
    changed = []
    for part, whole in totals.items():
        if part in known and whole in known and known[part].total_id is None and part != whole:
            known[part].total = known[whole]
            changed.append(known[part])
    Series.everything.bulk_update(changed, ["total"], batch_size=500)


def _close(delivery: Delivery, status: DeliveryStatus, sentence: str, now: datetime) -> None:
    delivery.status, delivery.finished_at, delivery.counts = status, now, reads.counts_of(delivery)
    delivery.sentence = sentence
    delivery.save(update_fields=["status", "finished_at", "counts", "sentence"])


@transaction.atomic
def _add_series(source: DataSource, decided: Sequence[Decided], finder: PlaceFinder) -> dict[str, Series]:
    rows, breaks = [], []
    for one in decided:
        traits = one.incoming.traits
        row = Series(
            source=source, key=one.incoming.key, name=(traits.name or one.incoming.key)[:300],
            frequency=one.incoming.frequency, measure=_known(traits.measure, Measure), unit=_known(traits.unit, Unit),
            audience=_known(traits.audience, Audience) or Audience.ALL, market=traits.market[:80],
            lodging=_known(traits.lodging, Lodging), method=traits.method, secrecy=source.secrecy,
            is_public=source.is_public, **finder.fields(traits.place),
        )  # fmt: skip
        rows.append(row)
        breaks += [SeriesBreak(series=row, day=day, sentence=said[:300]) for day, said in one.incoming.breaks]
    Series.everything.bulk_create(rows, batch_size=500)
    SeriesBreak.everything.bulk_create(breaks, batch_size=500)
    return {row.key: row for row in rows}


def _known(word: str, choices: Any) -> str:
    return word if word in choices.values else ""


def _item(
    delivery: Delivery, one: Decided, known: dict[str, Series], outcomes: dict[int, engine.Outcome], fresh: set[int]
) -> DeliveryItem:
    series = known.get(one.incoming.key)
    item = DeliveryItem(delivery=delivery, place=one.incoming.key, series=series)
    if one.status is not None or series is None:
        item.status, item.sentence = one.status or ItemStatus.SKIPPED, one.sentence
        return item
    outcome = outcomes[series.pk]
    changed = outcome.new or outcome.revised
    item.status = ItemStatus.CREATED if series.pk in fresh else ItemStatus.UPDATED if changed else ItemStatus.UNCHANGED
    item.new, item.revised, item.sentence = outcome.new, outcome.revised, _told(outcome)
    return item


def _told(outcome: engine.Outcome) -> str:
    parts = []
    if outcome.new:
        parts.append(ngettext("%(n)s période ajoutée", "%(n)s périodes ajoutées", outcome.new) % {"n": outcome.new})
    if outcome.revised:
        said = ngettext("%(n)s période révisée", "%(n)s périodes révisées", outcome.revised)
        parts.append(said % {"n": outcome.revised})
    if outcome.kept:
        said = ngettext("%(n)s provisoire ignorée", "%(n)s provisoires ignorées", outcome.kept)
        parts.append(_("%(said)s : le chiffre définitif est connu") % {"said": said % {"n": outcome.kept}})
    text = " ; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else _("Rien de nouveau.")


def _fault(delivery: Delivery, fault: engine.Fault, series: Series | None) -> DeliveryItem:
    return DeliveryItem(
        delivery=delivery, place=fault.place, series=series, status=ItemStatus.FAILED, sentence=fault.sentence
    )
