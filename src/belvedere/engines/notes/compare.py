"""Is it more than a year ago, more than was expected, or is it chance?

Against the year before: what the same comparison gave all along the past of the series (without those that cross a
break) tells how far it wanders by itself; its spread is taken by the median (Hampel 1974), so that a crisis does not
hide behind its own noise. Counts also vary by their mere size (Poisson). Against a forecast: its own interval.
Several gaps are judged together, so that one note does not find by chance what each alone would find one time in
twenty (Benjamini and Hochberg 1995).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import expm1, inf, log, sqrt

import numpy as np
from scipy.special import ndtr, stdtr, stdtrit

from .types import Comparison, Forecast, Kind, NoteError, Series, Subject, Verdict

LEVEL = 0.05
#: Periods to the same one a year before; days: the same weekday.
LAGS = {"D": 364, "W": 52, "M": 12, "Q": 4, "Y": 1}
#: Independent past comparisons under which nothing is judged.
FEWEST = 5
#: The median's share of what a plain standard deviation learns from the same normal sample.
EFFICIENCY = 0.37
#: Two values no further apart than this, interval included, are called the same: a share, points, marks.
SAME = {Kind.COUNT: 0.03, Kind.RATE: 1.0, Kind.MARK: 0.1}
NORMAL_95 = 1.959964


def rank_of(day: date, frequency: str) -> int:
    """Place of the period that holds ``day`` on an even line."""
    if frequency == "D":
        return day.toordinal()
    if frequency == "W":
        return (day.toordinal() - 1) // 7
    if frequency in ("M", "Q"):
        months = day.year * 12 + day.month - 1
        return months if frequency == "M" else months // 3
    if frequency == "Y":
        return day.year
    raise NoteError(f"Fréquence « {frequency} » inconnue : écrivez D, W, M, Q ou Y.")


def compare(subject: Subject) -> Comparison:
    """The subject beside the same span a year before. Verdict left at UNCLEAR: ``judge`` decides among all."""
    series, span = subject.series, subject.span
    values, start = _line(series)
    windows = _windows(values, span, series.kind)
    here = rank_of(subject.last, series.frequency) - start
    lag = LAGS[series.frequency]
    value = _at(windows, here)
    before = _at(windows, here - lag)
    if value is None or before is None:
        return Comparison(value, before, reason="la même période de l’an dernier n’est pas connue")
    cuts = [rank_of(day, series.frequency) - start for day in series.breaks]
    if _crosses(here, span, lag, cuts):
        return Comparison(value, before, reason="une rupture de série interdit la comparaison")
    if series.kind is Kind.COUNT and (value <= 0 or before <= 0):
        return Comparison(value, before, reason="l’une des deux périodes est à zéro")
    gaps = _gaps(windows, here, span, lag, cuts, series.kind)
    known = len(gaps) / span
    if known < FEWEST:
        return Comparison(value, before, reason="le passé connu est trop court pour juger d’un écart")
    middle = float(np.median(gaps))
    spread = 1.4826 * float(np.median(np.abs(gaps - middle)))
    if series.kind is Kind.COUNT:
        spread = sqrt(spread**2 + 1 / value + 1 / before)
        return _weighed(value, before, log(value / before), spread, max(3.0, EFFICIENCY * known), series.kind)
    return _weighed(value, before, value - before, spread, max(3.0, EFFICIENCY * known), series.kind)


def against(forecast: Forecast | None, value: float | None, kind: Kind) -> Comparison:
    """A value beside what was expected: the same (STABLE) inside the 80 % interval, else for ``judge`` to decide."""
    if forecast is None or value is None:
        return Comparison(value, None, reason="aucune prévision n’avait été faite")
    side = forecast.hi95 - forecast.mean if value >= forecast.mean else forecast.mean - forecast.lo95
    away = abs(value - forecast.mean) / side * NORMAL_95 if side > 0 else (inf if value != forecast.mean else 0.0)
    change = value - forecast.mean
    if kind is Kind.COUNT:
        change = value / forecast.mean - 1 if forecast.mean > 0 else 0.0
    verdict = Verdict.STABLE if forecast.lo80 <= value <= forecast.hi80 else Verdict.UNCLEAR
    return Comparison(value, forecast.mean, change, p=float(2 * ndtr(-away)), verdict=verdict)


def judge(found: Sequence[Comparison], kinds: Sequence[Kind], level: float = LEVEL) -> list[Comparison]:
    """The same with their verdicts, weighed together: among the gaps told, ``level`` at most are chance's on
    average. Order does not matter."""
    known = sorted(one.p for one in found if one.p is not None)
    count = len(known)
    limit = max((p for rank, p in enumerate(known, 1) if p <= level * rank / count), default=-1.0)
    return [_judged(one, kind, limit) for one, kind in zip(found, kinds, strict=True)]


def _judged(one: Comparison, kind: Kind, limit: float) -> Comparison:
    if one.p is None or one.change is None:
        return one
    if one.p <= limit and one.change:
        return replace(one, verdict=Verdict.UP if one.change > 0 else Verdict.DOWN)
    if one.low is not None and one.high is not None and -SAME[kind] <= one.low <= one.high <= SAME[kind]:
        return replace(one, verdict=Verdict.STABLE)
    return one


def _weighed(value: float, before: float, gap: float, spread: float, freedom: float, kind: Kind) -> Comparison:
    """``gap`` and ``spread`` on the scale of the comparison (logarithms for counts)."""
    reach = float(stdtrit(freedom, 0.975)) * spread
    p = float(2 * stdtr(freedom, -abs(gap) / spread)) if spread > 0 else (0.0 if gap else 1.0)
    ends = (gap, gap - reach, gap + reach)
    change, low, high = (expm1(min(end, 50.0)) for end in ends) if kind is Kind.COUNT else ends
    return Comparison(value, before, change, low, high, p, Verdict.UNCLEAR)


def _line(series: Series) -> tuple[np.ndarray, int]:
    """Values one a period without a hole (NaN where unknown), and the rank of the first."""
    ranks = [rank_of(point.period, series.frequency) for point in series.points]
    if not ranks:
        return np.empty(0), 0
    start = min(ranks)
    line = np.full(max(ranks) - start + 1, np.nan)
    for rank, point in zip(ranks, series.points, strict=True):
        line[rank - start] = np.nan if point.value is None else point.value
    return line, start


def _windows(line: np.ndarray, span: int, kind: Kind) -> np.ndarray:
    """Sum (mean for rates and marks) of the ``span`` periods that end at each; NaN where one is unknown."""
    out = np.full(len(line), np.nan)
    if span < 1 or len(line) < span:
        return out
    sums = np.concatenate([[0.0], np.nancumsum(line)])
    holes = np.concatenate([[0], np.cumsum(np.isnan(line))])
    whole = holes[span:] == holes[:-span]
    totals = sums[span:] - sums[:-span]
    out[span - 1 :] = np.where(whole, totals if kind is Kind.COUNT else totals / span, np.nan)
    return out


def _at(windows: np.ndarray, place: int) -> float | None:
    if not 0 <= place < len(windows) or np.isnan(windows[place]):
        return None
    return float(windows[place])


def _crosses(here: int, span: int, lag: int, cuts: Sequence[int]) -> bool:
    return any(here - lag - span + 1 < cut <= here for cut in cuts)


def _gaps(windows: np.ndarray, here: int, span: int, lag: int, cuts: Sequence[int], kind: Kind) -> np.ndarray:
    """The same comparison at every earlier place where it holds, none of which shares a period with this one."""
    places = np.arange(lag, max(lag, min(here - span + 1, len(windows))))
    now, then = windows[places], windows[places - lag]
    fit = ~np.isnan(now) & ~np.isnan(then)
    if kind is Kind.COUNT:
        fit &= (now > 0) & (then > 0)
    for cut in cuts:
        fit &= ~((places - lag - span + 1 < cut) & (cut <= places))
    now, then = now[fit], then[fit]
    gaps: np.ndarray = np.log(now / then) if kind is Kind.COUNT else now - then
    return gaps
