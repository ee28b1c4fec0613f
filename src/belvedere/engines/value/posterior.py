"""Draws from a posterior of a few parameters: found at its mode, drawn from a t law around it, weighted, redrawn.

Adaptive importance sampling (Cappé, Guillin, Marin and Robert 2004): the proposal is moved to the weighted draws until
enough of them count. Four smooth parameters need no chain and no compiler.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from .types import Floats

#: Rounds of adaptation at most, and the share of the draws that must count.
ROUNDS, ENOUGH = 6, 0.2
FREEDOM = 6.0


@dataclass(frozen=True)
class Draws:
    """``points``: one row a draw of equal weight. ``worth``: how many independent draws the weighted ones amount to."""

    points: Floats
    mode: Floats
    worth: float


def draw(log_density: Callable[[Floats], Floats], start: Floats, *, draws: int, seed: int) -> Draws:
    """``log_density`` takes points as rows and gives one figure each, up to a constant."""
    rng = np.random.default_rng(seed)

    def loss(point: Floats) -> float:
        value = float(-log_density(point[None, :])[0])
        return value if np.isfinite(value) else 1e12

    found = minimize(loss, start, method="Nelder-Mead", options={"xatol": 1e-4, "fatol": 1e-5, "maxiter": 2000})
    mode: Floats = found.x
    centre, spread = mode, _spread(log_density, mode)
    size = max(4 * draws, 800)
    for _round in range(ROUNDS):
        points, proposed = _propose(rng, centre, spread, size)
        weights = log_density(points) - proposed
        weights = np.exp(weights - weights.max())
        weights /= weights.sum()
        worth = float(1 / (weights**2).sum())
        if worth >= ENOUGH * size:
            break
        centre = weights @ points
        apart = points - centre
        spread = (weights[:, None] * apart).T @ apart + 1e-6 * np.eye(len(centre))
    at = (rng.random() + np.arange(draws)) / draws
    kept = np.minimum(np.searchsorted(np.cumsum(weights), at), size - 1)
    return Draws(points[kept], mode, worth)


def _spread(log_density: Callable[[Floats], Floats], mode: Floats) -> Floats:
    """Inverse of the curvature at the mode, by differences; directions that the data say nothing of are kept wide."""
    step, size = 1e-3, len(mode)
    offsets = np.eye(size) * step
    pairs = [(i, j) for i in range(size) for j in range(i, size)]
    rows = np.array(
        [mode + a * offsets[i] + b * offsets[j] for i, j in pairs for a in (1, -1) for b in (1, -1)], dtype=np.float64
    )
    values = log_density(rows).reshape(len(pairs), 2, 2)
    curve = np.zeros((size, size))
    for (i, j), ((pp, pm), (mp, mm)) in zip(pairs, values, strict=True):
        curve[i, j] = curve[j, i] = -(pp - pm - mp + mm) / (4 * step * step)
    scale, axes = np.linalg.eigh(curve)
    spread: Floats = (axes / np.clip(scale, 0.25, None)) @ axes.T
    return spread


def _propose(rng: np.random.Generator, centre: Floats, spread: Floats, size: int) -> tuple[Floats, Floats]:
    """Points of a multivariate t law, and its log density up to a constant."""
    root = np.linalg.cholesky(spread * 1.2)
    normal = rng.standard_normal((size, len(centre)))
    stretch = np.sqrt(FREEDOM / rng.chisquare(FREEDOM, size))[:, None]
    square = ((normal * stretch) ** 2).sum(axis=1)
    points = centre + (normal * stretch) @ root.T
    density = -0.5 * (FREEDOM + len(centre)) * np.log1p(square / FREEDOM) - np.log(np.diag(root)).sum()
    return points, density
