"""Ridge regression whose errors on left-out blocks of days have a closed form.

With weights w and penalties Λ, H = X (X'WX + Λ)⁻¹ X'W; the errors that a fit without the block B would make on B
are (I − H_BB)⁻¹ r_B, r being the residuals of the one full fit. Hundreds of placebo windows thus cost one fit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from belvedere.engines.impact.types import Floats

KNOT_DAYS = 21


@dataclass(frozen=True)
class Columns:
    """Regressors (n, p) with the prior standard deviation of each coefficient split into scalable groups."""

    matrix: Floats
    prior: Floats
    group: np.ndarray  # 0 free, 1 controls, 2 calendar, 3 level


FREE, CONTROLS, CALENDAR, LEVEL = range(4)


def level_ramps(n: int, knot: int = KNOT_DAYS) -> Floats:
    """(n, k) ramps 0 → 1 between knots: independent coefficients make a random walk seen every `knot` days."""
    starts = np.arange(0, n - 1, knot)
    return np.clip((np.arange(n)[:, None] - starts) / knot, 0.0, 1.0)


def columns(controls: Floats, calendar: Floats, steps: Floats) -> Columns:
    """Stack mean control, controls, calendar, level and step columns with their unit priors."""
    n, m = controls.shape
    centred = controls - controls.mean(axis=0)
    common = centred.mean(axis=1, keepdims=True)
    level = level_ramps(n)
    blocks = [
        (np.ones((n, 1)), 100.0, FREE),
        (common, 1.0, FREE),
        (steps, 0.5, FREE),
        (centred - common, 1.0 / np.sqrt(m), CONTROLS),
        (calendar - calendar.mean(axis=0), 1.0, CALENDAR),
        (level, np.sqrt(KNOT_DAYS), LEVEL),
    ]
    return Columns(
        np.hstack([block for block, _, _ in blocks]),
        np.concatenate([np.full(block.shape[1], prior) for block, prior, _ in blocks]),
        np.concatenate([np.full(block.shape[1], group) for block, _, group in blocks]),
    )


@dataclass(frozen=True)
class Fit:
    """Fitted values and residuals (n), and Z (p, n) such that H = Z'Z W."""

    fitted: Floats
    residual: Floats
    root: Floats
    weight: Floats
    coefficient: Floats


class Regression:
    """One target and its columns; `fit` is called for several penalties and shares the cross products."""

    def __init__(self, target: Floats, cols: Columns, weight: Floats) -> None:
        self.target, self.cols, self.weight = target, cols, weight
        weighted = cols.matrix.T * weight
        self._gram = weighted @ cols.matrix
        self._moment = weighted @ target

    def fit(self, scales: tuple[float, float, float], noise: float) -> Fit:
        """`scales` multiply the priors of controls, calendar and level; `noise` is the daily residual sd."""
        multiplier = np.array([1.0, *scales])[self.cols.group]
        penalty = (noise / (self.cols.prior * multiplier)) ** 2
        lower = np.linalg.cholesky(self._gram + np.diag(penalty))
        inverse = np.linalg.inv(lower)
        coefficient = inverse.T @ (inverse @ self._moment)
        fitted = self.cols.matrix @ coefficient
        return Fit(fitted, self.target - fitted, inverse @ self.cols.matrix.T, self.weight, coefficient)


def left_out_errors(fit: Fit, blocks: np.ndarray) -> Floats:
    """(k, b) errors of fits that never saw the block, for (k, b) day indices (consecutive inside a block)."""
    rows = np.ascontiguousarray(fit.root.T)[blocks]  # (k, b, p)
    hat = rows @ rows.transpose(0, 2, 1) * fit.weight[blocks][:, None, :]
    errors: Floats = np.linalg.solve(np.eye(blocks.shape[1]) - hat, fit.residual[blocks][:, :, None])[:, :, 0]
    return errors
