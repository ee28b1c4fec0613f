"""One pass of label setting through a day, forwards or backwards in time, compiled.

A label is a partial tour: place, time, gain, memory of what it may not visit again, counters of capped resources.
The memory is an ng-relaxation (Baldacci, Mingozzi, Roberti): at each node only the elements in its set are remembered,
so tours may cycle through what was forgotten; the caller widens the sets where the best tour cycles (decremental
state space relaxation, Righini and Salani) and comes back from the other end with this pass as completion bound.
Backwards, time runs negative: in both directions the smaller `tau` is the better one.
"""

# mypy: allow-untyped-defs, allow-untyped-calls
from __future__ import annotations

import numpy as np
from numba import njit

from ._kernel import NEVER, departure, first_start, last_start, latest_for
from ._label_tools import clean, coarse, completes, followers, grown, grown3, pop, push, remembered, standing, step

DONE, CUT = 0, 1


@njit(cache=True)
def label_pass(  # noqa: C901 -- one compiled loop: parts of it would each take forty arguments
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
    # long: one compiled loop; a call per label would cost more than the label
    """Returns (status, best relaxed gain, best clean gain, its label, best complete label per node, gains, nodes and
    parents of labels, this pass as the completion of the next in six tables, work).

    `lower`: gain of a known tour; labels that cannot reach lower + grain are dropped. `eager` raises it with every
    clean complete tour met. `counted` says which resources labels carry. `ceiling` is the most that can still be
    gained, by bucket of time, whatever the other pass says.
    """
    n = gain.shape[0]
    words = mask.shape[1]
    carried = 0
    for r in range(active_cap.shape[0]):
        carried += counted[r]
    which = np.zeros(carried, dtype=np.int64)
    c = 0
    for r in range(active_cap.shape[0]):
        if counted[r]:
            which[c] = r
            c += 1
    room = 4096
    count = 0
    time = np.empty((room, 1), dtype=np.int64)
    worth = np.empty((room, 1), dtype=np.float64)
    spot = np.empty((room, 2), dtype=np.int64)
    memory = np.empty((room, words), dtype=np.uint64)
    pure = np.empty((room, words), dtype=np.uint64)
    settled = np.empty((room, 1), dtype=np.int64)
    settles = 0
    drawn = np.empty((room, max(1, carried)), dtype=np.int64)
    heap = np.empty((room, 1), dtype=np.int64)
    heaped = 0
    shelf = 64
    held = np.zeros(n, dtype=np.int64)
    kept_worth = np.empty((n, shelf), dtype=np.float64)
    kept_memory = np.empty((n, shelf, words), dtype=np.uint64)
    kept_drawn = np.empty((n, shelf, max(1, carried)), dtype=np.int64)
    fresh = np.zeros(words, dtype=np.uint64)
    visited = np.zeros(words, dtype=np.uint64)
    use = np.zeros(max(1, carried), dtype=np.int64)
    left = np.zeros(max(1, carried), dtype=np.int64)
    seen = np.zeros(limit.shape[1] + 1, dtype=np.int64)
    stamp = 0
    best_relaxed, best_clean = lower, lower
    clean_label = -1
    ends = np.full(n, -1, dtype=np.int64)
    cut = lower + grain - 1e-7 * max(1.0, abs(lower)) if grain > 0 else lower + 1e-9 * max(1.0, abs(lower))
    spent = 0
    status = DONE
    origin = begin if forward else finish
    next_from, next_node = followers(forward, d, travel, opens, closes, visit, floor, extra, skip)
    remember_from, remember_word, remember_bit, remember_until = remembered(memory_of, mask, limit)
    every = np.arange(n)
    buckets = ceiling.shape[0]
    low_tau = at if forward else -by
    bucket = (by - at) // buckets + 1
    rough = coarse(back_from, back_tau, back_top, low_tau, bucket, buckets)
    source = -1
    while True:
        if source == -1:
            i, tau, base = -1, 0, 0.0
        else:
            if heaped == 0:
                break
            source = pop(heap[:, 0], heaped, time[:, 0])
            heaped -= 1
            i, tau, base = spot[source, 0], time[source, 0], worth[source, 0]
            if bounded and base - gain[i] + rough[i, (tau - low_tau) // bucket] < cut:
                continue
            q, rank = standing(
                base, memory[source], drawn[source], carried, held[i], kept_worth[i], kept_memory[i], kept_drawn[i]
            )
            spent += q
            if rank < 0:
                continue
            if held[i] == shelf:
                shelf *= 2
                kept_worth = grown(kept_worth, n, shelf)
                kept_memory, kept_drawn = grown3(kept_memory, shelf), grown3(kept_drawn, shelf)
            for p in range(held[i], rank, -1):
                kept_worth[i, p] = kept_worth[i, p - 1]
                for w in range(words):
                    kept_memory[i, p, w] = kept_memory[i, p - 1, w]
                for r in range(carried):
                    kept_drawn[i, p, r] = kept_drawn[i, p - 1, r]
            kept_worth[i, rank] = base
            settled[settles, 0] = source
            settles += 1
            kept_memory[i, rank] = memory[source]
            kept_drawn[i, rank] = drawn[source]
            held[i] += 1
            if forward:
                closed = departure(visit, floor, extra, i, tau) + travel[i, finish] <= by
            else:
                closed = at + travel[begin, i] <= -tau
            if closed and base >= cut:
                if ends[i] < 0 or worth[ends[i], 0] < base:
                    ends[i] = source
                if base > best_relaxed:
                    best_relaxed = base
                if base > best_clean:
                    stamp += 1
                    if clean(source, spot[:, 0], spot[:, 1], elements_from, elements, seen, active, active_cap, stamp):
                        best_clean = base
                        clean_label = source
                        if eager:
                            cut = (
                                base + grain - 1e-7 * max(1.0, abs(base))
                                if grain > 0
                                else base + 1e-9 * max(1.0, abs(base))
                            )
        near = every if source < 0 else next_node[next_from[i] : next_from[i + 1]]
        spent += near.shape[0]
        for j in near:
            if source < 0 and (skip[j] or closes[d, j, 0] < 0):
                continue
            if source >= 0:
                free = True
                for w in range(words):
                    if memory[source, w] & mask[j, w]:
                        free = False
                        break
                if not free:
                    continue
                ok, reach = step(forward, d, i, tau, j, travel, opens, closes, visit, floor, extra)
            elif forward:
                reach = first_start(opens, closes, d, j, at + travel[origin, j])
                ok = reach != NEVER
            else:
                ready = latest_for(visit, floor, extra, j, by - travel[j, origin])
                reach = last_start(opens, closes, d, j, ready) if ready >= 0 else NEVER
                ok = reach != NEVER
                reach = -reach
            if not ok:
                continue
            if forward:
                out = departure(visit, floor, extra, j, reach)
                if out + travel[j, finish] > by:
                    continue
            else:
                out = reach
                if at + travel[begin, j] > -reach:
                    continue
            total = base + gain[j]
            if total + ceiling[(out - low_tau) // bucket] < cut:
                continue
            if bounded and base + rough[j, (reach - low_tau) // bucket] < cut:
                continue
            for r in range(carried):
                use[r] = active[j, which[r]] + (drawn[source, r] if source >= 0 else 0)
                if use[r] > active_cap[which[r]]:
                    ok = False
            if not ok:
                continue
            for w in range(words):
                old = memory[source, w] if source >= 0 else np.uint64(0)
                fresh[w] = (old & memory_of[j, w]) | mask[j, w]
                old = pure[source, w] if source >= 0 else np.uint64(0)
                visited[w] = (old & memory_of[j, w]) | mask[j, w]
            for m in range(remember_from[j], remember_from[j + 1]):
                if out > remember_until[m]:
                    fresh[remember_word[m]] |= remember_bit[m]
            if bounded:
                for r in range(carried):
                    left[r] = active_cap[which[r]] + active[j, which[r]]
                ok, q = completes(
                    back_from,
                    back_tau,
                    back_gain,
                    back_top,
                    back_memory,
                    back_drawn,
                    j,
                    reach,
                    fresh,
                    mask[j],
                    cut - base,
                    use,
                    which,
                    left,
                )
                spent += q
                if not ok:
                    continue
            q, rank = standing(total, fresh, use, carried, held[j], kept_worth[j], kept_memory[j], kept_drawn[j])
            spent += q
            if rank < 0:
                continue
            if count == room:
                room *= 2
                time, worth, spot, memory = (
                    grown(time, room, 1),
                    grown(worth, room, 1),
                    grown(spot, room, 2),
                    grown(memory, room, words),
                )
                pure, settled = grown(pure, room, words), grown(settled, room, 1)
                drawn, heap = grown(drawn, room, drawn.shape[1]), grown(heap, room, 1)
            time[count, 0], worth[count, 0], spot[count, 0], spot[count, 1] = reach, total, j, source
            memory[count], pure[count], drawn[count] = fresh, visited, use
            push(heap[:, 0], heaped, time[:, 0], count)
            heaped += 1
            count += 1
        if source == -1:
            source = -2
        if spent > work or count > most:
            status = CUT
            break
    if status != DONE:
        settles = 0
    new_from = np.zeros(n + 1, dtype=np.int64)
    for k in range(settles):
        new_from[spot[settled[k, 0], 0] + 1] += 1
    new_from = np.cumsum(new_from)
    new_tau = np.empty(settles, dtype=np.int64)
    new_gain = np.empty(settles, dtype=np.float64)
    new_top = np.empty(settles, dtype=np.float64)
    new_memory = np.empty((settles, words), dtype=np.uint64)
    new_drawn = np.zeros((settles, active_cap.shape[0]), dtype=np.int64)
    filled = new_from.copy()
    for k in range(settles):
        label = settled[k, 0]
        q = filled[spot[label, 0]]
        new_tau[q], new_gain[q], new_memory[q] = time[label, 0], worth[label, 0], pure[label]
        new_top[q] = worth[label, 0]
        for r in range(carried):
            new_drawn[q, which[r]] = drawn[label, r]
        if q > new_from[spot[label, 0]]:
            new_top[q] = max(new_top[q - 1], new_top[q])
        filled[spot[label, 0]] += 1
    return (
        status,
        best_relaxed,
        best_clean,
        clean_label,
        ends,
        worth[:count, 0].copy(),
        spot[:count].copy(),
        new_from,
        new_tau,
        new_gain,
        new_top,
        new_memory,
        new_drawn,
        spent,
    )
