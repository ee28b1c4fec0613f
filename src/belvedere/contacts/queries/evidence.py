"""Why somebody belongs to a segment or not, and whom conditions not kept yet would take, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt

import numpy as np
from django.db.models import Max, Min, Q
from django.utils import timezone

from belvedere.contacts.models import Person, Segment
from belvedere.engines import segments as engine
from belvedere.territories.models import Destination

from . import segment_data as data
from .segment_fields import schema
from .segments import defined

#: Persons that a preview looks at; beyond, it looks at as many drawn at random and says so.
LOOKED_AT = 20_000
#: Key of conditions that are not kept yet.
DRAFT = "__"


@dataclass(frozen=True)
class Evidence:
    """``confidence`` from 0 to 1 for a soft type, None for plain conditions. ``change``: when she enters (True) or
    leaves if nothing more happens."""

    person: Person
    segment: engine.Segment
    belongs: bool
    known: bool
    confidence: float | None
    lines: list[engine.Line]
    change: tuple[datetime, bool] | None

    @property
    def percent(self) -> int | None:
        return None if self.confidence is None else round(self.confidence * 100)

    @property
    def summary(self) -> str:
        return self.lines[0].text


@dataclass(frozen=True)
class Preview:
    """How many persons the conditions take; ``margin`` is half the 95 % interval where only some were looked at."""

    size: int
    file: int
    margin: int
    inside: list[Evidence]
    outside: list[Evidence]


def condition_lines(segment: Segment) -> list[str]:
    """What the segment asks, a sentence a condition; a soft type tells its clues with their points."""
    words = engine.Words(schema(), defined(segment.destination_id))
    condition = engine.condition_of(segment.condition)
    if isinstance(condition, engine.Lean):
        return [f"{clue.label} — {words.condition(clue.condition)} ({points(clue)})" for clue in condition.clues]
    parts = condition.parts if isinstance(condition, (engine.All, engine.Any)) else (condition,)
    return [words.condition(part) for part in parts]


def points(clue: engine.Clue) -> str:
    return f"+{clue.weight}" + (f", −{clue.against}" if clue.against else "")


def threshold_of(segment: Segment) -> int | None:
    """In percent, of a soft type; None for plain conditions."""
    condition = engine.condition_of(segment.condition)
    return condition.threshold if isinstance(condition, engine.Lean) else None


def evidence_of(segment: Segment, person: Person, now: datetime) -> Evidence:
    """As things stand, from the person's own rows; may be ahead of the members last revised by some seconds."""
    return _explain(segment.key, defined(segment.destination_id), [person], now)[0]


def evidence_of_several(segment: Segment, people: Sequence[Person], now: datetime) -> list[Evidence]:
    """The same for a page of persons of the segment's file. Five queries, whatever their number."""
    return _explain(segment.key, defined(segment.destination_id), people, now)


def portrait(person: Person, now: datetime) -> list[Evidence]:
    """Every segment of the file before one person: those she belongs to first, the surest first."""
    segments = defined(person.destination_id)
    told = _told([person])
    found = [_evidence(segment.key, segments, person, told[person.pk], now) for segment in segments]
    return sorted(found, key=lambda one: (not one.belongs, -(one.confidence or 0), one.segment.name))


def preview(destination: Destination, condition: engine.Condition, now: datetime, sample: int = 5) -> Preview:
    """Whom these conditions would take, with some of those inside and outside. Raises engine.SegmentError."""
    draft = engine.Segment(DRAFT, DRAFT, condition)
    engine.check(draft, schema())
    segments = [*defined(destination), draft]
    plan = engine.compile_segments(segments).only([DRAFT])
    everybody = Person.everything.present().filter(destination=destination)
    total = everybody.count()
    crowd = data.crowd_of(destination, _drawn(destination, total))
    answers = engine.answers(plan, crowd.contacts, data.moment(now))[0]
    share = float((answers == engine.YES).mean()) if len(answers) else 0.0
    exact = len(answers) >= total
    margin = 0 if exact else round(1.96 * sqrt(share * (1 - share) / len(answers)) * total)
    inside, outside = (
        list(everybody.filter(pk__in=crowd.numbers[rows][:sample].tolist()))
        for rows in (answers == engine.YES, answers != engine.YES)
    )
    return Preview(
        round(share * total), total, margin, _explain(DRAFT, segments, inside, now),
        _explain(DRAFT, segments, outside, now),
    )  # fmt: skip


def _drawn(destination: Destination, total: int) -> Q:
    """Everybody, or numbers drawn with a fixed seed, so that the same conditions give the same figure."""
    if total <= LOOKED_AT:
        return Q()
    bounds = Person.everything.filter(destination=destination).aggregate(first=Min("pk"), last=Max("pk"))
    first, last = int(bounds["first"]), int(bounds["last"])
    wanted = min(last - first + 1, LOOKED_AT * (last - first + 1) // total)
    drawn = np.random.default_rng(0).choice(last - first + 1, wanted, replace=False) + first
    return Q(pk__in=data.among(np.sort(drawn)))


def _explain(key: str, segments: list[engine.Segment], people: Sequence[Person], now: datetime) -> list[Evidence]:
    told = _told(people)
    return [_evidence(key, segments, person, told[person.pk], now) for person in people]


def _told(people: Sequence[Person]) -> dict[int, engine.Person]:
    """What the engine knows of each; somebody no longer in the file is known of nothing."""
    if not people:
        return {}
    numbers = np.array([person.pk for person in people], dtype=np.int64)
    crowd = data.crowd_of(people[0].destination_id, Q(pk__in=data.among(numbers)))
    known = {number: crowd.contacts.person(row) for row, number in enumerate(crowd.numbers.tolist())}
    return {person.pk: known.get(person.pk, engine.Person({})) for person in people}


def _evidence(key: str, segments: list[engine.Segment], person: Person, told: engine.Person, now: datetime) -> Evidence:
    at, zone = data.moment(now), timezone.get_current_timezone()
    segment = next(one for one in segments if one.key == key)
    finding = engine.judge(key, segments, told, at)
    change = engine.next_change(key, segments, told, at)
    return Evidence(
        person=person, segment=segment, belongs=finding.verdict == engine.YES,
        known=finding.verdict != engine.UNKNOWN,
        confidence=finding.confidence if isinstance(segment.condition, engine.Lean) else None,
        lines=engine.Words(schema(), segments, zone).lines(finding, at),
        change=None if change is None else (data.instant(change[0]), change[1]),
    )  # fmt: skip
