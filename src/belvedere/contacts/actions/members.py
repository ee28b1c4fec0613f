"""Segments kept current: everybody once when a segment is new, then only whoever changed or crossed a date.

Whoever revises holds the destination's clock, reads, reckons and writes in one transaction: two workers never write an
old answer over a newer one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

import numpy as np
from django.db import transaction
from django.db.models import F, Max, Min, Q, Sum
from django.utils import timezone
from numpy.typing import NDArray

from belvedere.contacts import events
from belvedere.contacts.models import Act, Person, Segment, SegmentBlock, SegmentClock, SegmentDay, SegmentDue
from belvedere.contacts.queries import segment_data as data
from belvedere.contacts.queries import segments as reads
from belvedere.engines import segments as engine
from belvedere.kit import jobs
from belvedere.kit.models import Job, JobStatus
from belvedere.territories.models import Destination

#: Persons revised in one transaction.
BATCH = 5_000
JOB = "contacts.revise_segments"

Progress = Callable[[int, int], None]


@transaction.atomic
def note_changes(*, numbers: Iterable[int], now: datetime) -> None:
    """These persons changed: their segments are looked at again as soon as this transaction is over."""
    due = [SegmentDue(person_id=number, since=now) for number in sorted(set(numbers))]
    # Written again where it waits already: whoever takes the row away must wait for this change.
    SegmentDue.objects.bulk_create(due, update_conflicts=True, unique_fields=["person"], update_fields=["since"])
    if not Job.objects.filter(name=JOB, status=JobStatus.WAITING).exists():
        jobs.enqueue(JOB, now=now)


def revise_due(*, now: datetime) -> int:
    """Looks again at whoever changed. How many persons; those noted meanwhile wait for the next time."""
    looked_at = 0
    while True:
        due = list(SegmentDue.objects.values_list("person", "person__destination")[:BATCH])
        if not due:
            return looked_at
        for destination in sorted({place for _number, place in due}):
            numbers = sorted(number for number, place in due if place == destination)
            _revise(destination, np.array(numbers, dtype=np.int64), now)
        looked_at += len(due)


def let_time_pass(*, destination: Destination, now: datetime) -> int:
    """Looks again at those only for whom a period of some condition began or ended since the last time."""
    clock = SegmentClock.objects.filter(destination=destination).first()
    if clock is None or clock.at >= now:
        return 0
    plan = engine.compile_segments(reads.defined(destination))
    numbers = _touched(destination, plan, data.moment(clock.at), data.moment(now))
    for some in reads.chunks(np.array(numbers, dtype=np.int64), BATCH):
        _revise(destination.pk, np.array(some, dtype=np.int64), now)
    SegmentClock.objects.filter(pk=clock.pk, at=clock.at).update(at=now)
    return len(numbers)


def _touched(destination: Destination, plan: engine.Plan, before: int, now: int) -> list[int]:
    """Numbers of the persons that the engine's clocks name: one query a distinct length of time."""
    fields = {"created": "created_at", "last_own": "last_own_act_at"}
    found: set[int] = set()
    kinds: dict[int, set[str]] = {}
    for clock in plan.clocks:
        if clock.field is None:
            kinds.setdefault(clock.offset, set()).update(clock.kinds or {""})
            continue
        name = fields[clock.field]
        low, high = (data.instant(edge - clock.offset + 1) for edge in (before, now))
        people = Person.everything.filter(destination=destination, **{f"{name}__gte": low, f"{name}__lt": high})
        found.update(people.values_list("pk", flat=True))
    for offset, wanted in kinds.items():
        low, high = (data.instant(edge - offset + 1) for edge in (before, now))
        acts = Act.everything.filter(person__destination=destination, at__gte=low, at__lt=high)
        acts = acts if "" in wanted else acts.filter(kind__in=wanted)
        found.update(acts.values_list("person_id", flat=True))
    return sorted(found)


