"""What each person and each group should bring over the horizon: draws turned into means with their bounds."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from . import coming, spending
from .history import History
from .shares import wilson
from .types import YEAR, Cell, Each, Estimate, Floats, Mask, Settings, Worth

#: People looked at together.
CHUNK = 2_000
#: Bounds, in days since the last visit, and counts of visits of the table.
RECENCY = (182, 365, 730, 1096)
MOST = 5


@dataclass(frozen=True)
class Model:
    """Draws of the parameters; ``spending`` is None where it is not known well enough."""

    coming: coming.Coming
    spending: spending.Spending | None


@dataclass
class _Sums:
    """Of one group: who still comes, expected visits and value, a figure a draw."""

    mask: Mask
    alive: Floats
    visits: Floats
    value: Floats


def worth_of(
    model: Model, history: History, groups: Mapping[str, Mask], settings: Settings
) -> tuple[list[Worth], Each, Floats]:
    """Groups in their order, each person, and the mean of each person's expected visits."""
    years = settings.horizon / YEAR
    last, age = history.last / YEAR, history.age / YEAR
    ahead = coming.ahead_of(model.coming, history.again, age, years)
    sums = [_Sums(mask, *np.zeros((3, model.coming.count))) for mask in groups.values()]
    size, tail = len(history.who), (1 - settings.level) / 2
    still = np.full(size, np.nan)
    visits, value = np.full((3, size), np.nan), np.full((3, size), np.nan)
    for first in range(0, size, CHUNK):
        part = slice(first, first + CHUNK)
        again = history.again[part]
        alive = coming.alive(model.coming, again, last[part], age[part])
        found = alive * ahead.of(again, age[part])
        still[part] = alive.mean(axis=0)
        visits[:, part] = _summary(found, tail)
        worth = np.zeros_like(found)
        if model.spending is not None:
            worth = found * spending.expected(model.spending, history.spent[part], history.spend[part])
            value[:, part] = _summary(worth, tail)
        for one in sums:
            one.alive += alive @ one.mask[part]
            one.visits += found @ one.mask[part]
            one.value += worth @ one.mask[part]
    told = [
        _told(name, one, history, settings.level, priced=model.spending is not None)
        for name, one in zip(groups, sums, strict=True)
    ]
    each = Each(still, (visits[0], visits[1], visits[2]), (value[0], value[1], value[2]))
    return told, each, visits[0]


def _summary(draws: Floats, tail: float) -> Floats:
    low, high = np.quantile(draws, (tail, 1 - tail), axis=0)
    return np.stack([draws.mean(axis=0), low, high])


def _told(name: str, sums: _Sums, history: History, level: float, *, priced: bool) -> Worth:
    people = int(sums.mask.sum())
    again = wilson(int((history.again[sums.mask] > 0).sum()), people, level)
    if not people:
        return Worth(name, 0, again, None, None, None)
    alive, visits = (estimate(one / people, level) for one in (sums.alive, sums.visits))
    return Worth(name, people, again, alive, visits, estimate(sums.value / people, level) if priced else None)


def bare(name: str, mask: Mask, history: History, level: float) -> Worth:
    """A group without any model: how many came again."""
    people = int(mask.sum())
    return Worth(name, people, wilson(int((history.again[mask] > 0).sum()), people, level), None, None, None)


def estimate(draws: Floats, level: float) -> Estimate:
    low, high = np.quantile(draws, ((1 - level) / 2, (1 + level) / 2))
    return Estimate(float(draws.mean()), float(low), float(high))


def cells_of(history: History, expected: Floats | None) -> tuple[Cell, ...]:
    """How many people for each recency and number of visits, and what is expected of them."""
    recency = np.searchsorted(RECENCY, history.age - history.last, side="right")
    visits = np.minimum(history.again + 1, MOST)
    found = []
    for row in range(len(RECENCY) + 1):
        for count in range(1, MOST + 1):
            mine = (recency == row) & (visits == count)
            people = int(mine.sum())
            mean = float(expected[mine].mean()) if expected is not None and people else None
            found.append(Cell(row, count, people, mean))
    return tuple(found)
