"""Seven statistical forecasts of one series, and their average weighted by the series' own past errors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from belvedere.engines.forecast.smoothing import DAMPED, NO_TREND, TREND, smooth_ahead, theta_ahead
from belvedere.engines.forecast.types import Floats

# scale (log, ratio, additive) and trend of each smoothing; the theta method on logs comes last
FAMILY = (
    ("log", NO_TREND),
    ("log", DAMPED),
    ("ratio", NO_TREND),
    ("ratio", DAMPED),
    ("ratio", TREND),
    ("add", NO_TREND),
)
SHARPNESS = 2.0  # weight = error ** -SHARPNESS: the best of 1, 2, 4 and 8 on hold-outs
MEMORY = 0.8  # an error one year older counts this much less


def floor_of(y: Floats) -> float:
    """The least value that a logarithm is taken of: zeros and closures must not weigh infinitely."""
    positive = y[y > 0]
    if not len(positive):
        return 1.0
    return float(max(0.5 * np.quantile(positive, 0.02), 1e-3 * np.median(positive)))


def _drifts(y: Floats, h: int) -> list[Floats]:
    """Straight lines from the last value of a yearly series: mean, median and damped recent yearly change."""
    steps = np.diff(y)
    recent = 0.85 ** np.arange(len(steps))[::-1]
    ahead = np.arange(1, h + 1)
    damped = np.cumsum(0.85**ahead)
    return [
        y[-1] + steps.mean() * ahead,
        y[-1] + float(np.median(steps)) * ahead,
        y[-1] + recent @ steps / recent.sum() * damped,
    ]


def log_forecasts(y: Floats, m: int, h: int) -> Floats:
    """(models, h) logarithms of forecasts 1..h of `y` (non-negative, no gap).

    Yearly series (m = 1) take three drifts, the theta method on both scales and simple smoothing instead.
    """
    floor = floor_of(y)
    raised = np.maximum(y, floor)
    logs = np.log(raised)
    if m == 1:
        levels = [*_drifts(y, h), theta_ahead(y, 1, h), smooth_ahead(raised, 1, NO_TREND, False, h)]
        return np.vstack([np.log(np.maximum(levels, floor)), theta_ahead(logs, 1, h)])
    m = m if len(y) >= 2 * m else 1
    out = np.empty((len(FAMILY) + 1, h))
    for i, (scale, trend) in enumerate(FAMILY):
        if scale == "log":
            out[i] = smooth_ahead(logs, m, trend, False, h)
        else:
            out[i] = np.log(np.maximum(smooth_ahead(raised, m, trend, scale == "ratio", h), floor))
    out[-1] = theta_ahead(logs, m, h)
    return out


def combined(y: Floats, m: int, past: dict[int, Floats], counted: NDArray[np.bool_]) -> Floats:
    """Log forecasts of `y` from all models: their median for years, else their mean weighted by past errors.

    `past` holds {length: log forecasts from that length}, that of the whole `y` included; errors are those made on the
    values that were `counted`, for one made up judges no model.
    """
    now = past[len(y)]
    if m == 1:
        return np.asarray(np.median(now, axis=0))
    before = {origin: logs for origin, logs in past.items() if origin < len(y)}
    return model_weights(y, m, before, counted) @ now


def model_weights(y: Floats, m: int, past: dict[int, Floats], counted: NDArray[np.bool_]) -> Floats:
    """Weights of the models after `y`, from what they said at past origins {length: (models, h)} of counted values."""
    errors, total, n = np.zeros(len(FAMILY) + 1), 0.0, len(y)
    for origin in sorted(past):
        logs = past[origin]
        k = min(logs.shape[1], n - origin)
        level = float(np.mean(y[max(0, origin - m) : origin]))
        judged = np.flatnonzero(counted[origin : origin + k])
        if k < max(1, logs.shape[1] // 2) or level <= 0 or not len(judged):
            continue
        weight = MEMORY ** ((n - origin) / m) * len(judged) / k
        miss = np.abs(np.exp(logs[:, judged]) - y[origin + judged]).mean(axis=1) / level
        errors += weight * np.minimum(miss, 3.0)
        total += weight
    if total == 0.0:
        return np.full(len(errors), 1 / len(errors))
    weights = ((errors + 1e-3) / (errors.min() + 1e-3)) ** -SHARPNESS
    return np.asarray(weights / weights.sum())
