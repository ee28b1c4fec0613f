"""Passes that remember nothing but demands: one front of (time, gain) a node and set of demands kept, compiled.

A label is then only worth its time and its gain: it is dropped as soon as another of its front is at least as early
and as good, even one that is still to be extended. That makes a first bound cheap. `strict`, labels also keep what
they visited and drew, and never visit or draw too much: the tours are real ones, found without any proof.
Backwards, time runs negative.
"""

# mypy: allow-untyped-defs, allow-untyped-calls
from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ._kernel import NEVER, Ints, departure, first_start, last_start, latest_for
from ._labels import CUT, DONE, FULL, SHELF

#: Places of the counts that `sweep` keeps between two calls.
COUNT, SPENT, BUCKET, LONGEST = range(4)
#: What writing a label down costs, in labels looked at.
LABEL = 8


class Spots(NamedTuple):
    """Labels written down; what they visited and drew only where it counts."""

    worth: NDArray[np.float64]
    node: Ints
    parent: Ints
    visited: NDArray[np.uint64]
    drawn: Ints


class Fronts(NamedTuple):
    """Undominated labels by state (node and demands kept), by time; those extended; best gain `reached` by bucket."""

    size: Ints
    settled: Ints
    tau: Ints
    gain: NDArray[np.float64]
    label: Ints
    reached: NDArray[np.float64]


class Goal(NamedTuple):
    """Gains, the demands that each node keeps as bits, the most that a visit and all after it can bring by state and
    bucket of time (`rest`), the least gain that a tour must be able to reach, and whether tours must be real ones."""

    gain: NDArray[np.float64]
    key_of: Ints
    keys: int
    rest: NDArray[np.float64]
    cut: float
    strict: bool


@njit(cache=True)
def due(s, settled, size, taus, edge):
    """First state from `s` on with a label to extend before `edge`, or -1."""
    while s < size.shape[0]:
        if settled[s] < size[s] and taus[s, settled[s]] < edge:
            return s
        s += 1
    return -1


