"""Acts gathered into visits, and what a model needs of each person: how many, how long ago, for how much."""

from dataclasses import dataclass

import numpy as np

from .types import Acts, Floats, Ints, Mask


@dataclass(frozen=True)
class Visits:
    """One row a visit, by person then by day. ``rank`` is 0 for the first one; ``amount`` is NaN where nobody said."""

    person: Ints
    day: Ints
    rank: Ints
    amount: Floats
    people: int


@dataclass(frozen=True)
class History:
    """One row a person who had come by then: ``again`` visits after the first, the last of them ``last`` days after
    the first, which was ``age`` days ago. ``spent`` visits say their amount, ``spend`` on average (NaN: none)."""

    who: Ints
    again: Ints
    last: Ints
    age: Ints
    spent: Ints
    spend: Floats


def visits_of(acts: Acts, stay: int, people: int | None = None) -> Visits:
    """A visit begins with an act and takes in those of the next ``stay`` days; its amounts add up."""
    order = np.lexsort((acts.day, acts.person))
    person, day, amount = acts.person[order], acts.day[order], acts.amount[order]
    starts = _starts(person, day, stay)
    visit = np.cumsum(starts) - 1
    total = int(visit[-1]) + 1 if len(visit) else 0
    known = np.isfinite(amount)
    sums = np.bincount(visit, np.where(known, amount, 0.0), total)
    told = np.bincount(visit, known, total) > 0
    owner, first = person[starts], day[starts]
    return Visits(
        owner,
        first,
        _ranks(owner),
        np.where(told, sums, np.nan),
        people if people is not None else (int(person.max()) + 1 if len(person) else 0),
    )


def _starts(person: Ints, day: Ints, stay: int) -> Mask:
    """Which acts begin a visit: a stay is counted from its first act, so that a chain of acts does not make one."""
    found = np.zeros(len(person), dtype=np.bool_)
    owner, since = -1, 0
    for row, (who, when) in enumerate(zip(person.tolist(), day.tolist(), strict=True)):
        if who != owner or when - since > stay:
            found[row], owner, since = True, who, when
    return found


def _ranks(person: Ints) -> Ints:
    """0, 1, 2… within each run of the same person."""
    rows = np.arange(len(person), dtype=np.int64)
    first = np.r_[True, person[1:] != person[:-1]] if len(person) else np.zeros(0, dtype=np.bool_)
    return rows - np.maximum.accumulate(np.where(first, rows, 0))


def history_at(visits: Visits, today: int) -> History:
    """As known at the end of the day ``today``; who had not come by then is left out."""
    seen = visits.day <= today
    person, day, amount = visits.person[seen], visits.day[seen], visits.amount[seen]
    who, first, count = np.unique(person, return_index=True, return_counts=True)
    last = first + count - 1
    told = np.isfinite(amount)
    rank = np.searchsorted(who, person)
    spent = np.bincount(rank, told, len(who)).astype(np.int64)
    total = np.bincount(rank, np.where(told, amount, 0.0), len(who))
    spend = np.divide(total, spent, out=np.full(len(who), np.nan), where=spent > 0)
    return History(who, count - 1, day[last] - day[first], today - day[first], spent, spend)
