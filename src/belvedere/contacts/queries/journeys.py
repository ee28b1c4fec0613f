"""Journeys as the engine walks them, who enters one now, and how many stand where."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belvedere.contacts.enums import ActKind, Channel, Trigger, WalkEnd
from belvedere.contacts.models import Act, Click, Consent, Journey, Letter, Passage, Person, Walk
from belvedere.contacts.models.blocks import condition_choices
from belvedere.engines.journeys import Kind, Plan, read_plan

from . import segments

#: How far back a cause is still seized when the worker was stopped; older ones are past.
REACH = timedelta(days=2)


def plan_of(journey: Journey) -> Plan:
    """The journey's steps for the engine: keys are those of the blocks, that no edit changes. Raises PlanError."""
    return read_plan(list(_flat(journey.steps)))


def _flat(stream: Any) -> Iterator[dict[str, Any]]:
    """Main steps first, one after another; then what is walked instead when a condition does not hold."""
    children = [child for child in stream if child.id]
    aside: list[dict[str, Any]] = []
    for rank, child in enumerate(children):
        following = children[rank + 1].id if rank + 1 < len(children) else ""
        step = {"key": child.id, "kind": _kind(child), "then": following}
        if child.block_type == Kind.CONDITION:
            other = [one for one in child.value["otherwise"] if one.id]
            step |= {"if": child.value["condition"], "otherwise": other[0].id if other else ""}
            for place, one in enumerate(other):
                then = other[place + 1].id if place + 1 < len(other) else ""
                aside.append({"key": one.id, "kind": _kind(one), "then": then, **_detail(one)})
        yield step | _detail(child)
    yield from aside


def _kind(child: Any) -> str:
    """A short message is a letter of another channel."""
    return Kind.LETTER.value if child.block_type == "sms" else str(child.block_type)


def _detail(child: Any) -> dict[str, Any]:
    if child.block_type == Kind.WAIT:
        at = child.value.get("at")
        return {
            "days": child.value.get("days") or 0, "hours": child.value.get("hours") or 0,
            "at": at.isoformat() if at else "",
        }  # fmt: skip
    return {"letter": str(child.value.pk) if child.value else ""} if _kind(child) == Kind.LETTER else {}


def letters_of(plans: Iterable[Plan]) -> dict[str, Letter]:
    """Letters that these plans send, by the key that the plan knows them by. One query."""
    numbers = {step.letter for plan in plans for step in plan.steps.values() if step.letter}
    rows = Letter.everything.filter(pk__in=numbers).select_related("destination")
    return {str(row.pk): row for row in rows}


# --- Who enters -----------------------------------------------------------------------------------------------------


def entering(journey: Journey, now: datetime) -> list[tuple[int, str]]:
    """Persons who enter now, each with the cause that makes her enter once. Two queries at most."""
    since = max(now - REACH, journey.opened_at or now)
    people = Person.everything.present().filter(destination=journey.destination_id)
    causes = {
        Trigger.ACT: _by_act, Trigger.STAY: _by_stay, Trigger.CONSENT: _by_consent, Trigger.SEGMENT: _by_segment,
        Trigger.SILENCE: _by_silence,
    }[Trigger(journey.trigger)](journey, people, since, now)  # fmt: skip
    if journey.again_after is None:
        # One cause for a whole life: the constraint itself keeps her from entering twice.
        return [(person, "once") for person in dict.fromkeys(person for person, _cause in causes)]
    # Two causes at once make her enter once: the pause holds between walks that begin together too.
    return list(dict(reversed(causes)).items())


def _free(journey: Journey, now: datetime, person: str) -> Q:
    """Not walking it, nor having entered it too recently."""
    walks = Walk.everything.filter(journey=journey, person=OuterRef(person))
    if journey.again_after is not None:
        walks = walks.filter(Q(ended="") | Q(started_at__gt=now - timedelta(days=journey.again_after)))
    return ~Q(Exists(walks))


def _by_act(journey: Journey, people: "QuerySet[Person]", since: datetime, now: datetime) -> list[tuple[int, str]]:
    acts = Act.everything.filter(kind=journey.act_kind, at__gt=since, at__lte=now, person__in=people)
    rows = acts.filter(_free(journey, now, "person")).order_by("pk").values_list("person", "pk")
    return [(person, f"act:{pk}") for person, pk in rows]


