"""The meetings without their slots: maximum-weight choice by minimum-cost flow, strengthened by Hall cuts.

Rewards of the k-th meeting of a person (``ladder``) stay a flow as long as they do not increase with k. A Hall cut, and
the rule "one meeting per organisation", are capacities on nested subsets of a person's edges: nested subsets are a tree
of nodes, so the whole remains one network, integral and exact in whole numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from ortools.graph.python import min_cost_flow

from .cuts import Network, Subset
from .model import Ints, Model
from .network import distances, two_colour
from .prices import Prices
from .problem import shifted


@dataclass(frozen=True, slots=True)
class Choice:
    """``amount[e]`` is 1 (chosen) or 0; ``prices`` prove the best, of halves when same-side wishes form odd circles."""

    amount: npt.NDArray[np.float64]
    prices: Prices


def two_sides(model: Model, edges: Ints) -> npt.NDArray[np.int8] | None:
    """Splits the people so that every edge crosses, or None when same-side wishes form an odd circle."""
    colour = two_colour(model.people, model.a[edges], model.b[edges])
    return None if colour[0] == 2 else colour


def choose(model: Model, edges: Ints, limit: Ints, ladder: Ints, tables: int, network: Network) -> Choice:
    """Best choice among ``edges`` with ``limit`` meetings per person and ``tables`` in all."""
    colour = two_sides(model, edges)
    if colour is None:
        tails = np.concatenate([model.a[edges], model.b[edges]])
        heads = np.concatenate([model.b[edges], model.a[edges]])
        names = np.concatenate([edges, edges])
        budget = 2 * tables
    else:
        flip = colour[model.a[edges]] == 1
        tails = np.where(flip, model.b[edges], model.a[edges])
        heads = np.where(flip, model.a[edges], model.b[edges])
        names, budget = edges, tables
    arcs = _Arcs(model, network, limit, ladder)
    flow, distance = arcs.solve(tails, heads, names, budget)
    share = 0.5 if colour is None else 1.0
    amount = np.zeros(len(model.a))
    np.add.at(amount, names, share * flow)
    if ((amount > 0) & (amount < 1)).any():
        amount = _whole(model, edges, limit, ladder, tables, network, amount)
    return Choice(amount, arcs.prices(distance, colour is None))


def _whole(
    model: Model, edges: Ints, limit: Ints, ladder: Ints, tables: int, network: Network, amount: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """A choice without halves: the wishes within a side are kept where they are whole, left out where they are not.

    What remains has two sides: when no wish within a side was halved, this is as good as the halves.
    """
    within = model.buyer[model.a[edges]] == model.buyer[model.b[edges]]
    kept, across = edges[within & (amount[edges] > 0.75)], edges[~within]
    held = np.bincount(np.concatenate([model.a[kept], model.b[kept]]), minlength=model.people)
    flip = model.buyer[model.a[across]]
    arcs = _Arcs(model, network.without(set(kept.tolist())), limit - held, shifted(ladder, held))
    tails, heads = np.where(flip, model.b[across], model.a[across]), np.where(flip, model.a[across], model.b[across])
    flow, _ = arcs.solve(tails, heads, across, tables - len(kept))
    whole = np.zeros(len(amount))
    whole[kept] = 1.0
    whole[across] = flow
    return whole


class _Arcs:
    """Node numbers: 0 source, 1 source behind the table count, then tails, heads, subsets, and the sink last."""

    def __init__(self, model: Model, network: Network, limit: Ints, ladder: Ints) -> None:
        self.model, self.network, self.limit, self.ladder = model, network, limit, ladder
        self.tail_node = 2
        self.head_node = 2 + model.people
        self.next = 2 + 2 * model.people
        self.sink = -1
        self.nodes: dict[tuple[int, int, int], int] = {}
        self.parents: dict[int, int] = {}
        self.parts: list[tuple[Ints, Ints, Ints, Ints]] = []

    def solve(self, tails: Ints, heads: Ints, names: Ints, budget: int) -> tuple[Ints, Ints]:
        """Flow on the wish arcs and the distance of every node from the source in the residual network."""
        total = int(self.limit.sum()) + 1
        leaf_tail = tails.astype(np.int64) + self.tail_node
        leaf_head = heads.astype(np.int64) + self.head_node
        self._subset_arcs(tails, heads, names, leaf_tail, leaf_head)
        self.sink = self.next
        one = np.ones(len(names), np.int64)
        self._add([0], [self.sink], [total], [0])
        self._add([0], [1], [min(budget, total)], [0])
        self._ladder_arcs(np.unique(tails), True)
        self._ladder_arcs(np.unique(heads), False)
        before = sum(len(part[0]) for part in self.parts)
        self.parts.append((leaf_tail, leaf_head, one, -self.model.weight[names]))
        start, end, room, cost = (np.concatenate([part[k] for part in self.parts]) for k in range(4))
        solver = min_cost_flow.SimpleMinCostFlow()
        solver.add_arcs_with_capacity_and_unit_cost(start, end, room, cost)
        solver.set_nodes_supplies(np.array([0, self.sink]), np.array([total, -total]))
        if solver.solve() != solver.OPTIMAL:
            raise RuntimeError("min-cost flow failed on a network that always has a flow")
        flow = np.asarray(solver.flows(np.arange(len(start))), np.int64)
        return flow[before:], distances(self.sink + 1, start, end, room - flow, flow, cost)

    def prices(self, distance: Ints, halved: bool) -> Prices:
        """Reads the prices off the distances. With both directions of every edge present, the two halves average."""
        model = self.model
        people = np.arange(model.people)
        prices = Prices.zero(model.people, model.slots)
        tail = (distance[people + self.tail_node] - distance[1]).astype(np.float64)
        head = (distance[self.sink] - distance[people + self.head_node]).astype(np.float64)
        share = 0.5 if halved else 1.0
        prices.person[:] = share * (tail * self.used_tail + head * self.used_head)
        prices.slot[:] = max(0, int(distance[1]))
        for (side, person, number), node in self.nodes.items():
            subset = self.network.subsets[person][number]
            parent = self.parents[node]
            step = distance[node] - distance[parent] if side == 0 else distance[parent] - distance[node]
            self._charge(prices, person, subset, share * max(0, int(step)))
        return prices

    def _charge(self, prices: Prices, person: int, subset: Subset, price: float) -> None:
        if subset.slots is not None:
            prices.seat[person, subset.slots] += price
        elif price:
            group = int(self.model.group[next(iter(subset.edges))])
            prices.group[group] = prices.group.get(group, 0.0) + price

    def _subset_arcs(self, tails: Ints, heads: Ints, names: Ints, leaf_tail: Ints, leaf_head: Ints) -> None:
        """Adds the trees of nested subsets and hangs each wish arc on its smallest subsets."""
        self.used_tail = np.zeros(self.model.people, np.int64)
        self.used_head = np.zeros(self.model.people, np.int64)
        self.used_tail[tails], self.used_head[heads] = 1, 1
        for person, family in sorted(self.network.subsets.items()):
            if self.used_tail[person]:
                self._tree(0, person, family, tails, names, leaf_tail)
            if self.used_head[person]:
                self._tree(1, person, family, heads, names, leaf_head)

    def _tree(self, side: int, person: int, family: list[Subset], ends: Ints, names: Ints, leaf: Ints) -> None:
        """One node per subset under the smallest that holds it; wishes of ``person`` leave from their smallest."""
        mine = np.flatnonzero(ends == person)
        root = person + (self.head_node if side else self.tail_node)
        order = sorted(range(len(family)), key=lambda k: (-len(family[k].edges), k))
        for rank, number in enumerate(order):
            subset = family[number]
            above = [k for k in order[:rank] if family[k].edges >= subset.edges]
            parent = self.nodes[side, person, above[-1]] if above else root
            node = self.nodes[side, person, number] = self.next
            self.parents[node] = parent
            self.next += 1
            self._add([node if side else parent], [parent if side else node], [subset.capacity], [0])
            leaf[mine[np.isin(names[mine], list(subset.edges))]] = node

    def _ladder_arcs(self, people: Ints, tail: bool) -> None:
        """One unit arc per rewarded meeting, then one arc for all the others up to the limit."""
        steps = self.ladder.shape[1]
        for k in range(steps):
            more = people[self.limit[people] > k].astype(np.int64)
            self._ends(more, np.ones(len(more), np.int64), self.ladder[more, k], tail)
        beyond = people[self.limit[people] > steps].astype(np.int64)
        self._ends(beyond, self.limit[beyond] - steps, np.zeros(len(beyond), np.int64), tail)

    def _ends(self, nodes: Ints, room: Ints, reward: Ints, tail: bool) -> None:
        if tail:
            self._add(np.ones(len(nodes), np.int64), nodes + self.tail_node, room, -reward)
        else:
            self._add(nodes + self.head_node, np.full(len(nodes), self.sink), room, -reward)

    def _add(
        self, start: Sequence[int] | Ints, end: Sequence[int] | Ints, room: Sequence[int] | Ints, cost: object
    ) -> None:
        self.parts.append(tuple(np.asarray(part, np.int64) for part in (start, end, room, cost)))  # type: ignore[arg-type]
