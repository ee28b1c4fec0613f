"""The one door through which counts leave: a table with its totals, small and revealing cells left blank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from belvedere.engines.flows.secrecy import Axis, Flags, cube, cube_relations, protect
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


@dataclass(frozen=True)
class Published:
    """`table`: one row a cell, the dimensions then `volume` (null when hidden). `hidden` counts the blanks."""

    table: pa.Table
    hidden: int
    secondary: int


def publish(
    facts: pa.Table,
    dimensions: Sequence[Dimension],
    *,
    threshold: int = THRESHOLD,
    earlier: Sequence[Published] = (),
) -> Published:
    """Sum `facts` (a column a dimension, `volume`) over every cell and total, then protect.

    `earlier` publications of the same dimensions stay true: what they showed stays shown, what they hid stays hidden.
    Raises SecrecyError when they leave no way, FlowsError when the table is too big to protect at once.
    """
    labels, axes = zip(*(_axis(facts[dim.name].to_pylist(), dim) for dim in dimensions), strict=True)
    shape = tuple(axis.length for axis in axes)
    if np.prod(shape) > MAX_CELLS:
        raise FlowsError(f"Le tableau aurait {int(np.prod(shape))} cellules ; publiez moins de détails à la fois.")
    leaves = np.zeros(tuple(axis.size for axis in axes), np.int64)
    ranks = [{label: k for k, label in enumerate(names)} for names in labels]
    places = [
        [rank[value] for value in facts[dim.name].to_pylist()] for rank, dim in zip(ranks, dimensions, strict=True)
    ]
    np.add.at(leaves, tuple(np.array(place, np.intp) for place in places), facts["volume"].to_numpy())
    values = cube(leaves, axes).ravel()
    shown, kept = _memory(earlier, dimensions, ranks, shape)
    hidden = protect(values, cube_relations(axes), threshold, kept, shown)
    small = int(((values > 0) & (values < threshold)).sum())
    return Published(_long(labels, dimensions, values, hidden), int(hidden.sum()), int(hidden.sum()) - small)


def _axis(values: list[str], dimension: Dimension) -> tuple[list[str], Axis]:
    """Labels (leaves, then groups from the deepest up, `TOUT` last) and the axis."""
    leaves = sorted(set(values))
    if not dimension.adds:
        return leaves, Axis(len(leaves), ())
    children: dict[str, list[str]] = {}
    depth = _depths(leaves, dimension.parents)
    labels = leaves + sorted((name for name in depth if name not in set(leaves)), key=lambda name: (depth[name], name))
    for name in labels:
        children.setdefault(dimension.parents.get(name, ALL), []).append(name)
    labels.append(ALL)
    rank = {name: k for k, name in enumerate(labels)}
    groups = tuple(tuple(rank[child] for child in children[name]) for name in labels[len(leaves) :])
    return labels, Axis(len(leaves), groups)


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
    earlier: Sequence[Published], dimensions: Sequence[Dimension], ranks: list[dict[str, int]], shape: tuple[int, ...]
) -> tuple[Flags | None, Flags | None]:
    """Cells already shown and already hidden, flat; a label met no more in the facts is no cell."""
    if not earlier:
        return None, None
    shown, hidden = np.zeros(shape, bool), np.zeros(shape, bool)
    for published in earlier:
        columns = [published.table[dim.name].to_pylist() for dim in dimensions]
        for *names, volume in zip(*columns, published.table["volume"].to_pylist(), strict=True):
            if all(name in rank for name, rank in zip(names, ranks, strict=True)):
                place = tuple(rank[name] for name, rank in zip(names, ranks, strict=True))
                (hidden if volume is None else shown)[place] = True
    return shown.ravel(), hidden.ravel()


def _long(labels: Sequence[list[str]], dimensions: Sequence[Dimension], values: np.ndarray, hidden: Flags) -> pa.Table:
    grids = np.meshgrid(*(np.arange(len(names)) for names in labels), indexing="ij")
    columns: dict[str, pa.Array] = {}
    for dim, names, grid in zip(dimensions, labels, grids, strict=True):
        columns[dim.name] = pa.array(np.array(names, object)[grid.ravel()], pa.string())
    columns["volume"] = pa.array(values, pa.int64(), mask=hidden)
    return pa.table(columns)
