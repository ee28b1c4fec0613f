"""Where a meeting of a version could go: what the engine's checker finds wrong with every slot and table."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from belvedere.engines import meetings as engine
from belvedere.meetings.models import Edition, Meeting, Participant, PlanVersion, TableLoss

from . import day as reads

Meetings = Sequence[engine.Meeting]


def cell_of(meetings: Meetings, meeting: Meeting) -> engine.Meeting:
    pair = (reads.name_of(meeting.seller_id), reads.name_of(meeting.buyer_id))
    return next(one for one in meetings if (one.a, one.b) == pair)


def lost_of(edition: Edition) -> dict[int, int]:
    """Tables lost so far, counted from 0, and the slot from which each is."""
    return dict(TableLoss.everything.filter(edition=edition).values_list("table", "from_slot"))


def moved(
    edition: Edition,
    meetings: Meetings,
    one: engine.Meeting,
    slot: int,
    table: int | None = None,
    lost: Mapping[int, int] | None = None,
) -> list[engine.Meeting]:
    """The day with this meeting at another slot. Without ``table``, it goes where its buyer sits, else to a table that
    is neither taken nor ``lost``; with one, everybody who meets her at that slot comes along."""
    room_of = [room["id"] for room in edition.rooms for _k in range(room["tables"])]
    others = [other for other in meetings if other is not one]
    to = _table(others, one, slot, lost or {}) if table is None else table
    room = room_of[to] if to is not None and to < len(room_of) else one.room
    found = [
        replace(other, table=to, room=room) if (other.b, other.slot) == (one.b, slot) else other for other in others
    ]
    return [*found, replace(one, slot=slot, table=to, room=room)]


def _table(others: Iterable[engine.Meeting], one: engine.Meeting, slot: int, lost: Mapping[int, int]) -> int | None:
    """The buyer's table at that slot when she already sits somewhere, else her own if free, else the first one."""
    there = [other for other in others if other.slot == slot and other.table is not None]
    own = next((other.table for other in there if other.b == one.b), None)
    if own is not None:
        return own
    taken = {other.table for other in there} | {number for number, first in lost.items() if first <= slot}
    return one.table if one.table not in taken else next(k for k in range(len(taken) + 1) if k not in taken)


def changed(before: Meetings, after: Meetings) -> list[engine.Meeting]:
    """Those that are not where they were."""
    known = set(before)
    return [one for one in after if one not in known]


def conflicts(day: engine.Day, plan: PlanVersion, before: Meetings, after: Meetings) -> list[str]:
    """What the checker finds in ``after`` and did not in ``before``, in its own names."""
    return _added(day, plan, _faults(day, plan, before), after)


def _added(day: engine.Day, plan: PlanVersion, known: Collection[str], after: Meetings) -> list[str]:
    return [fault for fault in _faults(day, plan, after) if fault not in known]


def _faults(day: engine.Day, plan: PlanVersion, meetings: Meetings) -> list[str]:
    return engine.faults(day, reads.plan_form(day, plan, meetings))


def closed(table: int | None, slot: int, lost: Mapping[int, int]) -> list[str]:
    """The engine counts tables; which of them is out of use, only the room knows."""
    if table is None or lost.get(table, slot + 1) > slot:
        return []
    return [_("La table %s est fermée à ce créneau.") % (table + 1)]


def places(plan: PlanVersion, meeting: Meeting, tables: Sequence[int] = ()) -> dict[str, list[list[str]]]:
    """For each slot of each row where ``meeting`` may be dropped, the conflicts, none where it fits.

    Rows are those of its two people (``p12``), at the buyer's table; with ``tables`` (from 0), those tables (``t3``).
    The checker reads, for each slot, the meetings that the move can touch. Six queries.
    """
    edition, day, before = plan.edition, reads.day_of(plan.edition), reads.meetings_of(plan)
    one, lost = cell_of(before, meeting), lost_of(edition)
    near = [[m for m in before if m.slot == t or {m.a, m.b} & {one.a, one.b}] for t in range(edition.slots)]
    around = _part(day, [m for some in near for m in some])
    small = [_part(around, some) for some in near]
    known = [set(_faults(part, plan, some)) for part, some in zip(small, near, strict=True)]
    pks = [reads.number_of(person.id) for person in around.people]
    names = dict(Participant.everything.filter(pk__in=pks).values_list("pk", "name"))

    def row(table: int | None) -> list[list[str]]:
        found = []
        for t, some in enumerate(near):
            wrong = _added(small[t], plan, known[t], moved(edition, some, one, t, table, lost))
            found.append(closed(table, t, lost) + [reads.in_words(sentence, edition, names) for sentence in wrong])
        return found

    if tables:
        return {f"t{table}": row(table) for table in tables}
    own = row(None)
    return {f"p{meeting.seller_id}": own, f"p{meeting.buyer_id}": own}


def _part(day: engine.Day, meetings: Meetings) -> engine.Day:
    """The day reduced to the people and wishes of these meetings: every rule reads the same on it."""
    names = {name for m in meetings for name in (m.a, m.b)}
    pairs = {ends for m in meetings for ends in ((m.a, m.b), (m.b, m.a))}
    return replace(
        day,
        people=tuple(person for person in day.people if person.id in names),
        pairs=tuple(pair for pair in day.pairs if (pair.a, pair.b) in pairs),
    )
