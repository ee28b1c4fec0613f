"""Forecasts of zones made to add up: minimum-trace reconciliation with diagonal variances, or bottom-up.

Where a zone would fall under zero, the nearest coherent forecasts that stay positive are taken instead (Wickramasuriya,
Turlach and Hyndman, 2020): a non-negative least squares on the leaves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from belvedere.engines.forecast.types import Floats, ForecastError, ForecastTable


def summing_matrix(parents: Mapping[str, tuple[str, ...]], nodes: tuple[str, ...]) -> Floats:
    """(nodes, leaves) matrix of 0 and 1; leaves are the nodes without children, in the order of `nodes`.

    Raises ForecastError for an unknown child, a loop, or a zone counted twice under one parent.
    """
    leaves = [node for node in nodes if not parents.get(node)]
    where = {leaf: i for i, leaf in enumerate(leaves)}

    def row(node: str, above: tuple[str, ...]) -> Floats:
        if node in above:
            raise ForecastError(f"La zone « {node} » se contient elle-même ; corrigez la hiérarchie.")
        if node in where:
            return np.asarray(np.eye(len(leaves))[where[node]])
        if node not in nodes:
            raise ForecastError(
                f"La zone « {node} » n’a pas de prévision ; ajoutez sa série ou retirez-la de la hiérarchie."
            )
        return np.asarray(np.sum([row(child, (*above, node)) for child in parents[node]], axis=0))

    matrix = np.array([row(node, ()) for node in nodes])
    if (matrix > 1).any():
        twice = nodes[int(np.argmax((matrix > 1).any(axis=1)))]
        raise ForecastError(f"Sous « {twice} », une zone est comptée deux fois ; corrigez la hiérarchie.")
    return matrix


def reconcile(base: Floats, summing: Floats, variances: Floats | None = None) -> Floats:
    """Coherent forecasts (nodes, h) nearest to `base` (nodes, h), each node trusted as the inverse of its variance.

    Without variances: bottom-up. No node is negative if no base forecast is.
    """
    leaf_rows = np.flatnonzero(summing.sum(axis=1) == 1)
    order = [int(leaf_rows[np.argmax(summing[leaf_rows, k] == 1)]) for k in range(summing.shape[1])]
    if variances is None:
        return np.asarray(summing @ base[order])
    root = 1 / np.sqrt(np.maximum(variances, 1e-12))[:, None]
    scaled, wanted = root * summing, root * base
    leaves: Floats = np.linalg.lstsq(scaled, wanted, rcond=None)[0].astype(np.float64)
    if base.min() >= 0 and leaves.min() < 0:
        leaves = _positive(scaled, wanted, leaves)
    return np.asarray(summing @ leaves)


def _positive(scaled: Floats, wanted: Floats, leaves: Floats) -> Floats:
    """The columns of `leaves` that went under zero, solved again with non-negative leaves."""
    # A second of loading that most forecasts, where no zone goes under zero, must not pay.
    from scipy.optimize import nnls  # noqa: PLC0415

    out = leaves.copy()
    for column in np.flatnonzero((leaves < 0).any(axis=0)):
        out[:, column] = nnls(scaled, wanted[:, column])[0]
    return out


def add_up(table: ForecastTable, parents: Mapping[str, tuple[str, ...]], bottom_up: bool = False) -> ForecastTable:
    """The table with its means reconciled along `parents` (zone to its parts); each interval moves with its mean.

    Every zone named must be forecast over the same periods. Series outside the hierarchy are left as they are.
    """
    named = set(parents) | {child for children in parents.values() for child in children}
    nodes = tuple(sorted(named))
    places = [table.rows(node) for node in nodes]
    lost = [node for node, rows in zip(nodes, places, strict=True) if not len(rows)]
    if lost:
        raise ForecastError(
            f"La zone « {lost[0]} » n’a pas de prévision ; ajoutez sa série ou retirez-la de la hiérarchie."
        )
    rows = np.array(places)
    if (table.ds[rows] != table.ds[rows[0]]).any():
        raise ForecastError("Les zones ne s’arrêtent pas à la même période ; prévoyez-les depuis la même date.")
    base = table.mean[rows]
    widest = max(table.bounds)
    low, high = table.bounds[widest]
    variances = None if bottom_up else ((high - low)[rows].mean(axis=1) ** 2)
    coherent = reconcile(base, summing_matrix(parents, nodes), variances)
    mean = table.mean.copy()
    mean[rows] = coherent
    move = mean - table.mean
    counts = bool(base.min() >= 0)
    bounds = {
        v: (np.maximum(lo + move, 0.0) if counts else lo + move, hi + move) for v, (lo, hi) in table.bounds.items()
    }
    return replace(table, mean=mean, bounds=bounds)
