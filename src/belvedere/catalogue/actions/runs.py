"""The life of an import run: begun or resumed, ended with what was absent, interrupted, refused."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belvedere.catalogue import events
from belvedere.catalogue.enums import ItemStatus, OfferStatus, RunStatus, SourceKind
from belvedere.catalogue.models import ImportItem, ImportRun, Offer, OfferType, Source
from belvedere.catalogue.queries import imports as reads
from belvedere.engines import offers
from belvedere.engines.offers.classes import CLASSES
from belvedere.kit import journal
from belvedere.territories.models import Destination

from . import bulk
from .incoming import ITEM_COLUMNS
from .incoming_rows import FAMILY_BITS, ROOTS

TYPE_COLUMNS = ("code", "family", "parent_id", "label_fr", "label_en")


class WrongSource(Exception):
    """The source exists and is not of the kind that the import needs."""


@transaction.atomic
def ensure_source(
    *, slug: str, name: str, destination: Destination | None, by: Any, now: datetime, licence: str = ""
) -> Source:
    """The DATAtourisme source of that name, made when there is none; a destination given later is taken over."""
    source, made = Source.everything.get_or_create(
        slug=slug,
        defaults={
            "name": name, "kind": SourceKind.DATATOURISME, "destination": destination, "licence": licence,
        },
    )  # fmt: skip
    if source.kind != SourceKind.DATATOURISME:
        raise WrongSource(
            _("La source « %(name)s » n’est pas un flux DATAtourisme : choisissez-en une autre avec --source.")
            % {"name": source.name}
        )
    if destination is not None and source.destination_id != destination.pk:
        source.destination = destination
        source.save(update_fields=["destination"])
        made = True
    if made:
        journal.record("set_source", source, by=by, now=now, destination=destination.slug if destination else "")
    return source


@transaction.atomic
def change_source(*, source: Source, by: Any, now: datetime) -> Source:
    """Keeps a source's new name, licence and days of grace."""
    source.save(update_fields=["name", "licence", "grace_days"])
    journal.record("change_source", source, by=by, now=now, grace_days=source.grace_days)
    return source


@transaction.atomic
def sync_types() -> int:
    """Brings the table of types in line with the ontology that the engine knows. Returns how many have changed."""
    held = {row[0]: row for row in OfferType.objects.values_list(*TYPE_COLUMNS)}
    wanted = dict(_type_rows())
    # References between rows are only checked at the end of the transaction: parents may come after their children.
    bulk.insert(OfferType, TYPE_COLUMNS, [row for code, row in wanted.items() if code not in held])
    changed = [row for code, row in wanted.items() if code in held and held[code] != row]
    bulk.update(OfferType, TYPE_COLUMNS[1:], [(*row[1:], row[0]) for row in changed])
    return len(wanted.keys() - held.keys()) + len(changed)


@transaction.atomic
def begin_run(*, source: Source, feed: str, digest: str, by: Any, now: datetime) -> ImportRun:
    """A new run, or the one that a killed process left on the same feed. Call while holding the source's turn."""
    left = reads.unfinished_run(source)
    if left is not None and left.feed_digest == digest:
        return left
    if left is not None:
        _close(left, RunStatus.INTERRUPTED, _("Interrompue, puis remplacée par un autre flux."), now)
    return ImportRun.everything.create(source=source, feed=feed, feed_digest=digest, started_at=now, by=_person(by))


@transaction.atomic
def refuse_run(*, run: ImportRun, sentence: str, now: datetime) -> None:
    """The feed itself cannot be read: what was written stays, nothing is held absent."""
    _close(run, RunStatus.REFUSED, sentence, now)
    journal.record("refuse_import", run, by=run.by, now=now, counts=run.counts)
    _tell(run)


@transaction.atomic
def finish_run(*, run: ImportRun, whole: bool, now: datetime) -> ImportRun:
    """Ends a run that has read its feed. ``whole``: the feed is all that the source offers, so that what it lacks is
    absent: marked, then archived once the grace of the source is over; never deleted."""
    missing = _mark_absent(run, now) if whole else 0
    ImportItem.everything.filter(run__source=run.source, status=ItemStatus.UNCHANGED).exclude(run=run).delete()
    sentence = ""
    if missing:
        sentence = _("%(number)s offres absentes du flux : elles seront archivées après %(days)s jours d’absence.") % {
            "number": missing, "days": run.source.grace_days,
        }  # fmt: skip
    _close(run, RunStatus.DONE, sentence, now)
    journal.record("import_feed", run, by=run.by, now=now, counts=run.counts)
    _tell(run)
    return run


def _mark_absent(run: ImportRun, now: datetime) -> int:
    """Returns how many offers are absent and not archived yet."""
    today = now.date()
    absent = reads.absent_from(run)
    absent.filter(missing_since=None).update(missing_since=today)
    limit = today - timedelta(days=run.source.grace_days)
    due = list(absent.filter(missing_since__lte=limit).values_list("pk", "name", "missing_since"))
    rows = []
    for number, name, since in due:
        sentence = _("Absente du flux depuis le %(day)s : archivée.") % {"day": date_format(since, "j F Y")}
        rows.append((run.pk, name, number, str(ItemStatus.ARCHIVED), sentence))
    bulk.insert(ImportItem, ITEM_COLUMNS, rows)
    for part in bulk.chunks([number for number, *_rest in due]):
        Offer.everything.filter(pk__in=part).update(status=OfferStatus.ARCHIVED, updated_at=now)
    return absent.count()


def _close(run: ImportRun, status: RunStatus, sentence: str, now: datetime) -> None:
    run.status, run.finished_at, run.counts = status, now, reads.counts_of(run)
    run.sentence = sentence
    run.save(update_fields=["status", "finished_at", "counts", "sentence"])


def _tell(run: ImportRun) -> None:
    ids = reads.changed_by(run)
    if ids:
        events.offers_changed.send(sender=Offer, ids=ids)


def _person(by: Any) -> Any:
    return by if by is not None and by.pk else None


def _type_rows() -> list[tuple[str, tuple[str, int, str | None, str, str]]]:
    """(code, row) for each class that belongs to a family."""
    rows = []
    for name in dict.fromkeys([*ROOTS.values(), *(line[0] for line in CLASSES)]):
        families = offers.families_of([name])
        if families:
            parent = next(iter(offers.ancestors(name)), None) if name not in ROOTS.values() else None
            labels = offers.label(name), offers.label(name, "en")
            rows.append((name, (name, int(FAMILY_BITS[families[0]]), parent, *labels)))
    known = {name for name, _ in rows}
    return [(name, (*row[:2], row[2] if row[2] in known else None, *row[3:])) for name, row in rows]
