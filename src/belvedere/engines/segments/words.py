"""The evidence in French: one sentence a condition, with what was seen and what was expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from .judge import Finding
from .types import (
    NO,
    UNKNOWN,
    YES,
    Acts,
    Age,
    All,
    Any,
    Compare,
    Condition,
    Field,
    Flag,
    Known,
    Lean,
    Not,
    OneOf,
    RowTest,
    Schema,
    Segment,
    Starts,
    Value,
    Window,
    Within,
)

VERDICTS = {YES: "oui", NO: "non", UNKNOWN: "on ne sait pas"}
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_OPS = {
    "<": "moins de {}", "<=": "au plus {}", ">": "plus de {}", ">=": "au moins {}", "=": "{}", "!=": "autre que {}",
}  # fmt: skip
_SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "=": "=", "!=": "≠"}
_SEP = "\u202f: "
#: Alternatives told one by one; beyond, only those that hold.
_FEW = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, how deep in the tree, and the verdict (NO, UNKNOWN, YES). `points` is signed, soft types only."""

    depth: int
    verdict: int
    text: str
    points: int = 0


class Words:
    """Says conditions and findings; `names` gives each segment's key its name, `zone` the dates' clock."""

    def __init__(self, schema: Schema, segments: Sequence[Segment] = (), zone: tzinfo = UTC) -> None:
        self.schema, self.zone = schema, zone
        self.names: Mapping[str, str] = {segment.key: segment.name for segment in segments}

    def lines(self, finding: Finding, now: int) -> list[Line]:
        """The whole evidence, from the top of the tree."""
        return list(self._lines(finding, now, 0))

    def _lines(self, finding: Finding, now: int, depth: int) -> Iterator[Line]:
        yield Line(depth, finding.verdict, self._sentence(finding, now))
        if isinstance(finding.condition, Lean):
            for clue, part in zip(finding.condition.clues, finding.parts, strict=True):
                points = clue.weight if part.verdict == YES else -clue.against if part.verdict == NO else 0
                first, *rest = self._lines(part, now, depth + 1)
                yield Line(first.depth, first.verdict, f"{clue.label} — {first.text}", points)
                yield from rest
            return
        parts = finding.parts
        if isinstance(finding.condition, Any) and len(parts) > _FEW:
            parts = tuple(part for part in parts if part.verdict == YES)
        for part in parts:
            yield from self._lines(part, now, depth + 1)

    def _sentence(self, finding: Finding, now: int) -> str:
        condition = finding.condition
        match condition:
            case All(parts):
                held = sum(part.verdict == YES for part in finding.parts)
                return f"Toutes ces conditions{_SEP}{held} sur {len(parts)}."
            case Any(parts):
                held = sum(part.verdict == YES for part in finding.parts)
                return f"Au moins une de ces conditions{_SEP}{held} sur {len(parts)}."
            case Not():
                return "Le contraire de la condition suivante."
            case Within(key):
                return f"Segment «\u202f{self.names.get(key, key)}\u202f»{_SEP}{VERDICTS[finding.verdict]}."
            case Lean():
                return self._lean(finding, condition)
            case Acts():
                return f"{_capital(self.condition(condition))} ({self._acts_seen(finding, condition, now)})."
            case _:
                return f"{_capital(self.condition(condition))} ({self._seen(finding, condition, now)})."

    def _lean(self, finding: Finding, lean: Lean) -> str:
        known = sum(
            (clue.weight if part.verdict == YES else clue.against) > 0
            for clue, part in zip(lean.clues, finding.parts, strict=True)
            if part.verdict != UNKNOWN
        )
        if not finding.points:
            return f"Aucun des {len(lean.clues)} indices n’est connu{_SEP}on ne peut rien dire."
        sure = f"{finding.confidence:.2f}".replace(".", ",")
        limit = f"{lean.threshold / 100:.2f}".replace(".", ",")
        clues = "1 indice connu" if known == 1 else f"{known} indices connus"
        return f"Confiance {sure} pour un seuil de {limit}, {clues} sur {len(lean.clues)}."

    def _seen(self, finding: Finding, condition: RowTest | Age, now: int) -> str:
        if finding.seen is None or finding.seen == ():
            return "non connu" if not isinstance(condition, Known) else "rien"
        field = self.schema.person_field(condition.field)
        if isinstance(condition, Age) and isinstance(finding.seen, int):
            return self._ago(finding.seen, now)
        return self._value(field, finding.seen)

    def _acts_seen(self, finding: Finding, leaf: Acts, now: int) -> str:
        if finding.seen is None:
            return "aucun" if leaf.measure != "share" else "rien n’en est dit"
        if leaf.measure in ("last", "first") and isinstance(finding.seen, int):
            return self._ago(finding.seen, now)
        if leaf.measure == "share":
            return f"{finding.acts} sur {finding.whole}, soit {finding.seen}\u202f%"
        last = f", le plus récent {self.day(finding.last)}" if finding.last is not None else ""
        if leaf.measure == "sum":
            return self._value(self.schema.act_field(leaf.field or ""), finding.seen) + last
        return f"{finding.seen}{last}"

    def condition(self, condition: Condition) -> str:
        """What a condition asks, as a clause without capital nor full stop."""
        match condition:
            case All(parts):
                return " et ".join(self._inner(part) for part in parts)
            case Any(parts):
                return " ou ".join(self._inner(part) for part in parts)
            case Not(part):
                return f"pas ({self.condition(part)})"
            case Within(key):
                return f"appartient à «\u202f{self.names.get(key, key)}\u202f»"
            case Lean(clues, threshold=threshold):
                return f"faisceau de {len(clues)} indices, confiance d’au moins {threshold}\u202f%"
            case Acts():
                return self._acts(condition)
            case Age(name, op, days):
                return f"{self._label(self.schema.person_field(name), name)}{_SEP}{_since(op, days)}"
            case _:
                return self._test(condition, self.schema.person_field(condition.field))

    def _inner(self, part: Condition) -> str:
        said = self.condition(part)
        return f"({said})" if isinstance(part, All | Any) else said

    def _test(self, test: RowTest, field: Field | None) -> str:
        label = self._label(field, test.field)
        match test:
            case Flag():
                return f"{label}{_SEP}oui"
            case Known():
                return f"{label}{_SEP}connu"
            case Compare(_, op, value):
                return f"{label}{_SEP}{_OPS[op].format(self._value(field, value))}"
            case OneOf(_, values):
                return f"{label}{_SEP}{_either([self._value(field, (value,)) for value in values])}"
            case Starts(_, prefixes):
                return f"{label} qui commence par {_either(prefixes)}"

    def _acts(self, leaf: Acts) -> str:
        tests = ", ".join(self._short(test) for test in leaf.where)
        acts = self._kinds(leaf.kinds) + (f" ({tests})" if tests else "")
        field = self.schema.act_field(leaf.field or "")
        label = self._label(field, leaf.field or "")
        wanted = _OPS[leaf.op]
        match leaf.measure:
            case "last" | "first":
                rank = "le plus récent" if leaf.measure == "last" else "le plus ancien"
                return f"{acts}, {rank}{_SEP}{_since(leaf.op, leaf.value)}"
            case "share":
                said = f"part de ces actes parmi ceux qui le disent, {acts}"
                return f"{said}{_period(leaf.window)}{_SEP}{wanted.format(leaf.value)}\u202f%"
            case "sum":
                amount = wanted.format(self._value(field, leaf.value))
                return f"{label} au total, {acts}{_period(leaf.window)}{_SEP}{amount}"
            case "distinct":
                return (
                    f"{label}\u202f: valeurs différentes, {acts}{_period(leaf.window)}{_SEP}{wanted.format(leaf.value)}"
                )
            case "count":
                return f"{acts}{_period(leaf.window)}{_SEP}{wanted.format(leaf.value)}"

    def _kinds(self, kinds: Sequence[str]) -> str:
        """The name of the group where there is one, else the kinds one by one."""
        named = next((name for group, name in self.schema.groups if group == frozenset(kinds)), "")
        return named or _either([self.schema.kinds.get(kind, kind) for kind in kinds]) or "actes de toute sorte"

    def _short(self, test: RowTest) -> str:
        """What an act must tell, said between brackets."""
        field = self.schema.act_field(test.field)
        label = self._label(field, test.field)
        match test:
            case Flag():
                return label
            case Known():
                return f"{label} connu"
            case Compare(_, op, value):
                return f"{label} {_SIGNS[op]}\u00a0{self._value(field, value)}"
            case OneOf(_, values):
                return f"{label}{_SEP}{_either([self._value(field, (value,)) for value in values])}"
            case Starts(_, prefixes):
                return f"{label} en {_either(prefixes)}…"

    def _label(self, field: Field | None, name: str) -> str:
        return field.label if field is not None else name

    def _value(self, field: Field | None, value: Value) -> str:
        if isinstance(value, bool):
            return "oui" if value else "non"
        if isinstance(value, tuple):
            return ", ".join(field.values.get(word, word) if field else word for word in value)
        if isinstance(value, str):
            return field.values.get(value, value) if field else value
        if field is None or value is None:
            return str(value)
        shown = f"{value}" if field.scale == 1 else f"{value / field.scale:.2f}".rstrip("0").rstrip(".")
        unit = field.unit.removesuffix("s") if abs(value) < 2 * field.scale else field.unit
        return f"{shown.replace('.', ',')}\u00a0{unit}".rstrip("\u00a0")

    def _ago(self, moment: int, now: int) -> str:
        days = (now - moment) // 86_400
        near = {1: "il y a un jour", 0: "il y a moins d’un jour"}
        said = near.get(days, f"il y a {days} jours" if days > 1 else "à venir")
        return f"{said}, {self.day(moment)}"

    def day(self, moment: int) -> str:
        day = datetime.fromtimestamp(moment, self.zone)
        return f"le {'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _either(words: Sequence[str]) -> str:
    return " ou ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _since(op: str, days: int) -> str:
    return f"il y a {'moins de' if op == '<' else 'au moins'} {_span(days)}"


def _span(days: int) -> str:
    """Years or months where they are meant, to the day."""
    years, months = round(days / 365.25), round(days / 30.4375)
    if years and abs(days - years * 365.25) < 1:
        return f"{years} an{'s' if years > 1 else ''}"
    if months > 1 and abs(days - months * 30.4375) < 0.5:
        return f"{months} mois"
    return f"{days} jour{'s' if days > 1 else ''}"


def _period(window: Window) -> str:
    if window.oldest is None:
        return f" jusqu’à il y a {_span(window.newest)}" if window.newest > 0 else ""
    if window.newest == 0:
        return f" depuis {_span(window.oldest)}"
    if window.newest < 0:
        return f" dans les {_span(-window.newest)} à venir"
    return f" entre il y a {_span(window.oldest)} et {_span(window.newest)}"
