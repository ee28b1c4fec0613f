"""Prices of people, seats and tables: any prices at all bound every plan (weak duality), good ones prove the best."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from numba import njit

from .model import UNLIMITED, Floats, Ints, Model


@dataclass(slots=True)
class Prices:
    """``person[p]`` per meeting (any sign), the others never negative: ``seat[p, t]``, table ``slot[t]``, ``group``."""

    person: Floats
    seat: Floats
    slot: Floats
    group: dict[int, float] = field(default_factory=dict)

    @classmethod
    def zero(cls, people: int, slots: int) -> "Prices":
        """Nothing costs anything."""
        return cls(np.zeros(people), np.zeros((people, slots)), np.zeros(slots))

    def whole(self) -> "Prices":
        """The nearest whole prices: what a solver found up to noise is then exact."""
        group = {g: float(round(v)) for g, v in self.group.items()}
        return Prices(np.rint(self.person), np.rint(self.seat), np.rint(self.slot), group)


def bound(model: Model, prices: Prices, edges: Ints, limit: Ints, ladder: Ints) -> float:
    """Total that no plan made of ``edges`` passes, in whole weight units.

    Every meeting pays its two people, its group and its cheapest pair of seats; whoever is paid less than what the
    seats, people and tables can collect in all proves nothing more.
    """
    counted = model.tables < UNLIMITED
    total = float((prices.seat * model.seats).sum()) + float((prices.slot * model.tables)[counted].sum())
    total += sum(prices.group.values())
    total += _people(prices.person, ladder, limit)
    return total + float(np.maximum(worth(model, prices)[edges], 0.0).sum())


@njit(cache=True)
def _people(person: Floats, ladder: Ints, limit: Ints) -> float:
    total = 0.0
    for p in range(len(limit)):
        for k in range(limit[p]):
            reward = ladder[p, k] if k < ladder.shape[1] else 0
            if reward + person[p] <= 0.0 and k >= ladder.shape[1]:
                break
            total += max(0.0, reward + person[p])
    return total


def worth(model: Model, prices: Prices) -> Floats:
    """What each wish still brings once its two people, its group, its cheapest seats and its part of a table are paid.

    The table of a host with places for several meetings is in use as soon as one is held: each pays its part of them.
    """
    group = np.zeros(int(model.group.max(initial=-1)) + 2)
    for number, price in prices.group.items():
        group[number] = price
    slot = np.where(model.tables < UNLIMITED, prices.slot, 0.0)
    places = np.maximum(model.seats.max(axis=1, initial=1), 1)
    part = np.where(model.host >= 0, 1.0 / places[model.host], 1.0)
    seat = _cheapest(prices.seat, slot, part, model.a, model.b, model.seats)
    left: Floats = model.weight - prices.person[model.a] - prices.person[model.b] - group[model.group] - seat
    return left


@njit(cache=True)
def _cheapest(
    seat: Floats,
    slot: Floats,
    part: Floats,
    a: npt.NDArray[np.int32],
    b: npt.NDArray[np.int32],
    seats: npt.NDArray[np.int16],
) -> Floats:
    """Least price of a slot that both people of each wish share; infinite when they share none."""
    least = np.full(len(a), np.inf)
    for e in range(len(a)):
        p, q = a[e], b[e]
        for t in range(seats.shape[1]):
            if seats[p, t] > 0 and seats[q, t] > 0:
                least[e] = min(least[e], seat[p, t] + seat[q, t] + part[e] * slot[t])
    return least
