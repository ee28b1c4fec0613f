"""Sentences from figures: up, down or the same, against a year ago and against what was expected; nothing of a gap that
chance explains."""

from __future__ import annotations

from collections.abc import Sequence

from .compare import LEVEL, against, compare, judge
from .types import Comparison, Kind, Note, Sentence, Statement, Subject, Verdict
from .words import FRENCH, NO_BREAK, Words

#: Facts that a headline holds.
HEADLINE = 2
PROVISIONAL = "(provisoire)"
SAME_COUNT, SAME = "autant qu’un an plus tôt", "comme un an plus tôt"
BESIDE = {
    Verdict.UP: f"soit %(gap)s de plus qu’un an plus tôt (entre %(low)s et %(high)s, sûr à 95{NO_BREAK}%%)",
    Verdict.DOWN: f"soit %(gap)s de moins qu’un an plus tôt (entre %(low)s et %(high)s, sûr à 95{NO_BREAK}%%)",
}
FORESEEN = {
    Verdict.UP: f"au-dessus de ce qui était prévu (de %(low)s à %(high)s, sûr à 80{NO_BREAK}%%)",
    Verdict.DOWN: f"au-dessous de ce qui était prévu (de %(low)s à %(high)s, sûr à 80{NO_BREAK}%%)",
    Verdict.STABLE: f"dans ce qui était prévu (de %(low)s à %(high)s, sûr à 80{NO_BREAK}%%)",
}
MOVES = {Verdict.UP: "%(label)s en hausse de %(gap)s", Verdict.DOWN: "%(label)s en baisse de %(gap)s"}
SUBJECT, HEAD = f"%(label)s, %(when)s{NO_BREAK}: %(amount)s", f"%(when)s{NO_BREAK}: %(moves)s"
#: All that ``Words.say`` is asked to say besides labels and units.
PHRASES = (PROVISIONAL, SAME_COUNT, SAME, *BESIDE.values(), *FORESEEN.values(), *MOVES.values(), SUBJECT, HEAD)


def write(subjects: Sequence[Subject], *, level: float = LEVEL, words: Words = FRENCH) -> Note:
    """The note of these subjects, in their order; those without a value of their own are left out."""
    statements = judged(subjects, level=level)
    sentences = tuple(Sentence(one.key, sentence(one, words), one.year, one.expected) for one in statements)
    silent = tuple(words.say(one.label) for one in statements if one.year.verdict is Verdict.UNCLEAR)
    return Note(headline(statements, words), sentences, silent, statements)


def judged(subjects: Sequence[Subject], *, level: float = LEVEL) -> tuple[Statement, ...]:
    """What may be said of these subjects, weighed together."""
    found = [(subject, one) for subject in subjects if (one := compare(subject)).value is not None]
    told, years = [subject for subject, _one in found], [one for _subject, one in found]
    expected = [
        against(subject.forecast, one.value, subject.series.kind) for subject, one in zip(told, years, strict=True)
    ]
    kinds = [subject.series.kind for subject in told]
    verdicts = judge([*years, *expected], [*kinds, *kinds], level)
    return tuple(
        Statement(
            one.series.key, one.series.label, one.series.unit, one.series.kind, one.series.frequency, one.last,
            one.span, _provisional(one), year, beside, one.forecast,
        )
        for one, year, beside in zip(told, verdicts[: len(told)], verdicts[len(told) :], strict=True)
    )  # fmt: skip


def sentence(one: Statement, words: Words = FRENCH) -> str:
    when = words.period(one.last, one.span, one.frequency)
    known = amount_of(one, one.year.value, words)
    first = words.say(SUBJECT) % {"label": words.say(one.label), "when": when, "amount": known}
    if one.provisional:
        first += f" {words.say(PROVISIONAL)}"
    parts = (first, _beside_last_year(one.year, one.kind, words), _beside_forecast(one, words))
    return ", ".join(part for part in parts if part) + "."


def amount_of(one: Statement, value: float | None, words: Words = FRENCH) -> str:
    """A value of this subject with its unit."""
    if value is None:
        return ""
    return f"{words.number(value)}{NO_BREAK}{words.say(one.unit)}" if one.unit else words.number(value)


def headline(told: Sequence[Statement], words: Words = FRENCH) -> str:
    """What moved in the period of the first one, in the order given; empty when nothing did."""
    moves = [
        words.say(MOVES[one.year.verdict])
        % {"label": words.inside(words.say(one.label)), "gap": words.gap(one.year.change, one.kind)}
        for one in told
        if _when(one) == _when(told[0]) and one.year.change is not None and one.year.verdict in MOVES
    ]
    if not moves:
        return ""
    when = words.period(told[0].last, told[0].span, told[0].frequency)
    return words.say(HEAD) % {"when": f"{when[0].upper()}{when[1:]}", "moves": ", ".join(moves[:HEADLINE])}


def _beside_last_year(year: Comparison, kind: Kind, words: Words) -> str:
    if year.verdict is Verdict.STABLE:
        return words.say(SAME_COUNT if kind is Kind.COUNT else SAME)
    if year.verdict not in BESIDE or year.change is None or year.low is None or year.high is None:
        return ""
    return words.say(BESIDE[year.verdict]) % {
        "gap": words.gap(year.change, kind), "low": words.signed(year.low, kind), "high": words.signed(year.high, kind),
    }  # fmt: skip


def _beside_forecast(one: Statement, words: Words) -> str:
    if one.forecast is None or one.expected.verdict not in FORESEEN:
        return ""
    sign = f"{NO_BREAK}%" if one.unit == "%" else ""
    return words.say(FORESEEN[one.expected.verdict]) % {
        "low": f"{words.number(one.forecast.lo80)}{sign}", "high": f"{words.number(one.forecast.hi80)}{sign}",
    }  # fmt: skip


def _when(one: Statement) -> tuple[object, ...]:
    return one.last, one.span, one.frequency


def _provisional(subject: Subject) -> bool:
    inside = sorted(point.period for point in subject.series.points if point.period <= subject.last)[-subject.span :]
    return any(point.provisional for point in subject.series.points if point.period in set(inside))
