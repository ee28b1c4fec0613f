"""Ridge regression under AR(1) noise whose errors on left-out blocks of days have a closed form.

Whitened rows X*, weights W, penalties Λ, A = X*'WX* + Λ: leaving the block B out moves the coefficients by
−A⁻¹ X*_B'W (I − H*_BB)⁻¹ r*_B, r* being the residuals of the one full fit. Hundreds of placebo windows cost one fit.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass

import numpy as np

from belvedere.engines.impact.factors import slow_factors
from belvedere.engines.impact.prepare import MAD_TO_SD
from belvedere.engines.impact.types import Floats

KNOT_DAYS = 21
SEASON_PRIOR = 4.0
FACTOR_PRIOR = 0.7
ORDINARY = 1.345  # Huber (1964): 95 % as sharp as least squares under normal noise, much sharper under fat tails
SMOOTHNESS = 2.5  # a target's own season differs from its controls' by its slow waves first


@dataclass(frozen=True)
class Columns:
    """Regressors (n, p) with the prior standard deviation of each coefficient split into scalable groups."""

    matrix: Floats
    prior: Floats
    group: np.ndarray  # FREE, CONTROLS, CALENDAR, LEVEL


FREE, CONTROLS, CALENDAR, LEVEL = range(4)
Scales = tuple[float, float, float]


def level_ramps(n: int, knot: int = KNOT_DAYS) -> Floats:
    """(n, k) ramps 0 → 1 between knots: independent coefficients make a random walk seen every `knot` days."""
    starts = np.arange(0, n - 1, knot)
    return np.clip((np.arange(n)[:, None] - starts) / knot, 0.0, 1.0)


def columns(controls: Floats, calendar: Floats, season: Floats, steps: Floats) -> Columns:
    """Stack mean control, slow factors, controls, calendar, season, level and step columns with their unit priors."""
    n, m = controls.shape
    centred = controls - controls.mean(axis=0)
    common = centred.mean(axis=1, keepdims=True)
    level = level_ramps(n)
    blocks = [
        (np.ones((n, 1)), 100.0, FREE),
        (common, 1.0, FREE),
        (slow_factors(controls, calendar, season, steps), FACTOR_PRIOR, FREE),
        (steps, 0.5, FREE),
        (centred - common, 1.0 / np.sqrt(m), CONTROLS),
        (calendar - calendar.mean(axis=0), 1.0, CALENDAR),
        (season / np.tile(np.arange(1, season.shape[1] // 2 + 1), 2) ** SMOOTHNESS, SEASON_PRIOR, CALENDAR),
        (level, np.sqrt(KNOT_DAYS), LEVEL),
    ]
    return Columns(
        np.hstack([block for block, _, _ in blocks]),
        np.concatenate([np.full(block.shape[1], prior) for block, prior, _ in blocks]),
        np.concatenate([np.full(block.shape[1], group) for block, _, group in blocks]),
    )


@dataclass(frozen=True)
class Fit:
    """Errors of the fit day by day (n), whitened residuals, and the roots Z, Z* (n, p) of the hat matrices."""

    fitted: Floats
    error: Floats
    innovation: Floats
    root: Floats
    white_root: Floats
    weight: Floats


class Regression:
    """One target and its columns under AR(1) noise; `fit` is called for several penalties on shared products."""

    def __init__(self, target: Floats, cols: Columns, weight: Floats, memory: float) -> None:
        self.target, self.cols, self.memory = target, cols, memory
        self.weight = weight * np.concatenate([[1.0], weight[:-1]])
        self._matrix, self._target = self._whiten(cols.matrix), self._whiten(target)
        self._multiply()

    def _multiply(self) -> None:
        weighted = self._matrix.T * self.weight
        self._gram = weighted @ self._matrix
        self._moment = weighted @ self._target

    def _whiten(self, table: Floats) -> Floats:
        out = table.copy()
        out[1:] -= self.memory * table[:-1]
        return out

    def steadied(self, fit: Fit) -> Regression:
        """The same where days that surprised `fit` weigh less (one step of Huber's).

        Good for days that `fit` never saw. Left-out errors of days it saw would flatter: the weights know them.
        """
        size = np.abs(fit.innovation)
        usual = MAD_TO_SD * float(np.median(size[self.weight > 0])) + 1e-12
        other = copy(self)
        other.weight = self.weight * np.minimum(1.0, ORDINARY * usual / np.maximum(size, 1e-12))
        other._multiply()
        return other

    def fit(self, scales: Scales, noise: float) -> Fit:
        """`scales` multiply the priors of the groups; `noise` is the standard deviation of a day's innovation."""
        penalty = (noise / (self.cols.prior * np.array([1.0, *scales])[self.cols.group])) ** 2
        inverse = np.linalg.inv(np.linalg.cholesky(self._gram + np.diag(penalty)))
        coefficient = inverse.T @ (inverse @ self._moment)
        fitted = self.cols.matrix @ coefficient
        return Fit(
            fitted,
            self.target - fitted,
            self._target - self._matrix @ coefficient,
            self.cols.matrix @ inverse.T,
            self._matrix @ inverse.T,
            self.weight,
        )


def left_out_errors(fit: Fit, blocks: np.ndarray, inside: slice) -> Floats:
    """(k, days) errors on `blocks[:, inside]` of fits that never saw the (k, b) consecutive days of `blocks`.

    A block must end before the last day: the day after it is whitened with it, hence left out too.
    """
    out = np.hstack([blocks, blocks[:, -1:] + 1])
    white = fit.white_root[out]  # (k, b + 1, p)
    hat = white @ white.transpose(0, 2, 1) * fit.weight[out][:, None, :]
    shifted = np.linalg.solve(np.eye(out.shape[1]) - hat, fit.innovation[out][:, :, None]) * fit.weight[out][:, :, None]
    window = blocks[:, inside]
    back = fit.root[window] @ (white.transpose(0, 2, 1) @ shifted)
    errors: Floats = fit.error[window] + back[:, :, 0]
    return errors
