"""The season in words: a span of periods against last year's, and what moves it. French typography throughout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from belvedere.engines.forecast.calendar import Origin, easter, public_holidays, school_holidays
from belvedere.engines.forecast.types import (
    UNIT,
    Event,
    ForecastError,
    ForecastTable,
    Observations,
    first_day,
    rank_of,
)

MONTHS = tuple(
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
)


YEAR = {"D": 364, "W": 52, "M": 12, "Q": 4, "Y": 1}  # periods to the same one a year before; days: the same weekday
RECENT = {"D": 28, "W": 4, "M": 3, "Q": 2, "Y": 1}  # periods that « lately » speaks of


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that moves a span: what kind, how much (a share, or days; 1 and −1: there, gone), and a French clause.

    Kinds: note, trend, recent, easter, weekend, off, school, event (`label` names it).
    """

    kind: str
    value: float
    words: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A sentence on the span, the relative bounds it states (fractions), and what moves it."""

    sentence: str
    low: float
    high: float
    moves: tuple[Move, ...]

    @property
    def lean(self) -> int:
        """1: surely more than last year, −1: surely less, 0: nobody can tell at this level."""
        return 1 if self.low > 0 else -1 if self.high < 0 else 0


def number(value: float) -> str:
    """An integer with narrow no-break spaces between thousands."""
    return f"{value:,.0f}".replace(",", "\u00a0").replace("-", "−")


def percent(share: float) -> str:
    """« 12 % » from 0.12."""
    return f"{number(round(100 * share))}\u00a0%"


def change(share: float) -> str:
    """« +6 % », « −3 % », « 0 % »."""
    value = round(100 * share)
    return f"{'+' if value > 0 else ''}{number(value)}\u00a0%"


def span_name(start: int, end: int, frequency: str) -> str:
    """« Juillet–août », « Du 3 au 9 mai 2026 », « 2ᵉ trimestre 2026 », « 2026 »."""
    first, last = first_day(start, frequency), first_day(end, frequency)
    if frequency == "M":
        names = [MONTHS[day.month - 1] for day in (first, last)]
        text = names[0] if start == end else "–".join(names) if first.year == last.year else _across(names, first, last)
        return text[0].upper() + text[1:]
    if frequency == "Q":
        ranks = ["1ᵉʳ" if r % 4 == 0 else f"{r % 4 + 1}ᵉ" for r in (start, end)]
        return f"{ranks[0]} trimestre {first.year}" if start == end else f"{ranks[0]}–{ranks[1]} trimestres {last.year}"
    if frequency == "Y":
        return str(start) if start == end else f"{start}–{end}"
    if frequency == "W":
        last += timedelta(days=6)
    return f"Du {_day(first)} au {_day(last)}"


def _across(names: list[str], first: date, last: date) -> str:
    return f"{names[0]} {first.year}–{names[1]} {last.year}"


def _day(day: date) -> str:
    return f"{'1ᵉʳ' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}".replace(" ", "\u00a0")


def _last_year(rank: int, frequency: str) -> int:
    """Same period a year ago; for days, the same weekday (364 days)."""
    return rank - YEAR[frequency]


def explain(
    table: ForecastTable,
    history: Observations,
    unique_id: str,
    start: int,
    end: int,
    level: int = 80,
    origin: Origin | None = None,
    events: Sequence[Event] = (),
) -> Explanation:
    """Say how the span `start`..`end` (ranks) should compare with last year's.

    Bounds of a sum are the sums of the bounds: exact when all periods err together, wider than needed otherwise.
    Raises ForecastError when a period of the span is not forecast or last year's is not known.
    """
    mine = table.rows(unique_id)
    rows = mine[(table.ds[mine] >= start) & (table.ds[mine] <= end)]
    if not len(rows) or len(rows) != end - start + 1:
        raise ForecastError(
            f"La prévision de « {unique_id} » ne couvre pas toute la saison demandée ; allongez l’horizon."
        )
    before = {
        int(ds): float(y)
        for name, ds, y in zip(history.unique_id, history.ds, history.y, strict=True)
        if name == unique_id
    }
    past = np.array([before.get(_last_year(rank, table.frequency), np.nan) for rank in range(start, end + 1)])
    reference = float(past.sum())
    if not np.isfinite(reference) or reference <= 0:
        raise ForecastError(
            f"La même saison de l’an dernier n’est pas connue pour « {unique_id} » ; complétez la série."
        )
    low, high = (float(side[rows].sum()) / reference - 1 for side in table.bounds[level])
    name = span_name(start, end, table.frequency)
    sentence = (
        f"{name}\u00a0: entre {change(low)} et {change(high)} par rapport à l’an dernier, sûr à {percent(level / 100)}."
    )
    moves = _moves(table, before, unique_id, start, end, origin or Origin(), events)
    return Explanation(sentence, low, high, tuple(moves))


def _moves(
    table: ForecastTable,
    before: dict[int, float],
    unique_id: str,
    start: int,
    end: int,
    origin: Origin,
    events: Sequence[Event],
) -> list[Move]:
    """What moves a span: notes, trend, latest figures, announced events, calendar."""
    moves = [Move("note", 0.0, note) for note in table.notes.get(unique_id, ())]
    moves += _trend(before, start, table.frequency) + _recent(before, start, table.frequency)
    if table.frequency in ("D", "W", "M"):
        days = _days(start, end, table.frequency)
        moves += event_moves(*days, [one for one in events if one.unique_id in (None, unique_id)])
        moves += calendar_moves(*days, origin)
    return moves


def spans(table: ForecastTable, history: Observations, unique_id: str) -> list[tuple[int, int]]:
    """Spans (ranks, both included) worth a sentence: the next periods, then the height of the season ahead.

    Months: three, then the two neighbouring months that the last known year had the most of. Days: four weeks, then
    those two months, whole; weeks: four, then those that
    begin in these months. Quarters: one, then the fullest. Years: one.
    """
    frequency = table.frequency
    ds = np.sort(table.ds[table.rows(unique_id)])
    if not len(ds):
        return []
    first, last = int(ds[0]), int(ds[-1])
    nearest = (first, min(first + {"D": 28, "W": 4, "M": 3, "Q": 1, "Y": 1}[frequency] - 1, last))
    height = _height(frequency, first, last, _year_before_end(history, unique_id, first, frequency))
    return [nearest] if height is None or height == nearest else [nearest, height]


def _year_before_end(history: Observations, unique_id: str, first: int, frequency: str) -> dict[int, float]:
    length = {"D": 366}.get(frequency, YEAR[frequency])
    return {
        int(ds): float(y)
        for name, ds, y in zip(history.unique_id, history.ds, history.y, strict=True)
        if name == unique_id and first - length <= ds < first and np.isfinite(y)
    }


def _height(frequency: str, first: int, last: int, year: dict[int, float]) -> tuple[int, int] | None:
    """The next occurrence of the fullest months (or quarter) of `year` that the horizon holds whole."""
    if frequency == "Y" or not year:
        return None
    cycle, width = (4, 1) if frequency == "Q" else (12, 2)
    sums = np.zeros(cycle)
    for rank, value in year.items():
        sums[(first_day(rank, frequency).month - 1) if frequency in ("D", "W") else rank % cycle] += value
    fullest = int(np.argmax(sum(np.roll(sums, -k) for k in range(width))))
    today = first_day(first, frequency)
    for turn in range(2):
        if frequency == "D":
            start = _month_start(today.year + turn, fullest).toordinal()
            end = _month_start(today.year + turn, fullest + width).toordinal() - 1
        elif frequency == "W":
            # From the first Monday of the first month to the last one of the second.
            start = rank_of(_month_start(today.year + turn, fullest) + timedelta(days=6), frequency)
            end = rank_of(_month_start(today.year + turn, fullest + width) - timedelta(days=1), frequency)
        else:
            start = (today.year + turn) * cycle + fullest
            end = start + width - 1
        if start >= first and end <= last:
            return start, end
    return None


def _month_start(year: int, month: int) -> date:
    """First day of a month counted from 0, past December too."""
    return date(year + month // 12, month % 12 + 1, 1)


def _trend(before: dict[int, float], start: int, frequency: str) -> list[Move]:
    """The last known year against the one before, when both are whole."""
    length = YEAR[frequency]
    last = max((rank for rank in before if rank < start), default=start)
    share = _growth(before, last, length, length)
    if share is None:
        return []
    return [Move("trend", share, f"tendance\u00a0: {change(share)} sur la dernière année connue")]


def _recent(before: dict[int, float], start: int, frequency: str) -> list[Move]:
    """The last periods against the same ones a year before."""
    count = RECENT[frequency]
    last = max((rank for rank in before if rank < start), default=start)
    share = _growth(before, last, count, YEAR[frequency]) if frequency != "Y" else None
    if share is None:
        return []
    return [Move("recent", share, f"ces {count}\u00a0derniers {UNIT[frequency]}\u00a0: {change(share)} sur un an")]


def _growth(before: dict[int, float], last: int, count: int, back: int) -> float | None:
    """The `count` periods up to `last` over those `back` periods earlier, less one; None where one is unknown."""
    sums = [
        sum(before.get(rank, float("nan")) for rank in range(end - count + 1, end + 1)) for end in (last, last - back)
    ]
    return sums[0] / sums[1] - 1 if np.isfinite(sums).all() and sums[1] > 0 else None


def event_moves(first: int, last: int, events: Sequence[Event]) -> list[Move]:
    """Known events that fall in these days (ordinals) and not in the same dates a year before, or the reverse."""
    then = (_year_before(first), _year_before(last))
    out = []
    for label in sorted({one.label for one in events}):
        now, ago = (
            any(one.label == label and one.start <= end and one.end >= start for one in events)
            for start, end in ((first, last), then)
        )
        if now != ago:
            words = f"«\u00a0{label}\u00a0» {'y tombe' if now else 'n’y tombe pas'} cette année"
            out.append(Move("event", 1.0 if now else -1.0, words, label))
    return out


def _days(start: int, end: int, frequency: str) -> tuple[int, int]:
    return first_day(start, frequency).toordinal(), first_day(end + 1, frequency).toordinal() - 1


def calendar_moves(first: int, last: int, origin: Origin) -> list[Move]:
    """What the calendar of these days (ordinals) has more or less than the same dates a year before."""
    then = [_year_before(day) for day in (first, last)]
    spans = [(first, last), (then[0], then[1])]
    out = []
    inside = [[a <= easter(year).toordinal() <= b for year in _years(a, b)] for a, b in spans]
    if any(inside[0]) != any(inside[1]):
        there = any(inside[0])
        words = "Pâques y tombe cette année" if there else "Pâques n’y tombe pas cette année"
        out.append(Move("easter", 1.0 if there else -1.0, words))
    for kind, label, count in (
        ("weekend", "jour{} de week-end", _weekend),
        ("off", "jour{} férié{}", _off),
        ("school", "jour{} de vacances scolaires", _school),
    ):
        more = count(*spans[0], origin) - count(*spans[1], origin)
        if more:
            plural = "s" if abs(more) > 1 else ""
            words = f"{abs(more)}\u00a0{label.replace('{}', plural)} de {'plus' if more > 0 else 'moins'}"
            out.append(Move(kind, float(more), words))
    return out


def _year_before(day: int) -> int:
    now = date.fromordinal(day)
    return date(now.year - 1, now.month, 28 if (now.month, now.day) == (2, 29) else now.day).toordinal()


def _years(first: int, last: int) -> range:
    return range(date.fromordinal(first).year, date.fromordinal(last).year + 1)


def _weekend(first: int, last: int, origin: Origin) -> int:
    return sum(date.fromordinal(day).weekday() >= 5 for day in range(first, last + 1))


def _off(first: int, last: int, origin: Origin) -> int:
    return sum(
        first <= day <= last for year in _years(first, last) for day in public_holidays(year, origin.alsace_moselle)
    )


def _school(first: int, last: int, origin: Origin) -> int:
    days = {day for year in _years(first, last) for zone in school_holidays(year).values() for day in zone}
    return sum(first <= day <= last for day in days)
