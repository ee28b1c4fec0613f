"""Slots of the meetings of two visitors, at nobody's table, so that the others still fill the tables without waiting.

A visitor without idle slot is there in one go: two such meetings too many beside an end of the day and somebody must
wait, whatever the rest. A linear program over everybody's possible days, counted alike where they are alike, slot by
slot and not table by table, says which slots leave room; what it leaves between two slots is rounded and asked again.
Days that its prices make cheap join it, and the prices prove how much waiting nothing avoids.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import highspy
import numpy as np

from .cheapest import LONGEST, cheapest
from .goes import Go, Kind, kinds
from .model import Floats, Ints
from .pairs import all_at_once
from .visits import AT, BETWEEN, PUT, STILL, WHEN, WHO, Visits

MOST = 4  # meetings with other visitors, of one, that are tried in every order
WORK = 60_000  # simplex iterations
TURNS = 20  # of rounding
PRICED = 40  # times that days are looked for at the prices
EXCESS, LACK = 5.0, 8.0  # price of one visitor too many at a slot, of one table too many, in idle slots
DUAL, PRIMAL = 1, 4  # simplex: what new bounds, what new columns want
SURE, BETTER = 1.0 - 1e-6, 1e-6
GRAIN = 2.0**20  # prices are multiples of its inverse: sums of them are exact


@dataclass(slots=True)
class _Program:
    """One row a kind of visitor, then seats and free tables of each slot, then each meeting of two at each slot."""

    visits: Visits
    kinds: list[Kind]
    pairs: Ints
    seats: Ints
    free: Ints
    columns: list[tuple[int, Go | None]]
    solver: highspy.Highs
    found: bool = False
    lacks: tuple[int, int] = (0, 0)  # columns of the tables that lack

    @property
    def rows(self) -> tuple[int, int, int]:
        """Where the rows of seats, of free tables and of meetings of two start."""
        return len(self.kinds), len(self.kinds) + len(self.seats), len(self.kinds) + 2 * len(self.seats)

    def run(self) -> bool:
        self.solver.run()
        self.found = self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return self.found

    def entries(self, kind: int, go: Go) -> list[tuple[int, float]]:
        """Row and sign of all that a day takes."""
        seats, free, two = self.rows
        found = [(kind, 1.0), *((seats + t, 1.0) for t in go.tables)]
        for (e, side), t in go.twos:
            row = two + int(np.searchsorted(self.pairs, e)) * len(self.seats) + t
            found += [(row, 1.0 - 2.0 * side)] + [(free + t, 1.0)] * (side == 0)
        return found

    def matrix(self, columns: Sequence[tuple[int, Go]]) -> tuple[list[int], list[int], list[float]]:
        """Where each column starts, rows, signs."""
        start, rows, signs = [0], list[int](), list[float]()
        for kind, go in columns:
            entries = self.entries(kind, go)
            rows += [row for row, _ in entries]
            signs += [sign for _, sign in entries]
            start.append(len(rows))
        return start, rows, signs

    def add(self, columns: Sequence[tuple[int, Go]]) -> None:
        """More days."""
        start, rows, signs = self.matrix(columns)
        number, idle = len(columns), np.array([float(go.idle) for _, go in columns])
        places = np.array(start[:-1], np.int32), np.array(rows, np.int32), np.array(signs)
        most = np.full(number, highspy.kHighsInf)
        self.solver.addCols(number, idle, np.zeros(number), most, len(rows), *places)
        self.columns += columns
        self.solver.setOptionValue("simplex_strategy", PRIMAL)
        self.found = False

    def loosen(self) -> None:
        """Lets tables lack at a slot, at a price."""
        slots = len(self.seats)
        places, zero = np.arange(slots, dtype=np.int32), np.zeros(slots)
        over = zero + LACK, zero, zero + highspy.kHighsInf
        self.solver.addCols(slots, *over, slots, places, self.rows[1] + places, zero - 1.0)
        self.lacks = len(self.columns), len(self.columns) + slots
        self.columns += [(-1, None)] * slots

    def prices(self) -> tuple[Floats, Floats, Floats]:
        """Of a seat, of a free table at each slot; of each meeting of two at each slot for the first of them."""
        seats, free, two = self.rows
        dual = np.round(np.array(self.solver.getSolution().row_dual) * -GRAIN) / GRAIN
        both = np.zeros((len(self.visits.held), len(self.seats)))
        both[self.pairs] = dual[two:].reshape(len(self.pairs), len(self.seats))
        return np.maximum(dual[seats:free], 0.0), np.maximum(dual[free:two], 0.0), both


def seat_apart(visits: Visits, free: Ints) -> tuple[bool, int]:
    """Moves the meetings of two visitors to slots that leave room, for good, or nothing when it cannot; whether it did,
    and the idle slots of visitors that no order of all the meetings avoids, the tables ``free`` whatever the order."""
    held = visits.held
    pairs = np.flatnonzero(held[:, STILL] == BETWEEN)
    ends = np.bincount(held[pairs][:, [WHO, AT]].ravel(), minlength=1)
    astray = (held[:, STILL] == PUT) & (np.diff(visits.start, append=len(visits.items))[held[:, AT]] > 0)
    if ends.max() > MOST or np.diff(visits.start).max(initial=0) > LONGEST or astray.any():
        return False, 0
    program = _program(visits, pairs, kinds(visits))
    if not program.run():  # tables too few for the days listed
        program.loosen()
    least, amount = _priced(program, free), _amounts(program) if program.found else None
    found = {} if amount is None else _rounded(program) or _nearest(program, amount)
    for e, t in found.items():
        held[e, WHEN], held[e, STILL] = t, PUT
        visits.may[e] = np.arange(visits.may.shape[1]) == t
    return bool(found), least


def _program(visits: Visits, pairs: Ints, groups: list[Kind]) -> _Program:
    held, slots, none = visits.held, visits.seats.shape[1], highspy.kHighsInf
    hosts = np.unique(held[held[:, STILL] != BETWEEN, AT])
    many, seats = np.array([sum(kind.many) for kind in groups], np.float64), visits.seats[hosts].sum(axis=0)
    free = visits.free + np.bincount(held[pairs, WHEN], minlength=slots)
    lower = np.concatenate([many, np.full(2 * slots, -none), np.zeros(len(pairs) * slots)])
    upper = np.concatenate([many, seats, free, np.zeros(len(pairs) * slots)])
    solver = highspy.Highs()
    options = {"output_flag": False, "threads": 1, "solver": "simplex", "simplex_iteration_limit": WORK}
    for name, value in options.items():
        solver.setOptionValue(name, value)
    program = _Program(visits, groups, pairs, seats, free, [], solver)
    columns = [(k, go) for k, kind in enumerate(groups) for go in kind.ways]
    start, rows, signs = program.matrix(columns)
    rows += [len(many) + t for t in range(slots)]  # those too many
    start += range(start[-1] + 1, start[-1] + slots + 1)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(start) - 1, len(upper)
    lp.col_cost_ = np.array([*(float(go.idle) for _, go in columns), *[EXCESS] * slots])
    lp.col_lower_, lp.col_upper_ = np.zeros(lp.num_col_), np.full(lp.num_col_, none)
    lp.row_lower_, lp.row_upper_ = lower, upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = start, rows, [*signs, *[-1.0] * slots]
    solver.passModel(lp)
    program.columns += [*columns, *[(-1, None)] * slots]
    return program


def _priced(program: _Program, free: Ints) -> int:
    """Solves the program, the days that it lacks added; the idle slots that nothing avoids."""
    groups, best = program.kinds, 0
    people = np.array([p for kind in groups for p in kind.people])
    many = np.array([n for kind in groups for n in kind.many])
    owner = np.repeat(np.arange(len(groups)), [len(kind.people) for kind in groups])
    paid, idle, when = np.zeros(len(people)), np.zeros(len(people), np.int64), np.zeros((len(people), LONGEST), int)
    for _ in range(PRICED):
        if not (program.found or program.run()):
            break
        table, apart, both = program.prices()
        cheapest(program.visits, people, table, apart, both, paid, idle, when)
        if not np.isfinite(paid).all():
            break
        best = max(best, ceil((paid * many).sum() - (table * program.seats).sum() - (apart * free).sum()))
        less = paid - np.array(program.solver.getSolution().row_dual)[owner]
        new = {owner[i]: _go(program, people[i], when[i], int(idle[i])) for i in np.flatnonzero(less < -BETTER)}
        if not new:
            break
        program.add(list(new.items()))
    return best


def _go(program: _Program, p: int, when: Ints, idle: int) -> Go:
    """The day found, as a column."""
    visits = program.visits
    mine = visits.items[visits.start[p] : visits.start[p + 1]]
    day = [(int(e), int(t)) for e, t in zip(mine, when, strict=False)]
    two = [(e, t) for e, t in day if visits.held[e, STILL] == BETWEEN]
    tables = sorted(t for e, t in day if visits.held[e, STILL] != BETWEEN)
    return Go(tuple(tables), tuple(((e, int(visits.held[e, WHO] != p)), t) for e, t in two), idle)


def _rounded(program: _Program) -> dict[int, int]:
    """The slot of each meeting of two visitors, empty when there is no room for all."""
    for _ in range(TURNS):
        if not program.found:
            return {}
        amount = _amounts(program)
        best, share = amount.argmax(axis=1), amount.max(axis=1)
        loose = np.flatnonzero(share < SURE)
        sure = dict(zip(program.pairs[share >= SURE].tolist(), best[share >= SURE].tolist(), strict=True))
        if not len(loose):
            lacks = sum(program.solver.getSolution().col_value[slice(*program.lacks)])
            return sure if lacks < BETTER else {}
        k = loose[share[loose].argmax()]
        sure[int(program.pairs[k])] = int(best[k])
        out = [
            j
            for j, (_, go) in enumerate(program.columns)
            if go is not None and any(sure.get(e, t) != t for (e, _), t in go.twos)
        ]
        program.solver.setOptionValue("simplex_strategy", DUAL)
        program.solver.changeColsBounds(len(out), np.array(out, np.int32), np.zeros(len(out)), np.zeros(len(out)))
        program.run()
    return {}


def _amounts(program: _Program) -> Floats:
    """How much of each meeting of two visitors the program has at each slot."""
    amount = np.zeros((len(program.pairs), len(program.seats)))
    for share, (_, go) in zip(program.solver.getSolution().col_value, program.columns, strict=True):
        for (e, side), t in go.twos if go and share > 0.0 else ():
            amount[np.searchsorted(program.pairs, e), t] += share * (side == 0)
    return amount


def _nearest(program: _Program, amount: Floats) -> dict[int, int]:
    """Slots nearest to what the program had, where rounding found no room for all; the other days bend to them."""
    pairs, held = program.pairs, program.visits.held
    may = program.visits.may[pairs] & (program.free > 0)
    when = all_at_once(held[pairs][:, [WHO, AT]], program.free, amount, may)
    return {} if when is None else dict(zip(pairs.tolist(), when.tolist(), strict=True))
