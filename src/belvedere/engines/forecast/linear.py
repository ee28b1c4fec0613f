"""One linear model for all series: the next season from the last ones, as logarithms about the last season's mean.

Ridge regression on windows of 2, 3 and 4 seasons (3, 4, 5 years), the three averaged; every past window of every series
is a training row, unless more than half of what it should have foreseen was made up. Rows that fit badly weigh less
(iteratively reweighted least squares, towards the median).
It costs a tenth of a second for hundreds of series.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from belvedere.engines.forecast.types import Floats

PENALTY = 0.01
HALF = 0.5  # of what a row foresees must have been counted for it to teach: a place may close each winter


def windows(m: int) -> tuple[int, ...]:
    """Window lengths in periods."""
    return (3, 4, 5) if m == 1 else (2 * m, 3 * m, 4 * m)


def _centre(window: Floats, m: int) -> Floats:
    return np.asarray(window[..., -m:].mean(axis=-1, keepdims=True))


def _rows(
    logs: Sequence[Floats], counted: Sequence[NDArray[np.bool_]], width: int, m: int, h: int
) -> tuple[Floats, Floats]:
    inputs, targets = [], []
    for series, real in zip(logs, counted, strict=True):
        if len(series) < width + h:
            continue
        fair = np.lib.stride_tricks.sliding_window_view(real[width:], h).mean(axis=1) >= HALF
        cut = np.lib.stride_tricks.sliding_window_view(series, width + h)[fair]
        centre = _centre(cut[:, :width], m)
        inputs.append(cut[:, :width] - centre)
        targets.append(cut[:, width:] - centre)
    if not inputs:
        return np.empty((0, width)), np.empty((0, h))
    return np.concatenate(inputs), np.concatenate(targets)


def _with_constant(x: Floats, m: int) -> Floats:
    x = x[:, :-1] if m == 1 else x  # the last value of a year window is always 0
    return np.column_stack([x, np.ones(len(x))])


def _fit(x: Floats, y: Floats) -> Floats:
    scale = PENALTY * float(np.mean(x[:, :-1] ** 2)) + 1e-9
    weights = np.ones(len(x))
    for _ in range(3):
        weighted = x * weights[:, None]
        gram = weighted.T @ x + weights.sum() * scale * np.eye(x.shape[1])
        coefficients = np.linalg.solve(gram, weighted.T @ y)
        residual = np.abs(y - x @ coefficients).mean(axis=1)
        weights = 1 / np.maximum(residual, 0.5 * np.median(residual) + 1e-9)
    return np.asarray(coefficients)


def linear_forecasts(logs: Sequence[Floats], counted: Sequence[NDArray[np.bool_]], m: int, h: int) -> Floats:
    """(series, h) log forecasts; NaN for a series shorter than the smallest window or a pool with too few rows.

    `counted` says of each value whether it was observed, not made up for a hole or a break.
    """
    total, seen = np.zeros((len(logs), h)), np.zeros(len(logs))
    for width in windows(m):
        inputs, targets = _rows(logs, counted, width, m, h)
        long_enough = [i for i, series in enumerate(logs) if len(series) >= width]
        if len(inputs) < 10 * width or not long_enough:
            continue
        coefficients = _fit(_with_constant(inputs, m), targets)
        last = np.array([logs[i][-width:] for i in long_enough])
        centre = _centre(last, m)
        total[long_enough] += _with_constant(last - centre, m) @ coefficients + centre
        seen[long_enough] += 1
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(seen[:, None] > 0, total / np.maximum(seen, 1)[:, None], np.nan))
