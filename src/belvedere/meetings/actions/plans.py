"""Plans: worked out by the engine, kept as numbered versions, moved by hand, repaired on the day, published."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from belvedere.engines import meetings as engine
from belvedere.kit import journal
from belvedere.meetings import access, events
from belvedere.meetings.enums import EditionStatus
from belvedere.meetings.models import Edition, Meeting, Participant, PlanVersion
from belvedere.meetings.queries import day as reads
from belvedere.meetings.queries import moves, segments, wall

BATCH = 1000
#: Statuses from which a plan can be worked out.
PLANNABLE = (EditionStatus.CLOSED, EditionStatus.PLANNED, EditionStatus.PUBLISHED)

Say = Callable[[str], None]


class Refused(Exception):
    """The plan cannot be made or changed so; ``str()`` is one or several sentences, ``conflicts`` each of them."""

    def __init__(self, *conflicts: str) -> None:
        super().__init__(" ".join(conflicts))
        self.conflicts = conflicts


def quiet(_sentence: str) -> None:
    """Says nothing."""


def solve_edition(
    *, edition: Edition, seed: int = 0, budget: float = 10.0, by: Any, now: datetime, progress: Say = quiet
) -> PlanVersion:
    """Works out the best plan and stores it as the next version. The same data and seed give the same plan.

    ``budget`` is seconds of an ordinary machine. The engine works outside of any transaction. Raises Refused.
    """
    _may_run(edition, by)
    if edition.status not in PLANNABLE:
        raise Refused(_("Clôturez d’abord les souhaits."))
    day = reads.day_of(edition)
    if not day.pairs:
        raise Refused(_("Aucun souhait n’a été placé\N{NO-BREAK SPACE}: il n’y a rien à planifier."))
    try:
        plan = engine.solve(day, objective=edition.aim, seed=seed, budget=budget, progress=progress)
    except engine.MeetingsError as fault:
        raise Refused(_words(edition, [str(fault)])[0]) from fault
    progress(_("Comparaison avec les façons habituelles de remplir une journée"))
    beside, recounted = reads.compared(edition, day, plan), engine.certified(day, engine.plan_form(plan, 0.0))
    with transaction.atomic():
        version = store_version(edition=edition, day=day, plan=plan, origin=_("calculée"), now=now, seed=seed)
        version.compared = beside
        version.certificate |= {"recounted": recounted}
        version.save(update_fields=["compared", "certificate"])
        if edition.status == EditionStatus.CLOSED:
            Edition.everything.filter(pk=edition.pk).update(status=EditionStatus.PLANNED)
            edition.status = EditionStatus.PLANNED
        journal.record("solve_edition", edition, by=by, now=now, version=version.number, gap=version.gap)
    return version


def weigh_capacity(*, edition: Edition, by: Any, now: datetime) -> Edition:
    """Works out what the day can hold and what would mend it, kept on the edition with the digest of its data."""
    _may_run(edition, by)
    day = reads.day_of(edition)
    found = asdict(engine.capacity(day, minutes=edition.slot_minutes))
    found["saturated"] = [reads.number_of(name) for name in found["saturated"]]
    with transaction.atomic():
        edition.capacity = found | {"digest": reads.digest_of(day)}
        edition.save(update_fields=["capacity"])
        journal.record("weigh_capacity", edition, by=by, now=now, unserved=found["unserved"])
    return edition


@transaction.atomic
def move_meeting(*, meeting: Meeting, slot: int, table: int | None = None, by: Any, now: datetime) -> Meeting:
    """Moves one meeting of a version to another slot, at the buyer's table or at ``table`` (from 0), where whoever
    meets the same buyer at that slot follows.

    The engine's checker re-reads the whole day: Refused carries each conflict. The value stays, so the proof holds.
    """
    plan = PlanVersion.everything.select_related("edition").get(pk=meeting.plan_id)
    edition = plan.edition
    _may_run(edition, by)
    if not 0 <= slot < edition.slots:
        raise Refused(_("Ce créneau est hors de la journée."))
    if table is not None and table not in wall.tables_of(plan):
        raise Refused(_("Cette table n’existe pas dans cette édition."))
    day, before, lost = reads.day_of(edition), reads.meetings_of(plan), moves.lost_of(edition)
    after = moves.moved(edition, before, moves.cell_of(before, meeting), slot, table, lost)
    conflicts = _words(edition, moves.conflicts(day, plan, before, after))
    if conflicts := moves.closed(table, slot, lost) + conflicts:
        raise Refused(*conflicts)
    old = {"slot": meeting.slot, "table": meeting.table}
    kept = {(one.seller_id, one.buyer_id): one for one in Meeting.everything.filter(plan=plan)}
    for one in moves.changed(before, after):
        row = kept[reads.number_of(one.a), reads.number_of(one.b)]
        row.slot, row.table, row.room = one.slot, one.table, one.room or ""
        row.save(update_fields=["slot", "table", "room"])
    meeting.refresh_from_db()
    journal.record("move_meeting", meeting, by=by, now=now, before=old, after={"slot": slot, "table": meeting.table})
    return meeting


@transaction.atomic
def publish_plan(*, plan: PlanVersion, by: Any, now: datetime) -> PlanVersion:
    """From now on everybody's agenda follows this version."""
    edition = Edition.everything.select_for_update().get(pk=plan.edition_id)
    _may_run(edition, by)
    if plan.status == "infeasible":
        raise Refused(
            _("Ce plan laisse de côté une rencontre imposée\N{NO-BREAK SPACE}: corrigez les données d’abord.")
        )
    PlanVersion.everything.filter(edition=edition, is_current=True).update(is_current=False)
    plan.is_current, plan.published_at = True, now
    plan.save(update_fields=["is_current", "published_at"])
    edition.status = EditionStatus.PUBLISHED
    edition.save(update_fields=["status"])
    journal.record("publish_plan", edition, by=by, now=now, version=plan.number)
    transaction.on_commit(lambda: events.plan_published.send(Edition, edition=edition.pk, plan=plan.pk))
    return plan


