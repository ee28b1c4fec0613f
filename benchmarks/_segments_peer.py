"""The straightforward way: one person after another, one condition after another. Peer and judge of the engine."""

import operator
from collections.abc import Mapping

from belvedere.engines.segments import (
    DAY,
    NO,
    UNKNOWN,
    YES,
    Act,
    Acts,
    Age,
    All,
    Any,
    Compare,
    Condition,
    Flag,
    Known,
    Lean,
    Not,
    OneOf,
    Person,
    Starts,
    Within,
)

OPERATORS = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "!=": operator.ne,
}  # fmt: skip


def answer(condition: Condition, person: Person, segments: Mapping[str, Condition], now: int) -> int:
    """NO, UNKNOWN or YES."""
    match condition:
        case All(parts):
            return min(answer(part, person, segments, now) for part in parts)
        case Any(parts):
            return max(answer(part, person, segments, now) for part in parts)
        case Not(part):
            return YES - answer(part, person, segments, now)
        case Within(key):
            return answer(segments[key], person, segments, now)
        case Lean():
            return _lean(condition, person, segments, now)
        case Acts():
            return _acts(condition, person, now)
        case Age(name, op, days):
            moment = person.fields.get(name)
            if moment is None:
                return UNKNOWN
            return YES if OPERATORS[op](now - moment, days * DAY) else NO
        case _:
            return _test(condition, person.fields)


def _test(condition: Condition, fields: Mapping[str, object]) -> int:
    value = fields.get(condition.field)
    known = value is not None and value != ()
    if isinstance(condition, Known):
        return YES if known else NO
    if not known:
        return UNKNOWN
    match condition:
        case Flag():
            found = value
        case Compare(_, op, limit):
            found = OPERATORS[op](value, limit)
        case OneOf(_, values) if isinstance(value, tuple):
            found = any(tag in values for tag in value)
        case OneOf(_, values):
            found = value in values
        case Starts(_, prefixes):
            found = any(value.startswith(prefix) for prefix in prefixes)
    return YES if found else NO


def _lean(lean: Lean, person: Person, segments: Mapping[str, Condition], now: int) -> int:
    gained = known = 0
    for clue in lean.clues:
        found = answer(clue.condition, person, segments, now)
        gained += clue.weight if found == YES else 0
        known += clue.weight if found == YES else clue.against if found == NO else 0
    if known == 0:
        return UNKNOWN
    return YES if (gained + lean.prior) * 100 >= lean.threshold * (known + lean.strength) else NO


def _acts(leaf: Acts, person: Person, now: int) -> int:
    near = [act for act in person.acts if (not leaf.kinds or act.kind in leaf.kinds) and _inside(leaf, act, now)]
    kept = [act for act in near if all(_test(test, act.fields) == YES for test in leaf.where)]
    compare = OPERATORS[leaf.op]
    match leaf.measure:
        case "count":
            found = compare(len(kept), leaf.value)
        case "share":
            telling = [act for act in near if all(_test(test, act.fields) != UNKNOWN for test in leaf.where)]
            if not telling:
                return UNKNOWN
            found = compare(100 * len(kept), leaf.value * len(telling))
        case "last" | "first":
            if not kept:
                return UNKNOWN
            moment = (max if leaf.measure == "last" else min)(act.when for act in kept)
            found = compare(now - moment, leaf.value * DAY)
        case _:
            values = [act.fields.get(leaf.field) for act in kept]
            values = [value for value in values if value is not None]
            found = compare(sum(values) if leaf.measure == "sum" else len(set(values)), leaf.value)
    return YES if found else NO


def _inside(leaf: Acts, act: Act, now: int) -> bool:
    oldest, newest = leaf.window.oldest, leaf.window.newest
    return act.when <= now - newest * DAY and (oldest is None or act.when > now - oldest * DAY)
