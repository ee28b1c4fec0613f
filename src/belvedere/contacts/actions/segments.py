"""Segments written by the office: conditions checked before they are kept, members looked for in a job."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from belvedere.contacts import access
from belvedere.contacts.models import Segment
from belvedere.contacts.queries import segments as reads
from belvedere.contacts.queries.segment_fields import schema
from belvedere.engines import segments as engine
from belvedere.kit import jobs, journal
from belvedere.territories.models import Destination

FILL = "contacts.fill_segments"


class SegmentRefused(Exception):
    """A segment that cannot be kept, or removed; the message says why and what to do."""


@transaction.atomic
def create_segment(
    *, destination: Destination, name: str, about: str, condition: engine.Condition, by: Any, now: datetime
) -> Segment:
    """Keeps a segment and has everybody looked at. Raises SegmentRefused."""
    if by is not None and not access.can_keep_file(by, destination):
        raise SegmentRefused(_("Vous ne tenez pas le fichier de cette destination."))
    segment = Segment(destination=destination, key=_free_key(destination, name))
    _write(segment, name, about, condition, now)
    journal.record("create_segment", segment, by=by, now=now)
    return segment


@transaction.atomic
def change_segment(
    *, segment: Segment, name: str, about: str, condition: engine.Condition, by: Any, now: datetime
) -> Segment:
    """Rewrites a segment; those that name it are looked at again too. Raises SegmentRefused."""
    _write(segment, name, about, condition, now)
    journal.record("change_segment", segment, by=by, now=now)
    return segment


@transaction.atomic
def remove_segment(*, segment: Segment, by: Any, now: datetime) -> None:
    """Raises SegmentRefused while another segment or a letter still uses it."""
    definitions = reads.defined(segment.destination)
    others = set(engine.compile_segments(definitions).leaning_on(segment.key)) - {segment.key}
    if others:
        name = next(one.name for one in definitions if one.key in others)
        raise SegmentRefused(_("Le segment « %(name)s » s’appuie sur celui-ci : changez-le d’abord.") % {"name": name})
    journal.record("remove_segment", segment, by=by, now=now, key=segment.key)
    try:
        segment.delete()
    except ProtectedError:
        raise SegmentRefused(
            _("Un envoi s’adresse à ce segment : il reste, pour que l’envoi garde son sens.")
        ) from None


def note_export(*, segment: Segment, by: Any, now: datetime) -> None:
    """The members left the house in a file."""
    journal.record("export_segment", segment, by=by, now=now, size=segment.size)


@transaction.atomic
def set_threshold(*, segment: Segment, threshold: int, by: Any, now: datetime) -> Segment:
    """From which confidence, in percent, a person belongs to a soft type. Raises SegmentRefused."""
    condition = engine.condition_of(segment.condition)
    if not isinstance(condition, engine.Lean):
        raise SegmentRefused(_("Ce segment n’a pas de seuil : ses conditions sont remplies ou non."))
    changed = engine.Lean(condition.clues, condition.prior, condition.strength, threshold)
    return change_segment(
        segment=segment, name=segment.name, about=segment.about, condition=changed, by=by, now=now
    )  # fmt: skip


def _write(segment: Segment, name: str, about: str, condition: engine.Condition, now: datetime) -> None:
    wanted = engine.Segment(segment.key, name, condition)
    others = [one for one in reads.defined(segment.destination) if one.key != segment.key]
    try:
        engine.check(wanted, schema())
        plan = engine.compile_segments([*others, wanted])
    except engine.SegmentError as fault:
        raise SegmentRefused(str(fault.reason)) from fault
    segment.name, segment.about, segment.condition = name, about, engine.value_of(condition)
    segment.changed_at, segment.filled_at = now, None
    segment.save()
    leaning = Segment.everything.filter(destination=segment.destination_id, key__in=plan.leaning_on(segment.key))
    leaning.update(changed_at=now, filled_at=None)
    jobs.enqueue(FILL, now=now, segments=sorted(leaning.values_list("pk", flat=True)))


def _free_key(destination: Destination, name: str) -> str:
    base = slugify(name)[:50] or "segment"
    taken = set(Segment.everything.filter(destination=destination).values_list("key", flat=True))
    return next(
        key for rank in range(1, len(taken) + 2) if (key := base if rank == 1 else f"{base}-{rank}") not in taken
    )
