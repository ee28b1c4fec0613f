"""Meetings at nobody's table, when the tables are counted: those who sit all day leave them few.

A host who is busy all day keeps her table at every slot. What is left to the others is known before any search: those
that fit nowhere there are left out of the choice, the rest is held where it fits while the hosts' meetings find slots.
The slots in dispute then have a price: a host's meeting pays its part of her table, so the bound comes down as well.
"""

from dataclasses import dataclass, replace

import numpy as np

from .board import PINNED, SLOT, TABLES, Board, take
from .cuts import Network
from .model import UNLIMITED, Bools, Ints
from .prices import Prices, bound
from .problem import Problem
from .relax import relax
from .search import fit

EFFORT = 20_000
TURNS = 4
DEAR = (1.01, 1.001, 1.1)  # prices tried for a table, in what each meeting left out costs


@dataclass(frozen=True, slots=True)
class Choice:
    """Meetings chosen, those ``held`` on the board so that the search leaves them, and the bound with its prices."""

    chosen: Ints
    held: Ints
    prices: Prices
    top: float


def hold_loose(prob: Problem, board: Board, network: Network, best: Choice, heat: Ints) -> Choice:
    """``best`` without the loose meetings that no table is left for; the others are pinned on the board."""
    model, chosen, left = prob.model, best.chosen, prob
    loose = chosen[model.host[chosen] < 0]
    if not len(loose) or not (model.host >= 0).any() or model.tables.min(initial=UNLIMITED) >= UNLIMITED:
        return best
    out, blocked, least = 0, np.zeros(model.slots, np.bool_), best.top
    for _ in range(TURNS):
        board.table[:, TABLES] = np.maximum(model.tables - _kept(prob, chosen), 0)
        fit(board, loose, EFFORT, heat)
        board.table[:, TABLES] = model.tables
        lost = loose[board.edge[loose, SLOT] < 0]
        if not len(lost):
            break
        out += len(lost)
        blocked |= _blocked(prob, board, loose, lost)
        left = replace(left, edges=np.setdiff1d(left.edges, lost, assume_unique=True))
        amount, _, least = relax(left, network)
        chosen = np.flatnonzero(amount > 0.75)
        for e in loose[board.edge[loose, SLOT] >= 0]:
            take(board, int(e))
        loose = chosen[model.host[chosen] < 0]
    held = loose[board.edge[loose, SLOT] >= 0]
    board.edge[held, PINNED] = 1
    prices, top = best.prices, best.top
    if out and not (model.fixed >= 0).any():
        prices, top = _with_tables(prob, network, blocked, (best.top - least) / out, best)
    return Choice(chosen, held, prices, top)


def _kept(prob: Problem, chosen: Ints) -> Ints:
    """For each slot, the tables of those whose chosen meetings take their whole day."""
    model = prob.model
    load = np.bincount(np.concatenate([model.a[chosen], model.b[chosen]]), minlength=model.people)
    seats: Ints = prob.left.seats.sum(axis=1, dtype=np.int64)
    full = np.isin(np.arange(model.people), model.host) & (load >= seats) & (seats > 0)
    kept: Ints = (prob.left.seats[full] > 0).sum(axis=0)
    return kept


def _blocked(prob: Problem, board: Board, loose: Ints, lost: Ints) -> Bools:
    """Slots that the lost meetings could take, and those that whoever sits there could take instead."""
    seats = prob.left.seats
    common: Bools = (seats[prob.model.a[loose]] > 0) & (seats[prob.model.b[loose]] > 0)
    slot = board.edge[loose, SLOT]
    blocked: Bools = np.any(common[np.isin(loose, lost)], axis=0)
    for _ in range(len(blocked)):
        blocked = blocked | np.any(common[(slot >= 0) & blocked[slot]], axis=0)
    return blocked


def _with_tables(prob: Problem, network: Network, blocked: Bools, price: float, best: Choice) -> tuple[Prices, float]:
    """Prices with a table at the ``blocked`` slots at about ``price``, and the bound they prove, if it is better.

    A meeting of a host pays her table's price over her places there, or the same for her seat at the other slots.
    """
    model, prices, top = prob.left, best.prices, best.top
    places = np.maximum(model.seats.max(axis=1).astype(np.int64), 1)
    hosts = np.unique(model.host[model.host >= 0])
    common: Bools = (model.seats[model.a] > 0) & (model.seats[model.b] > 0)
    inside = ~np.any(common & ~blocked, axis=1)
    unit = int(np.lcm.reduce(places[hosts]))
    for dear in DEAR:
        step = int(price * dear) // unit * unit
        charge = np.where(model.host >= 0, step // places[model.host], step * inside)
        charged = replace(prob, left=replace(model, weight=model.weight - charge))
        new = relax(charged, network)[1]
        new.slot[blocked] += step
        new.seat[np.ix_(hosts, ~blocked)] += (step // places[hosts])[:, None]
        counted = replace(model, tables=prob.model.tables)
        proved = prob.base + bound(counted, new, prob.edges, model.limit, prob.ladder_left)
        if proved < top:
            prices, top = new, proved
    return prices, top
