"""The reckoning itself: figures with their unit in, an answer with its coverage out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .units import IndicatorError, allow_places, allow_time

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Figures:
    """``values``: one a period of the span asked about, NaN where unknown. ``hidden``: how many secrecy withholds.

    ``own``: the figure of the span where it is given for itself (a yearly count beside the monthly ones, a sum that
    secrecy leaves while it hides a period); it goes before any sum of periods. ``told``: how many periods it speaks of
    (None: all of them).
    """

    values: Values
    unit: str
    hidden: int = 0
    own: float | None = None
    told: int | None = None

    @property
    def known(self) -> NDArray[np.bool_]:
        """Periods that have a value."""
        return np.isfinite(self.values)

    @property
    def whole(self) -> float | None:
        """The figure of the whole span: its own, else the sum of its periods when all are known."""
        if self.own is not None and self.told in (None, len(self.values)):
            return self.own
        return float(self.values.sum()) if len(self.values) and self.known.all() else None


@dataclass(frozen=True)
class Answer:
    """``value`` is None when nothing can be said; ``have`` of ``wanted`` periods were known; ``reasons`` in words."""

    value: float | None
    have: int
    wanted: int
    reasons: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every period was known."""
        return self.have == self.wanted


def figures(
    values: list[float] | Values, unit: str, hidden: int = 0, own: float | None = None, told: int | None = None
) -> Figures:
    """From plain numbers. Raises IndicatorError for infinities."""
    held = np.asarray(values, float)
    if np.isinf(held).any() or (own is not None and not np.isfinite(own)):
        raise IndicatorError("Une valeur est infinie ; corrigez la série.")
    return Figures(held, unit, hidden, own, told)


def gathered(places: list[Figures]) -> Figures:
    """Places put together: a period (or the whole span) is known where every place is. Raises SumRefused."""
    units = {one.unit for one in places}
    if len(units) != 1:
        raise IndicatorError(f"Des unités différentes ({', '.join(sorted(units))}) ne s’additionnent pas.")
    allow_places(places[0].unit, len(places))
    wholes = [one.whole for one in places if one.whole is not None]
    if len(places) == 1:
        return places[0]
    own = sum(wholes) if any(one.own is not None for one in places) and len(wholes) == len(places) else None
    values = np.sum([one.values for one in places], axis=0)
    return Figures(values, places[0].unit, sum(one.hidden for one in places), own)


def total(one: Figures) -> Answer:
    """The span's own figure, else the sum over its periods. Raises SumRefused where the unit forbids it."""
    allow_time(one.unit, len(one.values))
    known = one.known
    if one.own is not None:
        return Answer(one.own, len(known) if one.told is None else one.told, len(known))
    value = float(one.values[known].sum()) if known.any() else None
    return Answer(value, int(known.sum()), len(known), _missing(known, one.hidden))


def ratio(part: Figures, whole: Figures, scale: float = 100.0) -> Answer:
    """``scale`` × part ÷ whole: of the whole span where both know it, else on the periods where both are known."""
    allow_time(part.unit, len(part.values))
    allow_time(whole.unit, len(whole.values))
    wanted = max(len(part.values), len(whole.values))
    if part.whole is not None and whole.whole is not None and whole.whole > 0:
        return Answer(scale * part.whole / whole.whole, wanted, wanted)
    if len(part.values) != len(whole.values):
        return Answer(None, 0, wanted, ("Les deux séries ne sont pas comptées au même pas.",))
    both = part.known & whole.known
    below = float(whole.values[both].sum())
    reasons = _missing(both, part.hidden + whole.hidden)
    if below <= 0:
        return Answer(None, int(both.sum()), len(both), reasons or ("Le dénominateur est nul.",))
    return Answer(scale * float(part.values[both].sum()) / below, int(both.sum()), len(both), reasons)


def weighted_mean(values: Figures, weights: Figures) -> Answer:
    """Mean of marks or rates, each weighing what it was counted on."""
    allow_time(weights.unit, len(weights.values))
    both = values.known & weights.known
    weight = float(weights.values[both].sum())
    reasons = _missing(both, values.hidden + weights.hidden)
    if weight <= 0:
        return Answer(None, int(both.sum()), len(both), reasons or ("Personne n’a répondu.",))
    mean = float((values.values[both] * weights.values[both]).sum()) / weight
    return Answer(mean, int(both.sum()), len(both), reasons)


def latest(one: Figures) -> Answer:
    """The last known value: what a stock is worth, whose dates never add."""
    known = np.nonzero(one.known)[0]
    if not len(known):
        return Answer(None, 0, len(one.values), _missing(one.known, one.hidden))
    return Answer(float(one.values[known[-1]]), len(one.values), len(one.values))


def gini(one: Figures) -> Answer:
    """Gini of a whole year: 0 when every period is alike, 1 − 1/n when one holds everything."""
    answer = _whole_year(one)
    if answer is not None:
        return answer
    held, n = np.sort(one.values), len(one.values)
    rank = np.arange(1, n + 1)
    value = float((2 * rank - n - 1) @ held) / (n * float(held.sum()))
    return Answer(value, n, n)


def peak_share(one: Figures, width: int = 2) -> Answer:
    """Share (%) of the ``width`` neighbouring periods that hold most; December neighbours January."""
    answer = _whole_year(one)
    if answer is not None:
        return answer
    turned = np.concatenate([one.values, one.values[: width - 1]])
    peaks = np.convolve(turned, np.ones(width), "valid")
    return Answer(100.0 * float(peaks.max()) / float(one.values.sum()), len(one.values), len(one.values))


def _whole_year(one: Figures) -> Answer | None:
    """Why nothing can be said of the shape of the year, or None."""
    allow_time(one.unit, len(one.values))
    known = one.known
    if not known.all():
        return Answer(None, int(known.sum()), len(known), _missing(known, one.hidden))
    if one.values.min(initial=0.0) < 0 or one.values.sum() <= 0:
        return Answer(None, len(known), len(known), ("Il faut des comptes positifs, dont un au moins n’est pas nul.",))
    return None


def _missing(known: NDArray[np.bool_], hidden: int) -> tuple[str, ...]:
    lost = int((~known).sum())
    reasons = []
    if lost:
        reasons.append(f"{lost} période{'s' if lost > 1 else ''} sur {len(known)} sans chiffre.")
    if hidden:
        reasons.append(f"{hidden} valeur{'s' if hidden > 1 else ''} masquée{'s' if hidden > 1 else ''} par le secret.")
    return tuple(reasons)
