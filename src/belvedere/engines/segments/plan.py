"""Segments compiled together into one list of steps: what several segments ask is reckoned once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from .types import DAY, Acts, Age, All, Any, Condition, Lean, Not, Segment, SegmentError, Within


@dataclass(frozen=True, slots=True)
class Step:
    """`args` are earlier steps. A leaf carries its condition; a `lean` its clues."""

    op: Literal["leaf", "all", "any", "not", "lean"]
    args: tuple[int, ...]
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A leaf may change at (moment of the source + offset): `field` a person's moment, or None and `kinds` of acts."""

    offset: int
    field: str | None = None
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """`outputs[i]` is the step that answers segment `keys[i]`; `timed[i]` says whether time alone may change it."""

    segments: tuple[Segment, ...]
    keys: tuple[str, ...]
    steps: tuple[Step, ...]
    outputs: tuple[int, ...]
    timed: tuple[bool, ...]
    clocks: tuple[Clock, ...]

    def only(self, keys: Sequence[str]) -> Plan:
        """The plan of these segments alone, still knowing the others they refer to."""
        wanted = set(keys)
        return _compile(self.segments, [s for s in self.segments if s.key in wanted])

    def leaning_on(self, key: str) -> tuple[str, ...]:
        """The segment and all those that refer to it, directly or not."""
        named = {segment.key: set(_named(segment.condition)) for segment in self.segments}
        found: set[str] = {key}
        while more := {other for other, names in named.items() if names & found} - found:
            found |= more
        return tuple(key for key in named if key in found)


@dataclass
class _Maker:
    segments: dict[str, Segment]
    steps: list[Step] = field(default_factory=list)
    seen: dict[Step, int] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)

    def segment(self, key: str) -> int:
        if key in self.done:
            return self.done[key]
        if key not in self.segments:
            raise SegmentError(self.open[-1], f"le segment «\u00a0{key}\u00a0» n’existe pas")
        if key in self.open:
            chain = " → ".join([*self.open[self.open.index(key) :], key])
            raise SegmentError(key, f"les segments se renvoient l’un à l’autre ({chain})\u00a0; retirez un renvoi")
        self.open.append(key)
        self.done[key] = self.condition(self.segments[key].condition)
        self.open.pop()
        return self.done[key]

    def condition(self, condition: Condition) -> int:
        match condition:
            case Within(key):
                return self.segment(key)
            case Not(part):
                return self._add(Step("not", (self.condition(part),)))
            case All(parts) | Any(parts):
                if not parts:
                    raise SegmentError(self.open[-1], "un groupe de conditions est vide")
                steps = tuple(dict.fromkeys(self.condition(part) for part in parts))
                if len(steps) == 1:
                    return steps[0]
                return self._add(Step("all" if isinstance(condition, All) else "any", steps))
            case Lean(clues):
                if not clues:
                    raise SegmentError(self.open[-1], "un type sans indice")
                return self._add(Step("lean", tuple(self.condition(c.condition) for c in clues), condition))
            case _:
                return self._add(Step("leaf", (), condition))

    def _add(self, step: Step) -> int:
        if step not in self.seen:
            self.seen[step] = len(self.steps)
            self.steps.append(step)
        return self.seen[step]


def compile_segments(segments: Sequence[Segment]) -> Plan:
    """One plan for all; SegmentError names a segment that is given twice, unknown, or that turns in a circle."""
    return _compile(segments, segments)


def _compile(known: Sequence[Segment], wanted: Sequence[Segment]) -> Plan:
    by_key = {segment.key: segment for segment in known}
    if len(by_key) < len(known):
        keys = [segment.key for segment in known]
        raise SegmentError(next(key for key in keys if keys.count(key) > 1), "deux segments portent cette clé")
    maker = _Maker(by_key)
    outputs = tuple(maker.segment(segment.key) for segment in wanted)
    timed: list[bool] = []
    for step in maker.steps:
        timed.append(bool(clocks_of(step.condition)) or any(timed[arg] for arg in step.args))
    clocks = {clock for step in maker.steps for clock in clocks_of(step.condition)}
    ordered = sorted(clocks, key=lambda c: (c.field or "", c.kinds, c.offset))
    order = tuple(segment.key for segment in wanted)
    due = tuple(timed[step] for step in outputs)
    return Plan(tuple(known), order, tuple(maker.steps), outputs, due, tuple(ordered))


def _named(condition: Condition) -> Iterator[str]:
    match condition:
        case Within(key):
            yield key
        case Not(part):
            yield from _named(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from _named(part)
        case Lean(clues):
            for clue in clues:
                yield from _named(clue.condition)


def clocks_of(condition: Condition | None) -> tuple[Clock, ...]:
    """When a leaf may change by itself; empty for what does not depend on the hour."""
    match condition:
        case Age(name, _, days):
            return (Clock(days * DAY, field=name),)
        case Acts(kinds, measure="last" | "first", value=days):
            return (Clock(0, kinds=kinds), Clock(days * DAY, kinds=kinds))
        case Acts(kinds, window=window):
            enters = Clock(window.newest * DAY, kinds=kinds)
            return (enters,) if window.oldest is None else (enters, Clock(window.oldest * DAY, kinds=kinds))
        case _:
            return ()
