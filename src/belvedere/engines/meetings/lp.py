"""The linear relaxation, slot by slot for the people who need it, in one block for the others (HiGHS).

Any dual solution, exact or not, is only read as prices: the bound is recomputed from them, the solver is not trusted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse

from .flow import Subset
from .model import UNLIMITED, Bools, Ints, Model
from .prices import Floats, Prices


@dataclass(slots=True)
class Relaxation:
    """Share of each wish, shares slot by slot (wish, slot, share) of the detailed ones, and the prices."""

    amount: Floats
    detail: tuple[Ints, Ints, Floats]
    prices: Prices
    solved: bool
    work: int
    value: float


@dataclass(slots=True)
class _Rows:
    """Constraints "sum <= top" under construction, each with what its dual means."""

    row: list[Ints] = field(default_factory=list)
    column: list[Ints] = field(default_factory=list)
    value: list[Floats] = field(default_factory=list)
    top: list[Floats] = field(default_factory=list)
    count: int = 0

    def add(self, keys: Ints, columns: Ints, tops: npt.NDArray[Any], value: float = 1.0) -> Ints:
        """One row per distinct key; ``tops`` is indexed by key. Returns the keys in row order."""
        names, rows = np.unique(keys, return_inverse=True)
        self.extend(rows + self.count, columns, value)
        self.top.append(tops[names].astype(np.float64))
        self.count += len(names)
        return names

    def extend(self, rows: Ints, columns: Ints, value: float) -> None:
        """Adds coefficients to rows that exist or are about to."""
        self.row.append(rows)
        self.column.append(columns)
        self.value.append(np.full(len(rows), value))


def relaxation(
    left: Model,
    edges: Ints,
    ladder: Ints,
    detailed: Bools,
    cuts: Sequence[tuple[int, Subset]],
    effort: int,
    whole: bool = False,
    only: Ints | None = None,
) -> Relaxation:
    # long: the rows of one linear programme, in its order
    """Best fractional choice among ``edges``. ``detailed`` people are held to one meeting per seat at each slot.

    ``effort`` caps the simplex iterations; an unfinished run still gives valid prices. ``whole`` asks for whole shares
    (branch and bound), and then for no prices; ``only[e]`` is the one slot of each wish when there is no choice.
    """
    wish, slot = _columns(left, edges, detailed)
    if only is not None:
        wish, slot = edges, only[edges]
    rows = _Rows()
    every = np.arange(len(wish))
    inside = slot >= 0
    ends = np.concatenate([left.a[wish], left.b[wish]]).astype(np.int64)
    twice = np.concatenate([every, every])
    people = rows.add(ends, twice, left.limit)
    count = len(wish)
    rewards = _ladder(rows, people, left.limit, ladder, count)
    tall = np.tile(inside, 2) & detailed[ends]
    stamp = ends * left.slots + np.tile(slot, 2)
    seats = rows.add(stamp[tall], twice[tall], left.seats.ravel())
    rows.add(wish[inside], every[inside], np.ones(len(left.a)))
    grouped = left.group[wish] >= 0
    groups = rows.add(left.group[wish[grouped]].astype(np.int64), every[grouped], np.ones(len(left.a)))
    counted = inside & (left.tables[slot] < UNLIMITED)
    tables = rows.add(slot[counted], every[counted], left.tables)
    hall = [(person, cut) for person, cut in cuts if cut.slots is not None and not detailed[person]]
    for number, (_, cut) in enumerate(hall):
        hit = np.flatnonzero(np.isin(wish, list(cut.edges)))
        rows.add(np.full(len(hit), number), hit, np.array([c.capacity for _, c in hall]))
    cost = np.concatenate([left.weight[wish], rewards]).astype(np.float64)
    primal, dual, solved, work = _solve(rows, cost, effort, whole)
    prices = Prices.zero(left.people, left.slots)
    dual = np.maximum(dual, 0.0)
    parts = np.split(dual, np.cumsum([len(people), len(seats), len(np.unique(wish[inside])), len(groups), len(tables)]))
    prices.person[people] = parts[0]
    prices.seat.ravel()[seats] = parts[1]
    prices.group = {int(g): float(v) for g, v in zip(groups, parts[3], strict=True) if v > 0}
    prices.slot[tables] = parts[4]
    _hall_prices(prices, hall, wish, parts[5])
    amount = np.zeros(len(left.a))
    np.add.at(amount, wish, primal[:count])
    return Relaxation(
        amount, (wish[inside], slot[inside], primal[:count][inside]), prices, solved, work, float(cost @ primal)
    )


def _columns(left: Model, edges: Ints, detailed: Bools) -> tuple[Ints, Ints]:
    """A column per wish (slot -1), or per wish and common slot when one of its people is detailed."""
    fine = detailed[left.a[edges]] | detailed[left.b[edges]]
    plain, deep = edges[~fine], edges[fine]
    where, slot = np.nonzero((left.seats[left.a[deep]] > 0) & (left.seats[left.b[deep]] > 0))
    wish = np.concatenate([plain, deep[where]])
    return wish, np.concatenate([np.full(len(plain), -1, np.int64), slot])


def _ladder(rows: _Rows, people: Ints, limit: Ints, ladder: Ints, count: int) -> Ints:
    """Rewarded meetings are columns that raise the limit row from 0; meetings beyond the ladder are one more column."""
    if not ladder.shape[1]:
        return np.zeros(0, np.int64)
    steps = ladder.shape[1]
    free = np.maximum(limit[people] - steps, 0)
    rows.top[-1] = free.astype(np.float64)
    where, step = np.nonzero(np.arange(steps)[None, :] < limit[people][:, None])
    rows.extend(where, count + np.arange(len(where)), -1.0)
    return ladder[people[where], step]


def _hall_prices(prices: Prices, hall: list[tuple[int, Subset]], wish: Ints, dual: Floats) -> None:
    used = [item for item in hall if np.isin(wish, list(item[1].edges)).any()]
    for (person, cut), price in zip(used, dual, strict=True):
        if cut.slots is not None:
            prices.seat[person, cut.slots] += price


def _solve(rows: _Rows, cost: Floats, effort: int, whole: bool) -> tuple[Floats, Floats, bool, int]:
    """Maximises; columns lie in [0, 1]. Column values, row duals (never negative up to noise), solved or not, work."""
    top = np.concatenate(rows.top)
    matrix = sparse.csc_matrix(
        (np.concatenate(rows.value), (np.concatenate(rows.row), np.concatenate(rows.column))), (len(top), len(cost))
    )
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(cost), len(top)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = -cost, np.zeros(len(cost)), np.ones(len(cost))
    lp.row_lower_, lp.row_upper_ = np.full(len(top), -highspy.kHighsInf), top
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    if whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(cost)
    solver = highspy.Highs()
    for name, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 0),
        ("simplex_iteration_limit", effort),
        ("mip_max_nodes", 200),
        ("mip_rel_gap", 0.0),
    ):
        solver.setOptionValue(name, value)
    solver.passModel(lp)
    solver.run()
    solution = solver.getSolution()
    solved = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    info = solver.getInfo()
    work = int(info.simplex_iteration_count)
    if whole:
        solved = solution.value_valid
        return np.array(solution.col_value), np.zeros(len(top)), solved, work
    return np.array(solution.col_value), -np.array(solution.row_dual), solved, work


def spread(amount: npt.NDArray[np.float64]) -> bool:
    """Whether some wish is chosen in part only."""
    return bool(((amount > 1e-6) & (amount < 1 - 1e-6)).any())
