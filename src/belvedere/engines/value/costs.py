"""What it costs to win somebody and to have somebody come back, and how many times more the one than the other.

A cost is a ratio of two sums over campaigns: money, fixed, over people, that vary from one campaign to the next. The
variance of its log is the jackknife's, one campaign left out at a time (Quenouille 1956, Tukey 1958), never below what
counting people at random would give; the log of the two costs' ratio is given a Student interval whose degrees of
freedom are Welch and Satterthwaite's. Why not a bootstrap: figures in docs/why/valeur.md.
"""

from collections.abc import Sequence

import numpy as np
from scipy.special import stdtrit

from .history import Visits
from .types import CostLine, CostRatio, Estimate, Floats, Ints, Mask, Purpose, Settings, Side

#: Below these, no ratio is told.
CAMPAIGNS, PEOPLE = 3, 20
NAMES = {Purpose.ACQUISITION: "faire venir", Purpose.RETENTION: "faire revenir"}


def credited(visits: Visits, lines: Sequence[CostLine], purpose: Purpose, settings: Settings) -> Floats:
    """People whom each line of this purpose is credited with: first visits for an acquisition; for a retention,
    people already known who come back, among those it reached where they are known. Who falls within several campaigns
    is shared between them, by what they spent."""
    mine = [line for line in lines if line.purpose == purpose]
    if not mine:
        return np.zeros(0)
    wanted = (visits.rank == 0) == (purpose is Purpose.ACQUISITION)
    within = np.stack([_within(visits, line, wanted, settings) for line in mine])
    shares = within * np.array([[max(float(line.amount), 1e-9)] for line in mine])
    shares /= np.maximum(shares.sum(axis=0), 1e-12)
    found = np.zeros(len(mine))
    for rank, mask in enumerate(within):
        rows = np.flatnonzero(mask)
        # Somebody who comes back twice during one campaign came back.
        _who, once = np.unique(visits.person[rows], return_index=True)
        found[rank] = shares[rank, rows[once]].sum()
    return found


def _within(visits: Visits, line: CostLine, wanted: Mask, settings: Settings) -> Mask:
    inside = wanted & (visits.day >= line.start) & (visits.day <= min(line.end + settings.lag, settings.today))
    if line.reached is not None:
        reached: Ints = np.fromiter(line.reached, dtype=np.int64, count=len(line.reached))
        inside &= np.isin(visits.person, reached)
    return inside


def cost_ratio(visits: Visits, lines: Sequence[CostLine], settings: Settings) -> CostRatio:
    """Of the lines that have begun by the last day observed."""
    begun = [line for line in lines if line.start <= settings.today]
    sides, facts = [], []
    for purpose in Purpose:
        mine = [line for line in begun if line.purpose == purpose]
        amounts = np.array([line.amount for line in mine], dtype=np.float64)
        people = credited(visits, begun, purpose, settings)
        each = log_cost(amounts, people)
        facts.append(each)
        sides.append(Side(purpose, len(mine), float(amounts.sum()), float(people.sum()), _told(*each, settings.level)))
    missing = tuple(reason for side in sides for reason in _lacking(side))
    ratio = None if missing else ratio_of(facts[0], facts[1], settings.level)
    return CostRatio((sides[0], sides[1]), ratio, missing)


def log_cost(amounts: Floats, people: Floats) -> tuple[float, float, float]:
    """Log of money over people, its variance, its degrees of freedom."""
    count, total = len(amounts), float(people.sum())
    if count < 2 or total <= 0 or amounts.sum() <= 0:
        return float("nan"), float("inf"), 1.0
    # Half a person where one campaign has them all: the interval is then as wide as it should be.
    others = np.log(np.maximum(amounts.sum() - amounts, 1e-9)) - np.log(np.maximum(total - people, 0.5))
    between = (count - 1) / count * float(((others - others.mean()) ** 2).sum())
    return float(np.log(amounts.sum() / total)), max(between, 1 / total), float(count - 1)


def ratio_of(first: tuple[float, float, float], second: tuple[float, float, float], level: float) -> Estimate:
    """Of two independent costs, as ``log_cost`` gives them."""
    (one, noise, free), (other, rest, loose) = first, second
    variance = noise + rest
    return _told(one - other, variance, variance**2 / (noise**2 / free + rest**2 / loose), level) or Estimate(
        float("nan"), 0.0, float("inf")
    )


def _told(log: float, variance: float, freedom: float, level: float) -> Estimate | None:
    if not np.isfinite(log + variance):
        return None
    half = float(stdtrit(freedom, (1 + level) / 2)) * variance**0.5
    return Estimate(float(np.exp(log)), float(np.exp(log - half)), float(np.exp(log + half)))


def _lacking(side: Side) -> list[str]:
    """In French: what this side lacks before the ratio can be told."""
    name = NAMES[side.purpose]
    if not side.campaigns:
        return [f"aucune dépense pour {name} n’est notée"]
    found = []
    if side.campaigns < CAMPAIGNS:
        found.append(f"{side.campaigns} dépense(s) notée(s) pour {name}, il en faut {CAMPAIGNS}")
    if side.people < PEOPLE:
        found.append(f"{side.people:.0f} personne(s) au crédit de ce qui doit {name}, il en faut {PEOPLE}")
    if side.amount <= 0:
        found.append(f"les dépenses pour {name} sont à zéro")
    return found
