"""Days: a ridge regression on logarithms for each series, fed with the calendar, known events and the weather.

The year's shape is four harmonics, the week six columns, recent years weigh more, and the level of the last four weeks
is carried on with a decay. Intervals come from the same forecast made at past origins, all series pooled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belvedere.engines.forecast.statistical import floor_of
from belvedere.engines.forecast.types import Event, Floats, Ints, Weather

YEAR = 365.2425
HARMONICS = 4
HALF_LIFE = 730.0  # days after which an observation weighs half
RECENT = 28
SHORTEST = 392  # a year and four weeks: below, the season cannot be told from the trend
PENALTIES = (1.0, 5.0, 25.0)
ORIGINS = 5


@dataclass(frozen=True, slots=True)
class DailySeries:
    """Consecutive days: `y` may hold NaN, `masked` marks the declared breaks."""

    days: Ints
    y: Floats
    masked: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class DailyOutlook:
    """Forecast (h,) and bounds by level."""

    mean: Floats
    bounds: dict[int, tuple[Floats, Floats]]


def event_columns(days: Ints, events: Sequence[Event]) -> Floats:
    """(days, labels): 1 on the days of each label; the same label in other years teaches its effect."""
    labels = sorted({event.label for event in events})
    out = np.zeros((len(days), len(labels)))
    for event in events:
        out[(days >= event.start) & (days <= event.end), labels.index(event.label)] = 1
    return out


def weather_columns(days: Ints, weather: Weather) -> Floats:
    """Weather of these days as departures from its season, in standard deviations; 0 (the season) where unknown."""
    shape = _harmonics(weather.ds)
    usual = shape @ np.linalg.lstsq(shape, weather.values, rcond=None)[0]
    away = (weather.values - usual) / np.maximum(weather.values.std(axis=0), 1e-9)
    out = np.zeros((len(days), away.shape[1]))
    where = {int(day): i for i, day in enumerate(weather.ds)}
    for i, day in enumerate(days.tolist()):
        if day in where:
            out[i] = away[where[day]]
    return out


def _harmonics(days: Ints) -> Floats:
    angle = 2 * np.pi * days[:, None] / YEAR * np.arange(1, HARMONICS + 1)
    return np.hstack([np.ones((len(days), 1)), np.cos(angle), np.sin(angle)])


def _ridge(x: Floats, z: Floats, weights: Floats, penalty: float, free: int) -> Floats:
    """Weighted ridge; the first `free` columns (level and season) are hardly penalised."""
    price = np.full(x.shape[1], penalty)
    price[:free] = 0.01
    weighted = x * weights[:, None]
    return np.asarray(np.linalg.solve(weighted.T @ x + np.diag(price), weighted.T @ z))


def _path(series: DailySeries, design: Floats, n: int, h: int, penalty: float) -> Floats:
    """Log forecasts of the h days after the first `n`; `design` has n + h rows at least."""
    y, masked = series.y[:n], series.masked[:n]
    known = np.isfinite(y) & ~masked
    logs = np.log(np.maximum(y, floor_of(y[known])), where=known, out=np.zeros(n))
    age = np.arange(n)[::-1]
    x = np.column_stack([design[: n + h], (np.arange(n + h) - n) / YEAR])
    weights = np.where(known, 0.5 ** (age / HALF_LIFE), 0.0)
    beta = _ridge(x[:n], logs, weights, penalty, 2 * HARMONICS + 1)
    rest = logs - x[:n] @ beta
    calm = np.clip(rest, -3 * rest[known].std(), 3 * rest[known].std())
    beta = _ridge(x[:n], x[:n] @ beta + calm, weights, penalty, 2 * HARMONICS + 1)
    rest = np.where(known, logs - x[:n] @ beta, 0.0)[-RECENT:]
    seen = known[-RECENT:].sum()
    carried = rest.sum() / (seen + RECENT / 2)
    return np.asarray(x[n:] @ beta + carried * np.exp(-np.arange(h) / 90))


def _past_origins(n: int, h: int) -> list[int]:
    step = max(28, h // 2)
    return [n - h - j * step for j in range(ORIGINS) if n - h - j * step >= SHORTEST]


def _errors(one: DailySeries, design: Floats, origin: int, h: int, penalty: float) -> Floats:
    """Log errors of the h days after a past origin; NaN where unknown or broken."""
    part = one.y[origin : origin + h]
    usable = np.isfinite(part) & ~one.masked[origin : origin + h]
    floor = floor_of(one.y[:origin][np.isfinite(one.y[:origin])])
    truth = np.log(np.maximum(np.where(usable, part, 1.0), floor))
    return np.where(usable, truth - _path(one, design, origin, h, penalty), np.nan)


def _chosen(pool: Sequence[DailySeries], designs: Sequence[Floats], h: int) -> tuple[float, Floats]:
    """The penalty with the least mean error over past origins, and its absolute errors (cases, h)."""
    best: tuple[float, float, Floats] | None = None
    for penalty in PENALTIES:
        cases = [
            np.abs(_errors(one, design, origin, h, penalty))
            for one, design in zip(pool, designs, strict=True)
            for origin in _past_origins(len(one.y), h)
        ]
        if not cases:
            return PENALTIES[1], np.empty((0, h))
        errors = np.array(cases)
        score = float(np.nanmean(errors)) if np.isfinite(errors).any() else np.inf
        if best is None or score < best[0]:
            best = (score, penalty, errors)
    assert best is not None  # noqa: S101 PENALTIES is not empty
    return best[1], best[2]


def _widths(errors: Floats, level: int, h: int) -> Floats:
    """Quantile of the absolute log errors, each week pooled with its neighbours; Laplace guess with no past error."""
    if not np.isfinite(errors).any():
        return np.full(h, -0.2 * np.log(1 - level / 100))
    out = np.empty(h)
    everything = errors[np.isfinite(errors)]
    for j in range(h):
        near = errors[:, max(0, j - 7) : j + 8]
        near = near[np.isfinite(near)]
        out[j] = np.quantile(near if len(near) >= 40 else everything, level / 100)
    return out


def daily_outlooks(
    pool: Sequence[DailySeries], designs: Sequence[Floats], h: int, levels: Sequence[int]
) -> list[DailyOutlook]:
    """Forecast each series h days ahead; `designs` holds its known columns over its days and h more."""
    whole = [
        np.hstack([_harmonics(np.arange(one.days[0], one.days[0] + len(one.y) + h)), design])
        for one, design in zip(pool, designs, strict=True)
    ]
    penalty, errors = _chosen(pool, whole, h)
    widths = {level: _widths(errors, level, h) for level in levels}
    out = []
    for one, design in zip(pool, whole, strict=True):
        logs = _path(one, design, len(one.y), h, penalty)
        bounds = {level: (np.exp(logs - w), np.exp(logs + w)) for level, w in widths.items()}
        out.append(DailyOutlook(np.exp(logs), bounds))
    return out
