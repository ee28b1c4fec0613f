"""Statistical secrecy: hide small counts, hide what would give them away, prove that an attacker finds nothing.

Cells are tied by relations (a total equals its parts): margins, nested zones and successive periods alike. The
greedy secondary suppression asks of every relation two hidden cells and a hidden mass at least the threshold; then the
attacker's own linear programs (`attacker`) look for cells that the published ones still give away, and more is hidden
until there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belvedere.engines.flows.attacker import Counts, Flags, Relations, pieces


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
    """Hidden cells of which the published ones leave one whole number only."""
    found = [part.exposed(values) for part in pieces(values, relations, hidden)]
    return np.concatenate([np.array([], np.int64), *found])


def _widen(values: Counts, members: list[NDArray[np.int64]], out: Flags, free: Flags, cell: int) -> None:
    """Hide one more cell in each relation of `cell`, the smallest that counts somebody."""
    for cells in members:
        if cell in cells:
            candidates = cells[~out[cells] & free[cells] & (values[cells] > 0)]
            if len(candidates):
                out[candidates[np.argmin(values[candidates])]] = True
