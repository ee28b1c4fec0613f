"""What an attacker learns: bounds of each hidden cell, by linear programming over everything that is published.

Hidden cells fall into pieces that no relation ties; a piece of one relation needs no program. Elsewhere a few programs
with drawn objectives already show most cells to be free (two worlds with the same publication differ there), and only
what they leave is bounded cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack, vstack
from scipy.sparse.csgraph import connected_components

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
Bounds = tuple[NDArray[np.float64], NDArray[np.float64]]
NEAR = 1e-6
PROBES = 12


@dataclass(frozen=True)
class Relations:
    """Relation r says: the cell `total[r]` is the sum of the cells `parts[r]`."""

    total: tuple[int, ...]
    parts: tuple[tuple[int, ...], ...]

    def members(self) -> list[NDArray[np.int64]]:
        """Cells of each relation, the total last."""
        return [np.array([*parts, total]) for total, parts in zip(self.total, self.parts, strict=True)]


@dataclass(frozen=True)
class Guess:
    """What an attacker knows of a hidden cell: it lies between `low` and `high`."""

    cell: int
    low: float
    high: float

    @property
    def found(self) -> bool:
        """Whether only one whole number is left."""
        return bool(_pinned(np.array([self.low]), np.array([self.high]))[0])


def _pinned(low: NDArray[np.float64], high: NDArray[np.float64]) -> Flags:
    return np.asarray(np.floor(high + NEAR) - np.ceil(low - NEAR) < 1)


@dataclass(frozen=True)
class Piece:
    """Hidden `cells` that relations tie together: `matrix` @ (their values) is known."""

    cells: NDArray[np.int64]
    matrix: csr_array

    def exposed(self, values: Counts) -> NDArray[np.int64]:
        """Cells of which one whole number only is left."""
        if self.matrix.shape[0] == 1:
            return self.cells if len(self.cells) == 1 else self.cells[:0]
        low, high = self._probed(values)
        for k in np.nonzero(_pinned(low, high))[0]:
            if _pinned(low[k : k + 1], high[k : k + 1])[0]:
                self._widen(values, int(k), low, high)
        return self.cells[_pinned(low, high)]

    def bounds(self, values: Counts, cell: int) -> Guess:
        """Both bounds of one cell."""
        k = int(np.nonzero(self.cells == cell)[0][0])
        low, high = (sign * self._solve(values, sign * _unit(len(self.cells), k))[1] for sign in (1.0, -1.0))
        return Guess(cell, low, high)

    def _probed(self, values: Counts) -> Bounds:
        """Bounds that a few worlds with the same publication already reach; the truth is one of them."""
        truth = values[self.cells].astype(float)
        low, high = truth.copy(), truth.copy()
        rng = np.random.default_rng(len(self.cells))
        for _ in range(PROBES):
            if not _pinned(low, high).any():
                break
            goal = rng.normal(size=len(self.cells)) * (1 + 9 * _pinned(low, high))
            for sign in (1.0, -1.0):
                self._keep(self._solve(values, sign * goal)[0], low, high)
        return low, high

    def _widen(self, values: Counts, k: int, low: NDArray[np.float64], high: NDArray[np.float64]) -> None:
        for sign in (1.0, -1.0):
            self._keep(self._solve(values, sign * _unit(len(self.cells), k))[0], low, high)

    @staticmethod
    def _keep(world: NDArray[np.float64] | None, low: NDArray[np.float64], high: NDArray[np.float64]) -> None:
        if world is not None:
            np.minimum(low, world, out=low)
            np.maximum(high, world, out=high)

    def _solve(self, values: Counts, goal: NDArray[np.float64]) -> tuple[NDArray[np.float64] | None, float]:
        """A published world with the least `goal`, and that least; unbounded ones are cut far above every count."""
        truth = values[self.cells]
        ceiling = 10.0 * (float(truth.sum()) + 1000.0)
        answer = linprog(goal, A_eq=self.matrix, b_eq=self.matrix @ truth, bounds=(0, ceiling), method="highs")
        return (answer.x, float(answer.fun)) if answer.status == 0 else (None, float("-inf"))


def _unit(size: int, k: int) -> NDArray[np.float64]:
    out = np.zeros(size)
    out[k] = 1.0
    return out


def pieces(values: Counts, relations: Relations, hidden: Flags) -> Iterator[Piece]:
    """Groups of hidden cells tied to one another. A cell that no relation holds is in none: nothing bounds it."""
    cells = np.nonzero(hidden)[0]
    place = np.full(len(values), -1)
    place[cells] = np.arange(len(cells))
    rows: list[int] = []
    columns: list[int] = []
    signs: list[float] = []
    count = 0
    for total, parts in zip(relations.total, relations.parts, strict=True):
        here = [(int(place[part]), 1.0) for part in parts if hidden[part]]
        here += [(int(place[total]), -1.0)] if hidden[total] else []
        if here:
            rows += [count] * len(here)
            columns += [k for k, _ in here]
            signs += [sign for _, sign in here]
            count += 1
    matrix = csr_array((signs, (rows, columns)), shape=(count, len(cells)))
    yield from _split(matrix, cells)


def _split(matrix: csr_array, cells: NDArray[np.int64]) -> Iterator[Piece]:
    rows = matrix.shape[0]
    links = vstack([hstack([csr_array((rows, rows)), abs(matrix)]), csr_array((len(cells), rows + len(cells)))])
    _, label = connected_components(links, directed=False)
    by_row, by_cell = label[:rows], label[rows:]
    order = np.argsort(by_row, kind="stable")
    for chosen in np.split(order, np.nonzero(np.diff(by_row[order]))[0] + 1):
        if len(chosen):
            inside = np.nonzero(by_cell == by_row[chosen[0]])[0]
            yield Piece(cells[inside], csr_array(matrix[chosen][:, inside]))


def attack(values: Counts, relations: Relations, hidden: Flags, sample: Sequence[int] | None = None) -> list[Guess]:
    """Bounds of each hidden cell (or of `sample`); infinite where nothing published bounds it."""
    wanted = set(np.nonzero(hidden)[0].tolist() if sample is None else sample)
    found: dict[int, Guess] = {}
    for piece in pieces(values, relations, hidden):
        found |= {int(cell): piece.bounds(values, int(cell)) for cell in piece.cells if int(cell) in wanted}
    return [found.get(cell, Guess(cell, 0.0, float("inf"))) for cell in sorted(wanted)]
