"""Weeks, months, quarters and years: three families of forecasts mixed, and intervals from how wrong they were.

Everything works on logarithms about a floor, so that series of all sizes pool. The hold-outs that led to each constant
are in `docs/why/previsions.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belvedere.engines.forecast.linear import linear_forecasts
from belvedere.engines.forecast.statistical import combined, floor_of, log_forecasts
from belvedere.engines.forecast.trees import correct, features, train
from belvedere.engines.forecast.types import Floats

SHARES = {"statistique": 2.0, "linéaire": 1.0, "arbres": 1.0}
LINEAR_FROM = 5  # series: the linear model gains from the smallest pool of the learning curve on
TREES_FROM = 35  # below, the learning curve shows gains under 0.01, at most of the cost
MANY = 200  # series: fewer err together, and one held-out stretch then says nothing of the next
LEAST, QUIET = 0.002, 0.1  # of the level: errors are counted in no less, nor those of an empty month
PRUDENCE = 0.25  # times the squared noise: a relative error is least a little under the median
STEPS = {52: 13, 12: 3, 4: 1, 1: 1}  # periods between two past origins
ORIGINS = 45
MOSTLY = 0.8  # of the two seasons before a past origin must have been counted: what was made up errs otherwise
RIPE = 0.6  # of the history must have been known at a past origin: less taught less, and erred by more
USUAL = -np.log(1 - (np.arange(1, 100) - 0.5) / 99)  # absolute errors of a Laplace law
SPREAD = {52: 1.1, 12: 1.1, 4: 1.1, 1: 1.5}  # its scale in the first year foreseen, in yardsticks
WITNESSES = {52: 20, 12: 20, 4: 20, 1: 10}  # cases that it stands for beside those of the pool


@dataclass(frozen=True, slots=True)
class Prepared:
    """One clean series: values, logarithms, noise (mean absolute yearly change of the logarithm), past forecasts, and
    whether each value was counted (not made up for a hole or a break)."""

    y: Floats
    logs: Floats
    floor: float
    noise: float
    past: dict[int, Floats]
    counted: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Outlook:
    """Forecast of one series: mean and interval bounds (h,), and the families that took part."""

    mean: Floats
    bounds: dict[int, tuple[Floats, Floats]]
    method: str
    tested: bool


def shortest(m: int) -> int:
    """Observations below which nothing is promised: two seasons, five years."""
    return 2 * m if m > 1 else 5


def _origins(n: int, m: int, h: int) -> list[int]:
    least = shortest(m) if m == 1 else 3 * m
    wanted = {n - j * STEPS[m] for j in range(1, ORIGINS)} | {n - h, n - 2 * h}
    return [n, *sorted((o for o in wanted if o >= least), reverse=True)]


def prepare(y: Floats, m: int, h: int, counted: NDArray[np.bool_] | None = None) -> Prepared:
    """Forecast a gapless non-negative series from its end and from past origins."""
    floor = floor_of(y)
    logs = np.log(np.maximum(y, floor))
    growth = logs[m:] - logs[:-m]
    noise = float(np.abs(growth - np.median(growth)).mean())
    past = {o: log_forecasts(y[:o], m, h) for o in _origins(len(y), m, h)}
    return Prepared(y, logs, floor, noise, past, np.ones(len(y), bool) if counted is None else counted)


def _tree_forecasts(pool: Sequence[Prepared], end: int, m: int, h: int, seed: int) -> Floats:
    """Statistical median corrected by trees that saw no value of the last `end` periods, nor any that was made up."""
    rows, targets, now, middles = [], [], [], []
    for one in pool:
        limit = len(one.y) - end
        for origin, models in one.past.items():
            if origin > limit:
                continue
            row, middle = features(one.logs[:origin], models, m)
            if origin == limit:
                now.append(row)
                middles.append(middle)
                continue
            counted = np.flatnonzero(one.counted[origin:limit][:h])
            rows.append(row[counted])
            targets.append(one.logs[origin + counted] - middle[counted])
    if not rows:
        return np.full((len(pool), h), np.nan)
    return np.array(middles) + correct(train(rows, targets, seed), np.concatenate(now)).reshape(-1, h)


def _families(pool: Sequence[Prepared], end: int, m: int, h: int, seed: int, trees: bool) -> dict[str, Floats]:
    """Log forecasts (series, h) of each family from `end` periods before the end of every series."""
    known = [slice(len(one.y) - end) for one in pool]
    counted = [one.counted[part] for one, part in zip(pool, known, strict=True)]
    stat = []
    for one, part, real in zip(pool, known, counted, strict=True):
        past = {o: f for o, f in one.past.items() if o <= len(real)}
        stat.append(combined(one.y[part], m, past, real))
    out = {"statistique": np.array(stat)}
    if len(pool) >= LINEAR_FROM:
        logs = [one.logs[part] for one, part in zip(pool, known, strict=True)]
        out["linéaire"] = linear_forecasts(logs, counted, m, h)
    if trees and m > 1 and len(pool) >= TREES_FROM:
        out["arbres"] = _tree_forecasts(pool, end, m, h, seed)
    return out


def mixed(
    pool: Sequence[Prepared], end: int, m: int, h: int, seed: int, trees: bool = True
) -> tuple[Floats, list[str]]:
    """Log forecasts (series, h) of the mix, lowered by prudence, and the families of each series joined by « + »."""
    families = _families(pool, end, m, h, seed, trees)
    names, stack = list(families), np.array(list(families.values()))
    there = np.isfinite(stack[:, :, 0])
    shares = np.array([SHARES[name] for name in names])[:, None] * there
    mix = np.einsum("fs,fsh->sh", shares / shares.sum(axis=0), np.where(there[:, :, None], stack, 0.0))
    noise = np.minimum([one.noise for one in pool], 0.5)
    labels = ["+".join(name for name, yes in zip(names, column, strict=True) if yes) for column in there.T]
    return mix - PRUDENCE * noise[:, None] ** 2, labels


def _yardstick(one: Prepared, end: int, m: int, foreseen: Floats, many: bool) -> Floats:
    """What errors are counted in, for each period foreseen from `end` before the last: the mean absolute change from
    one year to the next (that of the MASE), halfway in logarithm to the series' own past error in a big pool; in a
    smaller one, in proportion to what is foreseen, for a full month errs by more than an empty one."""
    y = one.y[: len(one.y) - end]
    level = float(np.abs(y).mean())
    change = max(float(np.abs(y[m:] - y[:-m]).mean()), LEAST * level, 1e-9)
    if m == 1:
        return np.full(len(foreseen), change)
    if many:
        return np.full(len(foreseen), np.sqrt(change * _own_error(one, end, change)))
    return np.asarray(change * np.maximum(foreseen / max(level, 1e-9), QUIET))


def _own_error(one: Prepared, end: int, usual: float) -> float:
    """Mean absolute error of the median model at the origins before `end`, half a horizon known at least; or `usual`.

    Errors are divided by what is usual for each series, so that their quantiles fit calm and restless ones alike
    (locally weighted split conformal: Lei, G'Sell, Rinaldo, Tibshirani and Wasserman 2018).
    """
    limit = len(one.y) - end
    misses = [np.empty(0)]
    for origin, models in one.past.items():
        steps = min(models.shape[1], limit - origin)
        if steps < max(1, models.shape[1] // 2):
            continue
        judged = np.flatnonzero(one.counted[origin : origin + steps])
        misses.append(np.abs(np.exp(np.median(models[:, judged], axis=0)) - one.y[origin + judged]))
    every = np.concatenate(misses)
    return max(float(every.mean()), LEAST * usual) if len(every) else usual


def _residuals(pool: Sequence[Prepared], m: int, h: int, seed: int) -> Floats:
    """Errors over the yardstick, (cases, h): the last h of each series held out; a smaller pool at more origins, but
    without the trees, which would have to be grown at each of them for a hundredth of the error."""
    cases, many = [np.empty((0, h))], len(pool) >= MANY
    for end in (h,) if many else range(h, h + 24 * STEPS[m], STEPS[m]):
        held = [one for one in pool if len(one.y) - end in one.past and len(one.y) - end >= RIPE * len(one.y)]
        if not held:
            continue
        foreseen = np.exp(mixed(held, end, m, h, seed, trees=many)[0])
        truth = np.array([one.y[len(one.y) - end :][:h] for one in held])
        yardsticks = [_yardstick(one, end, m, ahead, many) for one, ahead in zip(held, foreseen, strict=True)]
        wrong = np.clip((truth - foreseen) / np.array(yardsticks), -50, 50)
        fair = [_fair(one, end, m, h) for one in held]
        cases.append(np.where(fair, wrong, np.nan)[np.any(fair, axis=1)])
    return np.concatenate(cases)


def _fair(one: Prepared, end: int, m: int, h: int) -> NDArray[np.bool_]:
    """Which of the `h` periods from `end` before the last may be judged: counted, after two seasons mostly so."""
    start = len(one.y) - end
    return np.asarray(one.counted[start:][:h] & (one.counted[max(0, start - 2 * m) : start].mean() >= MOSTLY))


def _near(residuals: Floats, j: int) -> tuple[Floats, int]:
    """Errors of a step and its neighbours (of all steps where it was never judged), and the number of these steps."""
    reach = residuals.shape[1] // 8
    steps = residuals[:, max(0, j - reach) : j + reach + 1]
    known = steps[np.isfinite(steps)]
    return (known, steps.shape[1]) if len(known) else (residuals[np.isfinite(residuals)], residuals.shape[1])


def _signed(residuals: Floats, level: int) -> tuple[Floats, Floats]:
    """Split-conformal bounds per step of a big pool, neighbouring steps pooled; the mean inside."""
    tail = (1 - level / 100 - 1 / len(residuals)) / 2
    near = [_near(residuals, j)[0] for j in range(residuals.shape[1])]
    low, high = (np.array([np.quantile(one, share) for one in near]) for share in (max(tail, 0), min(1 - tail, 1)))
    return np.minimum(low, 0.0), np.maximum(high, 0.0)


def _symmetric(residuals: Floats, level: int, m: int) -> tuple[Floats, Floats]:
    """Bounds per step of a smaller pool: a quantile of its absolute errors and of `WITNESSES` usual ones together.

    Past origins nearer than the horizon repeat one another, and a case then counts for the part that is new. With no
    past error the usual ones speak alone: they widen with the years as a random walk does.
    """
    h = residuals.shape[1]
    apart = 1.0 if m == 1 else min(1.0, STEPS[m] / h)
    width = np.empty(h)
    for j in range(h):
        near, steps = _near(residuals, j)
        errors = np.concatenate([np.abs(near), SPREAD[m] * np.sqrt(1 + j // m) * USUAL])
        weights = np.repeat([apart / steps, WITNESSES[m] / len(USUAL)], [len(near), len(USUAL)])
        width[j] = np.quantile(errors, level / 100, weights=weights, method="inverted_cdf")
    return -width, width


def outlooks(pool: Sequence[Prepared], m: int, h: int, levels: Sequence[int], seed: int) -> list[Outlook]:
    """Forecast every series of the pool; the order of the pool must not depend on the caller's (sort it first)."""
    if not pool:
        return []
    foreseen, labels = mixed(pool, 0, m, h, seed)
    residuals = _residuals(pool, m, h, seed)
    tested = len(residuals) >= 10
    signed = tested and m > 1 and len(pool) >= MANY
    widths = {v: _signed(residuals, v) if signed else _symmetric(residuals, v, m) for v in levels}
    out = []
    for i, one in enumerate(pool):
        mean = np.exp(foreseen[i])
        yardstick = _yardstick(one, 0, m, mean, len(pool) >= MANY)
        if one.y.min() <= 0:
            mean = np.where(mean <= one.floor * 1.0001, 0.0, mean)
        bounds = {
            v: (np.maximum(mean + low * yardstick, 0.0), mean + high * yardstick) for v, (low, high) in widths.items()
        }
        out.append(Outlook(mean, bounds, labels[i], tested))
    return out
