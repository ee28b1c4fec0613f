"""What goes wrong on the day: noted, answered by a version that changes as little as possible, announced once accepted.

The fact is written first (nobody waits for a plan to be told that somebody is missing), then a version is proposed
beside the one in force; it is published only when the staff accept it. A later event makes one that answers both.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.engines import meetings as engine
from belvedere.kit import jobs, journal
from belvedere.meetings import access
from belvedere.meetings.models import CheckIn, Edition, Participant, PlanVersion, Repair, TableLoss
from belvedere.meetings.queries import day as reads
from belvedere.meetings.queries import moves

from . import plans

#: Seconds of an ordinary machine that a repair may take: somebody is standing at the desk.
BUDGET = 0.5


class Refused(plans.Refused):
    """The event cannot be answered so; the message says why and what to do."""


def mark_absent(
    *,
    participant: Participant,
    plan: PlanVersion | None = None,
    by: Any,
    now: datetime,
    seed: int = 0,
    budget: float = BUDGET,
) -> PlanVersion | None:
    """Somebody does not come, or has left; ``plan`` is the version to repair, else the one in force. None when nothing
    of it has to change. Raises Refused."""
    edition = participant.edition
    _may_run(edition, by)
    if plan is not None and plan.edition_id != edition.pk:
        raise Refused(_("Ce plan est celui d’une autre édition."))
    if participant.absent_at is None:
        participant.absent_at = now
        participant.save(update_fields=["absent_at"])
        journal.record("mark_absent", participant, by=by, now=now)
    origin = _("réparée après l’absence de %s") % participant.name
    return propose(edition=edition, base=plan, origin=origin[:200], by=by, now=now, seed=seed, budget=budget)


def mark_late(
    *, participant: Participant, slot: int, by: Any, now: datetime, seed: int = 0, budget: float = BUDGET
) -> PlanVersion | None:
    """Somebody comes only from ``slot`` on; noted absent before, he is awaited again. Raises Refused."""
    edition = participant.edition
    _may_run(edition, by)
    if not 0 <= slot < edition.slots:
        raise Refused(_("Ce créneau est hors de la journée."))
    there = range(edition.slots) if participant.available is None else participant.available
    participant.available = [t for t in there if t >= slot]
    participant.absent_at = None
    participant.save(update_fields=["available", "absent_at"])
    journal.record("mark_late", participant, by=by, now=now, slot=slot)
    words = {"name": participant.name, "hour": edition.hour(slot)}
    origin = _("réparée\N{NO-BREAK SPACE}: %(name)s arrive à %(hour)s") % words
    return propose(edition=edition, origin=origin[:200], by=by, now=now, seed=seed, budget=budget)


def lose_table(
    *, edition: Edition, number: int, by: Any, now: datetime, seed: int = 0, budget: float = BUDGET
) -> PlanVersion | None:
    """Table ``number`` (counted from 1) can no longer be used, from the first slot that can change. Raises Refused."""
    _may_run(edition, by)
    total = table_count(edition)
    if total is None:
        raise Refused(_("Dites d’abord combien de tables compte cette édition."))
    if not 1 <= number <= total:
        raise Refused(_("Les tables vont de 1 à %s.") % total)
    first = reads.frozen_before(edition, now)
    with transaction.atomic():
        TableLoss.everything.get_or_create(
            edition=edition, table=number - 1, defaults={"from_slot": first, "noted_at": now}
        )
        journal.record("lose_table", edition, by=by, now=now, table=number)
    return propose(
        edition=edition, origin=_("réparée sans la table %s") % number, by=by, now=now, seed=seed, budget=budget
    )


def propose(
    *,
    edition: Edition,
    origin: str,
    base: PlanVersion | None = None,
    by: Any,
    now: datetime,
    seed: int = 0,
    budget: float = BUDGET,
) -> PlanVersion | None:
    """The version that answers everything noted so far and changes the fewest announced meetings, beside the one in
    force (or ``base``). What begins within ten minutes only loses meetings that cannot be held.

    Other proposals are dropped. None when nothing changes. Raises Refused.
    """
    _may_run(edition, by)
    base = base or PlanVersion.everything.filter(edition=edition, is_current=True).first()
    if base is None:
        raise Refused(_("Aucun plan n’est publié\N{NO-BREAK SPACE}: il n’y a rien à réparer."))
    day = day_to_repair(edition, base, frozen_before=reads.frozen_before(edition, now), now=now)
    try:
        found = engine.repair(day, seed=seed, budget=budget)
    except engine.MeetingsError as fault:
        raise Refused(str(fault)) from fault
    fresh = Repair(frozen_before=day.frozen_before, fewest=found.fewest, bound=found.full_value_bound)
    version = _offer(edition, base, day, found, fresh, origin=origin, by=by, now=now, seed=seed)
    if version is not None:
        jobs.enqueue("meetings.price_repair", now=now, plan=version.pk)
    return version


@transaction.atomic
def _offer(
    edition: Edition, base: PlanVersion, day: engine.Day, found: engine.Repair, repair: Repair, *, origin: str,
    by: Any, now: datetime, seed: int,
) -> PlanVersion | None:  # fmt: skip
    """Keeps what the engine found as a version proposed in place of the others; None where it changes nothing."""
    kept = replace(found.plan, meetings=keep_tables(day, found.plan.meetings, moves.lost_of(edition)))
    waiting = Repair.everything.filter(plan__edition=edition, plan__published_at=None, dropped_at=None)
    waiting.update(dropped_at=now)
    changed = _places(day.announced) - _places(kept.meetings)
    if not changed and len(kept.meetings) == len(day.announced):
        return None
    version = plans.store_version(edition=edition, day=day, plan=kept, origin=origin, now=now, seed=seed)
    version.repairs, version.changed = base, len(changed)
    version.save(update_fields=["repairs", "changed"])
    repair.plan, repair.proposed_at = version, now
    repair.save(force_insert=True)
    journal.record("propose_repair", edition, by=by, now=now, version=version.number, changed=version.changed)
    return version


def choose_point(
    *, plan: PlanVersion, point: int, by: Any, now: datetime, budget: float = BUDGET
) -> PlanVersion | None:
    """Proposes the plan of another point of the curve in place of this one.

    Once another slot is frozen the curve no longer holds: the smallest repair of the moment is proposed instead, with
    a curve of its own. Raises Refused.
    """
    edition, base = plan.edition, plan.repairs
    _may_run(edition, by)
    repair = Repair.everything.filter(plan=plan, plan__published_at=None, dropped_at=None).first()
    if repair is None or base is None or not base.is_current:
        raise Refused(_("Cette proposition n’attend plus de décision."))
    if not 0 <= point < len(repair.curve):
        raise Refused(_("Cette courbe n’a pas ce point."))
    first = reads.frozen_before(edition, now)
    if first != repair.frozen_before:
        return propose(edition=edition, base=base, origin=plan.origin, by=by, now=now, seed=plan.seed, budget=budget)
    day = day_to_repair(edition, base, frozen_before=first, now=repair.proposed_at)
    found = engine.repair(day, seed=plan.seed, budget=budget, free=repair.curve[point][2])
    chosen = Repair(
        frozen_before=first, fewest=repair.fewest, bound=repair.bound, curve=repair.curve, point=point
    )  # fmt: skip
    return _offer(edition, base, day, found, chosen, origin=plan.origin, by=by, now=now, seed=plan.seed)


def _places(meetings: Iterable[engine.Meeting]) -> set[tuple[str, str, int, int | None]]:
    return {(one.a, one.b, one.slot, one.table) for one in meetings}


def price_repair(*, repair: Repair, budget: float = BUDGET, by: Any, now: datetime) -> Repair:
    """Works out what more changes would buy: too long for somebody who waits, so it is done behind the page."""
    plan = repair.plan
    base = plan.repairs
    if base is None:
        return repair
    day = day_to_repair(plan.edition, base, frozen_before=repair.frozen_before, now=repair.proposed_at)
    found = engine.repair(day, seed=plan.seed, budget=budget, curve=True)
    repair.curve = [[point.changes, round(point.value, 2), point.free] for point in found.curve]
    with transaction.atomic():
        repair.save(update_fields=["curve"])
        journal.record("price_repair", plan, by=by, now=now, points=len(repair.curve))
    return repair


@transaction.atomic
def accept_repair(*, plan: PlanVersion, by: Any, now: datetime) -> PlanVersion:
    """From now on everybody follows this version; those whose meetings changed are told. Raises Refused."""
    edition = Edition.everything.select_for_update().get(pk=plan.edition_id)
    _may_run(edition, by)
    repair = Repair.everything.filter(plan=plan, dropped_at=None).select_related("plan__repairs").first()
    if repair is None or plan.published_at is not None:
        raise Refused(_("Cette proposition n’attend plus de décision."))
    if plan.repairs is None or not PlanVersion.everything.filter(pk=plan.repairs.pk, is_current=True).exists():
        raise Refused(_("Le plan a changé depuis cette proposition\N{NO-BREAK SPACE}: demandez-en une autre."))
    try:
        plans.publish_plan(plan=plan, by=by, now=now)
    except plans.Refused as fault:
        raise Refused(str(fault)) from fault
    jobs.enqueue("meetings.tell_changes", now=now, plan=plan.pk)
    return plan


@transaction.atomic
def drop_repair(*, plan: PlanVersion, by: Any, now: datetime) -> None:
    """The plan stays as announced. Raises Refused."""
    _may_run(plan.edition, by)
    if not Repair.everything.filter(plan=plan, plan__published_at=None, dropped_at=None).update(dropped_at=now):
        raise Refused(_("Cette proposition n’attend plus de décision."))
    journal.record("drop_repair", plan, by=by, now=now)


def day_to_repair(edition: Edition, base: PlanVersion, *, frozen_before: int, now: datetime) -> engine.Day:
    """The day with what was announced, everybody's lunch as it was given, and the tables lost so far.

    Whoever came in and was noted absent later keeps the meetings that had begun.
    """
    day = reads.day_of(edition, announced=base, frozen_before=frozen_before)
    lunch = {reads.name_of(int(pk)): wave for pk, wave in base.lunch.items()}
    came = CheckIn.everything.filter(participant__edition=edition).exclude(participant__absent_at=None)
    left = {reads.name_of(pk) for pk in came.values_list("participant", flat=True)}
    begun = tuple(t for t in range(edition.slots) if edition.starts_at(t) <= now)
    people = tuple(
        replace(one, lunch=lunch.get(one.id), available=begun if one.id in left else one.available)
        for one in day.people
    )
    lost: dict[int, int] = defaultdict(int)
    for slots in moves.lost_of(edition).values():
        for t in range(slots, edition.slots):
            lost[t] += 1
    gone = tuple(name for name in day.absent if name not in left)
    return replace(day, people=people, absent=gone, tables_lost=dict(lost))


def table_count(edition: Edition) -> int | None:
    if edition.rooms:
        return sum(room["tables"] for room in edition.rooms)
    return edition.tables


def keep_tables(
    day: engine.Day, meetings: Iterable[engine.Meeting], lost: Mapping[int, int]
) -> tuple[engine.Meeting, ...]:
    """Whoever was announced at a table stays there, unless it is lost; the others take the first ones left.

    The engine counts tables and numbers them afresh: people who are touched by nothing must not walk.
    """
    announced = {(one.b, one.slot): one.table for one in day.announced}
    room_of = [room.id for room in day.rooms for _ in range(room.tables)]
    groups: dict[tuple[int, str], list[engine.Meeting]] = defaultdict(list)
    for one in meetings:
        groups[one.slot, one.b].append(one)
    taken: dict[int, set[int]] = defaultdict(set)
    given: dict[tuple[int, str], int | None] = {}
    for slot, host in groups:
        table = announced.get((host, slot))
        if table is not None and slot < lost.get(table, day.slots):
            given[slot, host] = table
            taken[slot].add(table)
    usual: dict[str, int] = {host: table for (host, _slot), table in announced.items() if table is not None}
    for slot, host in sorted(groups.keys() - given.keys()):
        closed = taken[slot] | {table for table, first in lost.items() if slot >= first}
        own = usual.get(host)
        table = own if own is not None and own not in closed else next(k for k in range(10**4) if k not in closed)
        given[slot, host] = table
        taken[slot].add(table)
    return tuple(_seated(one, given[key], room_of) for key, group in groups.items() for one in group)


def _seated(one: engine.Meeting, table: int | None, room_of: list[str]) -> engine.Meeting:
    room = room_of[table] if table is not None and table < len(room_of) else one.room
    return replace(one, table=table, room=room)


def _may_run(edition: Edition, by: Any) -> None:
    if by is not None and not access.can_run(by, edition):
        raise Refused(_("Cette édition n’est pas de votre ressort."))
