"""Several days together: tours as columns, a linear master over them, the day's labels as pricing.

Any set of dual prices bounds the whole trip from above (Lagrange): prices paid for what is shared, plus for each day
the best that a tour can earn once prices are deducted. The integer master picks compatible tours among all that were
met, by the search or by pricing (set packing), and so improves the plan as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from ._pick import Shelf, pick
from .exact import DayLabels
from .heuristic import Column, gain_of
from .model import Model

_pick: Any = pick
TOLERANCE = 1e-6
LP_WORK = 200
#: Columns looked at when compatible ones are picked, and the work of each look.
MOST_TESTS, TEST_WORK = 2_000_000, 1


def day_classes(model: Model) -> list[int]:
    """For each day, the first day that is exactly like it."""
    keys: dict[tuple[object, ...], int] = {}
    classes = []
    for d in range(model.trip.days):
        begin, finish = model.begin[d], model.finish[d]
        key = (
            model.opens[d].tobytes(), model.closes[d].tobytes(),
            model.travel[begin].tobytes(), model.travel[:, finish].tobytes(),
            int(model.begins_at[d]), int(model.finishes_by[d]),
        )  # fmt: skip
        classes.append(keys.setdefault(key, d))
    return classes


@dataclass
class Master:
    """The linear program over columns; rows: stops, shared caps, kinds of day."""

    model: Model
    columns: list[Column] = field(default_factory=list)
    work: int = 0
    in_vain: tuple[float, float, int] | None = None

    def __post_init__(self) -> None:
        model = self.model
        self.classes = day_classes(model)
        self.kinds = sorted(set(self.classes))
        self.stops = {s: r for r, s in enumerate(sorted(set(model.stop_of)))}
        shared = [r for r in range(len(model.cap)) if not model.daily[r]]
        self.shared = {r: len(self.stops) + k for k, r in enumerate(shared)}
        first_kind = len(self.stops) + len(self.shared)
        self.kind_row = {d: first_kind + k for k, d in enumerate(self.kinds)}
        self.right = np.array(
            [1.0] * len(self.stops)
            + [float(model.cap[r]) for r in shared]
            + [float(self.classes.count(d)) for d in self.kinds]
        )
        self.drawn = [
            [
                (self.shared[r], float(weight))
                for r, weight in zip(model.use_resource[low:high].tolist(), model.use_weight[low:high], strict=True)
                if r in self.shared
            ]
            for low, high in pairwise(model.use_start)
        ]
        self.known: set[tuple[int, frozenset[int]]] = set()
        self.rows: list[tuple[NDArray[np.int32], NDArray[np.float64]]] = []
        self.lp = highspy.Highs()
        self.lp.setOptionValue("output_flag", False)
        self.lp.setOptionValue("threads", 1)
        self.lp.changeObjectiveSense(highspy.ObjSense.kMaximize)
        for bound in self.right:
            self.lp.addRow(-highspy.kHighsInf, float(bound), 0, np.zeros(0, dtype=np.int32), np.zeros(0))

    def _row_of(self, column: Column) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """Rows and coefficients of a column."""
        model = self.model
        row: dict[int, float] = {self.kind_row[column.day]: 1.0}
        for i in column.tour:
            stop = self.stops[model.stop_of[i]]
            row[stop] = row.get(stop, 0.0) + 1.0
            for r, weight in self.drawn[i]:
                row[r] = row.get(r, 0.0) + weight
        places = sorted(row)
        return np.array(places, dtype=np.int32), np.array([row[p] for p in places])

    def add(self, found: Iterable[Column]) -> bool:
        """Take in the tours of stops that no known tour has; whether there was one."""
        fresh = []
        for column in found:
            key = (self.classes[column.day], frozenset(column.tour))
            if column.tour and key not in self.known:
                self.known.add(key)
                fresh.append(Column(self.classes[column.day], column.tour, column.gain))
        if fresh:
            rows = [self._row_of(column) for column in fresh]
            self.columns += fresh
            self.rows += rows
            starts = np.concatenate([[0], np.cumsum([len(places) for places, _ in rows])])
            self.lp.addCols(
                len(fresh), np.array([column.gain for column in fresh]), np.zeros(len(fresh)),
                np.full(len(fresh), highspy.kHighsInf), int(starts[-1]), starts[:-1].astype(np.int32),
                np.concatenate([places for places, _ in rows]), np.concatenate([weights for _, weights in rows]),
            )  # fmt: skip
        return bool(fresh)

    def solve(self) -> tuple[float, NDArray[np.float64]]:
        """Value and non-negative prices of the rows."""
        if not self.columns:
            return 0.0, np.zeros(len(self.right))
        self.work += LP_WORK * len(self.columns)
        self.lp.run()
        if self.lp.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError("the master problem did not solve to optimality")
        prices = np.maximum(np.array(self.lp.getSolution().row_dual), 0.0)
        return float(self.lp.getInfo().objective_function_value), prices

    def node_prices(self, prices: NDArray[np.float64]) -> NDArray[np.float64]:
        """What a visit pays for its stop and for the shared caps."""
        model = self.model
        paid = np.array([prices[self.stops[s]] for s in model.stop_of])
        for i, drawn in enumerate(self.drawn):
            paid[i] += sum(prices[r] * weight for r, weight in drawn)
        return paid

    def integer(self, tours: list[list[int]]) -> list[list[int]]:
        """The best compatible tours met among those that the linear prices do not rule out, or `tours` themselves."""
        if not self.columns:
            return tours
        best = gain_of(self.model, tours)
        value, _ = self.solve()
        step = max(self.model.grain, TOLERANCE) - TOLERANCE
        if value < best + step - TOLERANCE:
            return tours
        shortfall = np.maximum(-np.array(self.lp.getSolution().col_dual), 0.0)
        kept = np.flatnonzero(shortfall <= value - best - step + TOLERANCE)
        kept = kept[np.argsort(shortfall[kept], kind="stable")]
        if not len(kept) or (best, value, len(kept)) == self.in_vain:
            return tours
        rows = [self.rows[c] for c in kept]
        shelf = Shelf(
            np.array([self.columns[c].gain for c in kept]),
            shortfall[kept],
            np.concatenate([[0], np.cumsum([len(places) for places, _ in rows])]),
            np.concatenate([places for places, _ in rows]).astype(np.int64),
            np.concatenate([weights for _, weights in rows]),
        )
        chosen = np.full(len(self.classes), -1, dtype=np.int64)
        worth, tests = _pick(shelf, self.right, len(self.classes), value, best, step, chosen, MOST_TESTS)
        self.work += int(tests) * TEST_WORK
        self.in_vain = (best, value, len(kept)) if worth <= best else None
        return tours if worth <= best else self._spread([int(kept[c]) for c in chosen if c >= 0])

    def _spread(self, chosen: list[int]) -> list[list[int]]:
        tours: list[list[int]] = [[] for _ in self.classes]
        for c in chosen:
            day = next(d for d, k in enumerate(self.classes) if k == self.columns[c].day and not tours[d])
            tours[day] = list(self.columns[c].tour)
        return tours


@dataclass
class Pricing:
    """Prices tours by day kind; keeps the best Lagrangian bound seen."""

    master: Master
    stop: Callable[[], bool]
    bound: float = float("inf")
    work: int = 0

    def __post_init__(self) -> None:
        self.labels = {d: DayLabels(self.master.model, d, stop=self.stop) for d in self.master.kinds}

    def round(self, work: int) -> bool | None:
        """One linear solution and its pricing: True when columns came in, False when none exist, None out of work."""
        master = self.master
        _, prices = master.solve()
        gain = master.model.gain - master.node_prices(prices)
        total = float(prices @ master.right)
        came = False
        for d in master.kinds:
            floor = float(prices[master.kind_row[d]])
            best, tours = self._price(d, gain, floor, work)
            if best is None:
                return None
            total += master.classes.count(d) * max(0.0, best - floor)
            for tour in tours:
                worth = float(sum(master.model.gain[i] for i in tour))
                came |= master.add([Column(d, tuple(tour), worth)])
        self.bound = min(self.bound, total)
        return came

    def _price(
        self, day: int, gain: NDArray[np.float64], floor: float, work: int
    ) -> tuple[float | None, list[list[int]]]:
        """(upper bound on what a tour earns, clean tours that earn more than `floor`)."""
        labels = self.labels[day]
        labels.completion = None
        best = None
        margin = TOLERANCE * max(1.0, abs(floor), self.master.model.bonus)
        while True:
            found = labels.run(gain, floor + margin, 0.0, work - self.work, eager=False)
            self.work += found.work
            if not found.finished:
                return best, []
            best = max(floor, found.bound + margin) if best is None else min(best, max(floor, found.bound + margin))
            clean = [tour for worth, tour in found.others if worth > floor + margin and labels.is_clean(tour)]
            cyclic = [tour for worth, tour in found.others if worth > floor + margin and not labels.is_clean(tour)]
            for tour in cyclic:
                labels.widen(tour)
            if clean or not cyclic:
                return best, clean
