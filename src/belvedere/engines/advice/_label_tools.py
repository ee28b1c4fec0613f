"""Small pieces of the label-setting passes: bounds, dominance, heap, room."""

# mypy: allow-untyped-defs, allow-untyped-calls
from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ._kernel import Ground, Ints


@njit(cache=True)
def completes(back, i, tau, memory, mask, need, use, which, left):  # noqa: C901 -- a search, then three ways to fail
    """(whether a tour of the opposite pass brings at least `need` from node i at this time, labels looked at).

    The two halves must not share a remembered element besides those of i itself, nor draw more than the caps:
    `left` is, for each counted resource, the cap and what i draws, which both halves counted.
    """
    low, high = back.start[i], back.start[i + 1]
    while low < high:
        middle = (low + high) // 2
        if back.tau[middle] <= -tau:
            low = middle + 1
        else:
            high = middle
    q = low - 1
    while q >= back.start[i] and back.top[q] >= need:
        if back.gain[q] >= need:
            apart = True
            for w in range(memory.shape[0]):
                if back.memory[q, w] & memory[w] & ~mask[i, w]:
                    apart = False
                    break
            if apart:
                for r in range(which.shape[0]):
                    if use[r] + back.drawn[q, which[r]] > left[r]:
                        apart = False
                        break
            if apart:
                return True, low - q
        q -= 1
    return False, low - q


@njit(cache=True)
def coarse(start, tau, top, low, width, buckets):
    """Most that the opposite pass brings from a node, by bucket of tau: optimistic, and one look-up away."""
    n = start.shape[0] - 1
    table = np.full((n, buckets), -1e300)
    for i in range(n):
        q = start[i]
        for b in range(buckets - 1, -1, -1):
            edge = -(low + b * width)
            while q < start[i + 1] and tau[q] <= edge:
                q += 1
            if q > start[i]:
                table[i, b] = top[q - 1]
    return table


@njit(cache=True)
def clean(label, node, parent, terms, seen, stamp):
    """Whether the tour behind a label visits no element twice and keeps the caps of every resource."""
    total = np.zeros(terms.active_cap.shape[0], dtype=np.int64)
    while label >= 0:
        i = node[label]
        for e in range(terms.start[i], terms.start[i + 1]):
            if seen[terms.element[e]] == stamp:
                return False
            seen[terms.element[e]] = stamp
        for r in range(terms.active_cap.shape[0]):
            total[r] += terms.active[i, r]
            if total[r] > terms.active_cap[r]:
                return False
        label = parent[label]
    return True


@njit(cache=True)
def push(heap, size, tau, label):
    """Binary heap on (tau, label)."""
    p = size
    heap[p] = label
    while p > 0:
        up = (p - 1) // 2
        a, b = heap[p], heap[up]
        if tau[a] < tau[b] or (tau[a] == tau[b] and a < b):
            heap[p], heap[up] = b, a
            p = up
        else:
            break


@njit(cache=True)
def pop(heap, size, tau):
    """Smallest (tau, label); the caller shrinks the size."""
    top = heap[0]
    last = heap[size - 1]
    p = 0
    while True:
        down = 2 * p + 1
        if down >= size - 1:
            break
        if down + 1 < size - 1:
            a, b = heap[down], heap[down + 1]
            if tau[b] < tau[a] or (tau[b] == tau[a] and b < a):
                down += 1
        c = heap[down]
        if tau[c] < tau[last] or (tau[c] == tau[last] and c < last):
            heap[p] = c
            p = down
        else:
            break
    heap[p] = last
    return top


@njit(cache=True)
def standing(worth, memory, drawn, i, shelves):
    """(labels looked at, rank among those kept at i by rising gain), rank -1 when one of them is at least as good.

    The kept ones are all earlier (labels are settled in order of time), so a new one mostly belongs near the end.
    """
    held = shelves.held[i]
    q = held - 1
    while q >= 0 and shelves.worth[i, q] >= worth:
        inside = True
        for w in range(memory.shape[0]):
            if shelves.memory[i, q, w] & ~memory[w]:
                inside = False
                break
        if inside:
            for r in range(drawn.shape[0]):
                if shelves.drawn[i, q, r] > drawn[r]:
                    inside = False
                    break
        if inside:
            return held - q, -1
        q -= 1
    return held - q, q + 1


def widened(table: NDArray[Any], axis: int, size: int) -> NDArray[Any]:
    """A copy with room for `size` rows along an axis."""
    shape = list(table.shape)
    shape[axis] = size
    wide = np.empty(shape, dtype=table.dtype)
    wide[tuple(slice(0, length) for length in table.shape)] = table
    return wide


def followers(ground: Ground, day: int, skip: NDArray[np.bool_], *, forward: bool) -> tuple[Ints, Ints]:
    """Per node, the nodes that may come next in this direction when only the outermost hours count."""
    n = len(ground.visit)
    latest = ground.closes[day].max(axis=1, initial=-1)
    leaves = np.maximum(ground.opens[day, :, 0] + ground.visit, ground.floor) + ground.extra
    open_ = ~skip & (ground.closes[day, :, 0] >= 0)
    may = (leaves[:, None] + ground.travel[:n, :n] <= latest[None, :]) & open_[:, None] & open_[None, :]
    np.fill_diagonal(may, val=False)
    rows, columns = np.nonzero(may if forward else may.T)
    return np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=n))]), np.ascontiguousarray(columns)
