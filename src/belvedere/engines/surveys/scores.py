"""Scores of a questionnaire and how sure they are: NPS, satisfaction, response.

Intervals hold for answers that are as good as drawn at random; who did not answer is another matter (``response``,
``worst``). ``population`` is how many could have answered: near it, an interval narrows (finite population correction).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .types import FEWEST, Bools, Estimate, Floats, Response, SurveyError, Z

#: Marks of the question « recommend », and from where one is a promoter, up to where a detractor.
HIGHEST, PROMOTER, DETRACTOR = 10, 9, 6
#: Marks of the question of satisfaction, and from where one is satisfied.
WORST_MARK, BEST_MARK, SATISFIED = 1, 5, 4
#: Below, silence is said louder than the answers.
GOOD_RATE = 0.5


def nps(marks: Sequence[float] | Floats, *, population: int | None = None) -> Estimate:
    """Promoters (9, 10) less detractors (0 to 6), in points. Interval: Wald's adjusted by one promoter and one
    detractor (Bonett and Price, 2012), that holds its 95 % where the plain one collapses. Raises SurveyError."""
    given = _marks(marks, 0, HIGHEST)
    n = len(given)
    if n < FEWEST:
        return too_few(n)
    narrower = correction(n, population)
    up, down = int(np.count_nonzero(given >= PROMOTER)), int(np.count_nonzero(given <= DETRACTOR))
    value = 100.0 * (up - down) / n
    if narrower == 0:
        return Estimate(value, value, value, n, n)
    p, d = (up + 1) / (n + 2), (down + 1) / (n + 2)
    spread = 100.0 * Z * float(np.sqrt((p + d - (p - d) ** 2) / (n + 2) * narrower))
    middle = 100.0 * (p - d)
    low, high = max(-100.0, min(value, middle - spread)), min(100.0, max(value, middle + spread))
    return Estimate(value, low, high, n, n)


def satisfied(marks: Sequence[float] | Floats, *, population: int | None = None) -> Estimate:
    """Share of marks 4 and 5 out of 5. Raises SurveyError."""
    given = _marks(marks, WORST_MARK, BEST_MARK)
    return proportion(int(np.count_nonzero(given >= SATISFIED)), len(given), population=population)


def mean(marks: Sequence[float] | Floats, *, lowest: float, highest: float, population: int | None = None) -> Estimate:
    """Mean mark. Where all agree, the spread is that of one answer one mark away: nobody knows a mean exactly."""
    given = _marks(marks, lowest, highest)
    n = len(given)
    if n < FEWEST:
        return too_few(n)
    value = float(given.mean())
    variance = max(float(given.var(ddof=1)), (n - 1) / n**2)
    spread = _student(n - 1) * float(np.sqrt(variance / n * correction(n, population)))
    return Estimate(value, max(lowest, value - spread), min(highest, value + spread), n, n)


def proportion(count: int, n: int, *, population: int | None = None) -> Estimate:
    """A share with Wilson's interval. Raises SurveyError."""
    if n < FEWEST:
        return too_few(n)
    narrower = correction(n, population)
    if narrower == 0:
        return Estimate(count / n, count / n, count / n, n, n)
    return wilson(count / n, n, n / narrower)


def wilson(share: float, n: int, effective: float) -> Estimate:
    """Wilson's interval of a share that is worth ``effective`` answers."""
    square = Z * Z
    middle = (share + square / (2 * effective)) / (1 + square / effective)
    spread = (
        Z * float(np.sqrt(share * (1 - share) / effective + square / (4 * effective**2))) / (1 + square / effective)
    )
    low, high = min(share, max(0.0, middle - spread)), max(share, min(1.0, middle + spread))
    return Estimate(share, low, high, n, effective)


def shares(choices: Sequence[str], known: Sequence[str], n: int) -> dict[str, Estimate]:
    """Share of each known answer among ``n`` sheets, in their order."""
    counts = dict.fromkeys(known, 0)
    for one in choices:
        if one in counts:
            counts[one] += 1
    return {one: proportion(count, n) for one, count in counts.items()}


def response(asked: int, answered: int) -> Response:
    """Raises SurveyError where more have answered than were asked."""
    if asked <= 0 or answered < 0 or answered > asked:
        raise SurveyError(f"{answered} réponses pour {asked} personnes sollicitées : vérifiez les deux nombres.")
    rate = answered / asked
    warning = "" if rate >= GOOD_RATE else f"{_percent(1 - rate)} n’ont pas répondu : ils pensent peut-être autrement."
    return Response(asked, answered, rate, warning)


def worst(share: float, rate: float) -> tuple[float, float]:
    """Between what a share lies over all those asked, if nobody, then everybody, among the silent ones says yes."""
    return rate * share, rate * share + 1 - rate


def correction(n: int, population: int | None) -> float:
    """What drawing without replacement takes from a variance. Raises SurveyError."""
    if population is None:
        return 1.0
    if population < n:
        raise SurveyError(f"{n} réponses pour une population de {population} : la population est trop petite.")
    return (population - n) / (population - 1) if population > 1 else 0.0


def too_few(n: int) -> Estimate:
    said = "aucune réponse" if n == 0 else "1 réponse" if n == 1 else f"{n} réponses"
    sentence = f"Trop peu de réponses pour conclure : {said}, il en faut {FEWEST}."
    return Estimate(None, float("nan"), float("nan"), n, float(n), sentence)


def _marks(marks: Sequence[float] | Floats, lowest: float, highest: float) -> Floats:
    given = np.asarray(marks, dtype=np.float64)
    outside: Bools = ~((given >= lowest) & (given <= highest))
    if outside.any():
        rank = int(np.argmax(outside))
        raise SurveyError(f"Réponse {rank + 1} : la note {given[rank]:g} n’est pas entre {lowest:g} et {highest:g}.")
    return given


def _student(freedom: int) -> float:
    """97.5 % point of Student's law by its expansion (Abramowitz and Stegun 26.7.5); exact to 1e-4 from 29 on."""
    terms = (Z, (Z**3 + Z) / 4, (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96)
    return float(sum(term / freedom**rank for rank, term in enumerate(terms)))


def _percent(share: float) -> str:
    return f"{round(100 * share)}\N{NO-BREAK SPACE}%"
