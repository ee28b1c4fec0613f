"""From a panel and an event to a tuned regression with its placebo errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from belvedere.engines.impact import calendar as french
from belvedere.engines.impact import conformal, prepare
from belvedere.engines.impact.controls import screen_controls
from belvedere.engines.impact.ridge import Columns, Fit, Regression, columns, left_out_errors
from belvedere.engines.impact.types import Context, Control, Floats, Panel, Window

SCALES = {0: (0.15, 0.4, 1.0), 2: (0.0007, 0.0016, 0.0035, 0.008)}
START = (0.4, 0.15, 0.0025)
TRIM = 0.9
FORWARD = 90
SHORT_AFTER = 28
TUNING_WINDOWS = 90
DAILY_NOISE = 0.08


@dataclass(frozen=True)
class Study:
    """Everything known before looking at the window: logs, clean controls, weights, steps, judged controls."""

    panel: Panel
    event: Window
    context: Context
    first: int
    target: Floats
    weight: Floats
    cols: Columns | None
    steps: prepare.Steps
    controls: tuple[Control, ...]


@dataclass(frozen=True)
class Tuned:
    """The chosen fit, the placebo windows (k, days) and the log errors over them with their weights."""

    fit: Fit
    scales: tuple[float, float, float]
    errors: Floats
    weights: Floats
    own: float
    daily: Floats
    smear: float


def positions(panel: Panel, window: Window) -> range:
    """Indices of the days of a window; may stick out of the panel."""
    first = int((window.start - panel.dates[0]).astype(int))
    return range(first, first + window.days)


def _training_weight(panel: Panel, event: Window, context: Context) -> Floats:
    """0 on missing days, around the event and during the target's other events."""
    n = len(panel.dates)
    weight = (~np.isnan(panel.values[:, panel.column(event.unit)])).astype(float)
    here = positions(panel, event)
    weight[max(here.start - context.gap, 0) : here.stop + context.gap] = 0.0
    for other in context.events:
        if other.unit == event.unit:
            span = positions(panel, other)
            weight[max(span.start, 0) : min(max(span.stop, 0), n)] = 0.0
    return weight


def build(panel: Panel, event: Window, context: Context) -> Study:
    """Clean logs, judge controls, stack columns. The columns are None when no control is left."""
    k = panel.column(event.unit)
    calendar = context.calendar if context.calendar is not None else french.calendar_columns(panel.dates)
    table = prepare.fill(prepare.logs(panel.values))
    left = prepare.departures(table, calendar)
    declared = tuple(int((day - panel.dates[0]).astype(int)) for day in context.breaks)
    steps = prepare.find_steps(left, declared)
    table, left = prepare.remove_steps(table, steps), prepare.remove_steps(left, steps)
    judged = screen_controls(panel, event, context, left)
    used = [panel.column(control.unit) for control in judged if control.used]
    cols = None
    if used:
        hurdles = (np.arange(len(panel.dates))[:, None] >= np.array(steps.when, int)).astype(float)
        cols = columns(prepare.clip_spikes(table, left)[:, used], calendar, hurdles)
    target = prepare.fill(prepare.logs(panel.values))[:, k]
    first = positions(panel, event).start
    return Study(panel, event, context, first, target, _training_weight(panel, event, context), cols, steps, judged)


def placebo_starts(study: Study) -> np.ndarray:
    """First days of the windows where nothing is known to have happened, about four to an event's length."""
    n, days, gap = len(study.weight), study.event.days, study.context.gap
    starts = np.arange(gap, n - days - gap + 1, max(1, days // 4))
    lost = np.concatenate([[0.0], np.cumsum(study.weight == 0)])
    here = positions(study.panel, study.event)
    apart = (starts + days <= here.start - gap) | (starts >= here.stop + gap)
    return starts[apart & (lost[starts + days] - lost[starts] <= 0.2 * days)]


def one_sided(study: Study) -> bool:
    """Whether too few days follow the event to bracket it."""
    last = study.first + study.event.days + study.context.gap
    return float(study.weight[max(last, 0) :].sum()) < SHORT_AFTER


def tune(study: Study, starts: np.ndarray) -> Tuned:
    """Choose the prior scales one after the other by trimmed placebo error, then take every placebo."""
    assert study.cols is not None  # noqa: S101 (checked by the caller's refusals)
    regression = Regression(study.target, study.cols, study.weight)
    some = starts[:: max(1, int(np.ceil(len(starts) / TUNING_WINDOWS)))]
    best, scales = np.inf, START
    for which, values in SCALES.items():
        for value in values:
            trial = (*scales[:which], value, *scales[which + 1 :])
            loss = _loss(_placebos(study, regression.fit(trial, DAILY_NOISE), some)[0])
            if loss < best:
                best, chosen = loss, trial
        scales = chosen
    fit = regression.fit(scales, DAILY_NOISE)
    return _finish(study, fit, scales, starts)


def _finish(study: Study, fit: Fit, scales: tuple[float, float, float], starts: np.ndarray) -> Tuned:
    errors, daily, smear = _placebos(study, fit, starts)
    weights = conformal.season_weights((starts - study.first).astype(float))
    step, days = max(1, study.event.days // 4), study.event.days
    shared = 1 + 2 * sum((1 - k * step / days) ** 2 for k in range(1, days) if k * step < days)
    own = float(weights.sum() / conformal.effective_count(weights) * shared)
    return Tuned(fit, scales, errors, weights, own, daily, smear)


def _placebos(study: Study, fit: Fit, starts: np.ndarray) -> tuple[Floats, Floats, float]:
    """(k) log errors of window totals, (k, days) daily log errors, and the smearing factor."""
    n, days, gap = len(study.weight), study.event.days, study.context.gap
    after = FORWARD if one_sided(study) else gap
    kept = starts[starts + days + after <= n] if after > gap and (starts + days + after <= n).sum() >= 40 else starts
    after = after if (kept + days + after <= n).all() else gap
    blocks = (kept - gap)[:, None] + np.arange(gap + days + after)
    errors = left_out_errors(fit, blocks)[:, gap : gap + days]
    inside = blocks[:, gap : gap + days]
    seen = fit.weight[inside] > 0
    counted = np.where(seen, np.exp(study.target[inside]), 0.0)
    expected = np.where(seen, np.exp(study.target[inside] - errors), 0.0)
    smear = float(np.median(counted.sum(axis=1) / expected.sum(axis=1)))
    return np.log(counted.sum(axis=1) / expected.sum(axis=1)), errors, smear


def _loss(errors: Floats) -> float:
    size = np.sort(errors**2)
    return float(size[: max(1, int(TRIM * len(size)))].mean())