@njit(cache=True)
def sweep(ground, way, terms, goal, spots, fronts, ends, counts, work):  # noqa: C901 -- one loop over shared tables
    # long: one compiled loop; a call per label would cost more than the label
    """Extends labels bucket of time after bucket until none is left, the work is spent, or a table is full."""
    n, keys, buckets = goal.gain.shape[0], goal.keys, goal.rest.shape[1]
    room, shelf, cut = spots.worth.shape[0], fronts.tau.shape[1], goal.cut
    forward, d, at, by = way.forward, way.day, way.begins_at, way.finishes_by
    opens, closes, visit, floor, extra = ground.opens, ground.closes, ground.visit, ground.floor, ground.extra
    size, settled, taus, gains, labels = fronts.size, fronts.settled, fronts.tau, fronts.gain, fronts.label
    mask, draws, caps = terms.mask, terms.active, terms.active_cap
    low = at if forward else -by
    width = (by - at) // buckets + 1
    first = counts[COUNT] == 0 and counts[BUCKET] == 0
    s = -1
    while True:
        if counts[SPENT] > work:
            return CUT
        if counts[COUNT] + n > room:
            return FULL
        if counts[LONGEST] + 1 >= shelf:
            return SHELF
        i, have, base, source, ready = -1, 0, 0.0, -1, at if forward else by
        if not first:
            s = due(max(s, 0), settled, size, taus, low + (counts[BUCKET] + 1) * width)
            if s < 0:
                # A visit that takes no time lands in the bucket it came from: look once more before the next.
                s = due(0, settled, size, taus, low + (counts[BUCKET] + 1) * width)
                if s < 0:
                    counts[BUCKET] += 1
                    if counts[BUCKET] == buckets:
                        return DONE
                    continue
            p = settled[s]
            settled[s] += 1
            i, have, base, source = s // keys, s % keys, gains[s, p], labels[s, p]
            ready = departure(visit, floor, extra, i, taus[s, p]) if forward else -taus[s, p]
        start, stop = (0, n) if first else (way.next_from[i], way.next_from[i + 1])
        counts[SPENT] += stop - start
        for m in range(start, stop):
            j = m if first else way.next_node[m]
            if goal.key_of[j] & have or way.shut[j]:
                continue
            ride = way.setting_out[j] if first else way.ride[i, j]
            if forward:
                if ready + ride > way.latest[j]:
                    continue
                reach = first_start(opens, closes, d, j, ready + ride)
                if reach == NEVER or departure(visit, floor, extra, j, reach) + way.home[j] > by:
                    continue
            else:
                arrival = latest_for(visit, floor, extra, j, ready - ride)
                if arrival < opens[d, j, 0]:
                    continue
                reach = last_start(opens, closes, d, j, arrival)
                if reach == NEVER or at + way.home[j] > reach:
                    continue
                reach = -reach
            total = base + goal.gain[j]
            t, slot = j * keys + (have | goal.key_of[j]), (reach - low) // width
            if base + goal.rest[t, slot] < cut or fronts.reached[t, slot] >= total:
                continue
            if goal.strict and source >= 0:
                fits = True
                for w in range(mask.shape[1]):
                    if spots.visited[source, w] & mask[j, w]:
                        fits = False
                for r in range(caps.shape[0]):
                    if spots.drawn[source, r] + draws[j, r] > caps[r]:
                        fits = False
                if not fits:
                    continue
            q, high = 0, size[t]
            while q < high:
                middle = (q + high) // 2
                if taus[t, middle] <= reach:
                    q = middle + 1
                else:
                    high = middle
            if q > 0 and gains[t, q - 1] >= total:
                continue
            if q > 0 and taus[t, q - 1] == reach:
                q -= 1
            end = q
            while end < size[t] and gains[t, end] <= total:
                end += 1
            shift = end - q - 1
            if shift < 0:
                for k in range(size[t], q, -1):
                    taus[t, k], gains[t, k], labels[t, k] = taus[t, k - 1], gains[t, k - 1], labels[t, k - 1]
            elif shift > 0:
                for k in range(end, size[t]):
                    taus[t, k - shift], gains[t, k - shift] = taus[t, k], gains[t, k]
                    labels[t, k - shift] = labels[t, k]
            size[t] -= shift
            counts[LONGEST] = max(counts[LONGEST], size[t])
            settled[t] = min(settled[t], q)
            count = counts[COUNT]
            spots.worth[count], spots.node[count], spots.parent[count] = total, j, source
            if goal.strict:
                for w in range(mask.shape[1]):
                    spots.visited[count, w] = mask[j, w] | (spots.visited[source, w] if source >= 0 else np.uint64(0))
                for r in range(caps.shape[0]):
                    spots.drawn[count, r] = draws[j, r] + (spots.drawn[source, r] if source >= 0 else 0)
            taus[t, q], gains[t, q], labels[t, q] = reach, total, count
            k = slot + 1
            while k < buckets and fronts.reached[t, k] < total:
                fronts.reached[t, k] = total
                k += 1
            if total >= cut and (ends[j] < 0 or spots.worth[ends[j]] < total):
                ends[j] = count
            counts[COUNT] += 1
            counts[SPENT] += LABEL + size[t] - q
        if first and counts[COUNT] == 0:
            return DONE
        first = False


@njit(cache=True)
def rest_of_fronts(way, key_of, keys, buckets, back, back_key):
    """`rest` from the fronts of the opposite pass."""
    n = key_of.shape[0]
    low = way.begins_at if way.forward else -way.finishes_by
    width = (way.finishes_by - way.begins_at) // buckets + 1
    rest = np.full((n * keys, buckets), -1e300)
    for j in range(n):
        for now in range(keys):
            if now & key_of[j] != key_of[j]:
                continue
            q, top = back.start[j], -1e300
            for b in range(buckets - 1, -1, -1):
                edge = -(low + b * width)
                while q < back.start[j + 1] and back.tau[q] <= edge:
                    if not back_key[q] & now & ~key_of[j]:
                        top = max(top, back.gain[q])
                    q += 1
                rest[j * keys + now, b] = top
    return rest
