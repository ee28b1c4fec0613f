"""Everybody at one table placed at best at once, the others' days as they are, table after table.

One table is an assignment problem: her visitors, her seats, and what each visitor would pay at each slot. Costs are
blurred by chance, less and less, so that tables give way to one another before they settle.
"""

import numpy as np
from numba import njit
from scipy.optimize import linear_sum_assignment

from .model import Floats, Ints
from .visits import AT, ROOM, STILL, WHEN, WHO, Visits, cost, lay_out

AWAY = 1e6
STAY = 1e-3  # a visitor who would pay the same elsewhere stays
# what an idle slot weighs (a change of room weighs 1), the blur at first and at last, and the share of the turns
STAGES = ((4.0, 0.15, 0.05, 0.5), (8.0, 0.2, 0.05, 0.5))


def settle_tables(visits: Visits, rooms: int, turns: int, seed: int) -> None:
    """Places every table again ``turns`` times, waiting weighing more and more."""
    rng = np.random.default_rng(seed)
    moving = np.flatnonzero(visits.held[:, STILL] == 0)
    moving = moving[np.argsort(visits.held[moving, AT], kind="stable")]
    hosts, first = np.unique(visits.held[moving, AT], return_index=True)
    tables = dict(zip(hosts.tolist(), np.split(moving, first[1:]), strict=True))
    slots = np.arange(visits.seats.shape[1])
    seats = {}
    for h, row in tables.items():
        staying = visits.load[h] - np.bincount(visits.held[row, WHEN], minlength=len(slots))
        seats[h] = np.repeat(slots, np.maximum(visits.seats[h] - staying, 0))
    paid = np.zeros((max(map(len, tables.values()), default=0), len(slots)))
    for wait, hot, cold, part in STAGES:
        for blur in (*np.geomspace(hot, cold, max(int(turns * part), 1)), 0.0):
            for h in rng.permutation(hosts).tolist():
                row = tables[h]
                row_costs(visits, row, rooms, wait, paid)
                price = paid[: len(row)] + blur * rng.gumbel(size=(len(row), len(slots)))
                price[np.arange(len(row)), visits.held[row, WHEN]] -= STAY
                who, where = linear_sum_assignment(price[:, seats[h]])
                visits.held[row[who], WHEN] = seats[h][where]


@njit(cache=True)
def row_costs(visits: Visits, row: Ints, none: int, wait: float, out: Floats) -> None:
    """``out[k, t]``: what the visitor of meeting ``row[k]`` pays when it is at t and her others where they are."""
    day = np.empty(visits.seats.shape[1], np.int64)
    for k in range(len(row)):
        p = visits.held[row[k], WHO]
        mine = visits.items[visits.start[p] : visits.start[p + 1]]
        lay_out(visits.held, visits.seats, mine, p, row[k], day)
        for t in range(len(day)):
            if day[t] == -1:
                day[t] = visits.held[row[k], ROOM]
                out[k, t] = cost(day, none, wait)
                day[t] = -1
            else:
                out[k, t] = AWAY
