"""Imports a DATAtourisme feed: reads it batch by batch, has each batch written, then what follows from the whole."""

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from belvedere.catalogue.actions import duplicates, incoming, places, runs, sessions
from belvedere.catalogue.enums import ItemStatus
from belvedere.catalogue.models import ImportRun, Source
from belvedere.catalogue.queries import imports as reads
from belvedere.engines import offers

from .feed import Batch, Feed, described
from .turn import turn_of

Progress = Callable[[int, int, str], None]
#: SQLite's settings of the time of an import: bytes mapped, pages of the journal before they join the file.
FILLING = {"mmap_size": 0, "wal_autocheckpoint": 16_384}


class FeedRefused(Exception):
    """The feed as a whole cannot be read; what had been written before stays."""


@dataclass
class Summary:
    """Counts by status, and the objects that failed."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, str]] = field(default_factory=list)
    run: ImportRun | None = None

    def add(self, batch: Batch) -> None:
        self.failures += [(o.place, o.sentence) for o in batch.objects if o.status == ItemStatus.FAILED]


def import_feed(*, path: Path, source: Source, by: Any, now: datetime, progress: Progress) -> Summary:
    """Imports the feed, or goes on with an import of it that was killed. Raises FeedRefused and SourceBusy."""
    digest, total = contents_of(path)
    with turn_of(source), filling(), no_collections():
        runs.sync_types()
        run = runs.begin_run(source=source, feed=path.name, digest=digest, by=by, now=now)
        summary = Summary(run=run)
        feed = Feed(path, source, start=run.position, whole=not reads.nameless_failures(run))
        reference = incoming.Reference(source.pk, source.slug)
        try:
            for batch in feed:
                written = incoming.apply_incoming(
                    run=run, objects=batch.objects, position=batch.position, reference=reference, now=now
                )
                summary.counts.update(written)
                summary.add(batch)
                progress(batch.position, total, "")
        except offers.FeedError as error:
            runs.refuse_run(run=run, sentence=str(error), now=now)
            raise FeedRefused(str(error)) from error
        follow_up(run, reference, whole=feed.whole, now=now, progress=progress)
        summary.counts = Counter(run.counts)
        summary.failures = reads.failures_of(run)
        return summary


@contextmanager
def no_collections() -> Iterator[None]:
    """What an import holds are trees, freed as soon as they are let go: looking for cycles in them at the usual pace
    costs a tenth of it and finds none."""
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


@contextmanager
def filling() -> Iterator[None]:
    """What suits SQLite's pages does not suit an import, which writes through the whole file: it is no longer shown to
    the process as memory, and what is written joins it every 64 MiB instead of every four."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = {name: _pragma(cursor, name) for name in FILLING}
        for name, value in FILLING.items():
            _pragma(cursor, name, value)
        try:
            yield
        finally:
            for name, value in usual.items():
                _pragma(cursor, name, value)


def _pragma(cursor: Any, name: str, value: int | None = None) -> int | None:
    """What the setting is, once changed to ``value``; None where it has no meaning (a database held in memory)."""
    cursor.execute(f"PRAGMA {name}" if value is None else f"PRAGMA {name} = {value}")
    return next(iter(cursor.fetchone() or ()), None)


def follow_up(run: ImportRun, reference: incoming.Reference, *, whole: bool, now: datetime, progress: Progress) -> None:
    """What needs the whole feed; each step bears being done again, the last one closes the run."""
    progress(1, 1, _("communes, doublons, séances"))
    places.place_offers(source=run.source, now=now, finder=reference.finder)
    duplicates.queue_duplicates(run=run)
    sessions.refresh_sessions_of_run(run=run, now=now)
    runs.finish_run(run=run, whole=whole, now=now)


def rehearse(*, path: Path, source: Source, progress: Progress) -> Summary:
    """What an import would do to each object; writes nothing."""
    _digest, total = contents_of(path)
    summary = Summary()
    try:
        for batch in Feed(path, source):
            for item in batch.objects:
                new = ItemStatus.UPDATED if item.known else ItemStatus.CREATED
                summary.counts[str(new if item.read else item.status)] += 1
            summary.add(batch)
            progress(batch.position, total, "")
    except offers.FeedError as error:
        raise FeedRefused(str(error)) from error
    return summary


def contents_of(path: Path) -> tuple[str, int]:
    try:
        return described(path)
    except (OSError, ValueError) as error:
        raise FeedRefused(_("Flux illisible : %(path)s (%(reason)s).") % {"path": path, "reason": error}) from error
