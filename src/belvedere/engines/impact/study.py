"""From a panel and an event to a tuned regression with its placebo errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from belvedere.engines.impact import calendar as french
from belvedere.engines.impact import conformal, prepare
from belvedere.engines.impact.controls import screen_controls
from belvedere.engines.impact.ridge import Columns, Fit, Regression, Scales, columns, left_out_errors
from belvedere.engines.impact.types import Context, Control, Floats, ImpactError, Panel, Window

START = (0.1, 0.08, 0.0025)
SCALES = {2: (0.0009, 0.007), 0: (0.03, 0.4), 1: (0.03, 0.3)}
MARGIN = 0.9  # the placebos are few and noisy: a scale leaves its usual value only for a tenth less error
TRIM = 0.9
FORWARD = 90
MIN_FORWARD = 40
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

    @property
    def during(self) -> slice:
        """The event's days inside a block of gap + days + gap."""
        return slice(self.context.gap, self.context.gap + self.event.days)

    @property
    def one_sided(self) -> bool:
        """Whether too few days follow the event to bracket it."""
        last = self.first + self.event.days + self.context.gap
        return float(self.weight[max(last, 0) :].sum()) < SHORT_AFTER


@dataclass(frozen=True)
class Tuned:
    """The chosen fit, the log expected each day (n), the placebos' first days, their (k, gap + days + gap) daily log
    errors and their weights."""

    fit: Fit
    expected: Floats
    scales: Scales
    starts: np.ndarray
    errors: Floats
    weights: Floats


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
    if calendar.ndim != 2 or len(calendar) != len(panel.dates) or not np.isfinite(calendar).all():
        raise ImpactError("Le calendrier fourni doit avoir une ligne par jour du panel et que des nombres.")
    table = prepare.fill(prepare.logs(panel.values))
    season = french.season(panel.dates)
    left = prepare.departures(table, np.hstack([calendar, season]))
    declared = tuple(int((day - panel.dates[0]).astype(int)) for day in context.breaks)
    steps = prepare.find_steps(left, declared)
    target = table[:, k].copy()
    table, left = prepare.remove_steps(table, steps), prepare.remove_steps(left, steps)
    judged = screen_controls(panel, event, context, left)
    used = [panel.column(control.unit) for control in judged if control.used]
    cols = None
    if used:
        hurdles = (np.arange(len(panel.dates))[:, None] >= np.array(steps.when, int)).astype(float)
        cols = columns(prepare.clip_spikes(table, left)[:, used], calendar, season, hurdles)
    first = positions(panel, event).start
    return Study(panel, event, context, first, target, _training_weight(panel, event, context), cols, steps, judged)


def placebo_starts(study: Study) -> np.ndarray:
    """First days of the windows where nothing is known to have happened, about four to an event's length."""
    n, days, gap = len(study.weight), study.event.days, study.context.gap
    starts: np.ndarray = np.arange(gap, n - days - gap, max(1, days // 4))
    lost = np.concatenate([[0.0], np.cumsum(study.weight == 0)])
    here = positions(study.panel, study.event)
    apart = (starts + days <= here.start - gap) | (starts >= here.stop + gap)
    quiet: np.ndarray = starts[apart & (lost[starts + days] - lost[starts] <= 0.2 * days)]
    return quiet


def tune(study: Study, cols: Columns, starts: np.ndarray) -> Tuned:
    """Choose the prior scales one after the other by trimmed placebo error, then take every placebo."""
    memory, noise = _noise(study, cols)
    regression = Regression(study.target, cols, study.weight, memory)
    some = starts[:: max(1, int(np.ceil(len(starts) / TUNING_WINDOWS)))]

    def loss(scales: Scales) -> float:
        _, errors = placebo_errors(study, regression.fit(scales, noise), some)
        return _trimmed(errors[:, study.during].mean(axis=1))

    scales, best = START, loss(START)
    for which, values in SCALES.items():
        found, value = min((loss(_with(scales, which, value)), value) for value in values)
        if found < MARGIN * best:
            scales, best = _with(scales, which, value), found
    fit = regression.fit(scales, noise)
    kept, errors = placebo_errors(study, fit, starts)
    weights = conformal.season_weights((kept - study.first).astype(float))
    expected = regression.steadied(fit).fit(scales, noise).fitted
    return Tuned(fit, expected, scales, kept, errors, weights)


def _with(scales: Scales, which: int, value: float) -> Scales:
    changed = list(scales)
    changed[which] = value
    return changed[0], changed[1], changed[2]


def _noise(study: Study, cols: Columns) -> tuple[float, float]:
    """AR(1) memory and innovation deviation of the residuals of a first, unwhitened fit."""
    error = Regression(study.target, cols, study.weight, 0.0).fit(START, DAILY_NOISE).error
    seen = (study.weight[1:] > 0) & (study.weight[:-1] > 0)
    error = error - np.median(error[1:][seen])
    now, before = _bounded(error[1:][seen]), _bounded(error[:-1][seen])
    memory = float(np.clip((now @ before) / (float(before @ before) + 1e-12), 0.0, 0.8))
    return memory, float((now - memory * before).std()) + 1e-4


def placebo_errors(study: Study, fit: Fit, starts: np.ndarray) -> tuple[np.ndarray, Floats]:
    """Starts kept and (k, gap + days + gap) daily log errors, NaN on days without a count.

    When too little follows the event, each placebo also forgets the three months that follow it.
    """
    n, days, gap = len(study.weight), study.event.days, study.context.gap
    after = gap
    if study.one_sided:
        far = starts[starts + days + FORWARD < n]
        starts, after = (far, FORWARD) if len(far) >= MIN_FORWARD else (starts, gap)
    blocks = (starts - gap)[:, None] + np.arange(gap + days + after)
    errors = left_out_errors(fit, blocks, slice(0, gap + days + gap))
    return starts, errors


def _bounded(errors: Floats) -> Floats:
    """Errors within four robust deviations."""
    bound = prepare.SPIKE * prepare.MAD_TO_SD * float(np.median(np.abs(errors)))
    return np.clip(errors, -bound, bound)


def _trimmed(errors: Floats) -> float:
    size = np.sort(errors**2)
    return float(size[: max(1, int(TRIM * len(size)))].mean())


def placebo_totals(study: Study, tuned: Tuned, part: slice) -> tuple[Floats, float]:
    """(k) log errors of the totals over the columns `part` of every placebo block, and the smearing factor.

    That factor (Duan 1983) turns the exponential of a mean of logs into a mean; spikes do not weigh on it.
    """
    gap = study.context.gap
    shape = np.arange(study.event.days + 2 * gap)[part]
    inside = (tuned.starts - gap)[:, None] + shape
    seen = tuned.fit.weight[inside] > 0
    target, errors = study.target[inside], tuned.errors[:, part]
    counted = np.where(seen, np.exp(target), 0.0).sum(axis=1)
    guessed = np.where(seen, np.exp(target - errors), 0.0).sum(axis=1)
    some = guessed > 0
    ratio = np.zeros(len(guessed))
    ratio[some] = np.log(counted[some] / guessed[some])
    smear = float(np.log(np.exp(_bounded((study.target - tuned.expected)[study.weight > 0])).mean()))
    return ratio - smear, float(np.exp(smear))


def own_mass(study: Study, weights: Floats, days: int) -> float:
    """Weight of the unseen error: one over the number of placebos that do not repeat one another."""
    step = max(1, study.event.days // 4)
    shared = 1 + 2 * sum((1 - k * step / days) ** 2 for k in range(1, days) if k * step < days)
    return float(weights.sum() / conformal.effective_count(weights) * shared)
