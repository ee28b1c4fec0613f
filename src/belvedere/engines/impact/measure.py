"""The effect of one event: refusals first, then the estimate with its placebos, then the verdict in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from belvedere.engines.impact import conformal, verdict
from belvedere.engines.impact.study import (
    Study,
    Tuned,
    build,
    own_mass,
    placebo_starts,
    placebo_totals,
    positions,
    tune,
)
from belvedere.engines.impact.types import Context, Control, Effect, Estimate, ExpectedDay, ImpactError, Panel, Window

EMPTY = Context()


def measure(panel: Panel, event: Window, context: Context = EMPTY) -> Effect:
    """Effect of the event on its unit. A wrong design is answered « cannot tell » with reasons, never raised.

    Raises ImpactError for an unknown unit or a window outside the panel.
    """
    here = positions(panel, event)
    if here.start < 0 or here.stop > len(panel.dates):
        raise ImpactError(
            f"L’événement ({event.start} – {event.end}) sort du panel, qui va du {panel.dates[0]} au {panel.dates[-1]}."
        )
    study = build(panel, event, context)
    starts = placebo_starts(study)
    refusals = verdict.refusals(study, starts)
    if refusals or study.cols is None:
        return Effect("cannot tell", event, None, study.controls, refusals)
    tuned = tune(study, study.cols, starts)
    few = verdict.too_few_placebos(tuned)
    if few:
        return Effect("cannot tell", event, None, study.controls, few)
    estimate = _estimate(study, tuned, event, study.during)
    before, after = _around(study, tuned)
    spill = _spill_over(study)
    effect = Effect("cannot tell", event, estimate, study.controls, (), before, after, spill)
    effect = replace(
        effect, displaced=_displaced(effect), carried_over=_carried_over(effect), net=_net(study, tuned, effect)
    )
    return verdict.conclude(study, effect)


def propose_controls(panel: Panel, event: Window, context: Context = EMPTY) -> tuple[Control, ...]:
    """Every other unit with its likeness to the target and why it may not serve, the most alike first."""
    judged = build(panel, event, context).controls
    return tuple(sorted(judged, key=lambda control: (not control.used, -control.likeness, control.unit)))


def _estimate(study: Study, tuned: Tuned, window: Window, part: slice) -> Estimate:
    """Estimate over `window`, whose days are the columns `part` of every placebo block."""
    here = positions(study.panel, window)
    days = np.arange(here.start, here.stop)
    counted = study.panel.values[days, study.panel.column(window.unit)]
    seen = ~np.isnan(counted)
    placebos, smear = placebo_totals(study, tuned, part)
    own = own_mass(study, tuned.weights, window.days)
    half = conformal.half_width(placebos, tuned.weights, own)
    expected = np.exp(tuned.expected[days]) * smear
    base, total = float(expected[seen].sum()), float(counted[seen].sum())
    log = float(np.log(max(total, 1e-3 * base) / base))
    return Estimate(
        window,
        log,
        half,
        total - base,
        (total - base * np.exp(half), total - base * np.exp(-half)),
        total / base - 1,
        (float(np.expm1(log - half)), float(np.expm1(log + half))),
        conformal.p_value(log, placebos, tuned.weights, own),
        conformal.detectable(placebos, tuned.weights, half),
        placebos,
        tuned.weights,
        _days(study, tuned, days, counted, expected, part),
    )


def _days(
    study: Study, tuned: Tuned, days: np.ndarray, counted: np.ndarray, expected: np.ndarray, part: slice
) -> tuple[ExpectedDay, ...]:
    errors = tuned.errors[:, part].ravel()
    weights = np.repeat(tuned.weights, part.stop - part.start)
    half = conformal.quantile(np.abs(errors - np.median(errors)), weights, 0.95)
    return tuple(
        ExpectedDay(study.panel.dates[t], float(y), float(e), float(e * np.exp(-half)), float(e * np.exp(half)))
        for t, y, e in zip(days, counted, expected, strict=True)
    )


def _around(study: Study, tuned: Tuned) -> tuple[Estimate | None, Estimate | None]:
    """The days just before and just after, as many as the gap; None where unknown or disturbed."""
    gap, event = study.context.gap, study.event
    if gap == 0:
        return None, None
    length, day = study.event.days, np.timedelta64(1, "D")
    spans = (
        (Window(event.unit, event.start - gap * day, event.start - day), slice(0, gap)),
        (Window(event.unit, event.end + day, event.end + gap * day), slice(gap + length, 2 * gap + length)),
    )
    before, after = (_estimate(study, tuned, w, part) if _quiet(study, w) else None for w, part in spans)
    return before, after


def _quiet(study: Study, window: Window) -> bool:
    here = positions(study.panel, window)
    if here.start < 0 or here.stop > len(study.panel.dates):
        return False
    disturbed = any(
        e.unit == window.unit and e.start <= window.end and e.end >= window.start for e in study.context.events
    )
    counted = study.panel.values[here.start : here.stop, study.panel.column(window.unit)]
    return not disturbed and float(np.isnan(counted).mean()) <= verdict.MAX_MISSING


def _spill_over(study: Study) -> tuple[Estimate, ...]:
    """The same window in every declared neighbour, against the controls of the target."""
    used = tuple(control.unit for control in study.controls if control.used)
    out = []
    for unit in study.context.neighbours:
        study.panel.column(unit)
        context = replace(study.context, neighbours=(), controls=used)
        effect = measure(study.panel, replace(study.event, unit=unit), context)
        if effect.estimate is not None:
            out.append(effect.estimate)
    return tuple(out)


def _displaced(effect: Effect) -> float | None:
    """Visits lost just before, just after or next door; only losses whose interval excludes zero count."""
    parts = [part for part in (effect.before, effect.after, *effect.spill_over) if part is not None]
    if not parts:
        return None
    return float(sum(-part.total for part in parts if part.excludes_zero and part.total < 0))


def _carried_over(effect: Effect) -> float | None:
    """Visits gained just before and just after; only gains whose interval excludes zero count."""
    parts = [part for part in (effect.before, effect.after) if part is not None]
    if not parts:
        return None
    return float(sum(part.total for part in parts if part.excludes_zero and part.total > 0))


def _net(study: Study, tuned: Tuned, effect: Effect) -> Estimate | None:
    """What is left once the days around are counted with the event: one window, judged by its own placebos."""
    if effect.before is None or effect.after is None:
        return None
    window = Window(study.event.unit, effect.before.window.start, effect.after.window.end)
    return _estimate(study, tuned, window, slice(0, study.event.days + 2 * study.context.gap))