def _may_run(edition: Edition, by: Any) -> None:
    if by is not None and not access.can_run(by, edition):
        raise Refused(_("Cette édition n’est pas de votre ressort."))


def _words(edition: Edition, sentences: list[str]) -> list[str]:
    names = dict(Participant.everything.filter(edition=edition).values_list("pk", "name"))
    return [reads.in_words(sentence, edition, names) for sentence in sentences]


def store_version(
    *, edition: Edition, day: engine.Day, plan: engine.Plan, origin: str, now: datetime, seed: int
) -> PlanVersion:
    """The next number, with its meetings: inside the transaction of whoever has worked it out."""
    last = PlanVersion.everything.filter(edition=edition).aggregate(last=Max("number"))["last"] or 0
    version = PlanVersion.everything.create(
        edition=edition,
        number=last + 1,
        origin=origin,
        digest=reads.digest_of(day),
        seed=seed,
        status=plan.status,
        value=plan.value,
        bound=plan.bound,
        gap=plan.gap,
        count=len(plan.meetings),
        served=len({one.a for one in plan.meetings}),
        levels=[{"name": v.name, "value": v.value, "bound": v.bound, "gap": v.gap} for v in plan.levels],
        certificate=engine.certificate_form(plan.certificate) if plan.certificate else {},
        unmet=_unmet(edition, plan.unmet),
        lunch={str(reads.number_of(name)): wave for name, wave in plan.lunch.items()},
        created_at=now,
    )
    rows = [
        Meeting(
            plan=version,
            seller_id=reads.number_of(one.a),
            buyer_id=reads.number_of(one.b),
            slot=one.slot,
            table=one.table,
            room=one.room or "",
        )
        for one in plan.meetings
    ]
    Meeting.everything.bulk_create(rows, batch_size=BATCH)
    return version


def _unmet(edition: Edition, unmet: Iterable[engine.Unmet]) -> dict[str, Any]:
    """Each sentence once, in the people's own names; then who and whom and which sentence."""
    unmet = list(unmet)
    reasons = list(dict.fromkeys(one.reason for one in unmet))
    at = {reason: place for place, reason in enumerate(reasons)}
    pairs = [[reads.number_of(one.a), reads.number_of(one.b), at[one.reason]] for one in unmet]
    words = _words(edition, reasons)
    if barred := segments.barred_of(edition):
        family = segments.segments_of(Participant.everything.filter(edition=edition).exclude(segment=""))
        for row in pairs:
            if segments.barred_pair(barred, family, row[0], row[1]):
                said = segments.sentence(family[row[0]], family[row[1]])
                words += [] if said in words else [said]
                row[2] = words.index(said)
    return {"reasons": words, "pairs": pairs}
