"""One pass of label setting through a day, forwards or backwards in time, compiled.

A label is a partial tour: place, time, gain, memory of what it may not visit again, counters of capped resources.
The memory is an ng-relaxation (Baldacci, Mingozzi, Roberti): at each node only the elements in its set are remembered,
so tours may cycle through what was forgotten; the caller widens the sets where the best tour cycles (decremental
state space relaxation, Righini and Salani) and comes back from the other end with this pass as completion bound.
Backwards, time runs negative: in both directions the smaller `tau` is the better one.

Tables never grow inside the compiled loop (`walk`): it stops when one is full and `label_pass` calls it again with
larger ones. A table that could be replaced on the way makes every iteration several times slower.
"""

# mypy: allow-untyped-defs, allow-untyped-calls
from __future__ import annotations

import numpy as np
from numba import njit

from ._kernel import NEVER, departure, first_start, last_start, latest_for
from ._label_tools import (
    clean,
    coarse,
    completes,
    followers,
    grown,
    grown3,
    last_closing,
    pop,
    push,
    remembered,
    standing,
)

DONE, CUT, FULL, SHELF = 0, 1, 2, 3
#: Places of the counts that `walk` keeps between two calls, and of its figures.
COUNT, HEAPED, SETTLES, SPENT, STAMP, BEST = range(6)
RELAXED, CLEAN, LIMIT = range(3)
#: What writing a label down and taking it up again costs, in labels looked at.
LABEL = 32


@njit(cache=True)
def beyond(value, grain):
    """Least gain that beats `value`, a little below it where gains come by whole grains."""
    margin = max(1.0, abs(value))
    return value + grain - 1e-7 * margin if grain > 0 else value + 1e-9 * margin