def _by_stay(journey: Journey, people: "QuerySet[Person]", since: datetime, now: datetime) -> list[tuple[int, str]]:
    """``days`` after the stay's day. Before it when negative: any stay ahead that is near enough, told long ago or just
    now; one that has begun is past."""
    shift = timedelta(days=journey.days)
    acts = Act.everything.filter(at__lte=now - shift, person__in=people)
    if journey.days < 0:
        acts = acts.filter(kind__in=_ahead(journey), at__gt=now)
    else:
        acts = acts.filter(kind=journey.act_kind or ActKind.STAYED, at__gt=since - shift)
    rows = acts.filter(_free(journey, now, "person")).order_by("pk").values_list("person", "pk")
    return [(person, f"act:{pk}") for person, pk in rows]


def _ahead(journey: Journey) -> set[str]:
    """Acts that tell of a stay to come."""
    return {journey.act_kind or ActKind.PLANNED, ActKind.PLANNED}


def _by_consent(journey: Journey, people: "QuerySet[Person]", since: datetime, now: datetime) -> list[tuple[int, str]]:
    lines = Consent.everything.filter(
        purpose=journey.given, channel=Channel.MAIL, given=True, in_force=True, at__gt=since, at__lte=now,
        person__in=people,
    )  # fmt: skip
    rows = lines.filter(_free(journey, now, "person")).order_by("pk").values_list("person", "pk")
    return [(person, f"consent:{pk}") for person, pk in rows]


def _by_segment(journey: Journey, people: "QuerySet[Person]", since: datetime, now: datetime) -> list[tuple[int, str]]:
    """Whoever belongs to it and is free to walk: entering is belonging without having walked."""
    if journey.segment is None:
        return []
    members = segments.members_of(journey.segment).filter(_free(journey, now, "pk"))
    return [(person, f"segment:{now:%Y-%m-%d}") for person in members.values_list("pk", flat=True)]


def _by_silence(journey: Journey, people: "QuerySet[Person]", since: datetime, now: datetime) -> list[tuple[int, str]]:
    silent = people.filter(last_own_act_at__lte=now - timedelta(days=max(1, journey.days)))
    rows = silent.filter(_free(journey, now, "pk")).values_list("pk", "last_own_act_at")
    return [(person, f"silence:{at:%Y-%m-%d}") for person, at in rows]


# --- What a walk is asked -------------------------------------------------------------------------------------------


def holds(walk: Walk, condition: str) -> bool:
    """Whether a condition is true of this walk's person now."""
    kind, _colon, detail = condition.partition(":")
    if kind == "acted":
        return Act.everything.filter(person=walk.person_id, kind=detail, at__gte=walk.started_at).exists()
    if kind == "clicked":
        return Click.objects.filter(sending__walk=walk).exists()
    if kind == "consents":
        return any(consents(walk.person, detail, channel) for channel in (Channel.MAIL, Channel.SMS))
    raise LookupError(f"unknown condition {condition!r}")


def consents(person: Person, purpose: str, channel: str) -> bool:
    """As the ledger stands now."""
    standing = Consent.everything.filter(in_force=True, given=True, purpose=purpose, channel=channel)
    return standing.filter(person=person).exists()


def stopped(walks: Sequence[Walk], now: datetime, members: dict[int, frozenset[int]] | None = None) -> dict[int, str]:
    """Why walks must end now by their journey's own rules, by number; the others are left out. At most three queries,
    and one for each segment that walks hang on; ``members`` keeps these from one call to the next."""
    found = _acted(walks) | _begun(walks, now)
    members = {} if members is None else members
    for walk in walks:
        journey = walk.journey
        if journey.trigger != Trigger.SEGMENT or walk.pk in found:
            continue
        if journey.pk not in members:
            members[journey.pk] = frozenset(segments.numbers_of(journey.segment).tolist() if journey.segment else ())
        if walk.person_id not in members[journey.pk]:
            found[walk.pk] = WalkEnd.LEFT
    return found


def _cause(walk: Walk) -> int | None:
    """Number of the act that made her enter."""
    kind, _colon, number = walk.occurrence.partition(":")
    return int(number) if kind == "act" and number.isdecimal() else None


