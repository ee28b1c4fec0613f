"""Two walks over a network, compiled: the two sides of a graph, shortest distances with negative costs."""

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int64]
FAR = np.int64(4_000_000_000_000_000_000)


@njit(cache=True)
def two_colour(people: int, a: npt.NDArray[np.int32], b: npt.NDArray[np.int32]) -> npt.NDArray[np.int8]:
    """0 or 1 for each person so that every edge joins a 0 and a 1; 2 in the first place when there is an odd circle."""
    start = np.zeros(people + 1, np.int64)
    for e in range(len(a)):
        start[a[e] + 1] += 1
        start[b[e] + 1] += 1
    start = np.cumsum(start)
    fill = start[:-1].copy()
    other = np.empty(2 * len(a), np.int32)
    for e in range(len(a)):
        other[fill[a[e]]] = b[e]
        fill[a[e]] += 1
        other[fill[b[e]]] = a[e]
        fill[b[e]] += 1
    colour = np.full(people, -1, np.int8)
    stack = np.empty(people, np.int64)
    for root in range(people):
        if colour[root] >= 0:
            continue
        colour[root], stack[0], top = 0, root, 1
        while top:
            top -= 1
            p = stack[top]
            for k in range(start[p], start[p + 1]):
                q = other[k]
                if colour[q] < 0:
                    colour[q] = 1 - colour[p]
                    stack[top] = q
                    top += 1
                elif colour[q] == colour[p]:
                    colour[0] = 2
                    return colour
    return colour


@njit(cache=True)
def distances(nodes: int, start: Ints, end: Ints, room: Ints, flow: Ints, cost: Ints) -> Ints:
    """Shortest distance of each node from node 0 in the residual network (Bellman-Ford with early stop).

    Nodes that cannot be reached get the greatest distance that keeps every residual arc fair.
    """
    far = FAR
    distance = np.full(nodes, far)
    distance[0] = 0
    _relax(distance, start, end, room, flow, cost)
    worst = np.int64(0)
    for v in range(nodes):
        if distance[v] < far:
            worst = max(worst, distance[v])
    span = np.int64(1)
    for k in range(len(cost)):
        span = max(span, abs(cost[k]))
    for v in range(nodes):
        if distance[v] == far:
            distance[v] = worst + span * np.int64(4)
    _relax(distance, start, end, room, flow, cost)
    return distance


@njit(cache=True)
def _relax(distance: Ints, start: Ints, end: Ints, room: Ints, flow: Ints, cost: Ints) -> None:
    moved = True
    while moved:
        moved = False
        for k in range(len(start)):
            u, v = start[k], end[k]
            if room[k] > 0 and distance[u] < FAR and distance[u] + cost[k] < distance[v]:
                distance[v] = distance[u] + cost[k]
                moved = True
            if flow[k] > 0 and distance[v] < FAR and distance[v] - cost[k] < distance[u]:
                distance[u] = distance[v] - cost[k]
                moved = True
