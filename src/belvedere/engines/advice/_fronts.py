"""Passes that remember nothing but demands: one front of (time, gain) a node and set of demands kept, compiled.

A label is then only worth its time and its gain: it is dropped as soon as another of its front is at least as early
and as good, even one that is still to be extended. That makes a first bound cheap. `strict`, labels also keep what
they visited and drew, and never visit or draw too much: the tours are real ones, found without any proof.
Backwards, time runs negative.
"""

# mypy: allow-untyped-defs, allow-untyped-calls
from __future__ import annotations

import numpy as np
from numba import njit

from ._kernel import NEVER, departure, first_start, last_start, latest_for
from ._label_tools import grown, last_closing

DONE, CUT, FULL, SHELF = 0, 1, 2, 3
#: Places of the counts that `sweep` keeps between two calls.
COUNT, SPENT, BUCKET, LONGEST = range(4)
#: What writing a label down costs, in labels looked at.
LABEL = 8


@njit(cache=True)
def due(s, settled, size, taus, edge):
    """First state from `s` on with a label to extend before `edge`, or -1."""
    while s < size.shape[0]:
        if settled[s] < size[s] and taus[s, settled[s]] < edge:
            return s
        s += 1
    return -1


@njit(cache=True)
def sweep(  # noqa: C901 -- one compiled loop over shared tables
    counts,
    worth,
    node,
    parent,
    visited,
    drawn,
    size,
    settled,
    taus,
    gains,
    labels,
    reached,
    latest,
    ends,
    forward,
    d,
    ride,
    home,
    opens,
    closes,
    visit,
    floor,
    extra,
    gain,
    setting_out,
    at,
    by,
    key_of,
    keys,
    next_from,
    next_node,
    shut,
    rest,
    strict,
    own,
    draws,
    caps,
    cut,
    work,
):
    # long: one compiled loop; a call per label would cost more than the label
    """Extends labels bucket of time after bucket until none is left, the work is spent, or a table is full."""
    n, buckets = gain.shape[0], rest.shape[1]
    room, shelf = worth.shape[0], taus.shape[1]
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
        start, stop = (0, n) if first else (next_from[i], next_from[i + 1])
        counts[SPENT] += stop - start
        for m in range(start, stop):
            j = m if first else next_node[m]
            if key_of[j] & have or shut[j]:
                continue
            way = setting_out[j] if first else ride[i, j]
            if forward:
                if ready + way > latest[j]:
                    continue
                reach = first_start(opens, closes, d, j, ready + way)
                if reach == NEVER or departure(visit, floor, extra, j, reach) + home[j] > by:
                    continue
            else:
                arrival = latest_for(visit, floor, extra, j, ready - way)
                if arrival < opens[d, j, 0]:
                    continue
                reach = last_start(opens, closes, d, j, arrival)
                if reach == NEVER or at + home[j] > reach:
                    continue
                reach = -reach
            total = base + gain[j]
            t, slot = j * keys + (have | key_of[j]), (reach - low) // width
            if base + rest[t, slot] < cut or reached[t, slot] >= total:
                continue
            if strict and source >= 0:
                fits = True
                for w in range(own.shape[1]):
                    if visited[source, w] & own[j, w]:
                        fits = False
                for r in range(caps.shape[0]):
                    if drawn[source, r] + draws[j, r] > caps[r]:
                        fits = False
                if not fits:
                    continue
            q = np.searchsorted(taus[t, : size[t]], reach, side="right")
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
            worth[count], node[count], parent[count] = total, j, source
            if strict:
                for w in range(own.shape[1]):
                    visited[count, w] = own[j, w] | (visited[source, w] if source >= 0 else np.uint64(0))
                for r in range(caps.shape[0]):
                    drawn[count, r] = draws[j, r] + (drawn[source, r] if source >= 0 else 0)
            taus[t, q], gains[t, q], labels[t, q] = reach, total, count
            k = slot + 1
            while k < buckets and reached[t, k] < total:
                reached[t, k] = total
                k += 1
            if total >= cut and (ends[j] < 0 or worth[ends[j]] < total):
                ends[j] = count
            counts[COUNT] += 1
            counts[SPENT] += LABEL + size[t] - q
        if first and counts[COUNT] == 0:
            return DONE
        first = False


