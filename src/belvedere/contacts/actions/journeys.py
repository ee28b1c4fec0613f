"""Journeys: opened and closed, entered, walked. A walk moves, its passages and its letter are written in one
transaction: killed anywhere, it is where it was, or where it is now."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.contacts import access
from belvedere.contacts.enums import JourneyStatus, Trigger, WalkEnd
from belvedere.contacts.models import Journey, Letter, Passage, Sending, Suspension, Walk
from belvedere.contacts.queries import guard, letters
from belvedere.contacts.queries import journeys as reads
from belvedere.contacts.queries.addresses import fingerprint
from belvedere.contacts.queries.writing import Writing, letters_received, writing_of
from belvedere.engines import journeys as engine
from belvedere.kit import journal

BATCH = 500
#: A letter of a journey that could not leave in this time has lost its reason.
PATIENCE = timedelta(days=3)


class JourneyRefused(Exception):
    """This journey cannot be written or opened so; the message says why and what to do."""


@transaction.atomic
def save_journey(*, journey: Journey, by: Any, now: datetime) -> Journey:
    """Writes a journey at rest. Raises JourneyRefused."""
    if by is not None and not access.can_keep_file(by, journey.destination):
        raise JourneyRefused(_("Ce fichier n’est pas le vôtre : choisissez une destination où vous rédigez."))
    if journey.pk and Journey.everything.filter(pk=journey.pk, status=JourneyStatus.OPEN).exists():
        raise JourneyRefused(_("Ce parcours est en marche\N{NO-BREAK SPACE}: arrêtez-le avant de le changer."))
    _check(journey)
    journey.save()
    journal.record("save_journey", journey, by=by, now=now)
    return journey


def _check(journey: Journey) -> engine.Plan:
    wanted = {
        Trigger.ACT: journey.act_kind, Trigger.CONSENT: journey.given, Trigger.SEGMENT: journey.segment_id,
        Trigger.SILENCE: journey.days > 0, Trigger.STAY: True,
    }  # fmt: skip
    if not wanted[Trigger(journey.trigger)]:
        raise JourneyRefused(
            _("Dites ce qui fait commencer le parcours : l’acte, le consentement, le segment ou les jours.")
        )
    try:
        plan = reads.plan_of(journey)
    except engine.PlanError as fault:
        raise JourneyRefused(str(fault)) from fault
    foreign = [row for row in reads.letters_of([plan]).values() if row.destination_id != journey.destination_id]
    if foreign:
        raise JourneyRefused(_("La lettre « %s » est d’une autre destination.") % foreign[0].name)
    return plan


@transaction.atomic
def open_journey(*, journey: Journey, by: Any, now: datetime) -> Journey:
    """From now on, what happens makes people enter; nothing of before does. Raises JourneyRefused."""
    if by is not None and not access.journeys_run_by(by).filter(pk=journey.pk).exists():
        raise JourneyRefused(_("Ce parcours n’est pas de votre ressort."))
    _check(journey)
    journey.status, journey.opened_at = JourneyStatus.OPEN, now
    journey.save(update_fields=["status", "opened_at"])
    journal.record("open_journey", journey, by=by, now=now)
    return journey


@transaction.atomic
def close_journey(*, journey: Journey, by: Any, now: datetime) -> Journey:
    """Nobody enters or moves any more; opened again, those who stand in it go on. Raises JourneyRefused."""
    if by is not None and not access.journeys_run_by(by).filter(pk=journey.pk).exists():
        raise JourneyRefused(_("Ce parcours n’est pas de votre ressort."))
    journey.status = JourneyStatus.CLOSED
    journey.save(update_fields=["status"])
    journal.record("close_journey", journey, by=by, now=now)
    return journey


def enter_journeys(*, now: datetime) -> int:
    """Whoever something has happened to enters, once for each cause. How many."""
    return sum(
        _enter(journey, now)
        for journey in Journey.everything.filter(status=JourneyStatus.OPEN).select_related("segment")
    )


def _enter(journey: Journey, now: datetime) -> int:
    first = reads.plan_of(journey).first
    rows = [
        Walk(journey=journey, person_id=person, occurrence=cause, step=first, started_at=now, since=now, due_at=now)
        for person, cause in reads.entering(journey, now)
    ]
    Walk.everything.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    return len(rows)


@dataclass
class _Tour:
    """What one round of the worker keeps at hand."""

    now: datetime
    plans: dict[int, engine.Plan] = field(default_factory=dict)
    letters: dict[str, Letter] = field(default_factory=dict)
    manners: dict[int, Writing] = field(default_factory=dict)
    members: dict[int, frozenset[int]] = field(default_factory=dict)

    def plan(self, journey: Journey) -> engine.Plan:
        if journey.pk not in self.plans:
            self.plans[journey.pk] = reads.plan_of(journey)
            self.letters |= reads.letters_of([self.plans[journey.pk]])
        return self.plans[journey.pk]

    def writing(self, journey: Journey) -> Writing:
        if journey.destination_id not in self.manners:
            self.manners[journey.destination_id] = writing_of(journey.destination)
        return self.manners[journey.destination_id]


def walk_journeys(*, now: datetime, most: int = 10_000) -> int:
    """Moves every walk that is due, as far as this moment allows. How many moved."""
    tour, moved = _Tour(now), 0
    for number in list(reads.due(now).values_list("pk", flat=True)[:most]):
        with transaction.atomic():
            moved += _move(tour, number)
    return moved


def _move(tour: _Tour, number: int) -> bool:
    """One walk, held for the length of the transaction: two workers pass it one after the other."""
    walk = reads.due(tour.now).select_for_update(of=("self",)).filter(pk=number).first()
    if walk is None:
        return False
    plan, writing = tour.plan(walk.journey), tour.writing(walk.journey)
    stop = _reason_to_stop(tour, walk, plan)
    keys = guard.fingerprints(walk.person)
    received = letters_received(keys, writing.tree, tour.now)
    standing = engine.advance(
        plan, engine.Standing(walk.step, walk.since), tour.now, writing.rules,
        holds=lambda condition: reads.holds(walk, condition),
        sent=tuple(moment for key in keys for moment in received.get(key, ())), stop=stop,
    )  # fmt: skip
    for passed in standing.passed:
        Passage.objects.create(walk=walk, step=passed.key, outcome=passed.outcome, at=tour.now)
        if passed.outcome == "letter":
            _write(tour, walk, plan.steps[passed.key])
    walk.step, walk.since, walk.due_at = standing.key, standing.since, standing.due
    if standing.ended:
        walk.ended, walk.ended_at, walk.due_at = standing.ended, tour.now, None
    walk.save(update_fields=["step", "since", "due_at", "ended", "ended_at"])
    return True


def _reason_to_stop(tour: _Tour, walk: Walk, plan: engine.Plan) -> str:
    person = walk.person
    known = [tour.letters[step.letter] for step in plan.steps.values() if step.letter in tour.letters]
    keys = {fingerprint(guard.address(person, letter)) for letter in known} - {""}
    keys = keys if known else set(guard.fingerprints(person))
    if person.erased_at is not None or person.merged_into_id is not None or not keys:
        return WalkEnd.GONE
    if walk.step not in plan.steps:
        return WalkEnd.CHANGED
    if Suspension.everything.filter(address_key__in=keys).count() == len(keys):
        return WalkEnd.SUSPENDED
    if known and not any(reads.consents(person, letter.purpose, letter.channel) for letter in known):
        return WalkEnd.WITHDRAWN
    return reads.stopped([walk], tour.now, tour.members).get(walk.pk, "")


def _write(tour: _Tour, walk: Walk, step: engine.Step) -> None:
    """The letter waits beside those of the mailings; consent and caps are asked again when it leaves."""
    letter = tour.letters.get(step.letter)
    if letter is None:
        return
    Sending.everything.create(
        person=walk.person, letter=letter, destination=walk.journey.destination, walk=walk, step=step.key,
        language=letters.language_for(letter, walk.person.language),
        address_key=fingerprint(guard.address(walk.person, letter)),
        identifier=uuid.uuid4().hex, not_before=tour.now, expires_at=tour.now + PATIENCE,
    )  # fmt: skip
