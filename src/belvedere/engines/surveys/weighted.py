"""Shares of a weighted sample, their intervals, and whether they have moved from one wave to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from .raking import TRIM, rake
from .scores import correction, too_few, wilson
from .types import FEWEST, Bools, Change, Estimate, Margin, Raking, SurveyError, Z

#: Draws of which more than this share cannot be weighted make no interval.
LOST = 0.1


def share(yes: Sequence[bool] | Bools, raking: Raking, *, population: int | None = None) -> Estimate:
    """Weighted share. Its variance is linearised: what the margins explain of the answer no longer varies, so that the
    residuals of a regression on the cells are what counts (Deville and Särndal, 1992). Never said to be worth more
    answers than there are: quotas are no random draw."""
    said = np.asarray(yes, dtype=np.float64)
    n = len(said)
    if n != len(raking.weights):
        raise SurveyError(f"{n} réponses pour {len(raking.weights)} poids : une réponse par ligne.")
    if min(n, raking.effective) < FEWEST:
        return _light(n, raking.effective)
    weights = raking.weights
    value = float(np.clip(weights @ said / weights.sum(), 0.0, 1.0))
    root = np.sqrt(weights)
    explained, *_ = np.linalg.lstsq(raking.cells * root[:, None], said * root, rcond=None)
    left = said - raking.cells @ explained
    variance = n / (n - 1) * float(np.square(weights * left).sum()) / float(weights.sum()) ** 2
    plain = value * (1 - value)
    # All alike: nothing varies, and the weights alone say what the sample is worth.
    effective = min(plain / variance, float(n)) if variance > 0 and plain > 0 else raking.effective
    return wilson(value, n, effective / correction(n, population))


def bootstrap(
    yes: Sequence[bool] | Bools,
    rows: Sequence[Mapping[str, str]],
    margins: Sequence[Margin],
    *,
    seed: int,
    draws: int = 400,
    trim: tuple[float, float] | None = TRIM,
) -> Estimate:
    """The same share, its interval by drawing the answers again and weighting each draw. Raises SurveyError where too
    many draws leave a cell empty."""
    raking = rake(rows, margins, trim=trim)
    said = np.asarray(yes, dtype=np.float64)
    n = len(said)
    if min(n, raking.effective) < FEWEST:
        return _light(n, raking.effective)
    value = float(raking.weights @ said / raking.weights.sum())
    rng, found = np.random.default_rng(seed), []
    for _ in range(draws):
        counts = rng.multinomial(n, np.full(n, 1 / n)).astype(np.float64)
        try:
            weights = rake(rows, margins, trim=trim, start=counts).weights
        except SurveyError:
            continue
        found.append(float(weights @ said / weights.sum()))
    if len(found) < (1 - LOST) * draws:
        raise SurveyError("Une modalité est trop rare pour tirer l’échantillon de nouveau : regroupez-la.")
    low, high = (float(edge) for edge in np.quantile(found, (0.025, 0.975)))
    return Estimate(value, min(low, value), max(high, value), n, raking.effective)


def change(before: Estimate, after: Estimate) -> Change:
    """Whether a share, a mark or a score has moved between two samples drawn apart (Newcombe's interval: each one's own
    distances to its edges are added in squares)."""
    if before.value is None or after.value is None:
        reason = before.reason or after.reason
        return Change(float("nan"), float("nan"), float("nan"), None, reason)
    moved = after.value - before.value
    low = moved - float(np.hypot(after.value - after.low, before.high - before.value))
    high = moved + float(np.hypot(after.high - after.value, before.value - before.low))
    if low > 0:
        return Change(moved, low, high, 1, "en hausse")
    if high < 0:
        return Change(moved, low, high, -1, "en baisse")
    return Change(moved, low, high, 0, "l’écart reste dans la marge d’erreur")


def needed(half_width: float, share: float = 0.5, effect: float = 1.0) -> int:
    """Answers that make a share known within ``half_width`` (0.05: five points), weights of this design effect."""
    if not 0 < half_width < 1:
        raise SurveyError("La marge voulue est une part entre 0 et 1 (0,05 pour cinq points).")
    return int(np.ceil(effect * Z**2 * share * (1 - share) / half_width**2))


def _light(n: int, effective: float) -> Estimate:
    if n < FEWEST:
        return too_few(n)
    reason = (
        f"La pondération ne laisse à ces {n} réponses que le poids de {effective:.0f} : trop peu pour conclure "
        f"(il en faut {FEWEST})."
    )
    return Estimate(None, float("nan"), float("nan"), n, effective, reason)
