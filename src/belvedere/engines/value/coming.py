"""How often people come back: MBG/NBD (Batislam, Denizel and Filiztekin 2007; Hoppe and Wagner 2007).

While she still comes, somebody visits at a rate drawn from a gamma law (``shape``, ``scale`` in years); after each
visit, the first one included, she leaves for good with a probability drawn from a beta law (``leave``, ``stay``).
Unlike BG/NBD, somebody seen once may already have left: most visitors of a destination are seen once.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, gammaln

from .history import History
from .posterior import Draws, draw
from .types import YEAR, Floats, Ints

#: Weak prior: means and spreads of log rate a year, log shape, logit of the share that leave, log of leave + stay.
CENTRES = np.array([np.log(0.5), 0.0, 0.0, np.log(3.0)])
SPREADS = np.array([1.5, 1.2, 1.5, 1.0])
#: Distinct rows beyond which days are rounded to weeks.
MANY = 20_000
CHUNK = 4_000
#: Ages between which expected visits are interpolated.
AGES = 32
NODES = np.linspace(-5.5, 5.5, 81)


@dataclass(frozen=True)
class Coming:
    """Parameters, one row a draw."""

    shape: Floats
    scale: Floats
    leave: Floats
    stay: Floats

    @property
    def count(self) -> int:
        return len(self.shape)


@dataclass(frozen=True)
class Rows:
    """Distinct histories in years, and how many people share each."""

    again: Ints
    last: Floats
    age: Floats
    weight: Floats


def parameters(points: Floats) -> Coming:
    rate, shape = np.exp(points[:, 0]), np.exp(points[:, 1])
    gone, certain = 1 / (1 + np.exp(-points[:, 2])), np.exp(points[:, 3])
    return Coming(shape, shape / rate, gone * certain, (1 - gone) * certain)


def rows_of(history: History) -> Rows:
    table = np.stack([history.again, history.last, history.age], axis=1)
    rows, weight = np.unique(table, axis=0, return_counts=True)
    if len(rows) > MANY:
        # Middle of the week: nobody becomes younger or older on average.
        table[:, 1:] = np.where(table[:, 1:] > 0, table[:, 1:] // 7 * 7 + 3, 0)
        table[:, 2] = np.maximum(table[:, 2], table[:, 1])
        rows, weight = np.unique(table, axis=0, return_counts=True)
    return Rows(rows[:, 0], rows[:, 1] / YEAR, rows[:, 2] / YEAR, weight.astype(np.float64))


def log_likelihood(coming: Coming, rows: Rows) -> Floats:
    """One figure a draw."""
    most = int(rows.again.max(initial=0))
    counts = np.arange(most + 1)
    shape, stay, leave = coming.shape[:, None], coming.stay[:, None], coming.leave[:, None]
    alike = (
        gammaln(shape + counts) - gammaln(shape) + shape * np.log(coming.scale[:, None])
        + betaln(leave, stay + counts + 1) - betaln(leave, stay)
    )  # fmt: skip
    held = np.bincount(rows.again, rows.weight, most + 1)
    total: Floats = alike @ held
    for first in range(0, len(rows.again), CHUNK):
        part = slice(first, first + CHUNK)
        total += _timed(coming, rows.again[part], rows.last[part], rows.age[part]) @ rows.weight[part]
    return total


def _timed(coming: Coming, again: Ints, last: Floats, age: Floats) -> Floats:
    """What depends on when somebody came: a row a draw, a column a history."""
    visits = coming.shape[:, None] + again
    whole = np.log(coming.scale[:, None] + age)
    gap = visits * (whole - np.log(coming.scale[:, None] + last)) + np.log(
        coming.leave[:, None] / (coming.stay[:, None] + again)
    )
    found: Floats = np.logaddexp(0.0, gap) - visits * whole
    return found


def fit(history: History, *, draws: int, seed: int) -> tuple[Coming, Draws]:
    """Posterior draws of the parameters."""
    rows = rows_of(history)

    def log_density(points: Floats) -> Floats:
        bounded = np.clip(points, CENTRES - 8 * SPREADS, CENTRES + 8 * SPREADS)
        prior = -0.5 * (((points - CENTRES) / SPREADS) ** 2).sum(axis=1)
        density: Floats = prior + log_likelihood(parameters(bounded), rows)
        return density

    found = draw(log_density, CENTRES.copy(), draws=draws, seed=seed)
    return parameters(found.points), found


def alive(coming: Coming, again: Ints, last: Floats, age: Floats) -> Floats:
    """Probability that somebody still comes: a row a draw, a column a person (years)."""
    visits = coming.shape[:, None] + again
    odds = coming.leave[:, None] / (coming.stay[:, None] + again) * (
        (coming.scale[:, None] + age) / (coming.scale[:, None] + last)
    ) ** visits  # fmt: skip
    found: Floats = 1 / (1 + odds)
    return found


def still_coming(coming: Coming, again: int, age: Floats, ahead: float) -> Floats:
    """Visits expected in the next ``ahead`` years of somebody who still comes: a row a draw, a column an age.

    The probability of leaving is integrated on the logit scale, with nodes that thin out towards both ends (double
    exponential): no hypergeometric series, no pole where ``leave`` is 1.
    """
    leave, stay = coming.leave[:, None], coming.stay[:, None] + again + 1
    middle, width = np.log(leave / stay), np.sqrt((leave + stay) / (leave * stay))
    at = middle + width * np.sinh(NODES)
    log_p, log_q = -np.logaddexp(0.0, -at), -np.logaddexp(0.0, at)
    heavy = leave * log_p + stay * log_q + np.log(np.cosh(NODES))
    weight = np.exp(heavy - heavy.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    chance = np.exp(log_p)
    found = np.empty((coming.count, len(age)))
    for column, years in enumerate(age):
        time = coming.scale[:, None] + years
        bulk = -np.expm1(-(coming.shape[:, None] + again) * np.log1p(chance * ahead / time))
        # Where leaving is almost impossible, the visits are those of the rate alone.
        sure = (coming.shape[:, None] + again) * ahead / time
        found[:, column] = (weight * np.where(chance > 1e-12, bulk / np.maximum(chance, 1e-12), sure)).sum(axis=1)
    return found


@dataclass(frozen=True)
class Ahead:
    """Visits expected of those who still come, on a grid of ages, for each count of visits."""

    ages: Floats
    table: dict[int, Floats]

    def of(self, again: Ints, age: Floats) -> Floats:
        """A row a draw, a column a person."""
        step = np.clip(np.searchsorted(self.ages, age, side="right") - 1, 0, len(self.ages) - 2)
        part = (age - self.ages[step]) / (self.ages[step + 1] - self.ages[step])
        draws = len(next(iter(self.table.values())))
        found = np.empty((draws, len(again)))
        for count in np.unique(again).tolist():
            mine = again == count
            grid = self.table[count]
            found[:, mine] = grid[:, step[mine]] * (1 - part[mine]) + grid[:, step[mine] + 1] * part[mine]
        return found


def ahead_of(coming: Coming, again: Ints, age: Floats, years: float) -> Ahead:
    """``years``: how far ahead."""
    ages = np.linspace(float(age.min(initial=0.0)), float(age.max(initial=0.0)) + 1e-6, AGES)
    return Ahead(ages, {count: still_coming(coming, count, ages, years) for count in np.unique(again).tolist()})


def simulate_ahead(
    rng: np.random.Generator, coming: Coming, again: Ints, last: Floats, age: Floats, years: float
) -> Ints:
    """Visits that could be seen in the next ``years``: a row a draw, a column a person."""
    still = rng.random((coming.count, len(again))) < alive(coming, again, last, age)
    rate = rng.gamma(coming.shape[:, None] + again, 1 / (coming.scale[:, None] + age))
    chance = np.maximum(rng.beta(coming.leave[:, None], coming.stay[:, None] + again + 1), 1e-12)
    arrivals = rng.poisson(np.minimum(rate * years, 1e6))
    found: Ints = np.where(still, np.minimum(arrivals, rng.geometric(chance)), 0)
    return found
