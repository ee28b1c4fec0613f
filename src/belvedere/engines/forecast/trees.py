"""One LightGBM for all series: what to add to the statistical forecast, learnt on the past origins of every series."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from belvedere.engines.forecast.types import Floats

if TYPE_CHECKING:
    import lightgbm as lgb

ROUNDS = 300
SETTINGS = {
    "objective": "l1",
    "learning_rate": 0.06,
    "num_leaves": 31,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.5,
    "bagging_freq": 1,
    "lambda_l2": 1.0,
    "max_bin": 127,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}


def _mean_growth(growth: Floats, m: int) -> list[float]:
    return [float(growth[-k:].mean()) for k in (1, max(1, m // 4), m // 2, m)]


def features(logs: Floats, models: Floats, m: int) -> tuple[Floats, Floats]:
    """Rows (h, columns) at the end of `logs` (at least 2 seasons), and the model median (h,) that they correct."""
    h = models.shape[1]
    middle = np.median(models, axis=0)
    years = min(len(logs) // m, 4)
    table = logs[len(logs) - years * m :].reshape(years, m)[::-1]
    level = table.mean(axis=1)
    ahead = np.arange(h)
    place = ahead % m
    lags = np.full((4, h), np.nan)
    lags[:years] = (table - level[:, None])[:, place]
    yearly = np.full(3, np.nan)
    yearly[: years - 1] = level[:-1] - level[1:]
    growth = logs[m:] - logs[:-m]
    beside = (np.roll(table[0], 1) + np.roll(table[0], -1))[place] - 2 * level[0]
    moving = [
        ahead + 1,
        place,
        ahead // m,
        *lags,
        (table[0] - table[1])[place],
        beside,
        middle - table[0][place],
        np.ptp(models, axis=0),
        *(models - middle),
    ]
    fixed = [
        *yearly,
        *_mean_growth(growth, m),
        np.abs(growth[-3 * m :] - np.median(growth[-3 * m :])).mean(),
        table[0].std(),
        len(logs) / m,
        level[0] - logs.mean(),
        growth.mean(),
        growth.std(),
    ]
    return np.column_stack([*moving, *(np.full(h, value) for value in fixed)]), middle


def train(rows: Iterable[Floats], targets: Iterable[Floats], seed: int) -> lgb.Booster:
    """Fit the corrections `targets` (clipped to ±2 in logarithm) on feature rows."""
    # Loads pandas too: seconds, and hundreds of megabytes that a page which only names a type must not pay.
    import lightgbm as lgb  # noqa: PLC0415

    data = lgb.Dataset(np.concatenate(list(rows)), np.clip(np.concatenate(list(targets)), -2, 2))
    return lgb.train({**SETTINGS, "seed": seed}, data, ROUNDS)


def correct(booster: lgb.Booster, rows: Floats) -> Floats:
    """Corrections for feature rows, on one thread."""
    return np.asarray(booster.predict(rows, num_threads=1), dtype=np.float64)
