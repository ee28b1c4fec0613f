"""How much a visit brings: Gamma-Gamma (Fader and Hardie 2013).

What somebody spends at each visit follows a gamma law of shape ``even``; its scale differs from one person to the next
by another gamma law (``alike``, ``level``). Supposes that who comes often does not spend more or less at each visit.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from .history import History
from .posterior import draw
from .types import Floats, Ints

#: Weak prior on log mean spend (around the sample's), log even, log (alike - 1).
SPREADS = np.array([1.0, 1.0, 1.0])
CHUNK = 4_000


@dataclass(frozen=True)
class Spending:
    """Parameters, one row a draw; ``alike`` above 1, or the mean would be infinite."""

    even: Floats
    alike: Floats
    level: Floats

    @property
    def mean(self) -> Floats:
        """Of a visit of somebody who is not known yet."""
        return self.even * self.level / (self.alike - 1)


def parameters(points: Floats) -> Spending:
    mean, even, alike = np.exp(points[:, 0]), np.exp(points[:, 1]), 1 + np.exp(points[:, 2])
    return Spending(even, alike, mean * (alike - 1) / even)


def log_likelihood(spending: Spending, times: Ints, spend: Floats) -> Floats:
    """One figure a draw. ``spend``: each person's mean over the ``times`` that are known, above 0."""
    counts, rank = np.unique(times, return_inverse=True)
    even, alike = spending.even[:, None], spending.alike[:, None]
    alone = gammaln(even * counts + alike) - gammaln(even * counts) - gammaln(alike)
    alone += alike * np.log(spending.level[:, None]) + even * counts * np.log(counts)
    total: Floats = alone @ np.bincount(rank).astype(np.float64)
    for first in range(0, len(times), CHUNK):
        one, many = spend[first : first + CHUNK], times[first : first + CHUNK]
        rows = (even * many - 1) * np.log(one) - (even * many + alike) * np.log(spending.level[:, None] + many * one)
        total += rows.sum(axis=1)
    return total


def fit(history: History, *, draws: int, seed: int) -> Spending:
    """Posterior draws, from the people whose spending is known and not nil."""
    told = (history.spent > 0) & (np.nan_to_num(history.spend) > 0)
    times, spend = history.spent[told], history.spend[told]
    centres = np.array([np.log(np.average(spend, weights=times)), np.log(2.0), np.log(2.0)])

    def log_density(points: Floats) -> Floats:
        bounded = np.clip(points, centres - 6, centres + 6)
        prior = -0.5 * (((points - centres) / SPREADS) ** 2).sum(axis=1)
        density: Floats = prior + log_likelihood(parameters(bounded), times, spend)
        return density

    return parameters(draw(log_density, centres, draws=draws, seed=seed).points)


def expected(spending: Spending, times: Ints, spend: Floats) -> Floats:
    """Spend of each person's next visit: a row a draw, a column a person; who never said is like everybody."""
    total = times * np.nan_to_num(spend)
    even, alike = spending.even[:, None], spending.alike[:, None]
    found: Floats = even * (spending.level[:, None] + total) / (even * times + alike - 1)
    return found
