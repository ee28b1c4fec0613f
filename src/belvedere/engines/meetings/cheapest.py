"""The cheapest day of a visitor when each place has a price: every order of his meetings, slot by slot, exactly.

Whatever the prices, what everybody then pays at least, less what the places are worth, is a bound of the idle slots
(Lagrange): no timetable of these meetings has fewer.
"""

import numpy as np
from numba import njit

from .model import Floats, Ints
from .visits import BETWEEN, STILL, WHO, Visits

LONGEST = 8  # meetings of one visitor
CLOSE = 1e-9


@njit(cache=True)
def cheapest(
    visits: Visits, people: Ints, table: Floats, apart: Floats, both: Floats, paid: Floats, idle: Ints, when: Ints
) -> None:
    """Fills what each of ``people`` pays at least, idle slots at 1 each, how many these are, ``when`` he meets whom.

    ``table[t]`` is the price of a seat, ``apart[t]`` of a table at nobody's; the first of two visitors pays
    ``both[e, t]`` more, the second as much less.
    """
    slots = visits.seats.shape[1]
    price, least = np.empty((LONGEST, slots)), np.empty((slots + 1, 1 << LONGEST))
    for i in range(len(people)):
        _prices(visits, people[i], table, apart, both, price)
        _days(visits, people[i], price, least)
        paid[i] = least[slots, (1 << (visits.start[people[i] + 1] - visits.start[people[i]])) - 1]
        if paid[i] < np.inf:
            idle[i] = _trace(visits, people[i], price, least, when[i])


@njit(cache=True)
def _prices(visits: Visits, p: int, table: Floats, apart: Floats, both: Floats, price: Floats) -> None:
    """Price of each of p's meetings at each slot, infinite where it cannot be."""
    price[:] = np.inf
    for k in range(visits.start[p + 1] - visits.start[p]):
        e = visits.items[visits.start[p] + k]
        still = visits.held[e, STILL]
        for t in range(len(table)):
            if not visits.may[e, t]:
                continue
            if still != BETWEEN:
                price[k, t] = table[t]
            else:
                price[k, t] = both[e, t] + apart[t] if visits.held[e, WHO] == p else -both[e, t]


@njit(cache=True)
def _days(visits: Visits, p: int, price: Floats, least: Floats) -> None:
    """``least[t, held]``: least that p can have paid before slot t, those meetings held."""
    many = visits.start[p + 1] - visits.start[p]
    every = (1 << many) - 1
    least[0, : every + 1] = np.inf
    least[0, 0] = 0.0
    for t in range(price.shape[1]):
        for held in range(every + 1):
            waits = visits.seats[p, t] > 0 and 0 < held < every
            least[t + 1, held] = least[t, held] + (1.0 if waits else 0.0)
        for held in range(every + 1 if visits.seats[p, t] > 0 else 0):
            for k in range(many):
                after = held | (1 << k)
                if after != held:
                    least[t + 1, after] = min(least[t + 1, after], least[t, held] + price[k, t])


@njit(cache=True)
def _trace(visits: Visits, p: int, price: Floats, least: Floats, when: Ints) -> int:
    """Fills the slots of a cheapest day; its idle slots."""
    many = visits.start[p + 1] - visits.start[p]
    every = (1 << many) - 1
    held, idle = every, 0
    for t in range(price.shape[1] - 1, -1, -1):
        waits = 1 if visits.seats[p, t] > 0 and 0 < held < every else 0
        if least[t, held] + waits <= least[t + 1, held] + CLOSE:
            idle += waits
            continue
        for k in range(many):
            before = held & ~(1 << k)
            if before != held and least[t, before] + price[k, t] <= least[t + 1, held] + CLOSE:
                when[k], held = t, before
                break
    return idle
