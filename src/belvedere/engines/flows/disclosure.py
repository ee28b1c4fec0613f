"""The one door through which counts leave: a table with its totals, small and revealing cells left blank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from belvedere.engines.flows.attacker import Flags
from belvedere.engines.flows.secrecy import Axis, cube, cube_relations, protect
from belvedere.engines.flows.units import FlowsError

ALL = "TOUT"
THRESHOLD = 20
MAX_CELLS = 200_000


@dataclass(frozen=True)
class Dimension:
    """A column to publish by; `parents` (child → parent, any depth) adds the nested levels, roots add up to `TOUT`.

    `adds` false where the unit forbids the sum over this column: then it has no total and no level.
    """

    name: str
    parents: Mapping[str, str] = field(default_factory=dict)
    adds: bool = True


Members = Mapping[str, frozenset[str]]  # leaves that each label, leaf or group, contains


@dataclass(frozen=True)
class Published:
    """`table`: one row a cell, the dimensions then `volume` (null when hidden). `hidden` counts the blanks.

    `members` tells, dimension by dimension, the leaves behind each label when it was published.
    """

    table: pa.Table
    hidden: int
    secondary: int
    members: tuple[Members, ...]


def publish(
    facts: pa.Table,
    dimensions: Sequence[Dimension],
    *,
    threshold: int = THRESHOLD,
    earlier: Sequence[Published] = (),
) -> Published:
    """Sum `facts` (a column a dimension, `volume`) over every cell and total, then protect.

    `earlier` publications of the same dimensions stay true: what they showed stays shown, what they hid stays hidden,
    and a total whose members have changed since (a season that grew) is guarded beside the new one.
    Raises SecrecyError when they leave no way, FlowsError when the table is too big to protect at once.
    """
    columns = [facts[dim.name].to_pylist() for dim in dimensions]
    members = [_members(sorted(set(column)), dim) for column, dim in zip(columns, dimensions, strict=True)]
    guarded = [_with_former(now, [old.members[k] for old in earlier]) for k, now in enumerate(members)]
    axes = [_axis(labels) for labels in guarded]
    shape = tuple(axis.length for axis in axes)
    if np.prod(shape) > MAX_CELLS:
        raise FlowsError(f"Le tableau aurait {int(np.prod(shape))} cellules ; publiez moins de détails à la fois.")
    leaves = np.zeros(tuple(axis.size for axis in axes), np.int64)
    ranks = [{label: k for k, label in enumerate(labels)} for labels in guarded]
    places = [np.array([rank[value] for value in column], np.intp) for rank, column in zip(ranks, columns, strict=True)]
    np.add.at(leaves, tuple(places), facts["volume"].to_numpy())
    values = cube(leaves, axes).ravel()
    shown, kept = _memory(earlier, dimensions, guarded)
    hidden = protect(values, cube_relations(axes), threshold, kept, shown)
    today = [[rank[label] for label in now] for rank, now in zip(ranks, members, strict=True)]
    chosen = np.ix_(*today)
    out, blank = values.reshape(shape)[chosen].ravel(), hidden.reshape(shape)[chosen].ravel()
    small = int(((out > 0) & (out < threshold)).sum())
    table = _long([list(now) for now in members], dimensions, out, blank)
    return Published(table, int(blank.sum()), int(blank.sum()) - small, tuple(members))


def _members(leaves: list[str], dimension: Dimension) -> dict[str, frozenset[str]]:
    """Leaves, then groups from the deepest up, `TOUT` last, with the leaves of each."""
    out = {leaf: frozenset([leaf]) for leaf in leaves}
    if not dimension.adds:
        return out
    depth = _depths(leaves, dimension.parents)
    for name in sorted(depth.keys() - out.keys(), key=lambda name: (depth[name], name)):
        inside = [leaf for leaf in leaves if name in _line(leaf, dimension.parents)]
        out[name] = frozenset(inside)
    return {**out, ALL: frozenset(leaves)}


def _line(name: str, parents: Mapping[str, str]) -> list[str]:
    """Ancestors of a label, the nearest first."""
    out = []
    while name in parents:
        name = parents[name]
        out.append(name)
    return out


def _with_former(now: Members, former: Sequence[Members]) -> dict[str, frozenset[str]]:
    """The labels of today and, under names of their own, the groups of earlier tables that had other members."""
    out = dict(now)
    for version, labels in enumerate(former):
        for label, inside in labels.items():
            if not inside <= now.keys():
                gone = sorted(inside - now.keys())[0]
                raise FlowsError(f"« {gone} » était publié et manque aux faits ; gardez toute la période.")
            if now.get(label) != inside:
                out[_former(label, version)] = inside
    return out


def _former(label: str, version: int) -> str:
    return f"{label}\x00{version}"


def _axis(labels: Members) -> Axis:
    """Each group as the sum of its largest known parts, so that the levels in between are tied too."""
    names = list(labels)
    size = sum(1 for name, inside in labels.items() if inside == {name})
    order = sorted(range(size, len(names)), key=lambda k: len(labels[names[k]]))
    groups: dict[int, tuple[int, ...]] = {}
    for k in order:
        left, parts = set(labels[names[k]]), []
        for other in [j for j in reversed(order) if j < k] + list(range(size)):
            inside = labels[names[other]]
            if inside <= left and (other < size or inside != labels[names[k]]):
                parts.append(other)
                left -= inside
        groups[k] = tuple(parts)
    return Axis(size, tuple(groups[k] for k in range(size, len(names))))


def _depths(leaves: list[str], parents: Mapping[str, str]) -> dict[str, int]:
    """How many levels lie under each label, at most; every group comes after what it contains."""
    depth = dict.fromkeys(leaves, 0)
    for leaf in leaves:
        name, steps = leaf, 0
        while name in parents:
            name, steps = parents[name], steps + 1
            if steps > len(parents) or name in leaves:
                raise FlowsError(f"« {name} » s’emboîte dans l’un de ses enfants ou porte des faits ; corrigez.")
            depth[name] = max(depth.get(name, 0), steps)
    return depth


def _memory(
    earlier: Sequence[Published], dimensions: Sequence[Dimension], guarded: list[dict[str, frozenset[str]]]
) -> tuple[Flags | None, Flags | None]:
    """Cells already shown and already hidden, flat."""
    if not earlier:
        return None, None
    ranks = [{label: k for k, label in enumerate(labels)} for labels in guarded]
    shape = tuple(len(labels) for labels in guarded)
    shown, hidden = np.zeros(shape, bool), np.zeros(shape, bool)
    for version, published in enumerate(earlier):
        columns = []
        for dim, rank in zip(dimensions, ranks, strict=True):
            names = published.table[dim.name].to_pylist()
            columns.append([rank.get(_former(name, version), rank.get(name, 0)) for name in names])
        blank = published.table["volume"].is_null().to_numpy(zero_copy_only=False)
        place = tuple(np.array(column, np.intp) for column in columns)
        shown[tuple(part[~blank] for part in place)] = True
        hidden[tuple(part[blank] for part in place)] = True
    return (shown & ~hidden).ravel(), hidden.ravel()


def _long(labels: Sequence[list[str]], dimensions: Sequence[Dimension], values: np.ndarray, hidden: Flags) -> pa.Table:
    grids = np.meshgrid(*(np.arange(len(names)) for names in labels), indexing="ij")
    columns: dict[str, pa.Array] = {}
    for dim, names, grid in zip(dimensions, labels, grids, strict=True):
        columns[dim.name] = pa.array(np.array(names, object)[grid.ravel()], pa.string())
    columns["volume"] = pa.array(values, pa.int64(), mask=hidden)
    return pa.table(columns)
