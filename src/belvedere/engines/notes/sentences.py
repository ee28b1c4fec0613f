"""Sentences from figures: up, down or the same, against a year ago and against what was expected; nothing of a gap that
chance explains."""

from __future__ import annotations

from collections.abc import Sequence

from .compare import LEVEL, against, compare, judge
from .types import Comparison, Forecast, Kind, Note, Sentence, Subject, Verdict
from .words import NO_BREAK, amount, gap, number, period, signed

#: Facts that a headline holds.
HEADLINE = 2


def write(subjects: Sequence[Subject], *, level: float = LEVEL) -> Note:
    """The note of these subjects, in their order; those without a value of their own are left out."""
    found = [(subject, one) for subject in subjects if (one := compare(subject)).value is not None]
    told, years = [subject for subject, _one in found], [one for _subject, one in found]
    expected = [
        against(subject.forecast, one.value, subject.series.kind) for subject, one in zip(told, years, strict=True)
    ]
    kinds = [subject.series.kind for subject in told]
    judged = judge([*years, *expected], [*kinds, *kinds], level)
    years, expected = judged[: len(told)], judged[len(told) :]
    sentences = tuple(
        Sentence(subject.series.key, _sentence(subject, year, beside), year, beside)
        for subject, year, beside in zip(told, years, expected, strict=True)
    )
    silent = tuple(
        subject.series.label for subject, year in zip(told, years, strict=True) if year.verdict is Verdict.UNCLEAR
    )
    return Note(_headline(told, years), sentences, silent)


def _sentence(subject: Subject, year: Comparison, expected: Comparison) -> str:
    series = subject.series
    when = period(subject.last, subject.span, series.frequency)
    known = amount(year.value, series.unit) if year.value is not None else ""
    parts = [f"{series.label}, {when}{NO_BREAK}: {known}"]
    if _provisional(subject):
        parts[0] += " (provisoire)"
    beside = _beside_last_year(year, series.kind)
    if beside:
        parts.append(beside)
    foreseen = _beside_forecast(expected, subject.forecast, series.unit)
    if foreseen:
        parts.append(foreseen)
    return ", ".join(parts) + "."


def _beside_last_year(year: Comparison, kind: Kind) -> str:
    if year.verdict is Verdict.STABLE:
        return "autant qu’un an plus tôt" if kind is Kind.COUNT else "comme un an plus tôt"
    if year.verdict not in (Verdict.UP, Verdict.DOWN) or year.change is None or year.low is None or year.high is None:
        return ""
    way = "de plus" if year.verdict is Verdict.UP else "de moins"
    between = f"entre {signed(year.low, kind)} et {signed(year.high, kind)}, sûr à 95{NO_BREAK}%"
    return f"soit {gap(year.change, kind)} {way} qu’un an plus tôt ({between})"


def _beside_forecast(expected: Comparison, forecast: Forecast | None, unit: str) -> str:
    words = {
        Verdict.UP: "au-dessus de ce qui était prévu", Verdict.DOWN: "au-dessous de ce qui était prévu",
        Verdict.STABLE: "dans ce qui était prévu",
    }  # fmt: skip
    if forecast is None or expected.verdict not in words:
        return ""
    sign = f"{NO_BREAK}%" if unit == "%" else ""
    return (
        f"{words[expected.verdict]} (de {number(forecast.lo80)}{sign} à {number(forecast.hi80)}{sign},"
        f" sûr à 80{NO_BREAK}%)"
    )


def _headline(told: Sequence[Subject], years: Sequence[Comparison]) -> str:
    """What moved in the period of the first subject, in the order given; empty when nothing did."""
    moves = []
    for subject, year in zip(told, years, strict=True):
        if _when(subject) != _when(told[0]) or year.change is None:
            continue
        if year.verdict in (Verdict.UP, Verdict.DOWN):
            way = "en hausse" if year.verdict is Verdict.UP else "en baisse"
            moves.append(f"{_inside(subject.series.label)} {way} de {gap(year.change, subject.series.kind)}")
    if not moves:
        return ""
    when = period(told[0].last, told[0].span, told[0].series.frequency)
    return f"{when[0].upper()}{when[1:]}{NO_BREAK}: {', '.join(moves[:HEADLINE])}"


def _when(subject: Subject) -> tuple[object, ...]:
    return subject.last, subject.span, subject.series.frequency


def _inside(label: str) -> str:
    """A label inside a sentence: an acronym keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _provisional(subject: Subject) -> bool:
    inside = sorted(point.period for point in subject.series.points if point.period <= subject.last)[-subject.span :]
    return any(point.provisional for point in subject.series.points if point.period in set(inside))
