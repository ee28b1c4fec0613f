"""Takes a delivery of figures: a file of any known form to points in the store, nothing silent."""

import hashlib
import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson
from django.utils.translation import gettext as _

from belvedere.engines import flows
from belvedere.engines import series as engine
from belvedere.kit import turns
from belvedere.observatory.actions import deliveries
from belvedere.observatory.enums import ItemStatus, SourceKind
from belvedere.observatory.models import DataSource, Delivery, Mapping
from belvedere.observatory.queries import deliveries as reads
from belvedere.observatory.queries import facts
from belvedere.observatory.queries.places import PlaceFinder

from . import flux

Progress = Callable[[int, int, str], None]
#: Series whose points are written at once: what a kill can make us read again.
BATCH = 500
#: What the columns of a form count, where its mapping does not say.
EVERYWHERE = {
    SourceKind.COUNTERS: engine.Traits(measure="counts", unit="visits"),
    SourceKind.TOURIST_TAX: engine.Traits(measure="tourist_tax", unit="euros"),
    SourceKind.TICKETS: engine.Traits(measure="tickets", unit="visits"),
}
#: Forms that the engine is told rather than left to recognise.
FORCED = {SourceKind.INSEE: "insee", SourceKind.MUSEUMS: "museums", SourceKind.SDMX: "sdmx"}


class DeliveryRefused(Exception):
    """The file as a whole cannot be taken; what was held before stays."""


class SourceBusy(Exception):
    """Another delivery of the same source is being taken."""


