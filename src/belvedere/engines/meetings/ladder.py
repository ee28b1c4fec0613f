"""Rewards that put one aim before another: minima first, then served people, then fair numbers, then value.

In the network every exchange is a circle that passes each side once: it changes at most two meetings up and two down in
rank, so each rank need only weigh three times the next for the total to be lexicographic, and the last rank more than
any circle can gain in value. Totals below 2**52 keep every sum exact.
"""

import numpy as np

from .model import Ints, Model

TOP = 2**52
RANKS = 12


def value_ladder(model: Model) -> Ints:
    """Rewards of the k-th meeting for the plain objective: none beyond the minima asked for."""
    steps = int(np.minimum(model.least, model.limit).max(initial=0))
    return np.where(np.arange(steps)[None, :] < model.least[:, None], _step(model), 0).astype(np.int64)


def rewards(model: Model, rank: Ints) -> tuple[Ints, int]:
    """Rewards of each person's first, second… meeting by ``rank`` (0 first, -1 none), and how many ranks they tell.

    Minima come before all. Ranks beyond RANKS, or where sums would no longer be exact, earn nothing: nobody seeks them.
    """
    step = _step(model)
    room = TOP // (step * 9 * (model.people + 4))
    ranks = 1
    while ranks < min(int(rank.max(initial=0)) + 1, RANKS) and 3**ranks < room:
        ranks += 1
    told = (rank >= 0) & (rank < ranks)
    ladder = np.where(told, step * 3 ** np.where(told, ranks - 1 - rank, 0), 0)
    ladder += np.where(np.arange(rank.shape[1])[None, :] < model.least[:, None], step * 3**ranks, 0)
    used = int(ladder.any(axis=0).sum())
    return np.ascontiguousarray(ladder[:, :used]).astype(np.int64), ranks


def _step(model: Model) -> int:
    """More than twice what any circle of exchanges can gain in weight."""
    degree = np.bincount(np.concatenate([model.a, model.b]), minlength=model.people)
    active = int((degree > 0).sum())
    sides = np.unique(np.where(degree[model.a] > degree[model.b], model.a, model.b))
    return 2 * int(model.weight.max(initial=1)) * min(active, 2 * len(sides) + 2) + 1


def imposed_bonus(model: Model, ladder: Ints) -> int:
    """What an imposed meeting earns on top: more than everything else two exchanges can bring."""
    return 4 * (int(ladder.max(initial=0)) + _step(model))