@njit(cache=True)
def front_pass(
    forward,
    d,
    ride,
    home,
    opens,
    closes,
    visit,
    floor,
    extra,
    gain,
    setting_out,
    at,
    by,
    key_of,
    keys,
    next_from,
    next_node,
    shut,
    rest,
    strict,
    own,
    draws,
    caps,
    cut,
    work,
):
    # long: names one by one the tables of `sweep`
    """Returns (status, best label per node, gains of labels, their nodes and parents, the fronts as completion of the
    next pass: first of each node, taus, gains, best so far, sets of demands; work).

    `ride` is what lies between one visit and the next in this direction, `setting_out` and `home` what lies before the
    first and after the last. `rest`: most that a visit begun within a bucket of time and all after it can bring, by
    state (node and demands kept, this one's included). `cut`: least gain that a tour must be able to reach.
    """
    n, states, buckets = gain.shape[0], gain.shape[0] * keys, rest.shape[1]
    room, shelf = 4096, 32
    worth, spot = np.empty((room, 1), dtype=np.float64), np.empty((2, room), dtype=np.int64)
    visited = np.zeros((room if strict else 1, own.shape[1]), dtype=np.uint64)
    drawn = np.zeros((room if strict else 1, caps.shape[0]), dtype=np.int64)
    size, settled = np.zeros(states, dtype=np.int64), np.zeros(states, dtype=np.int64)
    taus, labels = np.empty((states, shelf), dtype=np.int64), np.empty((states, shelf), dtype=np.int64)
    gains = np.empty((states, shelf), dtype=np.float64)
    reached = np.full((states, buckets), -1e300, dtype=np.float64)
    latest, ends = last_closing(closes, d), np.full(n, -1, dtype=np.int64)
    counts = np.zeros(4, dtype=np.int64)
    while True:
        status = sweep(
            counts, worth[:, 0], spot[0], spot[1], visited, drawn, size, settled, taus, gains, labels, reached, latest,
            ends, forward, d, ride, home, opens, closes, visit, floor, extra, gain, setting_out, at, by, key_of, keys,
            next_from, next_node, shut, rest, strict, own, draws, caps, cut, work,
        )  # fmt: skip
        if status == FULL:
            room *= 2
            worth, spot = grown(worth, room, 1), grown(spot, 2, room)
            if strict:
                visited, drawn = grown(visited, room, own.shape[1]), grown(drawn, room, caps.shape[0])
        elif status == SHELF:
            shelf *= 2
            taus, gains, labels = grown(taus, states, shelf), grown(gains, states, shelf), grown(labels, states, shelf)
        else:
            break
    if status == CUT:
        size[:] = 0
    count = counts[COUNT]
    return status, ends, worth[:count, 0].copy(), spot[:, :count].copy(), merged(size, taus, gains, keys), counts[SPENT]


@njit(cache=True)
def merged(size, taus, gains, keys):
    """Fronts of each node together, by time: (first of each node, taus, gains, best so far, sets of demands)."""
    n, total = size.shape[0] // keys, size.sum()
    starts = np.zeros(n + 1, dtype=np.int64)
    tau, key = np.empty(total, dtype=np.int64), np.empty(total, dtype=np.int64)
    gain, top = np.empty(total, dtype=np.float64), np.empty(total, dtype=np.float64)
    head = np.zeros(keys, dtype=np.int64)
    q = 0
    for i in range(n):
        head[:] = 0
        best = -1e300
        while True:
            chosen = -1
            for k in range(keys):
                s = i * keys + k
                if head[k] < size[s] and (chosen < 0 or taus[s, head[k]] < taus[i * keys + chosen, head[chosen]]):
                    chosen = k
            if chosen < 0:
                break
            s = i * keys + chosen
            best = max(best, gains[s, head[chosen]])
            tau[q], gain[q], top[q], key[q] = taus[s, head[chosen]], gains[s, head[chosen]], best, chosen
            head[chosen] += 1
            q += 1
        starts[i + 1] = q
    return starts, tau, gain, top, key


@njit(cache=True)
def rest_of_room(forward, d, visit, floor, extra, gain, at, by, key_of, keys, ceiling):
    """`rest` from the most that the time left can hold, by set of demands kept and bucket of time."""
    n, buckets = gain.shape[0], ceiling.shape[1]
    low = at if forward else -by
    width = (by - at) // buckets + 1
    rest = np.full((n * keys, buckets), -1e300, dtype=np.float64)
    for j in range(n):
        for b in range(buckets):
            out = low + b * width
            slot = (departure(visit, floor, extra, j, out) - low) // width if forward else b
            if slot < buckets:
                for now in range(keys):
                    if now & key_of[j] == key_of[j]:
                        rest[j * keys + now, b] = gain[j] + ceiling[now, slot]
    return rest


@njit(cache=True)
def rest_of_fronts(forward, at, by, key_of, keys, buckets, back_from, back_tau, back_gain, back_key):
    """`rest` from the fronts of the opposite pass."""
    n = key_of.shape[0]
    low = at if forward else -by
    width = (by - at) // buckets + 1
    rest = np.full((n * keys, buckets), -1e300, dtype=np.float64)
    for j in range(n):
        for now in range(keys):
            if now & key_of[j] != key_of[j]:
                continue
            q, top = back_from[j], -1e300
            for b in range(buckets - 1, -1, -1):
                edge = -(low + b * width)
                while q < back_from[j + 1] and back_tau[q] <= edge:
                    if not back_key[q] & now & ~key_of[j]:
                        top = max(top, back_gain[q])
                    q += 1
                rest[j * keys + now, b] = top
    return rest
