"""The linear relaxation, slot by slot for the people who need it, in one block for the others (HiGHS).

Any dual solution, exact or not, is only read as prices: the bound is recomputed from them, the solver is not trusted.
"""

from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse

from .model import UNLIMITED, Bools, Floats, Ints, Model
from .prices import Prices, worth


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
    effort: int,
    *,
    near: Floats | None = None,
    whole: bool = False,
    only: Ints | None = None,
) -> Relaxation:
    # long: the rows of one linear programme, in its order
    """Best fractional choice among ``edges``. ``detailed`` people are held to one meeting per seat at each slot.

    ``effort`` caps the simplex iterations; an unfinished run still gives valid prices. ``near``: a known good price of
    each person; the programme then weighs only what differs from it, so that rewards of a thousand million do not
    hide a weight of one. ``whole`` asks for whole shares (branch and bound), and then for no prices; ``only[e]`` is
    the one slot of each wish when there is no choice.
    """
    wish, slot = _columns(left, edges, detailed) if only is None else (edges, only[edges])
    price = np.zeros(left.people) if near is None else near
    rows, every, inside = _Rows(), np.arange(len(wish)), slot >= 0
    ends, twice = np.concatenate([left.a[wish], left.b[wish]]).astype(np.int64), np.concatenate([every, every])
    people = rows.add(ends, twice, np.zeros(left.people))
    meetings = _meetings(rows, people, left.limit, ladder, len(wish))
    tall = np.tile(inside, 2) & detailed[ends]
    stamp = ends * left.slots + np.tile(slot, 2)
    seats = rows.add(stamp[tall], twice[tall], left.seats.ravel())
    once = rows.add(wish[inside], every[inside], np.ones(len(left.a)))
    grouped = left.group[wish] >= 0
    groups = rows.add(left.group[wish[grouped]].astype(np.int64), every[grouped], np.ones(len(left.a)))
    counted = inside & (left.tables[slot] < UNLIMITED)
    tables = rows.add(slot[counted], every[counted], left.tables)
    plain = np.concatenate([left.weight[wish], meetings.reward]).astype(np.float64)
    shift = np.concatenate([-price[left.a[wish]] - price[left.b[wish]], price[meetings.person]])
    top = np.concatenate([np.ones(len(wish)), meetings.top])
    primal, dual, solved, work = _solve(rows, plain + shift, top, len(people), effort, whole)
    parts = np.split(dual, np.cumsum([len(people), len(seats), len(once), len(groups)]))
    prices = Prices.zero(left.people, left.slots)
    prices.person[:] = price
    prices.person[people] += parts[0]
    prices.seat.ravel()[seats] = np.maximum(parts[1], 0.0)
    prices.group = {int(g): float(v) for g, v in zip(groups, parts[3], strict=True) if v > 0}
    prices.slot[tables] = np.maximum(parts[4], 0.0)
    amount = np.zeros(len(left.a))
    np.add.at(amount, wish, primal[: len(wish)])
    detail = (wish[inside], slot[inside], primal[: len(wish)][inside])
    return Relaxation(amount, detail, prices, solved, work, float(plain @ primal))


