"""Meetings at nobody's table, when the tables are counted: those who sit all day leave them few.

A host who is busy all day keeps her table at every slot. What is left to the others is known before any search: those
that fit nowhere there are left out of the choice, the rest is held where it fits while the hosts' meetings find slots.
The slots in dispute then have a price: a host's meeting pays its part of her table, so the bound comes down as well.
Where hosts take every table, any price that keeps the others out will do; where some are left, the right price is where
tables asked for and tables there meet: whoever still comes then is the best choice.
"""

from dataclasses import dataclass, replace

import numpy as np

from .board import PINNED, SLOT, TABLES, Board
from .cuts import Network
from .model import UNLIMITED, Bools, Ints
from .prices import Prices, bound
from .problem import Problem, earned
from .quarrel import release
from .relax import relax
from .search import fit, restore

EFFORT = 20_000
TURNS = 4
PRICES = 8  # tried for a table
ABOVE = 1.01  # price where no table is left, in what each meeting left out costs
DEARER = 1.1  # the next one when tables are still asked for


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
        lost = _place(prob, board, chosen, heat)
        if not len(lost):
            break
        out += len(lost)
        blocked |= _blocked(prob, board, chosen[model.host[chosen] < 0], lost)
        left = replace(left, edges=np.setdiff1d(left.edges, lost, assume_unique=True))
        amount, _, least = relax(left, network)
        chosen = np.flatnonzero(amount > 0.75)
    if out and not (model.fixed >= 0).any():
        best = _with_tables(prob, network, blocked, (best.top - least) / out, replace(best, chosen=chosen))
        chosen = _better(prob, board, chosen, best.chosen, heat)
    release(board, chosen)
    held = chosen[(model.host[chosen] < 0) & (board.edge[chosen, SLOT] >= 0)]
    board.edge[held, PINNED] = 1
    return Choice(chosen, held, best.prices, best.top)


def _place(prob: Problem, board: Board, chosen: Ints, heat: Ints) -> Ints:
    """Gives slots to the loose meetings of this choice, at the tables that full hosts leave; those left without."""
    model = prob.model
    loose: Ints = chosen[model.host[chosen] < 0]
    release(board, loose)
    board.table[:, TABLES] = np.maximum(model.tables - _kept(prob, chosen), 0)
    fit(board, loose, EFFORT, heat)
    board.table[:, TABLES] = model.tables
    lost: Ints = loose[board.edge[loose, SLOT] < 0]
    return lost


def _better(prob: Problem, board: Board, chosen: Ints, other: Ints, heat: Ints) -> Ints:
    """``other`` on the board where it is worth more than ``chosen`` and all its loose meetings fit, else ``chosen``."""
    before = board.edge[:, SLOT].copy()
    if _total(prob, other) > _total(prob, chosen):
        if not len(_place(prob, board, other, heat)):
            return other
        restore(board, before)
    return chosen


def _total(prob: Problem, chosen: Ints) -> int:
    model = prob.left
    count = np.bincount(np.concatenate([model.a[chosen], model.b[chosen]]), minlength=model.people)
    return int(model.weight[chosen].sum()) + earned(prob.ladder_left, count)


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


@dataclass(frozen=True, slots=True)
class _Dispute:
    """Disputed slots where full hosts leave no table, those where they leave some, places at each person's table."""

    full: Bools
    scarce: Bools
    places: Ints


def _with_tables(prob: Problem, network: Network, blocked: Bools, price: float, best: Choice) -> Choice:
    """The bound with a price for the tables of the ``blocked`` slots, of ``price`` or so, if it is better.

    Where tables are left the bound is convex in their price and made of straight pieces, its slope the tables that
    nobody asks for: the next price is where the pieces around the lowest point cross. The choice is the best of those
    that ask for no more tables than there are.
    """
    none = prob.model.tables <= _kept(prob, best.chosen)
    places = np.maximum(prob.left.seats.max(axis=1).astype(np.int64), 1)
    dispute = _Dispute(blocked & none, blocked & ~none, places)
    unit = int(np.lcm.reduce(places[np.unique(prob.left.host[prob.left.host >= 0])]))
    dear, step, last = _multiple(price * ABOVE, unit), int(price), np.inf
    pieces: list[Piece] = []
    for _ in range(PRICES):
        tried, eager, slack = _priced(prob, network, dispute, dear, step)
        if tried.top < best.top:
            best = replace(best, prices=tried.prices, top=tried.top)
        if eager and tried.top <= last:  # convex again: past its lowest point, who still asks is worth it
            dear, pieces, last = _multiple(dear * DEARER, unit), [], tried.top
            continue
        if eager:
            break
        if slack >= 0 and _total(prob, tried.chosen) > _total(prob, best.chosen):
            best = replace(best, chosen=tried.chosen)
        pieces.append((step, tried.top, slack))
        following, floor = _crossing(pieces)
        step = max(0, min(dear, round(following)))
        if floor > best.top - 1 or step in {piece[0] for piece in pieces}:
            break
    return best


def _multiple(price: float, unit: int) -> int:
    """The next multiple of ``unit`` above this price."""
    return int(price // unit + 1) * unit


Piece = tuple[int, float, float]  # price of a table, bound, slope


def _crossing(pieces: list[Piece]) -> tuple[float, float]:
    """Where the lowest point of the bound should be, and how low it can be at most."""
    short = max((piece for piece in pieces if piece[2] < 0), default=None)
    over = min((piece for piece in pieces if piece[2] >= 0), default=None)
    if short is None or over is None:
        last, top, slope = pieces[-1]
        return (last * DEARER + 1, -np.inf) if slope < 0 else (last / DEARER - 1, -np.inf if slope else top)
    step = (over[1] - over[2] * over[0] - short[1] + short[2] * short[0]) / (short[2] - over[2])
    return step, over[1] + over[2] * (step - over[0])


def _priced(prob: Problem, network: Network, dispute: _Dispute, dear: int, step: int) -> tuple[Choice, int, float]:
    """Choice, prices and bound with a table at ``dear`` where none is left and at ``step`` where few are.

    Also the meetings that would still pay the first price, and the tables left over at the second. A meeting of a host
    pays her table's price over her places there, or what is missing to it for her seat at the other slots.
    """
    model, places, full, scarce = prob.left, dispute.places, dispute.full, dispute.scarce
    hosts = np.unique(model.host[model.host >= 0])
    cost = np.where(full, dear, np.where(scarce, step, 0))
    common: Bools = (model.seats[model.a] > 0) & (model.seats[model.b] > 0)
    cheapest = np.where(common, cost, max(dear, step) + 1).min(axis=1, initial=max(dear, step) + 1)
    pays = np.where(model.host >= 0, dear // places[model.host], cheapest)
    amount, prices, _ = relax(replace(prob, left=replace(model, weight=model.weight - pays)), network)
    prices.slot += cost
    prices.seat[hosts] += (dear - cost)[None, :] / places[hosts][:, None]
    counted = replace(model, tables=prob.model.tables)
    top = prob.base + bound(counted, prices, prob.edges, model.limit, prob.ladder_left)
    chosen = np.flatnonzero(amount > 0.75)
    loose, few = chosen[model.host[chosen] < 0], common & scarce
    eager = int((~(common[loose] & ~full).any(axis=1)).sum())
    asked = (~(common[loose] & ~full & ~scarce).any(axis=1) & few[loose].any(axis=1)).sum()
    taken = (model.seats[hosts][:, scarce] / places[hosts][:, None]).sum()
    left = float(round(counted.tables[scarce].sum() - taken - asked, 6))
    return Choice(chosen, chosen[:0], prices, top), eager, left
