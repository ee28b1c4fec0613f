"""One pass of label setting through a day, forwards or backwards in time, compiled.

A label is a partial tour: place, time, gain, memory of what it may not visit again, counters of capped resources.
The memory is an ng-relaxation (Baldacci, Mingozzi, Roberti): at each node only the elements in its set are remembered,
so tours may cycle through what was forgotten; the caller widens the sets where the best tour cycles (decremental
state space relaxation, Righini and Salani) and comes back from the other end with this pass as completion bound.
Backwards, time runs negative: in both directions the smaller `tau` is the better one.

Tables never grow inside the compiled loop (`walk`): it stops when one is full and is called again with larger
ones. A table that could be replaced on the way makes every iteration several times slower.
"""

# mypy: allow-untyped-defs, allow-untyped-calls
from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ._kernel import NEVER, Ints, departure, first_start, last_start, latest_for
from ._label_tools import clean, completes, pop, push, standing

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]

DONE, CUT, FULL, SHELF = 0, 1, 2, 3
#: Places of the counts that `walk` keeps between two calls, and of its figures.
COUNT, HEAPED, SETTLES, SPENT, STAMP, BEST = range(6)
RELAXED, CLEAN, LIMIT = range(3)
#: What writing a label down and taking it up again costs, in labels looked at.
LABEL = 32


class Labels(NamedTuple):
    """Labels written down, and by number those settled and those that wait on a heap; all grow together."""

    time: Ints
    worth: Floats
    node: Ints
    parent: Ints
    memory: Words
    pure: Words
    drawn: Ints
    settled: Ints
    heap: Ints


class Shelves(NamedTuple):
    """Settled labels that dominate others, `held` of them a node, by rising gain."""

    held: Ints
    worth: Floats
    memory: Words
    drawn: Ints


class Back(NamedTuple):
    """A finished pass from the other end: labels by node, then by time; `top` is the best gain so far."""

    start: Ints
    tau: Ints
    gain: Floats
    top: Floats
    memory: Words
    drawn: Ints


class Way(NamedTuple):
    """One direction of one day: rides between visits, before the first, after the last; who may follow whom."""

    forward: bool
    day: int
    begins_at: int
    finishes_by: int
    ride: Ints
    setting_out: Ints
    home: Ints
    latest: Ints
    next_from: Ints
    next_node: Ints
    shut: NDArray[np.bool_]


class Terms(NamedTuple):
    """What excludes what: elements of each node, as a list and as bits; which of them each node remembers, and until
    when; what nodes draw of the counted resources (`which`)."""

    start: Ints
    element: Ints
    mask: Words
    memory_of: Words
    late_from: Ints
    late_word: Ints
    late_bit: Words
    late_until: Ints
    active: Ints
    active_cap: Ints
    which: Ints


class Aim(NamedTuple):
    """What a pass looks for: gains of the nodes, bounds by bucket of tau on what may follow (`rough` by node, from the
    other pass where there is one), the step between two gains, whether clean tours raise the cut."""

    gain: Floats
    ceiling: Floats
    rough: Floats
    bucket: int
    bounded: bool
    grain: float
    eager: bool
    most: int


@njit(cache=True)
def beyond(value, grain):
    """Least gain that beats `value`, a little below it where gains come by whole grains."""
    margin = max(1.0, abs(value))
    return value + grain - 1e-7 * margin if grain > 0 else value + 1e-9 * margin


