"""One person before one segment, condition by condition, with what was seen of the person: the evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .leaves import COMPARE, told
from .plan import compile_segments
from .types import (
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
    RowTest,
    Segment,
    Starts,
    Value,
    Within,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one condition found. `seen` is the person's value, or the figure reckoned from acts (percent for a share,
    the moment for last and first); `acts` were counted, among `whole`; `last` is the newest of them."""

    condition: Condition
    verdict: int
    parts: tuple[Finding, ...] = ()
    seen: Value = None
    acts: int = 0
    whole: int = 0
    last: int | None = None
    gained: int = 0
    points: int = 0

    @property
    def confidence(self) -> float:
        """From 0 to 1 for a soft type; 1 or 0 for a plain YES or NO, one half where nothing is known."""
        if isinstance(self.condition, Lean):
            return (self.gained + self.condition.prior) / (self.points + self.condition.strength)
        if isinstance(self.condition, Within):
            return self.parts[0].confidence
        return self.verdict / YES


def judge(key: str, segments: Sequence[Segment], person: Person, now: int) -> Finding:
    """Why the person belongs to that segment or not; SegmentError as when compiling."""
    compile_segments(segments)
    known = {segment.key: segment.condition for segment in segments}
    return _find(known[key], person, known, now)


def next_change(key: str, segments: Sequence[Segment], person: Person, now: int) -> tuple[int, bool] | None:
    """The first instant after `now` when the person enters (True) or leaves if nothing more happens; None if never."""
    plan = compile_segments(segments).only([key])
    known = {segment.key: segment.condition for segment in segments}
    instants: set[int] = set()
    for clock in plan.clocks:
        if clock.field is not None:
            moment = person.fields.get(clock.field)
            instants |= {moment + clock.offset} if isinstance(moment, int) else set()
        else:
            instants |= {act.when + clock.offset for act in person.acts if not clock.kinds or act.kind in clock.kinds}
    belongs = _find(known[key], person, known, now).verdict == YES
    for instant in sorted(instant for instant in instants if instant > now):
        if (_find(known[key], person, known, instant).verdict == YES) != belongs:
            return instant, not belongs
    return None


def _find(condition: Condition, person: Person, known: Mapping[str, Condition], now: int) -> Finding:
    match condition:
        case All(parts) | Any(parts):
            found = tuple(_find(part, person, known, now) for part in parts)
            verdicts = [part.verdict for part in found]
            return Finding(condition, min(verdicts) if isinstance(condition, All) else max(verdicts), found)
        case Not(part):
            inner = _find(part, person, known, now)
            return Finding(condition, YES - inner.verdict, (inner,))
        case Within(key):
            inner = _find(known[key], person, known, now)
            return Finding(condition, inner.verdict, (inner,))
        case Lean():
            return _lean(condition, person, known, now)
        case Acts():
            return _acts(condition, person, now)
        case Age(name, op, days):
            moment = person.fields.get(name)
            if not isinstance(moment, int):
                return Finding(condition, UNKNOWN)
            younger = moment > now - days * DAY
            return Finding(condition, _verdict(younger == (op == "<")), seen=moment)
        case _:
            value = person.fields.get(condition.field)
            return Finding(condition, _test(condition, value), seen=value)


def _verdict(found: object) -> int:
    return YES if found else NO


def _test(test: RowTest, value: Value) -> int:
    missing = value is None or value == ()
    if isinstance(test, Known):
        return _verdict(not missing)
    if missing:
        return UNKNOWN
    match test:
        case Flag():
            return _verdict(value)
        case Compare(_, op, limit):
            return _verdict(COMPARE[op](value, limit))
        case OneOf(_, values):
            return _verdict(set(value if isinstance(value, tuple) else (value,)) & set(values))
        case Starts(_, prefixes):
            return _verdict(str(value).startswith(prefixes))


def _lean(lean: Lean, person: Person, known: Mapping[str, Condition], now: int) -> Finding:
    parts = tuple(_find(clue.condition, person, known, now) for clue in lean.clues)
    pairs = list(zip(lean.clues, parts, strict=True))
    gained = sum(clue.weight for clue, part in pairs if part.verdict == YES)
    points = gained + sum(clue.against for clue, part in pairs if part.verdict == NO)
    enough = (gained + lean.prior) * 100 >= lean.threshold * (points + lean.strength)
    return Finding(lean, _verdict(enough) if points else UNKNOWN, parts, gained=gained, points=points)


def _acts(leaf: Acts, person: Person, now: int) -> Finding:
    inside = [act for act in person.acts if (not leaf.kinds or act.kind in leaf.kinds) and _inside(leaf, act.when, now)]
    kept = _passing(leaf.where, inside)
    whole = len(_passing(told(leaf), inside))
    figure = _figure(leaf, kept, whole)
    last = max((act.when for act in kept), default=None)
    if figure is None:
        return Finding(leaf, UNKNOWN, acts=len(kept), whole=whole, last=last)
    if leaf.measure in ("last", "first"):
        verdict = _verdict((figure > now - leaf.value * DAY) == (leaf.op == "<"))
    elif leaf.measure == "share":
        verdict = _verdict(COMPARE[leaf.op](100 * len(kept), leaf.value * whole))
    else:
        verdict = _verdict(COMPARE[leaf.op](figure, leaf.value))
    return Finding(leaf, verdict, seen=figure, acts=len(kept), whole=whole, last=last)


def _passing(tests: Sequence[RowTest], acts: Sequence[Act]) -> list[Act]:
    return [act for act in acts if all(_test(test, act.fields.get(test.field)) == YES for test in tests)]


def _inside(leaf: Acts, when: int, now: int) -> bool:
    window = leaf.window
    late = when <= now - window.newest * DAY
    return late and (window.oldest is None or when > now - window.oldest * DAY)


def _figure(leaf: Acts, kept: Sequence[Act], whole: int) -> int | None:
    match leaf.measure:
        case "count":
            return len(kept)
        case "share":
            return 100 * len(kept) // whole if whole else None
        case "last":
            return max((act.when for act in kept), default=None)
        case "first":
            return min((act.when for act in kept), default=None)
    values = [value for act in kept if (value := act.fields.get(leaf.field or "")) is not None]
    return sum(value for value in values if isinstance(value, int)) if leaf.measure == "sum" else len(set(values))
