"""The one function that forecasts: refuse, clean, send to the days or to the periods, put the table together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from belvedere.engines.forecast.breaks import fill, widening
from belvedere.engines.forecast.calendar import Origin, columns, last_published_school_day
from belvedere.engines.forecast.daily import SHORTEST, DailySeries, daily_outlooks, event_columns, weather_columns
from belvedere.engines.forecast.periodic import Outlook, outlooks, prepare, shortest
from belvedere.engines.forecast.series import Grid, grids, lacking, without_edge_breaks
from belvedere.engines.forecast.types import (
    LEVELS,
    SEASON,
    Break,
    Event,
    Floats,
    ForecastError,
    ForecastTable,
    Missing,
    Observations,
    Weather,
)

FARTHEST = {"D": 550, "W": 104, "M": 60, "Q": 20, "Y": 15}
WIDEST = {"D": 20_000, "W": 3_000, "M": 2_400, "Q": 800, "Y": 600}


def forecast(
    table: Observations,
    frequency: str,
    horizon: int,
    levels: Sequence[int] = LEVELS,
    breaks: Sequence[Break] = (),
    events: Sequence[Event] = (),
    seed: int = 0,
    *,
    weather: Weather | None = None,
    origin: Origin | None = None,
) -> ForecastTable:
    """Forecast every series `horizon` periods after its own last one; the order of rows and series changes nothing.

    `frequency` is D, W, M, Q or Y. Events, weather and origin speak to days only. Raises ForecastError when the request
    as a whole makes no sense; a series that lacks data is listed in `missing` and the others are forecast.
    """
    _check(table, frequency, horizon, levels)
    kept, missing = [], []
    for grid in grids(table, breaks, WIDEST[frequency]):
        least = SHORTEST if frequency == "D" else shortest(SEASON[frequency])
        lack = lacking(grid, frequency, least)
        if lack is None:
            kept.append(grid)
        else:
            missing.append(lack)
    if frequency == "D":
        parts = _days(kept, horizon, levels, events, weather, origin or Origin(), table.dated)
    else:
        parts = _periods(kept, SEASON[frequency], horizon, levels, seed)
    return _table(frequency, horizon, levels, kept, parts, missing)


Part = tuple[Floats, dict[int, tuple[Floats, Floats]], str, tuple[str, ...]]


def _check(table: Observations, frequency: str, horizon: int, levels: Sequence[int]) -> None:
    if frequency not in SEASON:
        raise ForecastError(
            f"Fréquence « {frequency} » inconnue ; "
            "choisissez D (jour), W (semaine), M (mois), Q (trimestre) ou Y (année)."
        )
    if not 1 <= horizon <= FARTHEST[frequency]:
        raise ForecastError(f"L’horizon doit être compris entre 1 et {FARTHEST[frequency]} ; {horizon} a été demandé.")
    if not levels or any(not 50 <= level <= 99 for level in levels):
        raise ForecastError("Les niveaux de confiance vont de 50 à 99 %.")
    if not table.unique_id:
        raise ForecastError("La table ne contient aucune ligne ; donnez au moins une série.")
    if frequency == "D" and not table.dated:
        raise ForecastError("Les séries quotidiennes demandent des dates dans la colonne ds, pas des rangs.")


def _periods(kept: Sequence[Grid], m: int, horizon: int, levels: Sequence[int], seed: int) -> list[Part]:
    cleaned = [without_edge_breaks(grid) for grid in kept]
    reach = horizon + max((cut for _, cut in cleaned), default=0)
    starts = [grid.last - cut - len(values) + 1 for grid, (values, cut) in zip(kept, cleaned, strict=True)]
    filled = fill([values for values, _ in cleaned], starts, m)
    pool = [prepare(y, m, reach, np.isfinite(values)) for y, (values, _) in zip(filled, cleaned, strict=True)]
    parts = []
    for grid, (_, cut), one in zip(kept, cleaned, outlooks(pool, m, reach, levels, seed), strict=True):
        factor = widening(list(grid.break_ends), grid.last, m)
        notes = []
        if factor > 1:
            notes.append("après une rupture : intervalle élargi")
        if not one.tested:
            notes.append("historique trop court pour éprouver l’intervalle : il est théorique")
        method = one.method + ("+rupture" if factor > 1 else "")
        parts.append((*_cut(one, cut, horizon, factor), method, tuple(notes)))
    return parts


def _cut(one: Outlook, cut: int, horizon: int, factor: float) -> tuple[Floats, dict[int, tuple[Floats, Floats]]]:
    part = slice(cut, cut + horizon)
    mean = one.mean[part]
    bounds = {
        level: (np.maximum(mean - factor * (mean - low[part]), 0.0), mean + factor * (high[part] - mean))
        for level, (low, high) in one.bounds.items()
    }
    return mean, bounds


def _days(
    kept: Sequence[Grid],
    horizon: int,
    levels: Sequence[int],
    events: Sequence[Event],
    weather: Weather | None,
    origin: Origin,
    dated: bool,
) -> list[Part]:
    pool, designs = [], []
    for grid in kept:
        days = np.arange(grid.start, grid.last + horizon + 1)
        blocks = [columns(days, origin)[1]]
        blocks.append(event_columns(days, [e for e in events if e.unique_id in (None, grid.unique_id)]))
        if weather is not None:
            blocks.append(weather_columns(days, weather))
        pool.append(DailySeries(days[: len(grid.y)], grid.y, grid.masked))
        designs.append(np.hstack(blocks))
    parts: list[Part] = []
    if not pool:
        return parts
    for grid, one in zip(kept, daily_outlooks(pool, designs, horizon, levels), strict=True):
        factor = widening(list(grid.break_ends), grid.last, 182)
        notes = ["après une rupture : intervalle élargi"] if factor > 1 else []
        published = last_published_school_day(grid.last)
        if grid.last + horizon > published:
            until = f" au-delà du {date.fromordinal(published):%d/%m/%Y}" if published else ""
            notes.append(f"calendrier scolaire non publié{until} : vacances comptées comme des jours ordinaires")
        bounds = {
            level: (one.mean - factor * (one.mean - low), one.mean + factor * (high - one.mean))
            for level, (low, high) in one.bounds.items()
        }
        bounds = {level: (np.maximum(low, 0.0), high) for level, (low, high) in bounds.items()}
        parts.append((one.mean, bounds, "calendrier" + ("+rupture" if factor > 1 else ""), tuple(notes)))
    return parts


def _table(
    frequency: str,
    horizon: int,
    levels: Sequence[int],
    kept: Sequence[Grid],
    parts: Sequence[Part],
    missing: Sequence[Missing],
) -> ForecastTable:
    """Join the parts, take shifts back, and nest the intervals."""
    order = sorted(levels)
    mean, bounds = np.empty(0), {level: (np.empty(0), np.empty(0)) for level in order}
    if parts:
        shift = np.repeat([grid.shift for grid in kept], horizon)
        mean = np.concatenate([part[0] for part in parts]) - shift
        low = high = mean
        for level in order:
            low = np.minimum(low, np.concatenate([part[1][level][0] for part in parts]) - shift)
            high = np.maximum(high, np.concatenate([part[1][level][1] for part in parts]) - shift)
            bounds[level] = (low, high)
    step = np.tile(np.arange(1, horizon + 1), len(kept))
    return ForecastTable(
        frequency=frequency,
        unique_id=tuple(grid.unique_id for grid in kept for _ in range(horizon)),
        step=step,
        ds=np.repeat(np.array([grid.last for grid in kept], dtype=np.int64), horizon) + step,
        mean=mean,
        bounds=bounds,
        method=tuple(part[2] for part in parts for _ in range(horizon)),
        notes={grid.unique_id: part[3] for grid, part in zip(kept, parts, strict=True) if part[3]},
        missing=tuple(missing),
    )
