"""« Nous avions dit, il en fut » : past forecasts against what came, by how far ahead they looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from belvedere.engines.forecast.types import UNIT, ForecastTable, Observations
from belvedere.engines.forecast.words import number, percent


@dataclass(frozen=True, slots=True)
class StepScore:
    """How forecasts did `step` periods ahead: sums over what is known of it.

    `error` is the sum of absolute errors over the sum of actual values, `bias` the same with signs (positive: we said
    too much), `inside` the share of actual values within each interval. NaN error when the actual values sum to 0.
    """

    step: int
    count: int
    error: float
    bias: float
    inside: dict[int, float]
    sentence: str


def score(past: Sequence[ForecastTable], actuals: Observations) -> list[StepScore]:
    """One line a horizon step, in order; steps for which nothing is known yet are absent."""
    known = {
        (name, int(ds)): float(y)
        for name, ds, y in zip(actuals.unique_id, actuals.ds, actuals.y, strict=True)
        if np.isfinite(y)
    }
    cases: dict[int, list[tuple[float, float, dict[int, bool]]]] = {}
    unit = ""
    for table in past:
        unit = UNIT[table.frequency]
        for i, name in enumerate(table.unique_id):
            truth = known.get((name, int(table.ds[i])))
            if truth is None:
                continue
            inside = {level: bool(lo[i] <= truth <= hi[i]) for level, (lo, hi) in table.bounds.items()}
            cases.setdefault(int(table.step[i]), []).append((float(table.mean[i]), truth, inside))
    return [_step(step, cases[step], unit) for step in sorted(cases)]


def _step(step: int, cases: list[tuple[float, float, dict[int, bool]]], unit: str) -> StepScore:
    said, came = (np.array([case[k] for case in cases], dtype=float) for k in (0, 1))
    total = float(np.abs(came).sum())
    error = float(np.abs(said - came).sum() / total) if total else float("nan")
    bias = float((said - came).sum() / total) if total else float("nan")
    levels = sorted(set.intersection(*(set(case[2]) for case in cases)))
    inside = {level: float(np.mean([case[2][level] for case in cases])) for level in levels}
    return StepScore(step, len(cases), error, bias, inside, _sentence(step, len(cases), error, bias, inside, unit))


def _sentence(step: int, count: int, error: float, bias: float, inside: dict[int, float], unit: str) -> str:
    away = unit if step > 1 or unit == "mois" else unit.removesuffix("s")
    start = f"À {number(step)}\u00a0{away} ({number(count)}\u00a0prévision{'s' if count > 1 else ''})\u00a0:"
    if np.isnan(error):
        return f"{start} rien ne s’est passé, l’erreur relative n’a pas de sens."
    lean = ""
    if abs(bias) >= 0.02:
        lean = ", plutôt trop haut" if bias > 0 else ", plutôt trop bas"
    kept = "\u00a0; ".join(
        f"{percent(share)} des valeurs dans l’intervalle à {percent(v / 100)}" for v, share in inside.items()
    )
    return f"{start} nous nous sommes trompés de {percent(error)} en moyenne{lean}\u00a0; {kept}."
