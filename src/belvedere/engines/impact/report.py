"""The answer as plain JSON values."""

from __future__ import annotations

import math
from typing import Any

from belvedere.engines.impact.types import Effect, Estimate


def as_json(effect: Effect) -> dict[str, Any]:
    """Keys of the published form, None where nothing may be said; times are ISO dates."""
    estimate = effect.estimate
    answer: dict[str, Any] = {
        "verdict": effect.verdict,
        "unit": effect.window.unit,
        "start": str(effect.window.start),
        "end": str(effect.window.end),
        **_figures(estimate),
        "expected": _expected(estimate),
        "controls": {
            "used": [{"unit": c.unit, "likeness": round(c.likeness, 3)} for c in effect.controls if c.used],
            "left_out": [{"unit": c.unit, "reason": c.reason} for c in effect.controls if not c.used],
        },
        "placebos": [] if estimate is None else [round(float(error), 4) for error in estimate.placebos],
        "before": effect.before and _figures(effect.before),
        "after": effect.after and _figures(effect.after),
        "spill_over": [{"unit": part.window.unit, **_figures(part)} for part in effect.spill_over],
        "displaced": effect.displaced,
        "carried_over": effect.carried_over,
        "net": effect.net and _figures(effect.net),
        "reasons": list(effect.reasons),
    }
    return answer


def _figures(estimate: Estimate | None) -> dict[str, Any]:
    if estimate is None:
        return dict.fromkeys(("total", "total95", "relative", "relative95", "p_value", "mde"))
    return {
        "total": estimate.total,
        "total95": list(estimate.total95),
        "relative": estimate.relative,
        "relative95": list(estimate.relative95),
        "p_value": estimate.p_value,
        "mde": estimate.mde,
    }


def _expected(estimate: Estimate | None) -> list[dict[str, Any]]:
    if estimate is None:
        return []
    return [
        {
            "date": str(day.date),
            "observed": None if math.isnan(day.observed) else day.observed,
            "expected": day.expected,
            "low": day.low,
            "high": day.high,
        }
        for day in estimate.expected
    ]
