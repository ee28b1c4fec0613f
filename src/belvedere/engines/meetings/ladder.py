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


def stack_ladder(model: Model) -> Ints:
    """Rewards of the stack: the k-th meeting of anybody counts before any (k+1)-th; minima come before all.

    Ranks stop at the limit that nine people in ten have, at RANKS, or where sums would no longer be exact.
    """
    step = _step(model)
    busy = model.limit[model.limit > 0]
    most = min(int(np.quantile(busy, 0.9)), RANKS) if len(busy) else 1
    room = TOP // (step * 9 * (model.people + 4))
    ranks = 1
    while ranks < most and 3**ranks < room:
        ranks += 1
    rewards = step * 3 ** (ranks - 1 - np.arange(ranks, dtype=np.int64))
    ladder = np.tile(rewards, (model.people, 1))
    ladder += np.where(np.arange(ranks)[None, :] < model.least[:, None], 3 * rewards[0], 0)
    return ladder


def _step(model: Model) -> int:
    """More than twice what any circle of exchanges can gain in weight."""
    degree = np.bincount(np.concatenate([model.a, model.b]), minlength=model.people)
    active = int((degree > 0).sum())
    sides = np.unique(np.where(degree[model.a] > degree[model.b], model.a, model.b))
    return 2 * int(model.weight.max(initial=1)) * min(active, 2 * len(sides) + 2) + 1


def imposed_bonus(model: Model, ladder: Ints) -> int:
    """What an imposed meeting earns on top: more than everything else two exchanges can bring."""
    return 4 * (int(ladder.max(initial=0)) + _step(model))
