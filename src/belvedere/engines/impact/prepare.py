"""Make logs of a panel fit for regression: floors, gaps, spikes, steps that a provider introduced."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from belvedere.engines.impact.types import Floats

MAD_TO_SD = 1.4826
SPIKE = 4.0
STEP_DAYS = 42
STEP_SCORE = 3.5  # enough to say that a unit moved; WEAK once others have moved the same day
WEAK_SCORE = 2.0
STEP_SIZE = 0.06
SHARED_STEP = 0.12
FEWEST = 3


@dataclass(frozen=True)
class Steps:
    """Level changes: `when` (k) indices of first days, `size` (k, units) in logs, 0 where a unit has none."""

    when: tuple[int, ...]
    size: Floats


def logs(values: Floats) -> Floats:
    """Logs floored at 2 % of each unit's median, NaN kept: a closed day does not become minus infinity."""
    with np.errstate(invalid="ignore"):
        floors = np.maximum(0.02 * np.nanmedian(values, axis=0), 1e-9)
        return np.asarray(np.log(np.where(np.isnan(values), np.nan, np.fmax(values, floors))))


def fill(table: Floats) -> Floats:
    """Missing cells from the unit's own mean plus the day's common departure."""
    hole = np.isnan(table)
    if not hole.any():
        return table
    means = np.nanmean(table, axis=0)
    centred = np.where(hole, 0.0, table - means)
    common = centred.sum(axis=1) / np.maximum((~hole).sum(axis=1), 1)
    return np.where(hole, means + common[:, None], table)


def departures(table: Floats, calendar: Floats) -> Floats:
    """What is left of each column once calendar and the common movement (median of columns) are removed."""
    base = np.hstack([np.ones((len(table), 1)), calendar])
    gram = base.T @ base + 1e-3 * np.eye(base.shape[1])
    left = table - base @ np.linalg.solve(gram, base.T @ table)
    left = left - np.median(left, axis=1, keepdims=True)
    return np.asarray(left - np.median(left, axis=0))


def clip_spikes(table: Floats, left: Floats) -> Floats:
    """Winsorise each column at 4 robust standard deviations of its departures."""
    bound = SPIKE * MAD_TO_SD * np.median(np.abs(left), axis=0)
    return table - left + np.clip(left, -bound, bound)


def _sizes(left: Floats) -> Floats:
    """(n, units) mean of the 42 days from t on minus mean of the 42 days before; 0 near the ends."""
    n = len(left)
    sums = np.vstack([np.zeros((1, left.shape[1])), np.cumsum(left, axis=0)])
    out = np.zeros_like(left)
    here = np.arange(STEP_DAYS, n - STEP_DAYS + 1)
    here = here[here < n]
    out[here] = (sums[here + STEP_DAYS] - 2 * sums[here] + sums[here - STEP_DAYS]) / STEP_DAYS
    return out


def find_steps(left: Floats, declared: tuple[int, ...] = ()) -> Steps:
    """Days when an eighth of the units (three at least) change level the same way at once, plus the declared ones."""
    size = _sizes(left)
    spread = np.maximum(MAD_TO_SD * np.median(np.abs(size), axis=0), 0.004)
    strong = np.where((np.abs(size) > STEP_SCORE * spread) & (np.abs(size) > STEP_SIZE), np.sign(size), 0.0)
    score = np.abs(np.where(strong != 0, size, 0.0).sum(axis=1))
    crowd = np.maximum((strong > 0).sum(axis=1), (strong < 0).sum(axis=1))
    needed = max(FEWEST, int(np.ceil(SHARED_STEP * left.shape[1])))
    found: list[int] = list(declared)
    for when in np.argsort(-score):
        if crowd[when] == 0:
            continue
        if crowd[when] >= needed and all(abs(int(when) - other) > STEP_DAYS for other in found):
            found.append(int(when))
    found.sort()
    moved = np.abs(size) > WEAK_SCORE * spread
    rows = np.array([np.where(moved[t] | (t in declared), size[t], 0.0) for t in found])
    return Steps(tuple(found), rows.reshape(len(found), left.shape[1]))


def remove_steps(table: Floats, steps: Steps) -> Floats:
    """Bring every column back to its first level."""
    out = table.copy()
    for when, size in zip(steps.when, steps.size, strict=True):
        out[when:] -= size
    return out
