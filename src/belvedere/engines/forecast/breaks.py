"""Gaps and declared breaks: filled so that they teach nothing, read with what the series have in common."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from belvedere.engines.forecast.statistical import floor_of, log_forecasts
from belvedere.engines.forecast.types import Floats

MEMORY_SEASONS = 2  # how long after a break forecasts stay wider
EXTRA_WIDTH = 0.15  # of the interval, right after the break
ALONE = 3  # series n share the break: n / (n + ALONE) of what they have in common is believed

Hole = tuple[Floats, int, int]  # logarithms of a series, first unknown one, first known one after it


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


def _rising(path: Floats) -> Floats:
    """The nearest series that never falls (pool adjacent violators)."""
    blocks: list[tuple[float, int]] = []
    for value in path.tolist():
        blocks.append((value, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (u, i), (v, j) = blocks[-2:]
            blocks[-2:] = [((u * i + v * j) / (i + j), i + j)]
    return np.repeat([value for value, _ in blocks], [count for _, count in blocks])


def _lift(gaps: Floats) -> Floats:
    """What straightens the return to normal that the rows of `gaps` have in common: nothing where it ends, more before.

    NaN where unknown, to the left and right too.
    """
    known = np.flatnonzero(np.isfinite(gaps).any(axis=0))
    if not len(known):
        return np.zeros(gaps.shape[1])
    path = _rising(np.nanmedian(gaps[:, known], axis=0))
    return np.asarray(np.interp(np.arange(gaps.shape[1]), known, path[-1] - path))


def _long(holes: Sequence[Hole], m: int) -> None:
    """Fill what one break left unknown in these series, and read the level after it.

    Of the return, what the series have in common is straightened, so that a convalescence is not taken for a new
    normal: wholly when they are many, by a quarter when one is alone, for it cannot be told from its noise. The hole
    takes the forecast made before it. For a series alone, three eighths of the lower level that remains are doubted,
    and three eighths of the level found are lent to the hole, since nothing says when it came. From one season after
    the break to two these rules fade, and the hole leads step by step to the level found instead.

    Chosen on hold-outs with six months seen (`docs/why/previsions.md`).
    """
    together = len(holes) / (len(holes) + ALONE)
    unsure = (1 - together) / 2
    foreseen = []
    gaps = np.full((len(holes), 2 * m), np.nan)
    for gap, (logs, a, b) in zip(gaps, holes, strict=True):
        ahead = np.median(log_forecasts(np.exp(logs[:a]), m, b - a + 2 * m), axis=0)
        after = logs[b : b + 2 * m]
        gap[: len(after)] = after - ahead[b - a :][: len(after)]
        foreseen.append(ahead[: b - a])
    for gap, ahead, (logs, a, b) in zip(gaps, foreseen, holes, strict=True):
        after = logs[b : b + 2 * m]
        fresh = float(np.clip(2 - (len(logs) - b) / m, 0, 1))
        lift = fresh * together * _lift(gaps[:, : len(after)])
        level = gap[: len(after)] + lift
        found = float(np.nanmedian(level)) if np.isfinite(level).any() else 0.0
        doubt = fresh * unsure * min(found, 0.0)
        after += lift - doubt
        steps = np.arange(1, b - a + 1) / (b - a + 1)
        logs[a:b] = ahead + (found - doubt) * (fresh * unsure + (1 - fresh) * steps)


def fill(pool: Sequence[Floats], starts: Sequence[int], m: int) -> list[Floats]:
    """Every series without NaN; the first value of each must be known, at the rank given in `starts`.

    Non-negative in, non-negative out. Series whose long holes are the same ranks went through the same break.
    """
    floors = [floor_of(y[np.isfinite(y)]) for y in pool]
    logs = [np.log(np.maximum(y, floor)) for y, floor in zip(pool, floors, strict=True)]
    before = [one.copy() for one in logs]
    breaks: dict[tuple[int, int], list[Hole]] = {}
    for one, start in zip(logs, starts, strict=True):
        for a, b in runs(~np.isfinite(one)):
            breaks.setdefault((start + a, start + b), []).append((one, a, b))
    for _, holes in sorted(breaks.items(), key=lambda item: item[0]):
        long = [(one, a, b) for one, a, b in holes if b - a >= max(m, 3) and a >= max(m, 4)]
        for one, a, b in holes:
            if not any(one is other for other, _, _ in long):
                _short(one, a, b, m)
        if long:
            _long(long, m)
    out = []
    for y, was, now in zip(pool, before, logs, strict=True):
        moved = was != now
        out.append(np.where(moved, np.exp(now), y))
    return out


def widening(ends: list[int], last: int, m: int) -> float:
    """Factor on interval widths when a break ended less than two seasons before the `last` rank."""
    since = min((last - end for end in ends), default=MEMORY_SEASONS * m)
    return 1.0 + EXTRA_WIDTH * float(np.clip(1 - since / (MEMORY_SEASONS * m), 0, 1))
