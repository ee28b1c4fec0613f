"""Statistical secrecy: hide small counts, hide what would give them away, prove that an attacker finds nothing.

Cells are tied by relations (a total equals its parts): margins, nested zones and successive periods alike. The
greedy secondary suppression asks of every relation two hidden cells and a hidden mass at least the threshold; then
linear algebra finds any hidden cell that the published ones still determine, and more is hidden until none is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import qr
from scipy.optimize import linprog

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
EXACT = 1e-7


@dataclass(frozen=True)
class Relations:
    """Relation r says: the cell `total[r]` is the sum of the cells `parts[r]`."""

    total: tuple[int, ...]
    parts: tuple[tuple[int, ...], ...]

    def members(self) -> list[NDArray[np.int64]]:
        """Cells of each relation, the total last."""
        return [np.array([*parts, total]) for total, parts in zip(self.total, self.parts, strict=True)]


@dataclass(frozen=True)
class Axis:
    """One way to split: `size` leaves and groups of positions, each group the sum of its leaves or groups.

    Position `size + k` is the group k; a grand total is one more group. Nested zones and periods are groups of groups.
    """

    size: int
    groups: tuple[tuple[int, ...], ...]

    @property
    def length(self) -> int:
        """Leaves and groups."""
        return self.size + len(self.groups)


def total_axis(size: int) -> Axis:
    """Leaves and their grand total."""
    return Axis(size, (tuple(range(size)),))


def cube(leaves: Counts, axes: Sequence[Axis]) -> Counts:
    """The leaves with every group of every axis added."""
    out = leaves.astype(np.int64)
    for place, axis in enumerate(axes):
        for group in axis.groups:
            extra = np.take(out, group, axis=place).sum(axis=place, keepdims=True)
            out = np.concatenate([out, extra], axis=place)
    return out


def cube_relations(axes: Sequence[Axis]) -> Relations:
    """Every « total = sum of parts » of the flattened cube."""
    index = np.arange(int(np.prod([axis.length for axis in axes]))).reshape([axis.length for axis in axes])
    totals: list[int] = []
    parts: list[tuple[int, ...]] = []
    for place, axis in enumerate(axes):
        lines = np.moveaxis(index, place, -1).reshape(-1, axis.length)
        for k, group in enumerate(axis.groups):
            totals.extend(lines[:, axis.size + k].tolist())
            parts.extend(map(tuple, lines[:, list(group)].tolist()))
    return Relations(tuple(totals), tuple(parts))


def primary(values: Counts, threshold: int) -> Flags:
    """Counts that may not be shown: above zero and under the threshold."""
    return np.asarray((values > 0) & (values < threshold))


def suppress(
    values: Counts, relations: Relations, threshold: int, hidden: Flags | None = None, shown: Flags | None = None
) -> Flags:
    """Greedy suppression of flat `values`. `hidden` starts it; `shown` cells were published before and stay so."""
    free = np.ones(len(values), bool) if shown is None else ~shown
    out = primary(values, threshold) & free
    if hidden is not None:
        out |= hidden
    members = relations.members()
    of_cell: list[list[int]] = [[] for _ in values]
    for r, cells in enumerate(members):
        for cell in cells:
            of_cell[cell].append(r)
    queue = [r for r, cells in enumerate(members) if out[cells].any()]
    while queue:
        r = queue.pop()
        added = _cover(values, members[r], out, free, threshold)
        for cell in added:
            queue.extend(other for other in of_cell[cell] if other != r)
    return out


def _cover(values: Counts, cells: NDArray[np.int64], out: Flags, free: Flags, threshold: int) -> list[int]:
    """Hide the smallest cells of a relation until two are hidden and weigh the threshold together."""
    added: list[int] = []
    here = out[cells]
    count, mass = int(here.sum()), int(values[cells[here]].sum())
    if count == 0 or (count >= 2 and mass >= threshold):
        return added
    candidates = cells[~here & free[cells] & (values[cells] > 0)]
    for cell in candidates[np.argsort(values[candidates], kind="stable")]:
        out[cell] = True
        added.append(int(cell))
        count, mass = count + 1, mass + int(values[cell])
        if count >= 2 and mass >= threshold:
            break
    return added


def determined(relations: Relations, hidden: Flags) -> NDArray[np.int64]:
    """Hidden cells that the published ones fix exactly by linear algebra alone."""
    cells = np.nonzero(hidden)[0]
    system = _system(relations, hidden, cells)
    if not len(cells) or not len(system):
        return np.array([], np.int64)
    _, upper, order = qr(system, mode="economic", pivoting=True)
    rank = int((np.abs(np.diag(upper)) > EXACT).sum())
    reduced = np.linalg.solve(upper[:rank, :rank], upper[:rank, rank:])
    fixed = np.nonzero(np.abs(reduced).max(axis=1, initial=0.0) < EXACT)[0]
    return np.sort(cells[order[fixed]])


def _system(relations: Relations, hidden: Flags, cells: NDArray[np.int64]) -> NDArray[np.float64]:
    """Coefficients of the hidden cells in the relations that hold any."""
    rank = {int(cell): k for k, cell in enumerate(cells)}
    rows = []
    for total, parts in zip(relations.total, relations.parts, strict=True):
        row = np.zeros(len(cells))
        for part in parts:
            if hidden[part]:
                row[rank[part]] += 1
        if hidden[total]:
            row[rank[total]] -= 1
        if row.any():
            rows.append(row)
    return np.array(rows).reshape(len(rows), len(cells))


class SecrecyError(ValueError):
    """What was published before leaves no way to protect a cell."""


def protect(
    values: Counts, relations: Relations, threshold: int, hidden: Flags | None = None, shown: Flags | None = None
) -> Flags:
    """Hidden cells such that no published cell, past or present, determines one. Raises SecrecyError if impossible."""
    out = suppress(values, relations, threshold, hidden, shown)
    members = relations.members()
    free = np.ones(len(values), bool) if shown is None else ~shown
    while len(found := _exposed(values, relations, out)):
        before = int(out.sum())
        for cell in found:
            _widen(values, members, out, free, int(cell))
        if int(out.sum()) == before:
            raise SecrecyError(
                f"{len(found)} cellules seraient devinées à partir de ce qui est déjà publié ; "
                "retirez une publication antérieure ou regroupez les zones."
            )
        out = suppress(values, relations, threshold, out, shown)
    return out


def _exposed(values: Counts, relations: Relations, hidden: Flags) -> NDArray[np.int64]:
    """Determined cells; once there is none by algebra, those that non-negativity pins down."""
    found = determined(relations, hidden)
    if len(found):
        return found
    narrow = [low.cell for low in attack(values, relations, hidden) if low.found]
    return np.array(narrow, np.int64)


def _widen(values: Counts, members: list[NDArray[np.int64]], out: Flags, free: Flags, cell: int) -> None:
    """Hide one more cell in each relation of `cell`, the smallest that counts somebody."""
    for cells in members:
        if cell in cells:
            candidates = cells[~out[cells] & free[cells] & (values[cells] > 0)]
            if len(candidates):
                out[candidates[np.argmin(values[candidates])]] = True


@dataclass(frozen=True)
class Guess:
    """What an attacker knows of a hidden cell: it lies between `low` and `high`."""

    cell: int
    low: float
    high: float

    @property
    def found(self) -> bool:
        """Whether only one whole number is left."""
        return bool(np.floor(self.high + 1e-6) - np.ceil(self.low - 1e-6) < 1)


def attack(values: Counts, relations: Relations, hidden: Flags, sample: Sequence[int] | None = None) -> list[Guess]:
    """Bounds of each hidden cell (or of `sample`) by linear programming from everything published."""
    return list(_bounds(values, relations, hidden, sample))


def _bounds(values: Counts, relations: Relations, hidden: Flags, sample: Sequence[int] | None) -> Iterator[Guess]:
    cells = np.nonzero(hidden)[0]
    system, right = [], []
    rank = {int(cell): k for k, cell in enumerate(cells)}
    for total, parts in zip(relations.total, relations.parts, strict=True):
        if not (hidden[total] or hidden[list(parts)].any()):
            continue
        row = np.zeros(len(cells))
        known = 0 if hidden[total] else int(values[total])
        for part in parts:
            if hidden[part]:
                row[rank[part]] += 1
            else:
                known -= int(values[part])
        if hidden[total]:
            row[rank[total]] -= 1
        system.append(row)
        right.append(known)
    for cell in cells if sample is None else sample:
        goal = np.zeros(len(cells))
        goal[rank[int(cell)]] = 1.0
        low, high = (_extreme(sign * goal, system, right) * sign for sign in (1, -1))
        yield Guess(int(cell), low, high)


def _extreme(goal: NDArray[np.float64], system: list[NDArray[np.float64]], right: list[int]) -> float:
    answer = linprog(goal, A_eq=np.array(system) if system else None, b_eq=right or None, method="highs")
    return float(answer.fun) if answer.status == 0 else float("-inf")
