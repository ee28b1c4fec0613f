"""Exponential smoothing (Holt-Winters forms, Gardner's damped trend) and the theta method, compiled.

Only three or four smoothing weights are searched, by Nelder-Mead on the mean absolute one-step error: the states start
from the first seasons, which long enough series forget. It is about fifty times cheaper than a likelihood search over
states as well, and its median was as good on the hold-outs (see `docs/why/previsions.md`).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from belvedere.engines.forecast.types import Floats

NO_TREND, TREND, DAMPED = 0, 1, 2


@njit(cache=True)
def _start(y: Floats, m: int, ratio: bool) -> tuple[float, float, Floats]:
    """Level, slope and seasonal states before the first observation, from at most the first four seasons."""
    season = np.zeros(m)
    if m == 1:
        last = min(len(y), 5) - 1
        slope = (y[last] - y[0]) / last if last > 0 else 0.0
        season[0] = 1.0 if ratio else 0.0
        return y[0] - slope, slope, season
    years = min(len(y) // m, 4)
    for j in range(years):
        part = y[j * m : (j + 1) * m]
        level = part.mean()
        for k in range(m):
            season[k] += (part[k] / level if ratio else part[k] - level) / years
    level = y[:m].mean()
    slope = (y[m * (years - 1) : m * years].mean() - level) / (m * (years - 1)) if years > 1 else 0.0
    if ratio:
        season = np.maximum(season, 1e-3)
    return level - slope * (m + 1) / 2, slope, season


@njit(cache=True)
def _weights(p: Floats, trend: int, seasonal: bool) -> tuple[float, float, float, float]:
    """Smoothing weights of level, slope and season, and damping, from unbounded parameters."""
    level = 0.001 + 0.998 / (1 + np.exp(-p[0]))
    slope, season, damping, i = 0.0, 0.0, 0.0, 1
    if trend > 0:
        slope = level / (1 + np.exp(-p[i]))
        damping = 1.0
        i += 1
        if trend == 2:
            damping = 0.8 + 0.18 / (1 + np.exp(-p[i]))
            i += 1
    if seasonal:
        season = (1 - level) / (1 + np.exp(-p[i]))
    return level, slope, season, damping


@njit(cache=True)
def _smooth(
    y: Floats, season: Floats, ratio: bool, level: float, slope: float, w: tuple[float, float, float, float]
) -> tuple[float, float, float]:
    """Run through `y`, updating `season` in place; last level, last slope, sum of absolute (relative) errors."""
    a, b, g, damping = w
    m, total = len(season), 0.0
    for t in range(len(y)):
        k = t % m
        s = season[k]
        base = level + damping * slope
        if ratio:
            base = max(base, 1e-9)
            e = y[t] - base * s
            total += abs(e / (base * s))
            level = base + a * e / s
            slope = damping * slope + b * e / s
            season[k] = max(s + g * e / base, 1e-4)
        else:
            e = y[t] - base - s
            total += abs(e)
            level = base + a * e
            slope = damping * slope + b * e
            season[k] = s + g * e
    return level, slope, total


@njit(cache=True)
def _cost(p: Floats, y: Floats, trend: int, ratio: bool, start: tuple[float, float, Floats]) -> float:
    seasonal = len(start[2]) > 1
    slope = start[1] if trend > 0 else 0.0
    cost = _smooth(y, start[2].copy(), ratio, start[0], slope, _weights(p, trend, seasonal))[2]
    for v in p:
        cost *= 1 + 1e-4 * v * v  # keeps the logits finite when a weight wants to be 0 or 1
    return cost


@njit(cache=True)
def _search(p0: Floats, y: Floats, trend: int, ratio: bool, start: tuple[float, float, Floats]) -> Floats:
    """Nelder-Mead, at most 150 moves."""
    n = len(p0)
    points = np.empty((n + 1, n))
    values = np.empty(n + 1)
    for i in range(n + 1):
        points[i] = p0
        if i > 0:
            points[i, i - 1] += 1.5
        values[i] = _cost(points[i], y, trend, ratio, start)
    for _ in range(150):
        order = np.argsort(values)
        points, values = points[order], values[order]
        if values[n] - values[0] < 1e-6 * abs(values[0]):
            break
        centre = points[:n].sum(axis=0) / n
        step = centre - points[n]
        trial = centre + step
        value = _cost(trial, y, trend, ratio, start)
        if value < values[0]:
            further = centre + 2 * step
            better = _cost(further, y, trend, ratio, start)
            if better < value:
                trial, value = further, better
        elif value >= values[n - 1]:
            trial = centre - 0.5 * step
            value = _cost(trial, y, trend, ratio, start)
        if value < values[n]:
            points[n], values[n] = trial, value
            continue
        for i in range(1, n + 1):
            points[i] = points[0] + 0.5 * (points[i] - points[0])
            values[i] = _cost(points[i], y, trend, ratio, start)
    best: Floats = points[np.argmin(values)]
    return best


@njit(cache=True)
def smooth_ahead(y: Floats, m: int, trend: int, ratio: bool, h: int) -> Floats:
    """Forecasts 1..h by smoothing with a season of `m` periods (1: none), additive or as a ratio (`y` > 0 then)."""
    start = _start(y, m, ratio)
    if ratio and start[0] <= 0:
        start = (max(y[0], 1e-3), 0.0, start[2])
    p0 = np.full(1 + (trend > 0) + (trend == 2) + (m > 1), -2.0)
    p0[0] = -1.0
    if trend == 2:
        p0[2] = 1.0
    if m > 1:
        p0[-1] = -1.5
    w = _weights(_search(p0, y, trend, ratio, start), trend, m > 1)
    season = start[2].copy()
    level, slope, _ = _smooth(y, season, ratio, start[0], start[1] if trend > 0 else 0.0, w)
    out = np.empty(h)
    reach, power = 0.0, 1.0
    for j in range(h):
        power *= w[3]
        reach += power
        s = season[(len(y) + j) % m]
        out[j] = max(level + reach * slope, 1e-9) * s if ratio else level + reach * slope + s
    return out


@njit(cache=True)
def _deseasonalise(y: Floats, m: int) -> Floats:
    """Seasonal states by position, from centred moving averages of the last eight seasons; zeros for m = 1."""
    season, seen = np.zeros(m), np.zeros(m)
    if m == 1:
        return season
    half = m // 2
    for t in range(max(half, len(y) - 8 * m), len(y) - half):
        average = 0.5 * (y[t - half] + y[t + half])
        for j in range(t - half + 1, t + half):
            average += y[j]
        season[t % m] += y[t] - average / m
        seen[t % m] += 1
    season /= np.maximum(seen, 1.0)
    centred: Floats = season - season.mean()
    return centred


@njit(cache=True)
def theta_ahead(y: Floats, m: int, h: int) -> Floats:
    """Forecasts 1..h by the theta method (Assimakopoulos and Nikolopoulos 2000), additive season on the scale of `y`.

    `m` is 1 or even: months and quarters of a year.
    """
    n = len(y)
    season = _deseasonalise(y, m)
    plain = np.array([y[t] - season[t % m] for t in range(n)])
    middle = (n - 1) / 2
    moment, spread = 0.0, 0.0
    for t in range(n):
        moment += (t - middle) * plain[t]
        spread += (t - middle) ** 2
    slope = moment / spread if n > 1 else 0.0
    best, weight, last = np.inf, 0.5, plain[-1]
    for i in range(1, 40):
        level, cost = plain[0], 0.0
        for t in range(1, n):
            e = plain[t] - level
            cost += e * e
            level += i / 40 * e
        if cost < best:
            best, weight, last = cost, i / 40, level
    out = np.empty(h)
    for j in range(h):
        out[j] = last + 0.5 * slope * (j + (1 - (1 - weight) ** n) / weight) + season[(n + j) % m]
    return out
