"""Every offer online, in columns, kept in the process: made anew only where the search index says that some changed.

The hours of a day are laid beside it: rules for places, dated sessions for events.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from django.utils import timezone

from belvedere.catalogue.models import Offer, Session
from belvedere.catalogue.queries import index
from belvedere.engines import advice, hours

from .facts import READ, Facts, facts_of

DAYS_KEPT = 16
YES, UNKNOWN = 1, -1


@dataclass(frozen=True)
class Opening:
    """The hours of one day: ``known`` 1 or -1; spans of offer i are rows ``first[i]`` to ``first[i + 1]``."""

    known: Any
    first: Any
    opens: Any
    closes: Any


@dataclass(frozen=True)
class Table:
    """``rows`` by column; ``place`` finds the rank of an offer by its number."""

    stamp: int
    rows: tuple[Facts, ...]
    hours: hours.HoursIndex
    columns: dict[str, Any]
    days: "OrderedDict[date, Opening]" = field(default_factory=OrderedDict)

    @property
    def keys(self) -> Any:
        return self.columns["pk"]

    def rank(self, pk: int) -> int | None:
        """Where an offer stands; None when it is not online."""
        at = int(np.searchsorted(self.keys, pk))
        return at if at < len(self.keys) and self.keys[at] == pk else None


COLUMNS: dict[str, Any] = {
    "pk": np.int64, "lon": np.float64, "lat": np.float64, "event": np.bool_, "visit": np.float64,
    "adult_price": np.float64, "child_price": np.float64, "interests": np.uint64, "languages": np.uint64,
    "indoor": np.int8, "dogs": np.int8, "wheelchair": np.int8, "most_people": np.float64, "quality": np.float64,
    "meal": np.bool_,
}  # fmt: skip
_lock = threading.Lock()
_kept: dict[str, Table] = {}


def table() -> Table:
    """The offers as they stand. Raises IndexMissing where the index has not been built."""
    stamp, place = index.stamp(), str(index.folder())
    with _lock:
        known = _kept.get(place)
        if known is None or known.stamp != stamp:
            known = _kept[place] = build(stamp, _read(known))
        return known


def _read(before: Table | None) -> list[Facts]:
    """All offers online; those that have not changed since ``before`` are not read again."""
    online = Offer.everything.active().order_by()
    if before is None:
        return [facts_of(row) for row in online.values_list(*READ).iterator(chunk_size=5000)]
    old = {row.pk: row for row in before.rows}
    stamps = dict(online.values_list("pk", "updated_at"))
    changed = [pk for pk, at in stamps.items() if pk not in old or old[pk].updated_at != at]
    fresh = {}
    for start in range(0, len(changed), 5000):
        rows = Offer.everything.filter(pk__in=changed[start : start + 5000]).values_list(*READ)
        fresh |= {facts.pk: facts for facts in map(facts_of, rows)}
    return [fresh[pk] if pk in fresh else old[pk] for pk in stamps if pk in fresh or pk in old]


def build(stamp: int, rows: list[Facts]) -> Table:
    """Columns sorted by number."""
    ordered = tuple(sorted(rows, key=lambda row: row.pk))
    columns = {name: np.array([getattr(row, name) for row in ordered], dtype=kind) for name, kind in COLUMNS.items()}
    schedules: dict[int, hours.Schedule] = {}
    known = [_schedule(row.schedule, schedules) for row in ordered]
    columns["ruled"] = np.array([one.known for one in known], dtype=np.bool_)
    return Table(stamp, ordered, hours.HoursIndex.build(known), columns)


def _schedule(rules: Any, seen: dict[Any, hours.Schedule]) -> hours.Schedule:
    """Thousands of offers share a few schedules: each is read once."""
    if not rules:
        return hours.Schedule()
    key = repr(rules)
    if key not in seen:
        try:
            schedule = hours.Schedule.from_dict(rules)
        except hours.ScheduleError:
            schedule = hours.Schedule()
        seen[key] = schedule if schedule.timezone == "Europe/Paris" else hours.Schedule()
    return seen[key]


def opening(offers: Table, day: date) -> Opening:
    """The hours of a day, kept with the table; one query for the events the first time."""
    kept = offers.days.get(day)
    if kept is None:
        kept = lay(offers, day, sessions_on(day))
        offers.days[day] = kept
        while len(offers.days) > DAYS_KEPT:
            offers.days.popitem(last=False)
    return kept


def sessions_on(day: date) -> list[tuple[int, int | None, int | None]]:
    """(offer, begin, end) in minutes of the day; the end may pass midnight."""
    found = []
    for pk, start, end in Session.objects.filter(day=day).order_by().values_list("offer_id", "starts_at", "ends_at"):
        begin = None if start is None else _minute(start)
        last = None if start is None or end is None else begin + round((end - start).total_seconds() / 60)
        found.append((pk, begin, last))
    return found


def _minute(moment: Any) -> int:
    local = timezone.localtime(moment)
    return int(local.hour * 60 + local.minute)


def lay(offers: Table, day: date, sessions: list[tuple[int, int | None, int | None]]) -> Opening:
    """Rules for what has some, sessions for events; an event without a session that day is closed."""
    count, event = len(offers.rows), offers.columns["event"]
    first, opens, closes, state = offers.hours.spans_on(day)
    owner = np.repeat(np.arange(count), np.diff(first))
    known = np.where(offers.columns["ruled"] & (state != hours.MAYBE), YES, UNKNOWN).astype(np.int8)
    kept = ~event[owner]
    known[event] = YES
    rows = [(offers.rank(pk), begin, end) for pk, begin, end in sessions]
    for rank, begin, end in rows:
        if rank is not None and event[rank] and (begin is None or end is None):
            known[rank] = UNKNOWN
    dated = [
        (rank, begin, end)
        for rank, begin, end in rows
        if rank is not None and event[rank] and begin is not None and end is not None and known[rank] == YES
    ]
    added = np.array(dated, dtype=np.int64).reshape(-1, 3)
    owner = np.concatenate([owner[kept], added[:, 0]])
    opens, closes = np.concatenate([opens[kept], added[:, 1]]), np.concatenate([closes[kept], added[:, 2]])
    order = np.lexsort((closes, opens, owner))
    opens, closes = opens[order].astype(float), closes[order].astype(float)
    return Opening(known, np.searchsorted(owner[order], np.arange(count + 1)), opens, closes)


def columns_on(offers: Table, day_hours: Opening, ranks: Any, recommended: Any) -> advice.Offers:
    """The engine's columns of some offers (their ranks, sorted) on one day. ``recommended`` is for all of them."""
    many = np.diff(day_hours.first)[ranks]
    first = np.concatenate([[0], np.cumsum(many)]).astype(np.int64)
    taken = np.repeat(day_hours.first[ranks] - first[:-1], many) + np.arange(first[-1])
    count = len(ranks)
    unknown, nan = np.full(count, UNKNOWN, dtype=np.int8), np.full(count, np.nan)
    one = {name: values[ranks] for name, values in offers.columns.items()}
    return advice.Offers(
        lon=one["lon"], lat=one["lat"], hours=day_hours.known[ranks], open_from=first, opens=day_hours.opens[taken],
        closes=day_hours.closes[taken], visit=one["visit"], adult_price=one["adult_price"],
        child_price=one["child_price"], free_under=np.zeros(count), interests=one["interests"],
        languages=one["languages"], indoor=one["indoor"], dogs=one["dogs"], wheelchair=one["wheelchair"],
        pushchair=unknown, min_age=nan, most_people=one["most_people"], booking=unknown.copy(), quality=one["quality"],
        recommended=recommended[ranks],
    )  # fmt: skip
