"""Small compiled pieces of a label-setting pass: bounds, dominance, heap, room."""

# mypy: allow-untyped-defs, allow-untyped-calls
from __future__ import annotations

import numpy as np
from numba import njit

from ._kernel import departure


@njit(cache=True)
def last_closing(closes, d):
    """Per node, when its last window closes, -1 where it has none."""
    latest = np.full(closes.shape[1], -1, dtype=np.int64)
    for j in range(closes.shape[1]):
        for k in range(closes.shape[2]):
            latest[j] = max(latest[j], closes[d, j, k])
    return latest


@njit(cache=True)
def completes(  # noqa: C901 -- a search, then three ways to fail
    back_from, back_tau, back_gain, back_top, back_memory, back_drawn, i, tau, memory, mask, need, use, which, left
):
    """(whether a tour of the opposite pass brings at least `need` from node i at this time, labels looked at).

    The two halves must not share a remembered element besides those of i itself, nor draw more than the caps:
    `left` is, for each counted resource, the cap and what i draws, which both halves counted.
    """
    low, high = back_from[i], back_from[i + 1]
    while low < high:
        middle = (low + high) // 2
        if back_tau[middle] <= -tau:
            low = middle + 1
        else:
            high = middle
    q = low - 1
    while q >= back_from[i] and back_top[q] >= need:
        if back_gain[q] >= need:
            apart = True
            for w in range(memory.shape[0]):
                if back_memory[q, w] & memory[w] & ~mask[i, w]:
                    apart = False
                    break
            if apart:
                for r in range(which.shape[0]):
                    if use[r] + back_drawn[q, which[r]] > left[r]:
                        apart = False
                        break
            if apart:
                return True, low - q
        q -= 1
    return False, low - q


@njit(cache=True)
def coarse(back_from, back_tau, back_top, low, width, buckets):
    """Most that the opposite pass brings from a node, by bucket of tau: optimistic, and one look-up away."""
    n = back_from.shape[0] - 1
    table = np.full((n, buckets), -1e300, dtype=np.float64)
    for i in range(n):
        q = back_from[i]
        for b in range(buckets - 1, -1, -1):
            edge = -(low + b * width)
            while q < back_from[i + 1] and back_tau[q] <= edge:
                q += 1
            if q > back_from[i]:
                table[i, b] = back_top[q - 1]
    return table


@njit(cache=True)
def remembered(memory_of, mask, limit):
    """Per node, the elements that it remembers besides its own, with the time after which they are out of reach."""
    n, words = mask.shape
    start = np.zeros(n + 1, dtype=np.int64)
    word = np.empty(n * words * 64, dtype=np.int64)
    bit = np.empty(n * words * 64, dtype=np.uint64)
    until = np.empty(n * words * 64, dtype=np.int64)
    count = 0
    for i in range(n):
        for e in range(words * 64):
            one = np.uint64(1) << np.uint64(e % 64)
            if (memory_of[i, e // 64] & one) and not (mask[i, e // 64] & one):
                word[count], bit[count], until[count] = e // 64, one, limit[i, e]
                count += 1
        start[i + 1] = count
    return start, word[:count], bit[:count], until[:count]


@njit(cache=True)
def followers(forward, d, travel, opens, closes, visit, floor, extra, skip):
    """Per node, the nodes that may come next in this direction when only the outermost hours count."""
    n = visit.shape[0]
    latest = last_closing(closes, d)
    start = np.zeros(n + 1, dtype=np.int64)
    found = np.empty(n * n, dtype=np.int64)
    count = 0
    for i in range(n):
        for j in range(n):
            if i == j or skip[i] or skip[j] or closes[d, i, 0] < 0 or closes[d, j, 0] < 0:
                continue
            a, b = (i, j) if forward else (j, i)
            if departure(visit, floor, extra, a, opens[d, a, 0]) + travel[a, b] <= latest[b]:
                found[count] = j
                count += 1
        start[i + 1] = count
    return start, found[:count]


@njit(cache=True)
def clean(label, node, parent, elements_from, elements, seen, active, active_cap, stamp):
    """Whether the tour behind a label visits no element twice and keeps the caps of every resource."""
    total = np.zeros(active_cap.shape[0], dtype=np.int64)
    while label >= 0:
        i = node[label]
        for e in range(elements_from[i], elements_from[i + 1]):
            if seen[elements[e]] == stamp:
                return False
            seen[elements[e]] = stamp
        for r in range(active_cap.shape[0]):
            total[r] += active[i, r]
            if total[r] > active_cap[r]:
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
def grown(table, rows, columns):
    """A copy with room for `rows` times `columns`."""
    wide = np.empty((rows, columns), dtype=table.dtype)
    wide[: table.shape[0], : table.shape[1]] = table
    return wide


@njit(cache=True)
def grown3(table, columns):
    """A copy with room for `columns` on the middle axis."""
    wide = np.empty((table.shape[0], columns, table.shape[2]), dtype=table.dtype)
    wide[:, : table.shape[1]] = table
    return wide


@njit(cache=True)
def standing(worth, memory, drawn, i, held, kept_worth, kept_memory, kept_drawn):
    """(labels looked at, rank among those kept at i by rising gain), rank -1 when one of them is at least as good.

    The kept ones are all earlier (labels are settled in order of time), so a new one mostly belongs near the end.
    """
    words, carried = kept_memory.shape[2], kept_drawn.shape[2]
    q = held - 1
    while q >= 0 and kept_worth[i, q] >= worth:
        inside = True
        for w in range(words):
            if kept_memory[i, q, w] & ~memory[w]:
                inside = False
                break
        if inside:
            for r in range(carried):
                if kept_drawn[i, q, r] > drawn[r]:
                    inside = False
                    break
        if inside:
            return held - q, -1
        q -= 1
    return held - q, q + 1
