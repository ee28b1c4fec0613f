"""An edition as the engine reads it, and the engine's sentences as people read them."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import orjson

from belvedere.engines import meetings as engine
from belvedere.meetings.enums import Side
from belvedere.meetings.models import Edition, Meeting, Participant, PlanVersion, Wish

from . import presence, segments

#: What a wish is worth to each side, and what both wishing it adds; ranks are scored 5 (first fifth) to 1 (last fifth).
SELLER_WORTH, BUYER_WORTH, MUTUAL = 2.0, 3.0, 5.0
NAMED = re.compile(r"#(\d+)")
AT_SLOT = re.compile(r"\b([Cc])réneau (\d+)")
#: Meetings that begin sooner than this are never moved by a repair.
NOTICE = timedelta(minutes=10)


def name_of(pk: int) -> str:
    """How the engine calls a participant; its sentences are put right by :func:`in_words`."""
    return f"#{pk}"


def number_of(name: str) -> int:
    return int(name[1:])


def day_of(
    edition: Edition, *, announced: PlanVersion | None = None, frozen_before: int = 0, written: Edition | None = None
) -> engine.Day:
    """The whole edition: participants, wishes, rules; with the meetings of a plan to repair where there is one.

    ``written`` is the edition under which presences were written, where ``edition`` tries another cut of its day.
    """
    people = list(Participant.everything.filter(edition=edition.pk).order_by("pk"))
    off = presence.covered(edition, edition.breaks)
    return engine.Day(
        slots=edition.slots,
        people=tuple(_person(one, edition, written or edition, off) for one in people),
        pairs=pairs_of(edition, {one.pk: one.side for one in people}, segments.segments_of(people)),
        tables=None if edition.rooms else edition.tables,
        rooms=tuple(engine.Room(room["id"], room["tables"]) for room in edition.rooms),
        same_side=edition.same_side,
        lunch_waves=tuple(tuple(sorted(presence.covered(edition, [wave]))) for wave in edition.lunch_waves),
        segments={"2": 2.0, "3": 3.0},
        announced=meetings_of(announced) if announced else (),
        frozen_before=frozen_before,
        absent=tuple(name_of(one.pk) for one in people if one.absent_at),
    )


def _person(one: Participant, edition: Edition, written: Edition, off: Collection[int]) -> engine.Person:
    there = one.available if written is edition else presence.moved(one.available, written, edition)
    if there is None and off:
        there = list(range(edition.slots))
    present = None if there is None else tuple(sorted({t for t in there if 0 <= t < edition.slots and t not in off}))
    seller = one.side == Side.SELLER
    return engine.Person(
        id=name_of(one.pk),
        side="seller" if seller else "buyer",
        available=present,
        max=one.max_meetings,
        min=one.least if one.max_meetings is None else min(one.least, one.max_meetings),
        capacity=one.seats if seller else max(one.seats, edition.group_size),
        organisation=str(one.organisation_id) if one.organisation_id else None,
        segment=str(one.priority),
    )


def pairs_of(edition: Edition, side: Mapping[int, str], segment: Mapping[int, str]) -> tuple[engine.Pair, ...]:
    """Wishes of both sides folded into pairs of a seller and a buyer; a veto of either forbids the pair, as do their
    families where they do not meet."""
    rows = Wish.everything.filter(wisher__edition=edition.pk).values_list("wisher", "wanted", "rank", "veto")
    lists: dict[int, list[tuple[int, int]]] = defaultdict(list)
    forbidden: set[tuple[int, int]] = set()
    for wisher, wanted, rank, veto in rows:
        if veto:
            forbidden.add(_pair(wisher, wanted, side))
        else:
            lists[wisher].append((rank, wanted))
    weight: dict[tuple[int, int], float] = {}
    for wisher, wanted_list in lists.items():
        worth = SELLER_WORTH if side[wisher] == Side.SELLER else BUYER_WORTH
        for place, (_rank, wanted) in enumerate(sorted(wanted_list)):
            pair = _pair(wisher, wanted, side)
            mutual = MUTUAL if pair in weight else 0.0
            weight[pair] = weight.get(pair, 0.0) + mutual + worth * (5 - 5 * place // len(wanted_list))
    if barred := segments.barred_of(edition):
        forbidden |= {pair for pair in weight if segments.barred_pair(barred, segment, *pair)}
    return tuple(
        engine.Pair(name_of(a), name_of(b), weight.get((a, b), 0.0), forbidden=(a, b) in forbidden)
        for a, b in sorted(weight.keys() | forbidden)
    )


def _pair(one: int, other: int, side: Mapping[int, str]) -> tuple[int, int]:
    """The seller before the buyer; on a same side, the first registered before the other."""
    if side[one] == side[other]:
        return min(one, other), max(one, other)
    return (one, other) if side[one] == Side.SELLER else (other, one)


def order_of_wishes(edition: Edition) -> list[tuple[str, str]]:
    """Pairs in the order they were wished: what first come, first served would follow. One query."""
    rows = Wish.everything.filter(wisher__edition=edition.pk, veto=False).order_by("pk")
    return [(name_of(one), name_of(other)) for one, other in rows.values_list("wisher", "wanted")]


def compared(edition: Edition, day: engine.Day, plan: engine.Plan) -> dict[str, Any]:
    """The engine's figures of this plan and of the two usual ways of filling the same day."""
    filled = {
        "ours": plan.meetings,
        "score": engine.usual(day, "score"),
        "given": engine.usual(day, "given", given=order_of_wishes(edition)),
    }
    return {name: asdict(engine.figures(day, meetings, plan.lunch)) for name, meetings in filled.items()}


def meetings_of(plan: PlanVersion) -> tuple[engine.Meeting, ...]:
    rows = Meeting.everything.filter(plan=plan).order_by("pk")
    found = rows.values_list("seller", "buyer", "slot", "table", "room")
    return tuple(engine.Meeting(name_of(a), name_of(b), t, table, room or None) for a, b, t, table, room in found)


def plan_form(day: engine.Day, plan: PlanVersion, meetings: Iterable[engine.Meeting]) -> dict[str, Any]:
    """The JSON form that the engine's checker reads: ``meetings`` under the proof of ``plan``."""
    # Five fields each: asdict would copy them one by one, thousands of times.
    rows = [{"a": m.a, "b": m.b, "slot": m.slot, "table": m.table, "room": m.room} for m in meetings]
    count: dict[str, int] = defaultdict(int)
    for row in rows:
        count[row["a"]] += 1
        count[row["b"]] += 1
    return {
        "status": plan.status,
        "value": plan.value,
        "bound": plan.bound,
        "meetings": rows,
        "below_minimum": [person.id for person in day.people if count[person.id] < person.min],
        "lunch": {name_of(int(pk)): wave for pk, wave in plan.lunch.items()},
    }


def digest_of(day: engine.Day) -> str:
    """The same for the same data, whatever the order they were entered in."""
    return hashlib.sha256(orjson.dumps(asdict(day), option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)).hexdigest()


def in_words(sentence: str, edition: Edition, names: Mapping[int, str]) -> str:
    """A sentence of the engine with the participants' names and the hours of the slots."""
    named = NAMED.sub(lambda found: names.get(int(found[1]), found[0]), sentence)
    return AT_SLOT.sub(lambda found: f"{found[1]}réneau de {edition.hour(int(found[2]))}", named)


def frozen_before(edition: Edition, now: datetime) -> int:
    """First slot that a repair may still change at ``now``: those that begin within ten minutes stay as announced."""
    return next((t for t in range(edition.slots) if edition.starts_at(t) >= now + NOTICE), edition.slots)
