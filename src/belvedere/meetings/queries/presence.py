"""When somebody is there, from one way of cutting the day to another: slots move, hours do not."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from belvedere.meetings.models import Edition

DAY = 24 * 60
Span = tuple[int, int]


def spans_of(available: Iterable[int], edition: Edition) -> list[Span]:
    """Minutes of the day that these slots stand for. Presence at the first slot began before it, at the last one goes
    on after it; slots that follow one another hold the change of table between them."""
    slots = sorted({t for t in available if 0 <= t < edition.slots})
    breaks = [k for k, (one, two) in enumerate(pairwise(slots), start=1) if two > one + 1]
    runs = [slots[a:b] for a, b in pairwise([0, *breaks, len(slots)])] if slots else []
    return [(_from(run[0], edition), _until(run[-1], edition)) for run in runs]


def _from(slot: int, edition: Edition) -> int:
    return 0 if slot == 0 else edition.first_minute + slot * edition.step


def _until(slot: int, edition: Edition) -> int:
    if slot == edition.slots - 1:
        return DAY
    return edition.first_minute + slot * edition.step + edition.slot_minutes


def slots_within(spans: Iterable[Span], edition: Edition) -> list[int]:
    """Slots of ``edition`` that lie wholly inside one of these spans."""
    return sorted({t for first, last in spans for t in edition.slots_between(first, last)})


def covered(edition: Edition, spans: Iterable[Sequence[int]]) -> set[int]:
    """Slots that something held at these minutes of the day (a lunch, a break) takes away."""
    starts = [(t, edition.first_minute + t * edition.step) for t in range(edition.slots)]
    return {t for first, last in spans for t, start in starts if start < last and start + edition.slot_minutes > first}


def moved(available: Sequence[int] | None, before: Edition, after: Edition) -> list[int] | None:
    """The same presence under another cut of the day; None stays the whole day."""
    return None if available is None else slots_within(spans_of(available, before), after)
