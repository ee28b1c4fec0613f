"""Several editions of one event together, and many events screened at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from belvedere.engines.impact.types import Estimate, ImpactError
from belvedere.engines.impact.words import FIXED, percent

# 97.5 % points of Student's law, 1 to 10 degrees of freedom
STUDENT = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228)
NORMAL = 1.96


@dataclass(frozen=True)
class Pooled:
    """Common effect of the editions (share) with its 95 % interval; `spread` is the deviation between editions."""

    relative: float
    relative95: tuple[float, float]
    spread: float
    editions: int
    reasons: tuple[str, ...]


def pool(estimates: Sequence[Estimate]) -> Pooled:
    """Random-effects mean of the logs (DerSimonian and Laird); Student's law once the editions truly differ.

    Raises ImpactError with fewer than two editions.
    """
    return pool_shares([(one.relative, *one.relative95) for one in estimates])


def pool_shares(readings: Sequence[tuple[float, float, float]]) -> Pooled:
    """The same from what was published of each edition: effect (share) and both ends of its 95 % interval."""
    if len(readings) < 2:
        raise ImpactError("Il faut au moins deux éditions mesurées pour les réunir.")
    logs, low, high = np.log1p(np.array(readings, float)).T
    variance = ((high - low) / 2 / NORMAL) ** 2
    weight = 1 / variance
    centre = (weight @ logs) / weight.sum()
    excess = float(weight @ (logs - centre) ** 2) - (len(logs) - 1)
    between = max(0.0, excess / (weight.sum() - (weight**2).sum() / weight.sum()))
    weight = 1 / (variance + between)
    mean = float(weight @ logs / weight.sum())
    factor = STUDENT[min(len(logs) - 1, len(STUDENT)) - 1] if between > 0 else NORMAL
    half = factor / float(np.sqrt(weight.sum()))
    low, high = float(np.expm1(mean - half)), float(np.expm1(mean + half))
    words = _words(mean, low, high, between)
    return Pooled(float(np.expm1(mean)), (low, high), float(np.sqrt(between)), len(logs), words)


def _words(mean: float, low: float, high: float, between: float) -> tuple[str, ...]:
    span = f"entre {percent(low, signed=True)} et {percent(high, signed=True)}"
    seen = low > 0 or high < 0
    first = (
        f"Effet commun aux éditions{FIXED}: {percent(float(np.expm1(mean)), signed=True)} ({span})."
        if seen
        else f"Même réunies, les éditions ne montrent pas d’effet sûr ({span})."
    )
    if between == 0:
        return (first,)
    return first, f"Les éditions diffèrent plus que le hasard ne le veut{FIXED}; lisez-les aussi une à une."


def screen(p_values: Sequence[float], rate: float = 0.05) -> tuple[bool, ...]:
    """Benjamini and Hochberg: which of many effects to keep so that at most `rate` of those kept are false."""
    values = np.asarray(p_values, float)
    order = np.argsort(values)
    passed = values[order] <= rate * np.arange(1, len(values) + 1) / max(len(values), 1)
    count = int(np.max(np.nonzero(passed)[0])) + 1 if passed.any() else 0
    kept = set(order[:count].tolist())
    return tuple(k in kept for k in range(len(values)))
