"""The best choice of meetings without their slots, under the cuts that each person's own day asks for."""

import numpy as np

from .cuts import Network, Subset
from .flow import choose
from .hall import incidence, violators
from .model import Floats
from .prices import Prices, bound, worth
from .problem import Problem, table_total

ROUNDS = 30
SLACK = 0.3  # wishes this far, in mean weights, from being worth their price stay out of the next rounds


def relax(prob: Problem, network: Network | None = None, rounds: int = ROUNDS) -> tuple[Floats, Prices, float]:
    """Best choice of meetings that suits each person alone, its prices and the bound they prove.

    ``network`` keeps the cuts found from one call to the next; fewer ``rounds`` of cuts give a looser bound sooner.
    """
    left, ladder = prob.left, prob.ladder_left
    network = network or organisations(prob)
    start, items = incidence(left, prob.edges)
    open_edges, least = prob.edges, -SLACK * float(left.weight[prob.edges].mean()) if len(prob.edges) else 0.0
    for _ in range(rounds):
        choice = choose(left, open_edges, left.limit, ladder, table_total(left), network)
        value = worth(left, choice.prices)
        cuts = [
            network.cut(left, items[start[person] : start[person + 1]], person, slots, choice.amount)
            for person, slots in violators(left, np.flatnonzero(choice.amount > 0.75)).items()
        ]
        outside = np.setdiff1d(prob.edges[value[prob.edges] > 1e-6], open_edges, assume_unique=True)
        if not any(cuts) and not len(outside):
            break
        near = prob.edges[value[prob.edges] >= least]
        open_edges = near if open_edges is prob.edges else np.union1d(open_edges, near)
    return choice.amount, choice.prices, prob.base + bound(left, choice.prices, prob.edges, left.limit, ladder)


def organisations(prob: Problem) -> Network:
    """One meeting per organisation and person, where all its wishes share that person."""
    left, network = prob.left, Network()
    grouped = prob.edges[left.group[prob.edges] >= 0]
    for number in np.unique(left.group[grouped]):
        edges = grouped[left.group[grouped] == number]
        for ends in (left.a, left.b):
            person = int(ends[edges[0]])
            if len(edges) > 1 and ((left.a[edges] == person) | (left.b[edges] == person)).all():
                network.add(person, Subset(frozenset(edges.tolist()), 1))
                break
    return network
