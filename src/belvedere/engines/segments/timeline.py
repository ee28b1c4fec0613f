"""Who must be looked at again because time has passed, though nothing happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .columns import KIND, Contacts
from .plan import Plan


@dataclass(frozen=True)
class Timeline:
    """Acts, and each moment of people, in the order of time: the instants and the rows of the people they belong to."""

    size: int
    when: NDArray[np.int64]
    owner: NDArray[np.int32]
    kind: NDArray[np.int32]
    kinds: tuple[str, ...]
    moments: Mapping[str, tuple[NDArray[np.int64], NDArray[np.intp]]]


def timeline_of(contacts: Contacts) -> Timeline:
    """Made once for columns that stay; sorting is all it costs."""
    order = np.argsort(contacts.when, kind="stable")
    kind = contacts.acts[KIND]
    moments = {}
    for name, column in contacts.people.items():
        if column.kind == "moment":
            rows = np.argsort(column.data, kind="stable")
            moments[name] = column.data[rows], rows
    return Timeline(
        contacts.size, contacts.when[order], contacts.owner[order], kind.data[order], kind.vocabulary, moments
    )


def touched(plan: Plan, timeline: Timeline, before: int, now: int) -> NDArray[np.intp]:
    """Rows of the people whose answers may differ between the two instants: all others need no look. The clocks of
    the plan say the same to a database."""
    early, late = min(before, now), max(before, now)
    hit = np.zeros(timeline.size, dtype=bool)
    for clock in plan.clocks:
        edges = (early - clock.offset, late - clock.offset)
        if clock.field is not None:
            moments, rows = timeline.moments[clock.field]
            first, last = np.searchsorted(moments, edges, side="right")
            hit[rows[first:last]] = True
            continue
        first, last = np.searchsorted(timeline.when, edges, side="right")
        owner = timeline.owner[first:last]
        if clock.kinds:
            codes = [rank for rank, word in enumerate(timeline.kinds) if word in clock.kinds]
            owner = owner[np.isin(timeline.kind[first:last], codes)]
        hit[owner] = True
    return np.flatnonzero(hit)
