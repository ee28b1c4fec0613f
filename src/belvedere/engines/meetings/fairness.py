"""The fair levels of the stack: most people served, k meetings for everybody, then leximin on satisfaction.

The satisfaction of a person is the share of the wishes met among those that the person could hold. It rises by tenths:
at each tenth, lowest first, the fewest meetings are missing for everybody to reach it. Each meeting then has one rank,
which never falls with its number: the choice stays a flow, exact and proved. (Were the share weighted, the best worst
share alone would be the Santa Claus problem, which nobody can prove at this size; weights decide right after.)
"""

from dataclasses import dataclass

import numpy as np

from .cuts import Network
from .ladder import rewards
from .model import Ints, Model
from .problem import Found, problem
from .relax import relax
from .types import Level

TENTHS = 10


@dataclass(frozen=True, slots=True)
class Fairness:
    """``reach[p]`` is how many wishes p could hold at most; ``floor`` what everybody gets (or his reach, if less).

    ``ladder`` rewards the first, second… meeting of each person; ``tenths`` are those that it tells apart, from 1.
    """

    reach: Ints
    floor: int
    ladder: Ints
    tenths: tuple[int, ...]

    def needed(self, tenth: int) -> Ints:
        """Meetings of each person at this tenth of satisfaction, and never fewer than everybody gets."""
        return np.maximum(np.minimum(self.reach, max(self.floor, 1)), -(-tenth * self.reach // TENTHS))

    def levels(self, found: Found, count: Ints) -> list[Level]:
        """``served``, then ``everyone_k`` and ``share_10``… : meetings that are missing for everybody to get there.

        All are proved with the total. Otherwise the best choice without slots bounds a level as long as the levels
        above equal its own; past the first that does not, only what each person could hold bounds it.
        """
        levels, best = [], found.counts
        for name, need in self._steps():
            met, most = (int(np.minimum(n, need).sum()) for n in (count, self.reach))
            most = met if found.proved else most if best is None else int(np.minimum(best, need).sum())
            best = best if most == met else None
            if name == "served":
                levels.append(Level(name, met, most, "max"))
            else:
                levels.append(Level(name, int(need.sum()) - met, int(need.sum()) - most, "min"))
        easy = [k for k, v in enumerate(levels) if v.name.startswith("share") and v.value == v.bound == 0]
        return [v for k, v in enumerate(levels) if k not in easy[:-1]]

    def _steps(self) -> list[tuple[str, Ints]]:
        steps = [("served", np.minimum(self.reach, 1))]
        if self.floor > 1:
            steps.append((f"everyone_{self.floor}", np.minimum(self.reach, self.floor)))
        return steps + [(f"share_{10 * tenth}", self.needed(tenth)) for tenth in self.tenths]


def fairness(model: Model, network: Network) -> Fairness:
    """What the stack seeks before value on this day. ``network`` gathers the cuts found on the way."""
    reach = reachable(model)
    width = int(reach.max(initial=0))
    number = np.tile(np.arange(width), (model.people, 1))
    counted, _ = rewards(model, np.where(number < reach[:, None], number, -1))
    floor = _floor(model, counted, reach, network)
    tenth = TENTHS * number // np.maximum(reach, 1)[:, None] + 1
    present = np.unique(tenth[(number >= max(floor, 1)) & (number < reach[:, None])])
    first = 1 + (floor > 1)
    rank = np.where(number < max(floor, 1), np.minimum(number, first - 1), first + np.searchsorted(present, tenth))
    ladder, told = rewards(model, np.where(number < reach[:, None], rank, -1))
    return Fairness(
        reach, floor if told > 1 else min(floor, 1), ladder, tuple(present[: max(0, told - first)].tolist())
    )


def _floor(model: Model, ladder: Ints, reach: Ints, network: Network) -> int:
    """Meetings that everybody gets in the choice that serves the least served first (or as many as he could hold)."""
    amount, _, _ = relax(problem(model, ladder), network)
    held = np.where(model.fixed >= 0, 1.0, amount)
    count = np.bincount(np.concatenate([model.a, model.b]), np.tile(held, 2), model.people)
    short = count < reach - 1e-6
    return int(count[short].min() + 1e-6) if short.any() else int(reach.max(initial=0))


def reachable(model: Model) -> Ints:
    """Wishes that each person could hold: possible ones, one per organisation, within the person's limit."""
    ends, house = np.concatenate([model.a, model.b]), np.tile(model.group, 2)
    wishes = np.bincount(ends[house < 0], minlength=model.people)
    once = np.unique(np.stack([ends[house >= 0], house[house >= 0]], axis=1), axis=0)
    wishes += np.bincount(once[:, 0], minlength=model.people)
    return np.minimum(model.limit, wishes).astype(np.int64)