def _acted(walks: Sequence[Walk]) -> dict[int, str]:
    """Who did what stops the journey since she entered; what made her enter does not count."""
    asked = [walk for walk in walks if walk.journey.stop_on]
    if not asked:
        return {}
    acts = Act.everything.filter(
        person__in={walk.person_id for walk in asked},
        kind__in={kind for walk in asked for kind in walk.journey.stop_on},
        at__gt=min(walk.started_at for walk in asked),
    )
    rows = list(acts.order_by().values_list("pk", "person", "kind", "at"))
    return {
        walk.pk: WalkEnd.ACTED
        for walk in asked
        for pk, person, kind, at in rows
        if person == walk.person_id and kind in walk.journey.stop_on and at > walk.started_at and pk != _cause(walk)
    }


def _begun(walks: Sequence[Walk], now: datetime) -> dict[int, str]:
    """Who walks towards a stay that has begun, or that is no longer told of."""
    ahead = [walk for walk in walks if walk.journey.trigger == Trigger.STAY and walk.journey.days < 0]
    if not ahead:
        return {}
    told = Act.everything.filter(pk__in={cause for walk in ahead if (cause := _cause(walk))}, at__gt=now)
    coming = set(told.order_by().values_list("pk", flat=True))
    # A cause that names no act is that of somebody who enters once in her life: any stay ahead will do.
    anonymous = {walk.person_id for walk in ahead if _cause(walk) is None}
    if anonymous:
        kinds = set().union(*(_ahead(walk.journey) for walk in ahead))
        stays = Act.everything.filter(person__in=anonymous, kind__in=kinds, at__gt=now)
        anonymous -= set(stays.order_by().values_list("person", flat=True))
    return {
        walk.pk: WalkEnd.BEGUN
        for walk in ahead
        if (walk.person_id in anonymous if _cause(walk) is None else _cause(walk) not in coming)
    }


# --- What the office reads ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One step with its counts: ``here`` stand at it, ``passed`` have left it, ``otherwise`` by the other way."""

    key: str
    kind: str
    label: str
    then: str
    other: str
    here: int
    passed: int
    otherwise: int


def rows_of(journey: Journey, plan: Plan) -> list[Row]:
    """Steps in the order of the plan. Three queries."""
    here = dict(Walk.everything.filter(journey=journey, ended="").order_by().values_list("step").annotate(Count("pk")))
    passed: dict[str, dict[str, int]] = {}
    counted = Passage.objects.filter(walk__journey=journey).order_by().values("step", "outcome").annotate(n=Count("pk"))
    for line in counted:
        passed.setdefault(line["step"], {})[line["outcome"]] = line["n"]
    letters = letters_of([plan])
    return [
        Row(
            step.key, step.kind.value, label_of(step, letters), step.then, step.otherwise, here.get(step.key, 0),
            sum(passed.get(step.key, {}).values()), passed.get(step.key, {}).get("no", 0),
        )
        for step in plan.steps.values()
    ]  # fmt: skip


def label_of(step: Any, letters: dict[str, Letter]) -> str:
    if step.kind is Kind.LETTER:
        return letters[step.letter].name if step.letter in letters else _("lettre retirée")
    if step.kind is Kind.CONDITION:
        known = {value: str(label) for value, label in condition_choices()}
        return known.get(step.condition, step.condition)
    parts = []
    if step.wait.days:
        parts.append(ngettext("%s jour", "%s jours", step.wait.days) % step.wait.days)
    if step.wait.hours:
        parts.append(ngettext("%s heure", "%s heures", step.wait.hours) % step.wait.hours)
    if step.wait.at:
        parts.append(_("jusqu’à %s") % f"{step.wait.at:%H:%M}")
    return ", ".join(parts) or _("aussitôt")


def ends_of(journey: Journey) -> list[tuple[str, int]]:
    """Why walks are over, and how many of each. One query."""
    rows = Walk.everything.filter(journey=journey).exclude(ended="").order_by()
    return sorted(rows.values_list("ended").annotate(Count("pk")), key=lambda pair: -pair[1])


def due(now: datetime) -> "QuerySet[Walk]":
    """Walks to look at, the oldest first."""
    rows = Walk.everything.filter(ended="", due_at__lte=now, journey__status="open")
    return rows.order_by(F("due_at"), "pk").select_related("journey__destination", "person")
