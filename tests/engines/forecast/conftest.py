"""Small made-up series; nothing here is slow."""

from __future__ import annotations

import numpy as np
import pytest

from belvedere.engines.forecast import Observations


def seasonal(n: int, m: int, seed: int, growth: float = 0.02, noise: float = 0.05) -> np.ndarray:
    """A positive series with a season of `m`, yearly growth and multiplicative noise."""
    chance = np.random.default_rng(seed)
    t = np.arange(n)
    shape = 1 + 0.5 * np.sin(2 * np.pi * t / m) if m > 1 else np.ones(n)
    return np.asarray(1000 * shape * (1 + growth) ** (t / m) * np.exp(chance.normal(0, noise, n)))


def table_of(series: dict[str, np.ndarray], start: int = 0, dated: bool = True) -> Observations:
    names = tuple(name for name, y in series.items() for _ in y)
    ranks = np.concatenate([start + np.arange(len(y)) for y in series.values()])
    return Observations(names, ranks, np.concatenate(list(series.values())), dated)


@pytest.fixture(scope="session")
def monthly() -> dict[str, np.ndarray]:
    return {f"zone {k}": seasonal(96, 12, k) for k in range(4)}
