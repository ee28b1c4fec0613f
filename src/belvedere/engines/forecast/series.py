"""From the long table to clean series: on a full grid, holes and breaks known, too short ones refused in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belvedere.engines.forecast.types import FEMININE, UNIT, Break, Floats, ForecastError, Missing, Observations

MOST_HOLES = 0.4  # share of unknown periods beyond which a series is refused


@dataclass(frozen=True, slots=True)
class Grid:
    """One series on consecutive ranks from `start`: NaN where unknown, `masked` inside a declared break.

    `shift` was added to the values so that none is negative (0 for counts).
    """

    unique_id: str
    start: int
    y: Floats
    masked: NDArray[np.bool_]
    shift: float
    break_ends: tuple[int, ...]

    @property
    def last(self) -> int:
        return self.start + len(self.y) - 1


def grids(table: Observations, breaks: Sequence[Break], widest: int) -> list[Grid]:
    """One grid a series, by name. Raises ForecastError for a repeated period or a span wider than `widest` periods."""
    rows: dict[str, list[int]] = {}
    for i, name in enumerate(table.unique_id):
        rows.setdefault(name, []).append(i)
    return [_grid(name, np.array(rows[name]), table, breaks, widest) for name in sorted(rows)]


def _grid(name: str, rows: NDArray[np.intp], table: Observations, breaks: Sequence[Break], widest: int) -> Grid:
    ranks, values = table.ds[rows], table.y[rows].astype(float)
    if len(np.unique(ranks)) != len(ranks):
        raise ForecastError(
            f"La série « {name} » donne deux fois la même période ; gardez une seule ligne par période."
        )
    values = np.where(np.isfinite(values), values, np.nan)
    known = ranks[np.isfinite(values)]
    if not len(known):
        return Grid(name, 0, np.empty(0), np.empty(0, dtype=bool), 0.0, ())
    start, last = int(known.min()), int(known.max())
    if last - start >= widest:
        raise ForecastError(
            f"La série « {name} » s’étend sur {last - start + 1} périodes ; vérifiez la fréquence et la colonne ds."
        )
    y = np.full(last - start + 1, np.nan)
    inside = (ranks >= start) & (ranks <= last)
    y[ranks[inside] - start] = values[inside]
    lowest = float(np.nanmin(y))
    shift = -lowest + float(np.nanmax(y) - lowest) if lowest < 0 else 0.0
    mine = [b for b in breaks if b.unique_id in (None, name) and b.end >= start and b.start <= last]
    masked = np.zeros(len(y), dtype=bool)
    for one in mine:
        masked[max(0, one.start - start) : one.end - start + 1] = True
    return Grid(name, start, y + shift, masked, shift, tuple(min(b.end, last) for b in mine))


def lacking(grid: Grid, frequency: str, least: int) -> Missing | None:
    """Why this series cannot be forecast, or None."""
    unit, e = UNIT[frequency], "e" if frequency in FEMININE else ""
    usable = np.isfinite(grid.y) & ~grid.masked
    n = int(usable.sum())
    if n == 0:
        return Missing(grid.unique_id, "aucune valeur connue")
    if n < least:
        return Missing(grid.unique_id, f"{n} {unit} connu{e}s, il en faut au moins {least}")
    holes = int((~np.isfinite(grid.y) & ~grid.masked).sum())
    if holes > MOST_HOLES * len(grid.y):
        return Missing(grid.unique_id, f"{holes} {unit} manquant{e}s sur {len(grid.y)} : complétez la série")
    return None


def without_edge_breaks(grid: Grid) -> tuple[Floats, int]:
    """Values with breaks as NaN, the front cut at the first usable one; and how many were cut at the end.

    A break that is still open cannot teach the end: the forecast then starts before it and reaches further.
    """
    y = np.where(grid.masked, np.nan, grid.y)
    usable = np.flatnonzero(np.isfinite(y))
    return y[usable[0] : usable[-1] + 1], len(y) - 1 - int(usable[-1])