@njit(cache=True)
def walk(ground, way, terms, aim, back, labels, shelves, ends, seen, counts, figures, work):  # noqa: C901 -- one loop
    # long: one compiled loop; a call per label would cost more than the label
    """Pops and extends labels until none is left, the work is spent, or a table is full; returns which."""
    n, words, carried = aim.gain.shape[0], terms.mask.shape[1], terms.which.shape[0]
    room, shelf = labels.time.shape[0], shelves.worth.shape[1]
    forward, d, at, by = way.forward, way.day, way.begins_at, way.finishes_by
    opens, closes, visit, floor, extra = ground.opens, ground.closes, ground.visit, ground.floor, ground.extra
    low_tau, bucket = at if forward else -by, aim.bucket
    fresh, visited = np.zeros(words, dtype=np.uint64), np.zeros(words, dtype=np.uint64)
    use, left = np.zeros(carried, dtype=np.int64), np.zeros(carried, dtype=np.int64)
    count, heaped, settles, spent = counts[COUNT], counts[HEAPED], counts[SETTLES], counts[SPENT]
    cut = figures[LIMIT]
    code = DONE
    first = count == 0
    while first or heaped > 0:
        if spent > work or count > aim.most:
            code = CUT
            break
        if count + n > room:
            code = FULL
            break
        source, i, tau, base = -1, -1, 0, 0.0
        if not first:
            if shelves.held[labels.node[labels.heap[0]]] == shelf:
                code = SHELF
                break
            source = pop(labels.heap, heaped, labels.time)
            heaped -= 1
            i, tau, base = labels.node[source], labels.time[source], labels.worth[source]
            if aim.bounded and base - aim.gain[i] + aim.rough[i, (tau - low_tau) // bucket] < cut:
                continue
            q, rank = standing(base, labels.memory[source], labels.drawn[source], i, shelves)
            spent += q
            if rank < 0:
                continue
            for p in range(shelves.held[i], rank, -1):
                shelves.worth[i, p] = shelves.worth[i, p - 1]
                for w in range(words):
                    shelves.memory[i, p, w] = shelves.memory[i, p - 1, w]
                for r in range(carried):
                    shelves.drawn[i, p, r] = shelves.drawn[i, p - 1, r]
            shelves.worth[i, rank] = base
            for w in range(words):
                shelves.memory[i, rank, w] = labels.memory[source, w]
            for r in range(carried):
                shelves.drawn[i, rank, r] = labels.drawn[source, r]
            shelves.held[i] += 1
            labels.settled[settles] = source
            settles += 1
            if base >= cut:
                if ends[i] < 0 or labels.worth[ends[i]] < base:
                    ends[i] = source
                figures[RELAXED] = max(figures[RELAXED], base)
                if base > figures[CLEAN]:
                    counts[STAMP] += 1
                    if clean(source, labels.node, labels.parent, terms, seen, counts[STAMP]):
                        figures[CLEAN] = base
                        counts[BEST] = source
                        if aim.eager:
                            cut = beyond(base, aim.grain)
        low, high = (0, n) if first else (way.next_from[i], way.next_from[i + 1])
        spent += high - low
        ready = at if forward else by
        if not first:
            ready = departure(visit, floor, extra, i, tau) if forward else -tau
        for m in range(low, high):
            j = m if first else way.next_node[m]
            ride = way.setting_out[j] if first else way.ride[i, j]
            if first and way.shut[j]:
                continue
            if forward and ready + ride > way.latest[j]:
                continue
            free = True
            if not first:
                for w in range(words):
                    if labels.memory[source, w] & terms.mask[j, w]:
                        free = False
            if not free:
                continue
            if forward:
                reach = first_start(opens, closes, d, j, ready + ride)
                if reach == NEVER:
                    continue
            else:
                arrival = latest_for(visit, floor, extra, j, ready - ride)
                reach = last_start(opens, closes, d, j, arrival) if arrival >= 0 else NEVER
                if reach == NEVER:
                    continue
                reach = -reach
            if aim.bounded and base + aim.rough[j, (reach - low_tau) // bucket] < cut:
                continue
            if forward:
                out = departure(visit, floor, extra, j, reach)
                if out + way.home[j] > by:
                    continue
            else:
                out = reach
                if at + way.home[j] > -reach:
                    continue
            total = base + aim.gain[j]
            if total + aim.ceiling[(out - low_tau) // bucket] < cut:
                continue
            for r in range(carried):
                use[r] = terms.active[j, terms.which[r]]
                left[r] = terms.active_cap[terms.which[r]] + terms.active[j, terms.which[r]]
                if source >= 0:
                    use[r] += labels.drawn[source, r]
                if use[r] > terms.active_cap[terms.which[r]]:
                    free = False
            if not free:
                continue
            for w in range(words):
                fresh[w], visited[w] = terms.mask[j, w], terms.mask[j, w]
                if source >= 0:
                    fresh[w] |= labels.memory[source, w] & terms.memory_of[j, w]
                    visited[w] |= labels.pure[source, w] & terms.memory_of[j, w]
            for k in range(terms.late_from[j], terms.late_from[j + 1]):
                if out > terms.late_until[k]:
                    fresh[terms.late_word[k]] |= terms.late_bit[k]
            if aim.bounded:
                free, q = completes(back, j, reach, fresh, terms.mask, cut - base, use, terms.which, left)
                spent += q
                if not free:
                    continue
            labels.time[count], labels.worth[count], labels.node[count], labels.parent[count] = reach, total, j, source
            for w in range(words):
                labels.memory[count, w], labels.pure[count, w] = fresh[w], visited[w]
            for r in range(carried):
                labels.drawn[count, r] = use[r]
            push(labels.heap, heaped, labels.time, count)
            heaped += 1
            count += 1
            spent += LABEL
        first = False
    counts[COUNT], counts[HEAPED], counts[SETTLES], counts[SPENT] = count, heaped, settles, spent
    figures[LIMIT] = cut
    return code
