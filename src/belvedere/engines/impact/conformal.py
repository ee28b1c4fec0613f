"""Intervals, p-values and power out of placebo errors, weighted by nearness in the season.

Weighted split conformal after Tibshirani et al. (2019): the unseen error takes its own share of the weight.
"""

from __future__ import annotations

import numpy as np

from belvedere.engines.impact.types import Floats

SEASON_DAYS = 45.0
FLOOR = 0.35
POWER = 0.8
LEVEL = 0.95


def season_weights(distance_days: Floats) -> Floats:
    """Weight of a placebo by its distance in the year (days, any year) to the event."""
    around = np.abs(distance_days) % 365.25
    around = np.minimum(around, 365.25 - around)
    return FLOOR + (1 - FLOOR) * np.exp(-0.5 * (around / SEASON_DAYS) ** 2)


def effective_count(weights: Floats) -> float:
    """Kish's effective number of placebos."""
    return float(weights.sum() ** 2 / (weights**2).sum()) if len(weights) else 0.0


def quantile(values: Floats, weights: Floats, level: float, own: float = 0.0) -> float:
    """Weighted quantile, linear between points, with a mass `own` kept at infinity for the unseen value."""
    order = np.argsort(values)
    cumulated = np.cumsum(weights[order])
    target = level * (cumulated[-1] + own)
    return float(np.interp(target, cumulated - 0.5 * weights[order], values[order]))


def half_width(errors: Floats, weights: Floats, own: float) -> float:
    """Half width of the symmetric interval: quantile of |placebo errors|, steadied by their trimmed spread.

    The far quantile of some dozens of errors is itself erratic; its mean with a rescaled 80 % quantile
    (1.96/1.2816 apart under normal errors) keeps the level and loses half of that variance.
    """
    size = np.abs(errors)
    far = quantile(size, weights, LEVEL, own)
    near = quantile(size, weights, 0.8, own) * (1.96 / 1.2816)
    return max(0.5 * (far + near), 0.8 * far)


def p_value(statistic: float, errors: Floats, weights: Floats, own: float) -> float:
    """Share of placebos at least as far from zero as the statistic, the statistic itself counted."""
    beyond = weights[np.abs(errors) >= abs(statistic)].sum()
    return float((beyond + own) / (weights.sum() + own))


def detectable(errors: Floats, weights: Floats, half: float, power: float = POWER) -> float:
    """Smallest increase (share) that leaves the interval off zero with the given chance."""
    return float(np.expm1(half - quantile(errors, weights, 1 - power)))


def chance_to_see(effect: float, errors: Floats, weights: Floats, half: float) -> float:
    """Chance that an effect (share) leaves the interval off zero."""
    seen = np.abs(np.log1p(effect) + errors) > half
    return float(weights[seen].sum() / weights.sum())