@dataclass
class Summary:
    """Counts by status, and what failed."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, str]] = field(default_factory=list)
    delivery: Delivery | None = None


def take_file(
    *, name: str, data: bytes, source: DataSource, delivered_on: date, by: Any, now: datetime, progress: Progress
) -> Summary:
    """Takes a file, or goes on with one that was cut short. Raises DeliveryRefused and SourceBusy."""
    with turn(source):
        delivery = deliveries.begin_delivery(
            source=source, file=name, digest=digest(source, data), delivered_on=delivered_on, by=by, now=now
        )
        faults: Sequence[engine.Fault] = ()
        try:
            if source.kind == SourceKind.COMMUTING:
                status, sentence = flux.take_matrix(data, facts.matrix_file(source))
                deliveries.note_whole(delivery=delivery, status=status, sentence=sentence)
            else:
                reading = read(source, name, data, keep=True)
                take_series(delivery, reading, progress)
                faults = reading.faults
                if source.kind == SourceKind.FLUX_VISION:
                    note_publication(delivery, flux.publish(source, reading))
        except (engine.SeriesError, flows.FlowsError) as fault:
            deliveries.refuse_delivery(delivery=delivery, sentence=str(fault), now=now)
            raise DeliveryRefused(str(fault)) from fault
        deliveries.finish_delivery(delivery=delivery, faults=faults, now=now)
        return Summary(Counter(delivery.counts), reads.failures_of(delivery), delivery)


def take_series(delivery: Delivery, reading: engine.Reading, progress: Progress) -> None:
    finder, total = PlaceFinder(delivery.source), len(reading.series)
    for start in range(delivery.position, total, BATCH):
        batch = reading.series[start : start + BATCH]
        deliveries.apply_batch(delivery=delivery, batch=batch, position=start + len(batch), finder=finder)
        progress(start + len(batch), total, "")
    totals = {one.key: one.total for one in reading.series if one.total}
    deliveries.tie_totals(source=delivery.source, totals=totals)


def note_publication(delivery: Delivery, kept: Sequence[str]) -> None:
    for sentence in kept:
        deliveries.note_whole(delivery=delivery, status=ItemStatus.SKIPPED, sentence=sentence)


def publish_again(source: DataSource) -> None:
    """What may be shown of a source of flows, decided again for every month. Raises SourceBusy."""
    with turn(source):
        flux.publish(source)


def rehearse(*, name: str, data: bytes, source: DataSource, columns: Any = None) -> Summary:
    """What taking the file would do to each series; writes nothing. ``columns``: a mapping not saved yet.

    Raises DeliveryRefused.
    """
    try:
        if source.kind == SourceKind.COMMUTING:
            flows.read_od(data)
            return Summary(Counter({str(ItemStatus.CREATED): 1}))
        reading = read(source, name, data, keep=False, columns=columns)
    except (engine.SeriesError, flows.FlowsError) as fault:
        raise DeliveryRefused(str(fault)) from fault
    known = reads.known_series(source, [one.key for one in reading.series]) if source.pk else {}
    decided = [deliveries.decide(one, known.get(one.key)) for one in reading.series]
    outcomes = expected(decided)
    summary = Summary(failures=[(fault.place, fault.sentence) for fault in reading.faults])
    for one in decided:
        status = one.status or outcomes.get(one.incoming.key, ItemStatus.CREATED)
        summary.counts[str(status)] += 1
        if status == ItemStatus.FAILED:
            summary.failures.append((one.incoming.key, one.sentence))
        summary.failures += [(fault.place, fault.sentence) for fault in one.incoming.faults]
    summary.counts[str(ItemStatus.FAILED)] = len(summary.failures)
    return summary


def expected(decided: Sequence[deliveries.Decided]) -> dict[str, ItemStatus]:
    """What would become of the series that we know and that can be taken."""
    known = [(one.series, one.incoming) for one in decided if one.status is None and one.series is not None]
    held = facts.points([series for series, _points in known])
    found = [(series.pk, incoming) for series, incoming in known if series.delivered_on is not None]
    merged = engine.merge(held, engine.incoming_table(found, delivered=date.min, delivery=0))
    keys = {series.pk: incoming.key for series, incoming in known}
    return {
        keys[number]: ItemStatus.UPDATED if one.new or one.revised else ItemStatus.UNCHANGED
        for number, one in merged.outcomes.items()
    }


def read(source: DataSource, name: str, data: bytes, *, keep: bool, columns: Any = None) -> engine.Reading:
    """Series of a file; ``keep``: detailed flows go to their own folder too. Raises SeriesError or FlowsError."""
    if source.kind == SourceKind.FLUX_VISION:
        return flux.read_delivery(data, facts.flows_folder(source) if keep else None)
    everywhere = EVERYWHERE.get(SourceKind(source.kind), engine.Traits())
    kind = FORCED.get(SourceKind(source.kind), "")
    mapping = engine.Mapping.from_dict(columns) if columns is not None else mapping_of(source)
    return engine.read(name, data, kind=kind, mapping=mapping, everywhere=everywhere)


def mapping_of(source: DataSource) -> engine.Mapping | None:
    """How the source's columns are read, where somebody has said it."""
    found = Mapping.everything.filter(source_id=source.pk).first() if source.pk else None
    return engine.Mapping.from_dict(found.columns) if found else None


def digest(source: DataSource, data: bytes) -> str:
    """Changes with the file and with the way its columns are read."""
    found = hashlib.blake2b(data, digest_size=16)
    known = mapping_of(source)
    found.update(orjson.dumps(known.to_dict() if known else None, option=orjson.OPT_SORT_KEYS))
    return found.hexdigest()


@contextmanager
def turn(source: DataSource) -> Iterator[None]:
    try:
        with turns.turn_of(f"figures-{source.pk}"):
            yield
    except turns.Busy as busy:
        raise SourceBusy(
            _("Une livraison de la source « %(name)s » est déjà en cours : attendez sa fin, puis relancez.")
            % {"name": source.name}
        ) from busy


def gathered(paths: Sequence[Path]) -> tuple[str, bytes]:
    """Name and bytes of a file, or of several (or a folder) put together in one archive. Raises DeliveryRefused."""
    files = [file for path in paths for file in (sorted(path.iterdir()) if path.is_dir() else [path])]
    try:
        if len(files) == 1:
            return files[0].name, files[0].read_bytes()
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for file in files:
                if file.is_file():
                    archive.writestr(zipfile.ZipInfo(file.name), file.read_bytes())
    except OSError as fault:
        raise DeliveryRefused(
            _("%(path)s : fichier illisible (%(reason)s) ; vérifiez le chemin.")
            % {"path": fault.filename, "reason": fault.strerror}
        ) from fault
    return ", ".join(file.name for file in files), target.getvalue()
