"""Files whose truth is known: visits drawn from the model itself, to see whether the engine finds it again."""

from dataclasses import dataclass

import numpy as np

from .types import YEAR, Acts, Floats


@dataclass(frozen=True)
class Truth:
    """Laws of ``coming`` and ``spending``, in years and euros; ``told``: share of visits whose amount is known."""

    shape: float = 0.8
    scale: float = 0.9
    leave: float = 1.2
    stay: float = 1.6
    even: float = 4.0
    alike: float = 4.0
    level: float = 60.0
    told: float = 0.6


@dataclass(frozen=True)
class World:
    """``later``: visits of each person in the ``horizon`` days after ``today``, that nobody has seen yet."""

    acts: Acts
    today: int
    people: int
    later: Floats
    spend: Floats


def simulate(truth: Truth, *, people: int, days: int, horizon: int, seed: int) -> World:
    """People arrive evenly over ``days``; acts are one a visit."""
    rng = np.random.default_rng(seed)
    first = rng.uniform(0, days / YEAR, people)
    rate = rng.gamma(truth.shape, 1 / truth.scale, people)
    chance = np.maximum(rng.beta(truth.leave, truth.stay, people), 1e-9)
    # Visits after the first, were there no end: then the leaving cuts them.
    kept = np.minimum(rng.geometric(chance) - 1, 400)
    today, end = days / YEAR, (days + horizon) / YEAR
    gaps = np.cumsum(rng.exponential(1, (people, int(kept.max(initial=0)) or 1)) / rate[:, None], axis=1)
    times = first[:, None] + gaps
    held = (np.arange(times.shape[1]) < kept[:, None]) & (times <= end)
    scale = rng.gamma(truth.alike, 1 / truth.level, people)
    who, rank = np.nonzero(held & (times <= today))
    owner = np.r_[np.arange(people), who]
    moment = np.r_[first, times[who, rank]]
    amount = rng.gamma(truth.even, 1 / scale[owner])
    amount[rng.random(len(amount)) >= truth.told] = np.nan
    acts = Acts(owner.astype(np.int64), np.floor(moment * YEAR).astype(np.int64), amount)
    later = (held & (times > today)).sum(axis=1).astype(np.float64)
    return World(acts, days, people, later, truth.even / scale)
