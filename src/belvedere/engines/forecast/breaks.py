"""Gaps and declared breaks: filled so that they teach nothing, with a ramp towards the level found afterwards."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from belvedere.engines.forecast.statistical import floor_of, log_forecasts
from belvedere.engines.forecast.types import Floats

MEMORY_SEASONS = 2  # how long after a break forecasts stay wider
EXTRA_WIDTH = 0.15  # of the interval, right after the break


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


def _long(logs: Floats, a: int, b: int, m: int) -> None:
    """Fill a hole with the forecast made before it, bent linearly towards the level found after it.

    A lower level is believed in proportion to what has been seen of it, fully after two seasons: until then the
    figures after the break are lifted with it, for a convalescence is not a new normal. A higher one is taken as it is.
    Best of seven rules on hold-outs with six months seen (`docs/why/previsions.md`).
    """
    seen = min(2 * m, len(logs) - b)
    ahead = np.median(log_forecasts(np.exp(logs[:a]), m, b - a + seen), axis=0)
    gap = logs[b : b + seen] - ahead[b - a :]
    found = float(np.nanmedian(gap)) if np.isfinite(gap).any() else 0.0
    believed = found * min(1.0, (len(logs) - b) / (2 * m)) if found < 0 else found
    logs[b : b + seen] += believed - found
    logs[a:b] = ahead[: b - a] + believed * np.arange(1, b - a + 1) / (b - a + 1)


def fill(y: Floats, m: int) -> Floats:
    """`y` without NaN; the first value must be known. Non-negative in, non-negative out."""
    missing = ~np.isfinite(y)
    if not missing.any():
        return y
    floor = floor_of(y[~missing])
    logs = np.log(np.maximum(y, floor))
    spans = runs(missing)
    for a, b in spans:
        if b - a < max(m, 3) or a < max(m, 4):
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
