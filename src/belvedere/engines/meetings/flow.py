"""The meetings without their slots: maximum-weight choice by minimum-cost flow, strengthened by Hall cuts.

Rewards of the k-th meeting of a person (``ladder``) stay a flow as long as they do not increase with k. A Hall cut, and
the rule "one meeting per organisation", are capacities on nested subsets of a person's edges: nested subsets are a tree
of nodes, so the whole remains one network, integral and exact in whole numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from ortools.graph.python import min_cost_flow

from .model import Bools, Ints, Model
from .network import distances, two_colour
from .prices import Prices


@dataclass(slots=True)
class Subset:
    """At most ``capacity`` of these edges of one person; ``slots`` is the Hall set, None for an organisation."""

    edges: frozenset[int]
    capacity: int
    slots: Bools | None = None
    parent: int = -1


@dataclass(slots=True)
class Network:
    """Cuts gathered so far: nested subsets by (side, person); side 0 is the tail of an arc, 1 its head."""

    subsets: dict[tuple[int, int], list[Subset]] = field(default_factory=dict)

    def add(self, side: int, person: int, subset: Subset) -> bool:
        """Adds a subset unless it crosses another one of this person; tells whether it is there now."""
        family = self.subsets.setdefault((side, person), [])
        for other in family:
            shared = other.edges & subset.edges
            if shared and shared != other.edges and shared != subset.edges:
                return False
            if other.edges == subset.edges and other.capacity <= subset.capacity:
                return False
        family.append(subset)
        return True


@dataclass(frozen=True, slots=True)
class Choice:
    """``amount[e]`` is 1 (chosen), 0, or 0.5 when same-side wishes form odd circles; ``prices`` prove the best."""

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
    return Choice(amount, arcs.prices(distance, colour is None))


class _Arcs:
    """Node numbers: 0 source, 1 source behind the table count, then tails, heads, subsets, and the sink last."""

    def __init__(self, model: Model, network: Network, limit: Ints, ladder: Ints) -> None:
        self.model, self.network, self.limit, self.ladder = model, network, limit, ladder
        self.tail_node = 2
        self.head_node = 2 + model.people
        self.next = 2 + 2 * model.people
        self.sink = -1
        self.nodes: dict[tuple[int, int, int], int] = {}
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
            subset = self.network.subsets[side, person][number]
            parent = self._parent_node(side, person, subset)
            step = distance[node] - distance[parent] if side == 0 else distance[parent] - distance[node]
            self._charge(prices, person, subset, share * max(0, int(step)))
        return prices

    def _charge(self, prices: Prices, person: int, subset: Subset, price: float) -> None:
        if subset.slots is not None:
            prices.seat[person, subset.slots] += price
        elif price:
            group = int(self.model.group[next(iter(subset.edges))])
            prices.group[group] = prices.group.get(group, 0.0) + price

    def _parent_node(self, side: int, person: int, subset: Subset) -> int:
        if subset.parent >= 0:
            return self.nodes[side, person, subset.parent]
        return person + (self.tail_node if side == 0 else self.head_node)

    def _subset_arcs(self, tails: Ints, heads: Ints, names: Ints, leaf_tail: Ints, leaf_head: Ints) -> None:
        """Adds the trees of nested subsets and hangs each wish arc on its smallest subsets."""
        self.used_tail = np.zeros(self.model.people, np.int64)
        self.used_head = np.zeros(self.model.people, np.int64)
        self.used_tail[tails], self.used_head[heads] = 1, 1
        for (side, person), family in sorted(self.network.subsets.items(), key=lambda item: item[0]):
            if not (self.used_tail if side == 0 else self.used_head)[person]:
                continue
            order = sorted(range(len(family)), key=lambda k: (-len(family[k].edges), k))
            for number in order:
                subset = family[number]
                above = [k for k in order if k != number and family[k].edges > subset.edges]
                subset.parent = min(above, key=lambda k: (len(family[k].edges), k), default=-1)
                node = self.nodes[side, person, number] = self.next
                self.next += 1
                parent = self._parent_node(side, person, subset)
                ends = (parent, node) if side == 0 else (node, parent)
                self._add([ends[0]], [ends[1]], [subset.capacity], [0])
                mine = (tails if side == 0 else heads) == person
                inside = mine & np.isin(names, list(subset.edges))
                (leaf_tail if side == 0 else leaf_head)[inside] = node

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
