"""Slots of the meetings of two visitors, at nobody's table, so that the others still fill the tables without waiting.

A visitor without idle slot is there in one go: two such meetings too many beside an end of the day and somebody must
wait, whatever the rest. A linear program over everybody's possible goes, counted alike where they are alike, slot by
slot and not table by table, says which slots leave room; what it leaves between two slots is rounded and asked again.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import highspy
import numpy as np

from .model import Bools, Ints
from .visits import AT, BETWEEN, PUT, STILL, WHEN, WHO, Visits

MOST = 4  # meetings with other visitors, of one, that are tried in every order
FREE = 2  # of them, that may also stand anywhere in the day
LONGEST = 8  # meetings of one visitor
WORK = 30_000  # simplex iterations
TURNS = 20  # of rounding
ANYWHERE = 4  # idle slots reckoned where they are not counted
EXCESS = 5.0  # price of one visitor too many at a slot, in idle slots
SURE = 1.0 - 1e-6

Slots = tuple[int, ...]
Twos = tuple[tuple[tuple[int, int], int], ...]  # ((meeting, side), slot)


@dataclass(frozen=True, slots=True)
class Go:
    """A way to be there: slots at tables, meetings with other visitors and their slots, idle slots."""

    tables: Slots
    twos: Twos
    idle: int


def seat_apart(visits: Visits) -> bool:
    """Moves the meetings of two visitors to slots that leave room, for good; False, nothing moved, when it cannot."""
    pairs = np.flatnonzero(visits.held[:, STILL] == BETWEEN)
    ends = np.bincount(visits.held[pairs][:, [WHO, AT]].ravel(), minlength=1)
    if not len(pairs) or ends.max() > MOST or np.diff(visits.start).max() > LONGEST:
        return False
    found = _solved(visits, pairs, _goes(visits, False)) or _solved(visits, pairs, _goes(visits, True))
    for e, t in found.items():
        visits.held[e, WHEN], visits.held[e, STILL] = t, PUT
    return bool(found)


def _goes(visits: Visits, anywhere: bool) -> Counter[tuple[Go, ...]]:
    """How many visitors have each choice of ways to be there."""
    masks = [sum(1 << int(t) for t in np.flatnonzero(row)) for row in visits.seats > 0]
    known: dict[tuple[int, tuple[int, ...], tuple[tuple[int, int], ...]], tuple[Go, ...]] = {}
    count: Counter[tuple[Go, ...]] = Counter()
    for p in range(len(visits.start) - 1):
        mine = visits.items[visits.start[p] : visits.start[p + 1]]
        rows = visits.held[mine]
        two: Bools = rows[:, STILL] == BETWEEN
        twos = tuple((int(e), int(row[WHO] != p)) for e, row in zip(mine[two], rows[two], strict=True))
        tables = sorted(masks[p] & (1 << int(row[WHEN]) if row[STILL] == PUT else masks[row[AT]]) for row in rows[~two])
        key = masks[p], tuple(tables), twos
        if key not in known:
            where = [masks[p] & masks[row[AT] if row[WHO] == p else row[WHO]] for row in rows[two]]
            known[key] = tuple(_possible(masks[p], tables, twos, where, anywhere))
        if known[key]:
            count[known[key]] += 1
    return count


def _possible(
    there: int, tables: Sequence[int], twos: tuple[tuple[int, int], ...], where: Sequence[int], anywhere: bool
) -> Iterator[Go]:
    """The ways of fewest idle slots; who meets other visitors has those of one more, and ``anywhere`` all, his tables
    left out."""
    day = [t for t in range(there.bit_length()) if there >> t & 1]
    number, fewest = len(tables) + len(twos), len(day)
    for idle in range(len(day) - number + 1 if number else 0):
        if idle > fewest + bool(twos):
            break
        for first in range(len(day) - number - idle + 1):
            window = day[first : first + number + idle]
            for empty in combinations(window[1:-1], idle):
                left = tuple(t for t in window if t not in empty)
                for go in _placed(left, tables, twos, where, idle):
                    fewest = min(fewest, idle)
                    yield go
    if anywhere and 0 < len(twos) <= FREE:  # free tables can be too few for better
        for go in _placed(tuple(day), (), twos, where, ANYWHERE):
            yield Go((), go.twos, go.idle)


def _placed(
    left: Slots,
    tables: Sequence[int],
    twos: tuple[tuple[int, int], ...],
    where: Sequence[int],
    idle: int,
    put: Twos = (),
) -> Iterator[Go]:
    """Every place of the meetings with other visitors that leaves the tables a slot each."""
    k = len(put)
    if k == len(twos):
        if _match(tables, left):
            yield Go(left, put, idle)
        return
    for t in left:
        if where[k] >> t & 1:
            rest = tuple(u for u in left if u != t)
            yield from _placed(rest, tables, twos, where, idle, (*put, (twos[k], t)))


def _match(tables: Sequence[int], slots: Slots) -> bool:
    """Whether each table visited can have one of the slots (augmenting paths)."""
    owner: dict[int, int] = {}

    def seat(k: int, seen: set[int]) -> bool:
        for t in slots:
            if tables[k] >> t & 1 and t not in seen:
                seen.add(t)
                if t not in owner or seat(owner[t], seen):
                    owner[t] = k
                    return True
        return False

    return all(seat(k, set()) for k in range(len(tables)))


def _solved(visits: Visits, pairs: Ints, goes: Counter[tuple[Go, ...]]) -> dict[int, int]:
    """The slot of each meeting of two visitors, empty when there is no room for all."""
    columns = [(kind, go) for kind, ways in enumerate(goes) for go in ways]
    solver = _program(visits, pairs, goes, columns)
    solver.run()
    for _ in range(TURNS):
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return {}
        amount: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for share, (_, go) in zip(solver.getSolution().col_value, columns, strict=False):
            for (e, side), t in go.twos:
                amount[e][t] += share * (side == 0)
        best = {e: max(row, key=lambda t: (row[t], -t)) for e, row in amount.items()}
        loose = [e for e in best if amount[e][best[e]] < SURE]
        if not loose:
            return best if len(best) == len(pairs) else {}
        sure = {e: t for e, t in best.items() if amount[e][t] >= SURE}
        e = max(loose, key=lambda e: amount[e][best[e]])
        sure[e] = best[e]
        out = [j for j, (_, go) in enumerate(columns) if any(sure.get(e, t) != t for (e, _), t in go.twos)]
        solver.changeColsBounds(len(out), np.array(out, np.int32), np.zeros(len(out)), np.zeros(len(out)))
        solver.run()
    return {}


def _program(
    visits: Visits, pairs: Ints, goes: Counter[tuple[Go, ...]], columns: Sequence[tuple[int, Go]]
) -> highspy.Highs:
    """One row a kind of visitor, then seats and free tables of each slot, then each meeting of two at each slot."""
    held, slots, none = visits.held, visits.seats.shape[1], -highspy.kHighsInf
    hosts = np.unique(held[held[:, STILL] != BETWEEN, AT])
    free = visits.free + np.bincount(held[pairs, WHEN], minlength=slots)
    many, seats = np.array(list(goes.values()), np.float64), visits.seats[hosts].sum(axis=0)
    two = {int(e): len(many) + (2 + k) * slots for k, e in enumerate(pairs)}
    lower = np.concatenate([many, np.full(2 * slots, none), np.zeros(len(pairs) * slots)])
    upper = np.concatenate([many, seats, free, np.zeros(len(pairs) * slots)])
    start, rows, signs = [0], list[int](), list[float]()
    for kind, go in columns:
        entries = [(kind, 1.0), *((len(many) + t, 1.0) for t in go.tables)]
        for (e, side), t in go.twos:
            entries.append((two[e] + t, 1.0 - 2.0 * side))
            entries += [(len(many) + slots + t, 1.0)] if side == 0 else []
        rows += [row for row, _ in entries]
        signs += [sign for _, sign in entries]
        start.append(len(rows))
    rows += [len(many) + t for t in range(slots)]  # those too many
    signs += [-1.0] * slots
    start += range(start[-1] + 1, start[-1] + slots + 1)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(start) - 1, len(upper)
    lp.col_cost_ = np.array([*(float(go.idle) for _, go in columns), *[EXCESS] * slots])
    lp.col_lower_, lp.col_upper_ = np.zeros(lp.num_col_), np.full(lp.num_col_, highspy.kHighsInf)
    lp.row_lower_, lp.row_upper_ = lower, upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = start, rows, signs
    return _solver(lp)


def _solver(lp: highspy.HighsLp) -> highspy.Highs:
    solver = highspy.Highs()
    options = {"output_flag": False, "threads": 1, "solver": "simplex", "simplex_iteration_limit": WORK}
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.passModel(lp)
    return solver
