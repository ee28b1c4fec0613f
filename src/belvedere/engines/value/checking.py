"""The model made without the latest days, against what was seen in them."""

import numpy as np

from . import coming
from .history import History, Visits, history_at
from .types import YEAR, Calibration, Estimate, Floats, HeldOut, Ints, Mask, Settings

#: People who had come, and come again, by the cut, below which nothing can be checked.
PEOPLE, AGAIN = 40, 10
#: Futures simulated, and people simulated at most.
FUTURES, MOST = 200, 20_000


def held_out_days(visits: Visits, settings: Settings) -> int:
    """A whole year where there are three, so that no season is missing on either side; else a third."""
    if settings.holdout is not None:
        return settings.holdout
    span = settings.today - int(visits.day.min(initial=settings.today))
    return 365 if span >= 3 * 365 else span // 3


def calibrate(visits: Visits, settings: Settings) -> Calibration | str:
    """A sentence where there is too little to check."""
    days = held_out_days(visits, settings)
    cut = settings.today - days
    before = history_at(visits, cut)
    again = int((before.again > 0).sum())
    if len(before.who) < PEOPLE or again < AGAIN or days < 30:
        return (
            f"vérification impossible\N{NO-BREAK SPACE}: {len(before.who)} personne(s) connue(s) et {again} revenue(s) "
            f"il y a {days} jours, il en faut {PEOPLE} et {AGAIN}"
        )
    model, _found = coming.fit(before, draws=min(settings.draws, FUTURES), seed=settings.seed + 1)
    rng = np.random.default_rng(settings.seed + 2)
    kept = np.arange(len(before.who))
    if len(kept) > MOST:
        kept = np.sort(rng.choice(len(kept), MOST, replace=False))
    future = coming.simulate_ahead(
        rng, model, before.again[kept], before.last[kept] / YEAR, before.age[kept] / YEAR, days / YEAR
    )
    seen = _seen(visits, before, cut, settings.today)[kept]
    return _rows(before.again[kept], future, seen, cut, days, settings.level)


def _seen(visits: Visits, before: History, cut: int, today: int) -> Ints:
    later = (visits.day > cut) & (visits.day <= today)
    rank = np.searchsorted(before.who, visits.person[later])
    rank = np.minimum(rank, len(before.who) - 1)
    ours = before.who[rank] == visits.person[later]
    return np.bincount(rank[ours], minlength=len(before.who)).astype(np.int64)


def _rows(again: Ints, future: Ints, seen: Ints, cut: int, days: int, level: float) -> Calibration:
    rows = []
    for count, label in enumerate(("1", "2", "3", "4 et plus")):
        mine: Mask = again == count if count < 3 else again >= count
        if mine.any():
            rows.append(_row(label, mine, future, seen, level))
    total = _row("total", np.ones(len(again), dtype=np.bool_), future, seen, level)
    return Calibration(cut, days, tuple(rows), total, total.predicted.low <= total.seen <= total.predicted.high)


def _row(label: str, mine: Mask, future: Ints, seen: Ints, level: float) -> HeldOut:
    totals: Floats = future[:, mine].sum(axis=1).astype(np.float64)
    low, high = np.quantile(totals, ((1 - level) / 2, (1 + level) / 2))
    return HeldOut(
        label, int(mine.sum()), Estimate(float(totals.mean()), float(low), float(high)), int(seen[mine].sum())
    )
