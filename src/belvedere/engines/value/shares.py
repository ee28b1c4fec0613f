"""Shares with their bounds: Wilson for one share, Kaplan-Meier for a share that grows with time."""

import numpy as np
from scipy.special import ndtri

from .history import Visits
from .types import CurvePoint, Estimate, Repeat

#: Days at which the curve is told: months of a year, then quarters.
CURVE = (*range(30, 361, 30), *range(450, 1801, 90))
#: People still followed below which the curve stops.
FEWEST = 10


def wilson(hits: int, total: int, level: float) -> Estimate:
    """Share of hits, with Wilson's score interval (1927): it stays in [0, 1] and holds for few people too."""
    if total <= 0:
        return Estimate(float("nan"), 0.0, 1.0)
    z = float(ndtri((1 + level) / 2))
    share, width = hits / total, z * z / total
    middle = (share + width / 2) / (1 + width)
    half = z * np.sqrt(share * (1 - share) / total + width / (4 * total)) / (1 + width)
    return Estimate(share, float(max(0.0, middle - half)), float(min(1.0, middle + half)))


def repeat_of(visits: Visits, today: int, level: float) -> Repeat | None:
    """Who came back, and how soon; None when nobody came. People are followed until ``today``."""
    first, second = visits.rank == 0, visits.rank == 1
    people = int(first.sum())
    if not people:
        return None
    begin = dict(zip(visits.person[first].tolist(), visits.day[first].tolist(), strict=True))
    back = dict(zip(visits.person[second].tolist(), visits.day[second].tolist(), strict=True))
    waits = np.array([back.get(who, today) - day for who, day in begin.items()], dtype=np.int64)
    came = np.array([who in back for who in begin], dtype=np.bool_)
    return Repeat(people, int(came.sum()), wilson(int(came.sum()), people, level), _curve(waits, came, level))


def _curve(waits: "np.ndarray[tuple[int], np.dtype[np.int64]]", came: "np.ndarray[tuple[int], np.dtype[np.bool_]]",
           level: float) -> tuple[CurvePoint, ...]:  # fmt: skip
    """Kaplan-Meier: whoever is followed for a short time only counts for that time. Bounds on the log-log scale."""
    z = float(ndtri((1 + level) / 2))
    moments = np.unique(waits[came])
    risk = np.array([(waits >= moment).sum() for moment in moments], dtype=np.float64)
    events = np.array([((waits == moment) & came).sum() for moment in moments], dtype=np.float64)
    stay = np.cumprod(1 - events / risk) if len(moments) else np.zeros(0)
    with np.errstate(divide="ignore"):
        noise = np.cumsum(np.where(risk > events, events / (risk * np.maximum(risk - events, 1e-9)), 0.0))
    points = []
    for days in CURVE:
        watched = int((waits >= days).sum())
        if watched < FEWEST:
            break
        rank = int(np.searchsorted(moments, days, side="right")) - 1
        left = float(stay[rank]) if rank >= 0 else 1.0
        if left >= 1.0 or left <= 0.0:
            points.append(CurvePoint(days, wilson(int(left <= 0.0) * watched, watched, level), watched))
            continue
        width = z * np.sqrt(noise[rank]) / abs(np.log(left))
        low, high = 1 - left ** np.exp(-width), 1 - left ** np.exp(width)
        points.append(CurvePoint(days, Estimate(1 - left, float(low), float(high)), watched))
    return tuple(points)