@njit(cache=True)
def walk(  # noqa: C901 -- one compiled loop: parts of it would each take forty arguments
    counts,
    figures,
    time,
    worth,
    node,
    parent,
    memory,
    pure,
    drawn,
    settled,
    heap,
    held,
    kept_worth,
    kept_memory,
    kept_drawn,
    ends,
    seen,
    rough,
    bucket,
    next_from,
    next_node,
    remember_from,
    remember_word,
    remember_bit,
    remember_until,
    which,
    forward,
    d,
    ride,
    setting_out,
    home,
    latest,
    opens,
    closes,
    visit,
    floor,
    extra,
    gain,
    at,
    by,
    elements_from,
    elements,
    mask,
    memory_of,
    skip,
    active,
    active_cap,
    bounded,
    back_from,
    back_tau,
    back_gain,
    back_top,
    back_memory,
    back_drawn,
    ceiling,
    grain,
    eager,
    work,
    most,
):
    # long: one compiled loop; a call per label would cost more than the label
    """Pops and extends labels until none is left, the work is spent, or a table is full; returns which."""
    n, words, carried = gain.shape[0], mask.shape[1], which.shape[0]
    room, shelf = time.shape[0], kept_worth.shape[1]
    low_tau = at if forward else -by
    fresh, visited = np.zeros(words, dtype=np.uint64), np.zeros(words, dtype=np.uint64)
    use, left = np.zeros(carried, dtype=np.int64), np.zeros(carried, dtype=np.int64)
    count, heaped, settles, spent = counts[COUNT], counts[HEAPED], counts[SETTLES], counts[SPENT]
    cut = figures[LIMIT]
    code = DONE
    first = count == 0
    while first or heaped > 0:
        if spent > work or count > most:
            code = CUT
            break
        if count + n > room:
            code = FULL
            break
        source, i, tau, base = -1, -1, 0, 0.0
        if not first:
            if held[node[heap[0]]] == shelf:
                code = SHELF
                break
            source = pop(heap, heaped, time)
            heaped -= 1
            i, tau, base = node[source], time[source], worth[source]
            if bounded and base - gain[i] + rough[i, (tau - low_tau) // bucket] < cut:
                continue
            q, rank = standing(base, memory[source], drawn[source], i, held[i], kept_worth, kept_memory, kept_drawn)
            spent += q
            if rank < 0:
                continue
            for p in range(held[i], rank, -1):
                kept_worth[i, p] = kept_worth[i, p - 1]
                for w in range(words):
                    kept_memory[i, p, w] = kept_memory[i, p - 1, w]
                for r in range(carried):
                    kept_drawn[i, p, r] = kept_drawn[i, p - 1, r]
            kept_worth[i, rank] = base
            for w in range(words):
                kept_memory[i, rank, w] = memory[source, w]
            for r in range(carried):
                kept_drawn[i, rank, r] = drawn[source, r]
            held[i] += 1
            settled[settles] = source
            settles += 1
            if base >= cut:
                if ends[i] < 0 or worth[ends[i]] < base:
                    ends[i] = source
                figures[RELAXED] = max(figures[RELAXED], base)
                if base > figures[CLEAN]:
                    counts[STAMP] += 1
                    if clean(source, node, parent, elements_from, elements, seen, active, active_cap, counts[STAMP]):
                        figures[CLEAN] = base
                        counts[BEST] = source
                        if eager:
                            cut = beyond(base, grain)
        low, high = (0, n) if first else (next_from[i], next_from[i + 1])
        spent += high - low
        ready = at if forward else by
        if not first:
            ready = departure(visit, floor, extra, i, tau) if forward else -tau
        for m in range(low, high):
            j = m if first else next_node[m]
            way = setting_out[j] if first else ride[i, j]
            if first and (skip[j] or closes[d, j, 0] < 0):
                continue
            if forward and ready + way > latest[j]:
                continue
            free = True
            if not first:
                for w in range(words):
                    if memory[source, w] & mask[j, w]:
                        free = False
            if not free:
                continue
            if forward:
                reach = first_start(opens, closes, d, j, ready + way)
                if reach == NEVER:
                    continue
            else:
                arrival = latest_for(visit, floor, extra, j, ready - way)
                reach = last_start(opens, closes, d, j, arrival) if arrival >= 0 else NEVER
                if reach == NEVER:
                    continue
                reach = -reach
            if bounded and base + rough[j, (reach - low_tau) // bucket] < cut:
                continue
            if forward:
                out = departure(visit, floor, extra, j, reach)
                if out + home[j] > by:
                    continue
            else:
                out = reach
                if at + home[j] > -reach:
                    continue
            total = base + gain[j]
            if total + ceiling[(out - low_tau) // bucket] < cut:
                continue
            for r in range(carried):
                use[r] = active[j, which[r]]
                left[r] = active_cap[which[r]] + active[j, which[r]]
                if source >= 0:
                    use[r] += drawn[source, r]
                if use[r] > active_cap[which[r]]:
                    free = False
            if not free:
                continue
            for w in range(words):
                fresh[w], visited[w] = mask[j, w], mask[j, w]
                if source >= 0:
                    fresh[w] |= memory[source, w] & memory_of[j, w]
                    visited[w] |= pure[source, w] & memory_of[j, w]
            for k in range(remember_from[j], remember_from[j + 1]):
                if out > remember_until[k]:
                    fresh[remember_word[k]] |= remember_bit[k]
            if bounded:
                free, q = completes(
                    back_from, back_tau, back_gain, back_top, back_memory, back_drawn,
                    j, reach, fresh, mask, cut - base, use, which, left,
                )  # fmt: skip
                spent += q
                if not free:
                    continue
            time[count], worth[count], node[count], parent[count] = reach, total, j, source
            for w in range(words):
                memory[count, w], pure[count, w] = fresh[w], visited[w]
            for r in range(carried):
                drawn[count, r] = use[r]
            push(heap, heaped, time, count)
            heaped += 1
            count += 1
            spent += LABEL
        first = False
    counts[COUNT], counts[HEAPED], counts[SETTLES], counts[SPENT] = count, heaped, settles, spent
    figures[LIMIT] = cut
    return code


@njit(cache=True)
def label_pass(
    forward,
    d,
    travel,
    opens,
    closes,
    visit,
    floor,
    extra,
    gain,
    begin,
    finish,
    at,
    by,
    elements_from,
    elements,
    mask,
    memory_of,
    limit,
    skip,
    active,
    active_cap,
    counted,
    bounded,
    back_from,
    back_tau,
    back_gain,
    back_top,
    back_memory,
    back_drawn,
    ceiling,
    lower,
    grain,
    eager,
    work,
    most,
):
    # long: names one by one the tables of `walk`
    """Returns (status, best relaxed gain, best clean gain, its label, best complete label per node, gains, nodes and
    parents of labels, this pass as the completion of the next in six tables, work).

    `lower`: gain of a known tour; labels that cannot reach lower + grain are dropped. `eager` raises it with every
    clean complete tour met. `counted` says which resources labels carry. `ceiling` is the most that can still be
    gained, by bucket of time, whatever the other pass says.
    """
    n, words = mask.shape
    which = np.flatnonzero(counted)
    carried = which.shape[0]
    room, shelf = 4096, 64
    time, worth = np.empty((room, 1), dtype=np.int64), np.empty((room, 1), dtype=np.float64)
    spot = np.empty((2, room), dtype=np.int64)
    memory, pure = np.empty((room, words), dtype=np.uint64), np.empty((room, words), dtype=np.uint64)
    drawn = np.empty((room, carried), dtype=np.int64)
    settled, heap = np.empty((room, 1), dtype=np.int64), np.empty((room, 1), dtype=np.int64)
    held, ends = np.zeros(n, dtype=np.int64), np.full(n, -1, dtype=np.int64)
    kept_worth = np.empty((n, shelf), dtype=np.float64)
    kept_memory = np.empty((n, shelf, words), dtype=np.uint64)
    kept_drawn = np.empty((n, shelf, carried), dtype=np.int64)
    seen = np.zeros(limit.shape[1] + 1, dtype=np.int64)
    counts = np.zeros(6, dtype=np.int64)
    counts[BEST] = -1
    figures = np.array([lower, lower, beyond(lower, grain)])
    near = followers(forward, d, travel, opens, closes, visit, floor, extra, skip)
    remember = remembered(memory_of, mask, limit)
    buckets = ceiling.shape[0]
    bucket = (by - at) // buckets + 1
    there = travel if forward else travel.T
    ride = np.ascontiguousarray(there[:n, :n])
    setting_out = np.ascontiguousarray(there[begin if forward else finish, :n])
    home = np.ascontiguousarray(there[:n, finish if forward else begin])
    latest = last_closing(closes, d)
    rough = coarse(back_from, back_tau, back_top, at if forward else -by, bucket, buckets)
    while True:
        status = walk(
            counts, figures, time[:, 0], worth[:, 0], spot[0], spot[1], memory, pure, drawn, settled[:, 0], heap[:, 0],
            held, kept_worth, kept_memory, kept_drawn, ends, seen, rough, bucket, near[0], near[1],
            remember[0], remember[1], remember[2], remember[3], which, forward, d, ride, setting_out, home, latest,
            opens, closes, visit, floor, extra, gain, at, by, elements_from, elements, mask, memory_of, skip, active,
            active_cap, bounded, back_from, back_tau, back_gain, back_top, back_memory, back_drawn, ceiling, grain,
            eager, work, most,
        )  # fmt: skip
        if status == FULL:
            room *= 2
            time, worth, spot = grown(time, room, 1), grown(worth, room, 1), grown(spot, 2, room)
            memory, pure, drawn = grown(memory, room, words), grown(pure, room, words), grown(drawn, room, carried)
            settled, heap = grown(settled, room, 1), grown(heap, room, 1)
        elif status == SHELF:
            shelf *= 2
            kept_worth = grown(kept_worth, n, shelf)
            kept_memory, kept_drawn = grown3(kept_memory, shelf), grown3(kept_drawn, shelf)
        else:
            break
    count, settles = counts[COUNT], counts[SETTLES] if status == DONE else 0
    found = completion(
        settled[:settles, 0], time[:, 0], worth[:, 0], spot[0], pure, drawn, which, n, active_cap.shape[0]
    )
    return (
        status,
        figures[RELAXED],
        figures[CLEAN],
        counts[BEST],
        ends,
        worth[:count, 0].copy(),
        spot[:, :count].copy(),
        found,
        counts[SPENT],
    )


@njit(cache=True)
def completion(settled, time, worth, node, pure, drawn, which, n, resources):
    """Settled labels by node, then by time: (first of each node, taus, gains, best so far, memories, counters)."""
    size, words = settled.shape[0], pure.shape[1]
    starts = np.zeros(n + 1, dtype=np.int64)
    for label in settled:
        starts[node[label] + 1] += 1
    starts = np.cumsum(starts)
    tau, gain = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.float64)
    top = np.empty(size, dtype=np.float64)
    memory = np.empty((size, words), dtype=np.uint64)
    counters = np.zeros((size, resources), dtype=np.int64)
    filled = starts.copy()
    for label in settled:
        i = node[label]
        q = filled[i]
        tau[q], gain[q], memory[q], top[q] = time[label], worth[label], pure[label], worth[label]
        for r in range(which.shape[0]):
            counters[q, which[r]] = drawn[label, r]
        if q > starts[i]:
            top[q] = max(top[q - 1], top[q])
        filled[i] += 1
    return starts, tau, gain, top, memory, counters