@transaction.atomic
def _revise(destination: int, numbers: NDArray[np.int64], now: datetime) -> None:
    """Rewrites the bits of these persons in every segment. Those no longer in the file leave them all."""
    _hold_clock(destination, now)
    SegmentDue.objects.filter(person_id__in=data.among(numbers)).delete()
    filled = {s.key: s for s in Segment.everything.filter(destination=destination, filled_at__isnull=False)}
    if not filled:
        return
    plan = engine.compile_segments(reads.defined(destination)).only(list(filled))
    crowd = data.crowd_of(destination, Q(pk__in=data.among(numbers)))
    answers = np.full((len(plan.keys), len(numbers)), engine.NO, dtype=np.uint8)
    answers[:, np.searchsorted(numbers, crowd.numbers)] = engine.answers(plan, crowd.contacts, data.moment(now))
    held = np.unique(numbers // reads.BLOCK).tolist()
    rows = SegmentBlock.objects.filter(segment__in=filled.values(), number__in=held)
    blocks = {(row.segment_id, row.number): reads.unpacked(row.bits) for row in rows}
    moved = [
        filled[key]
        for key, row in zip(plan.keys, answers, strict=True)
        if _move(filled[key], numbers, row, blocks, now)
    ]
    _count(moved, now)


def _move(
    segment: Segment,
    numbers: NDArray[np.int64],
    row: engine.Answers,
    blocks: dict[tuple[int, int], engine.Bits],
    now: datetime,
) -> bool:
    """Whether somebody entered or left."""
    entered: list[int] = []
    left: list[int] = []
    for number, here in _by_block(numbers):
        bits = blocks.get((segment.pk, number), _nobody())
        move = engine.revise(bits, numbers[here] % reads.BLOCK, row[here])
        if len(move.entered) or len(move.left):
            _write(segment.pk, number, bits)
        entered += (move.entered + number * reads.BLOCK).tolist()
        left += (move.left + number * reads.BLOCK).tolist()
    if entered or left:
        events.segment_moved.send(sender=Segment, segment=segment, entered=entered, left=left, at=now)
    return bool(entered or left)


def _by_block(numbers: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.bool_]]]:
    blocks = numbers // reads.BLOCK
    for number in np.unique(blocks).tolist():
        yield number, blocks == number


def _nobody() -> engine.Bits:
    return np.zeros(reads.BLOCK // 8, dtype=np.uint8)


def fill_segments(*, segments: Sequence[Segment], now: datetime, progress: Progress) -> None:
    """Looks at everybody, block after block, for segments of one destination that are new or have changed."""
    destination = segments[0].destination
    plan = engine.compile_segments(reads.defined(destination)).only([segment.key for segment in segments])
    bounds = Person.everything.filter(destination=destination).aggregate(first=Min("pk"), last=Max("pk"))
    first, last = ((bounds[name] or 0) // reads.BLOCK for name in ("first", "last"))
    for number in range(first, last + 1):
        _fill_block(destination, segments, plan, number, now)
        progress(number - first + 1, last - first + 1)
    for segment in segments:
        Segment.everything.filter(pk=segment.pk, changed_at=segment.changed_at).update(filled_at=now)
    _count(segments, now)


@transaction.atomic
def _fill_block(
    destination: Destination, segments: Sequence[Segment], plan: engine.Plan, number: int, now: datetime
) -> None:
    _hold_clock(destination.pk, now)
    crowd = data.crowd_of(destination, Q(pk__gte=number * reads.BLOCK, pk__lt=(number + 1) * reads.BLOCK))
    found = dict(zip(plan.keys, engine.answers(plan, crowd.contacts, data.moment(now)), strict=True))
    fresh = dict(Segment.everything.filter(destination=destination).values_list("key", "changed_at"))
    for segment in segments:
        if fresh.get(segment.key) != segment.changed_at:
            continue  # Changed meanwhile: the job of that change fills it.
        bits = _nobody()
        engine.revise(bits, crowd.numbers % reads.BLOCK, found[segment.key])
        _write(segment.pk, number, bits)


def _write(segment: int, number: int, bits: engine.Bits) -> None:
    size = engine.count(bits)
    if not size:
        SegmentBlock.objects.filter(segment=segment, number=number).delete()
        return
    values = {"bits": reads.packed(bits), "size": size}
    SegmentBlock.objects.update_or_create(segment_id=segment, number=number, defaults=values)


def _hold_clock(destination: int, now: datetime) -> None:
    """Waits for whoever revises the same file; held until the transaction ends."""
    SegmentClock.objects.get_or_create(destination_id=destination, defaults={"at": now})
    SegmentClock.objects.filter(destination=destination).update(at=F("at"))


def _count(segments: Sequence[Segment], now: datetime) -> None:
    day = timezone.localdate(now)
    for segment in segments:
        size = SegmentBlock.objects.filter(segment=segment).aggregate(size=Sum("size"))["size"] or 0
        Segment.everything.filter(pk=segment.pk).update(size=size)
        SegmentDay.everything.update_or_create(segment=segment, day=day, defaults={"size": size})
