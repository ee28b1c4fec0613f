"""Who belongs to a segment, and to which segments somebody belongs."""

import zlib
from collections.abc import Iterator

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet
from numpy.typing import NDArray

from belvedere.contacts.models import Person, Segment, SegmentBlock, SegmentClock, SegmentDay
from belvedere.engines import segments as engine
from belvedere.territories.models import Destination

from .segment_data import among

#: Persons a block: 8 KiB of bits.
BLOCK = 65_536


def defined(destination: Destination | int) -> list[engine.Segment]:
    """Every segment of the file as the engine reads it."""
    rows = Segment.everything.filter(destination=destination).order_by("pk").values_list("key", "name", "condition")
    return [engine.Segment(key, name, engine.condition_of(condition)) for key, name, condition in rows]


def files_with_a_clock() -> "QuerySet[Destination]":
    """Destinations whose segments were looked at once."""
    return Destination.everything.filter(pk__in=SegmentClock.objects.values("destination"))


def files_without_segments() -> "QuerySet[Destination]":
    """Destinations with persons in their file and not one segment."""
    inhabited = Person.everything.filter(destination=OuterRef("pk"))
    served = Segment.everything.filter(destination=OuterRef("pk"))
    return Destination.everything.filter(Exists(inhabited), ~Exists(served))


def unpacked(bits: bytes | memoryview) -> engine.Bits:
    """The bits of a block, ready to be revised."""
    return np.frombuffer(zlib.decompress(bits), dtype=np.uint8).copy()


def packed(bits: engine.Bits) -> bytes:
    return zlib.compress(bits.tobytes(), 1)


def numbers_of(segment: Segment) -> NDArray[np.int64]:
    """Numbers of the persons that belong to the segment, in order. One query."""
    found = [
        engine.rows_of(unpacked(bits)) + number * BLOCK
        for number, bits in SegmentBlock.objects.filter(segment=segment).values_list("number", "bits")
    ]
    return np.concatenate(found) if found else np.empty(0, dtype=np.int64)


def members_of(segment: Segment) -> "QuerySet[Person]":
    """Persons of the file that belong to the segment, as last revised. The blocks are read now, the persons when the
    queryset is; it may be narrowed like any other, whatever the number of members."""
    return Person.everything.present().filter(destination=segment.destination_id, pk__in=among(numbers_of(segment)))


def segments_with(person: Person) -> list[Segment]:
    """Segments of the person's file that she belongs to, as last revised. Two queries."""
    number, row = divmod(person.pk, BLOCK)
    blocks = SegmentBlock.objects.filter(segment__destination=person.destination_id, number=number)
    held = {key for key, bits in blocks.values_list("segment", "bits") if unpacked(bits)[row >> 3] >> (row & 7) & 1}
    return list(Segment.everything.filter(pk__in=held))


def sizes_over(segment: Segment, days: int) -> "QuerySet[SegmentDay]":
    """The last so many days on which the segment was counted, the oldest first."""
    last = SegmentDay.everything.filter(segment=segment).order_by("-day")[:days]
    return SegmentDay.everything.filter(pk__in=[day.pk for day in last]).order_by("day")


def chunks(numbers: NDArray[np.int64], size: int) -> Iterator[list[int]]:
    for first in range(0, len(numbers), size):
        yield numbers[first : first + size].tolist()
