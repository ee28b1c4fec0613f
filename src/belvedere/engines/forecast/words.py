"""The season in words: a span of periods against last year's, and what moves it. French typography throughout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from belvedere.engines.forecast.calendar import Origin, easter, public_holidays, school_holidays
from belvedere.engines.forecast.types import ForecastError, ForecastTable, Observations, first_day

MONTHS = tuple(
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A sentence on the span, the relative bounds it states (fractions), and what moves it, one clause each."""

    sentence: str
    low: float
    high: float
    moves: tuple[str, ...]


def number(value: float) -> str:
    """An integer with narrow no-break spaces between thousands."""
    return f"{value:,.0f}".replace(",", "\u202f").replace("-", "−")


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
    return f"Du {_day(first)} au {_day(last)}"


def _across(names: list[str], first: date, last: date) -> str:
    return f"{names[0]} {first.year}–{names[1]} {last.year}"


def _day(day: date) -> str:
    return f"{'1ᵉʳ' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}".replace(" ", "\u00a0")


def _last_year(rank: int, frequency: str) -> int:
    """Same period a year ago; for days, the same weekday (364 days)."""
    return rank - {"D": 364, "M": 12, "Q": 4, "Y": 1}[frequency]


def explain(
    table: ForecastTable,
    history: Observations,
    unique_id: str,
    start: int,
    end: int,
    level: int = 80,
    origin: Origin | None = None,
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
    moves = [*_notes(table, unique_id), *_trend(before, start, table.frequency)]
    if table.frequency in ("D", "M"):
        moves += calendar_moves(*_days(start, end, table.frequency), origin or Origin())
    return Explanation(sentence, low, high, tuple(moves))


def _notes(table: ForecastTable, unique_id: str) -> tuple[str, ...]:
    return table.notes.get(unique_id, ())


def _trend(before: dict[int, float], start: int, frequency: str) -> list[str]:
    """The last known year against the one before, when both are whole."""
    length = {"D": 364, "M": 12, "Q": 4, "Y": 1}[frequency]
    last = max((rank for rank in before if rank < start), default=start)
    years = [
        sum(before.get(rank, float("nan")) for rank in range(last - (k + 1) * length + 1, last - k * length + 1))
        for k in (0, 1)
    ]
    if not np.isfinite(years).all() or years[1] <= 0:
        return []
    return [f"tendance\u00a0: {change(years[0] / years[1] - 1)} sur la dernière année connue"]


def _days(start: int, end: int, frequency: str) -> tuple[int, int]:
    return first_day(start, frequency).toordinal(), first_day(end + 1, frequency).toordinal() - 1


def calendar_moves(first: int, last: int, origin: Origin) -> list[str]:
    """What the calendar of these days (ordinals) has more or less than the same dates a year before."""
    then = [_year_before(day) for day in (first, last)]
    spans = [(first, last), (then[0], then[1])]
    out = []
    inside = [[a <= easter(year).toordinal() <= b for year in _years(a, b)] for a, b in spans]
    if any(inside[0]) != any(inside[1]):
        out.append("Pâques y tombe cette année" if any(inside[0]) else "Pâques n’y tombe pas cette année")
    for label, count in (
        ("jour{} de week-end", _weekend),
        ("jour{} férié{}", _off),
        ("jour{} de vacances scolaires", _school),
    ):
        more = count(*spans[0], origin) - count(*spans[1], origin)
        if more:
            plural = "s" if abs(more) > 1 else ""
            out.append(f"{abs(more)}\u00a0{label.replace('{}', plural)} de {'plus' if more > 0 else 'moins'}")
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
