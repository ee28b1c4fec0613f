"""Several days together: tours as columns, a linear master over them, the day's labels as pricing.

Any set of dual prices bounds the whole trip from above (Lagrange): prices paid for what is shared, plus for each day
the best that a tour can earn once prices are deducted. The integer master picks compatible tours among all that were
met, by the search or by pricing (set packing), and so improves the plan as well.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import NDArray

from .exact import DayLabels
from .heuristic import Column, gain_of
from .model import Model

TOLERANCE = 1e-6
LP_WORK = 200
MASTER_NODES = 300
#: Columns that the integer master chooses among, the least ruled out by the prices.
MOST_PICKED = 500
#: Work of the integer master: a column, and an iteration over it.
COLUMN_WORK, ITERATION_WORK = 4_000, 80


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
    in_vain: tuple[float, list[int]] | None = None

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
        self.known: dict[tuple[int, frozenset[int]], int] = {}
        self.lp = highspy.Highs()
        self.lp.setOptionValue("output_flag", False)
        self.lp.setOptionValue("threads", 1)
        self.lp.changeObjectiveSense(highspy.ObjSense.kMaximize)
        for bound in self.right:
            self.lp.addRow(-highspy.kHighsInf, float(bound), 0, np.zeros(0, dtype=np.int32), np.zeros(0))

    def row_of(self, column: Column) -> dict[int, float]:
        """Coefficients of a column."""
        model = self.model
        row: dict[int, float] = {self.kind_row[column.day]: 1.0}
        for i in column.tour:
            stop = self.stops[model.stop_of[i]]
            row[stop] = row.get(stop, 0.0) + 1.0
            for u in range(model.use_start[i], model.use_start[i + 1]):
                r = int(model.use_resource[u])
                if r in self.shared:
                    row[self.shared[r]] = row.get(self.shared[r], 0.0) + float(model.use_weight[u])
        return row

    def add(self, column: Column) -> bool:
        """Take a tour in unless one of the same stops is known."""
        column = Column(self.classes[column.day], column.tour, column.gain)
        key = (column.day, frozenset(column.tour))
        if not column.tour or key in self.known:
            return False
        self.known[key] = len(self.columns)
        self.columns.append(column)
        row = self.row_of(column)
        places = np.array(sorted(row), dtype=np.int32)
        self.lp.addCol(column.gain, 0.0, highspy.kHighsInf, len(places), places, np.array([row[p] for p in places]))
        return True

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
        for i in range(model.nodes):
            for u in range(model.use_start[i], model.use_start[i + 1]):
                r = int(model.use_resource[u])
                if r in self.shared:
                    paid[i] += prices[self.shared[r]] * model.use_weight[u]
        return paid

    def integer(self, tours: list[list[int]]) -> list[list[int]]:
        """The best compatible tours among those that the linear prices do not rule out, or `tours` themselves."""
        if not self.columns:
            return tours
        best = gain_of(self.model, tours)
        value, _ = self.solve()
        reduced = np.array(self.lp.getSolution().col_dual)
        step = max(self.model.grain, TOLERANCE) - TOLERANCE
        kept = [c for c in range(len(self.columns)) if value + min(reduced[c], 0.0) >= best + step - TOLERANCE]
        kept = sorted(sorted(kept, key=lambda c: -reduced[c])[:MOST_PICKED])
        if value < best + step - TOLERANCE or not kept or (best, kept) == self.in_vain:
            return tours
        chosen = self._pick(kept, best + step / 2)
        self.in_vain = (best, kept) if chosen is None else None
        return tours if chosen is None else self._spread(chosen)

    def _pick(self, kept: list[int], floor: float) -> list[int] | None:
        mip = highspy.Highs()
        for option, setting in (("output_flag", False), ("threads", 1), ("mip_max_nodes", MASTER_NODES)):
            mip.setOptionValue(option, setting)
        mip.changeObjectiveSense(highspy.ObjSense.kMaximize)
        for bound in self.right:
            mip.addRow(-highspy.kHighsInf, float(bound), 0, np.zeros(0, dtype=np.int32), np.zeros(0))
        for place, c in enumerate(kept):
            row = self.row_of(self.columns[c])
            rows = np.array(sorted(row), dtype=np.int32)
            mip.addCol(self.columns[c].gain, 0.0, 1.0, len(rows), rows, np.array([row[p] for p in rows]))
            mip.changeColIntegrality(place, highspy.HighsVarType.kInteger)
        mip.run()
        iterations = max(0, int(mip.getInfo().simplex_iteration_count))
        self.work += len(kept) * (COLUMN_WORK + ITERATION_WORK * iterations)
        taken = np.array(mip.getSolution().col_value)
        if len(taken) != len(kept):
            return None
        chosen = [kept[p] for p in range(len(kept)) if taken[p] > 0.5]
        worth = sum(self.columns[c].gain for c in chosen)
        return chosen if worth >= floor and self._compatible(chosen) else None

    def _compatible(self, chosen: list[int]) -> bool:
        total = np.zeros(len(self.right))
        for c in chosen:
            for place, weight in self.row_of(self.columns[c]).items():
                total[place] += weight
        return bool((total <= self.right + TOLERANCE).all())

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
    bound: float = float("inf")
    work: int = 0

    def __post_init__(self) -> None:
        self.labels = {d: DayLabels(self.master.model, d) for d in self.master.kinds}

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
                came |= master.add(Column(d, tuple(tour), worth))
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
