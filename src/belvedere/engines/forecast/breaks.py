"""Gaps and declared breaks: filled so that they teach nothing, with a ramp towards the level found afterwards."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from belvedere.engines.forecast.smoothing import DAMPED, smooth_ahead
from belvedere.engines.forecast.statistical import floor_of
from belvedere.engines.forecast.types import Floats

MEMORY_SEASONS = 2  # how long after a break forecasts stay wider
EXTRA_WIDTH = 0.25  # of the interval, right after the break


def runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open spans where the mask holds."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def _short(logs: Floats, a: int, b: int, m: int) -> None:
    """Fill a hole shorter than a season: mean of last and next year when known, else a straight line."""
    for t in range(a, b):
        around = [logs[u] for u in (t - m, t + m) if m > 1 and 0 <= u < len(logs) and np.isfinite(logs[u])]
        if around:
            logs[t] = float(np.mean(around))
            continue
        known = np.flatnonzero(np.isfinite(logs))
        logs[t] = float(np.interp(t, known, logs[known]))


def _recovery(gap: Floats) -> Floats:
    """The course of a gap that closes: straight line by median slope, flat if it does not close or is too short."""
    seen = np.flatnonzero(np.isfinite(gap))
    middle = float(np.median(gap[seen])) if len(seen) else 0.0
    course = np.full(len(gap), middle)
    if len(seen) < 4:
        return course
    a, b = np.triu_indices(len(seen), 1)
    slope = float(np.median((gap[seen[b]] - gap[seen[a]]) / (seen[b] - seen[a])))
    if slope * middle < 0:
        course += slope * (np.arange(len(gap)) - np.median(seen))
        course = np.where(course * middle < 0, 0.0, course)
    return course


def _long(logs: Floats, a: int, b: int, m: int) -> None:
    """Fill a hole with the forecast made before it, bent linearly towards the level of the season after it.

    While the figures are still coming back (the gap to that forecast closes), they are lifted to
    where they have got to: a convalescence is not a trend.
    """
    before = logs[:a]
    span = min(m, len(logs) - b)
    ahead = smooth_ahead(before, m if a >= 2 * m else 1, DAMPED, False, b - a + span)
    course = _recovery(logs[b : b + span] - ahead[b - a :])
    logs[b : b + span] += course[-1] - course
    logs[a:b] = ahead[: b - a] + course[-1] * np.arange(1, b - a + 1) / (b - a + 1)


def fill(y: Floats, m: int) -> Floats:
    """`y` without NaN; the first value must be known. Non-negative in, non-negative out."""
    missing = ~np.isfinite(y)
    if not missing.any():
        return y
    floor = floor_of(y[~missing])
    logs = np.log(np.maximum(y, floor))
    spans = runs(missing)
    for a, b in spans:
        if b - a < max(m, 3) or a < m:
            _short(logs, a, b, m)
        else:
            _long(logs, a, b, m)
    out = y.copy()
    moved = logs != np.log(np.maximum(y, floor))
    out[moved] = np.exp(logs[moved])
    return out


def widening(ends: list[int], last: int, m: int) -> float:
    """Factor on interval widths when a break ended less than two seasons before the `last` rank."""
    since = min((last - end for end in ends), default=MEMORY_SEASONS * m)
    return 1.0 + EXTRA_WIDTH * float(np.clip(1 - since / (MEMORY_SEASONS * m), 0, 1))