def local_prices(
    left: Model, edges: Ints, ladder: Ints, inside: Bools, fine: Bools, near: Prices, reach: float, effort: int
) -> tuple[Prices, Floats]:
    # long: the rows of one linear programme, in its order
    """Better prices for the people ``inside``; seat by seat for the ``fine`` ones among them, nobody else inside.

    Everybody else, groups and tables keep the prices they have in ``near``. A person's price moves by ``reach`` at most
    (who breaks his balance pays as much): the wishes further than twice that from being worth their price are settled.
    Also the share of each wish that touches them.
    """
    value = worth(left, near)
    touching = edges[(inside[left.a[edges]] | inside[left.b[edges]]) & (value[edges] >= -2 * reach - 1e-6)]
    wish, slot = _columns(left, touching, fine)
    ends, columns = np.concatenate([left.a[wish], left.b[wish]]).astype(np.int64), np.tile(np.arange(len(wish)), 2)
    twice = np.tile(slot, 2)
    seated = left.weight[wish] - near.person[left.a[wish]] - near.person[left.b[wish]] - near.slot[slot]
    seated -= np.array([near.group.get(int(g), 0.0) for g in left.group[wish]])
    np.subtract.at(seated, columns, near.seat[ends, twice] * ~fine[ends])
    gain = np.where(slot < 0, value[wish], seated)
    mine, rows = inside[ends], _Rows()
    people = rows.add(ends[mine], columns[mine], np.zeros(left.people))
    meetings = _meetings(rows, people, left.limit, ladder, len(wish))
    unbalanced = len(wish) + len(meetings.person) + np.arange(2 * len(people))
    rows.extend(np.arange(len(people)), unbalanced[: len(people)], 1.0)
    rows.extend(np.arange(len(people)), unbalanced[len(people) :], -1.0)
    tall = fine[ends] & (twice >= 0)
    seats = rows.add((ends * left.slots + twice)[tall], columns[tall], left.seats.ravel())
    rows.add(wish[slot >= 0], np.flatnonzero(slot >= 0), np.ones(len(left.a)))
    reward = meetings.reward + near.person[meetings.person]
    fee = np.full(2 * len(people), -reach)
    top = np.concatenate([np.ones(len(wish)), meetings.top, np.full(len(fee), np.inf)])
    primal, dual, _, _ = _solve(rows, np.concatenate([gain, reward, fee]), top, len(people), effort, False)
    prices = Prices(near.person.copy(), near.seat.copy(), near.slot, near.group)
    prices.person[people] += dual[: len(people)]
    prices.seat[fine] = 0.0
    prices.seat.ravel()[seats] = np.maximum(dual[len(people) : len(people) + len(seats)], 0.0)
    amount = np.zeros(len(left.a))
    np.add.at(amount, wish, primal[: len(wish)])
    return prices, amount


def _columns(left: Model, edges: Ints, detailed: Bools) -> tuple[Ints, Ints]:
    """A column per wish (slot -1), or per wish and common slot when one of its people is detailed."""
    fine = detailed[left.a[edges]] | detailed[left.b[edges]]
    plain, deep = edges[~fine], edges[fine]
    where, slot = np.nonzero((left.seats[left.a[deep]] > 0) & (left.seats[left.b[deep]] > 0))
    wish = np.concatenate([plain, deep[where]])
    return wish, np.concatenate([np.full(len(plain), -1, np.int64), slot])


@dataclass(frozen=True, slots=True)
class _Meetings:
    """Columns "the k-th meeting of p" with its reward; those beyond the ladder are one column of several."""

    person: Ints
    reward: Ints
    top: Floats


def _meetings(rows: _Rows, people: Ints, limit: Ints, ladder: Ints, count: int) -> _Meetings:
    """Balances the row of each person: wishes taken = meetings had."""
    steps = ladder.shape[1]
    where, step = np.nonzero(np.arange(steps)[None, :] < limit[people][:, None])
    beyond = np.flatnonzero(limit[people] > steps)
    row = np.concatenate([where, beyond])
    rows.extend(row, count + np.arange(len(row)), -1.0)
    return _Meetings(
        people[row],
        np.concatenate([ladder[people[where], step], np.zeros(len(beyond), np.int64)]),
        np.concatenate([np.ones(len(where)), (limit[people[beyond]] - steps).astype(np.float64)]),
    )


def _solve(
    rows: _Rows, cost: Floats, most: Floats, balanced: int, effort: int, whole: bool
) -> tuple[Floats, Floats, bool, int]:
    """Maximises; columns lie in [0, ``most``], the first ``balanced`` rows are equalities.

    Column values, row duals, whether solved, simplex iterations.
    """
    top = np.concatenate(rows.top)
    matrix = sparse.csc_matrix(
        (np.concatenate(rows.value), (np.concatenate(rows.row), np.concatenate(rows.column))), (len(top), len(cost))
    )
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(cost), len(top)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = -cost, np.zeros(len(cost)), most
    lp.row_lower_ = np.where(np.arange(len(top)) < balanced, top, -highspy.kHighsInf)
    lp.row_upper_ = top
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
