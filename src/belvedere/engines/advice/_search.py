"""Ruin and recreate under simulated annealing, compiled; every tour met on the way is a column for later.

Strings of neighbouring visits are taken out of the tours, then absent stops are put back one by one in a random order
of a random kind, each where it delays its tour least (after Christiaens and Vanden Berghe's slack induction by
string removals). The work is counted in insertion trials, not in seconds: same seed, same bytes.
"""

# mypy: allow-untyped-defs, allow-untyped-calls
from __future__ import annotations

import numpy as np
from numba import njit

from ._kernel import NEVER, chance, departure, draw, first_start, last_start, latest_for


@njit(cache=True)
def retime(d, tour, size, starts, leaves, latest, travel, opens, closes, visit, floor, extra, begin, finish, at, by):
    """Recompute a day's starts, departures and latest starts; False when the day cannot be kept."""
    leaves[d, 0] = at[d]
    here = begin[d]
    for p in range(1, size[d] + 1):
        node = tour[d, p]
        start = first_start(opens, closes, d, node, leaves[d, p - 1] + travel[here, node])
        if start == NEVER:
            return False
        starts[d, p] = start
        leaves[d, p] = departure(visit, floor, extra, node, start)
        here = node
    last = size[d] + 1
    starts[d, last] = leaves[d, last - 1] + travel[here, finish[d]]
    if starts[d, last] > by[d]:
        return False
    latest[d, last] = by[d]
    after = finish[d]
    for p in range(size[d], 0, -1):
        node = tour[d, p]
        ready = latest_for(visit, floor, extra, node, latest[d, p + 1] - travel[node, after])
        latest[d, p] = last_start(opens, closes, d, node, ready)
        after = node
    return True


@njit(cache=True, inline="always")
def admits(node, d, used, use_start, use_resource, use_weight, cap, daily):
    """Whether the caps leave room for this node on that day."""
    for u in range(use_start[node], use_start[node + 1]):
        r = use_resource[u]
        row = d if daily[r] else 0
        if used[row, r] + use_weight[u] > cap[r]:
            return False
    return True


@njit(cache=True, inline="always")
def draw_on(node, d, sign, used, use_start, use_resource, use_weight, daily):
    """Count (sign 1) or give back (sign -1) what a node draws."""
    for u in range(use_start[node], use_start[node + 1]):
        r = use_resource[u]
        used[d if daily[r] else 0, r] += sign * use_weight[u]


@njit(cache=True)
def best_place(
    node,
    tour,
    size,
    starts,
    leaves,
    latest,
    travel,
    opens,
    closes,
    visit,
    floor,
    extra,
    begin,
    finish,
    blink,
    state,
    room,
):
    # long: compiled; its parts share a dozen scalars
    """Cheapest feasible (delay, day, position) of a node; day is -1 when it fits nowhere. Returns the trials too."""
    best, best_day, best_position, trials = np.int64(9223372036854775807), -1, -1, 0
    for d in range(tour.shape[0]):
        if not room[d] or closes[d, node, 0] < 0:
            continue
        here = begin[d]
        for p in range(size[d] + 1):
            trials += 1
            arrival = leaves[d, p] + travel[here, node]
            after = tour[d, p + 1] if p < size[d] else finish[d]
            if p < size[d]:
                here = after
            start = first_start(opens, closes, d, node, arrival)
            if start == NEVER:
                break
            reach = departure(visit, floor, extra, node, start) + travel[node, after]
            if reach > latest[d, p + 1]:
                continue
            if blink > 0.0 and chance(state) < blink:
                continue
            before = tour[d, p] if p > 0 else begin[d]
            delay = reach - leaves[d, p] - travel[before, after]
            if delay < best:
                best, best_day, best_position = delay, d, p
    return best_day, best_position, trials


@njit(cache=True)
def search(  # noqa: C901 -- one compiled loop over shared tables
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
    use_start,
    use_resource,
    use_weight,
    cap,
    daily,
    near,
    first_tour,
    first_size,
    seed,
    work,
    heat,
    cool,
    blink,
    longest,
    strings,
    columns,
    column_day,
    column_size,
    column_gain,
    column_count,
    seen,
):
    # long: one compiled loop over shared tables
    """Returns (best tours, sizes, gain, trials). `columns` and its mates receive distinct improving tours in place."""
    n = gain.shape[0]
    days = begin.shape[0]
    width = first_tour.shape[1]
    state = np.array([np.uint64(seed) * np.uint64(2654435769) + np.uint64(88172645463325252)], dtype=np.uint64)
    tour, size = first_tour.copy(), first_size.copy()
    starts = np.zeros((days, width), dtype=np.int64)
    leaves = np.zeros((days, width), dtype=np.int64)
    latest = np.zeros((days, width), dtype=np.int64)
    used = np.zeros((days, cap.shape[0]), dtype=np.int64)
    where = np.full(n, -1, dtype=np.int64)
    value = 0.0
    for d in range(days):
        retime(d, tour, size, starts, leaves, latest, travel, opens, closes, visit, floor, extra, begin, finish, at, by)
        for p in range(1, size[d] + 1):
            where[tour[d, p]] = d
            value += gain[tour[d, p]]
            draw_on(tour[d, p], d, 1, used, use_start, use_resource, use_weight, daily)
    mean = 0.0
    span = 0.0
    for i in range(n):
        mean += gain[i] / n
    for d in range(days):
        span += by[d] - at[d]
    kept_tour, kept_size, kept_value = tour.copy(), size.copy(), value
    kept_duration = 0.0
    for d in range(days):
        kept_duration += starts[d, size[d] + 1] - at[d]
    tie = 0.3 * mean / max(span, 1.0)
    best_tour, best_size, best_value = tour.copy(), size.copy(), value
    order = np.zeros(n, dtype=np.int64)
    key = np.zeros(n, dtype=np.float64)
    room = np.zeros(days, dtype=np.bool_)
    touched = np.zeros(days, dtype=np.bool_)
    trials = np.int64(0)
    hot = heat * mean
    cold = cool * mean
    rounds = 0
    while trials < work:
        rounds += 1
        trials += n
        progress = trials / work
        temperature = hot * (cold / hot) ** progress
        visited = 0
        for d in range(days):
            visited += size[d]
        touched[:] = False
        if visited > 0:
            pick = draw(state, visited)
            centre = -1
            for d in range(days):
                if pick < size[d]:
                    centre = tour[d, pick + 1]
                    break
                pick -= size[d]
            goal = 1 + draw(state, min(strings, days))
            done = 0
            for q in range(n):
                other = near[centre, q]
                d = where[other]
                if d < 0 or touched[d]:
                    continue
                touched[d] = True
                length = 1 + draw(state, min(longest, size[d]))
                position = 1
                while tour[d, position] != other:
                    position += 1
                low = max(1, position - length + 1)
                high = min(position, size[d] - length + 1)
                first = low + draw(state, high - low + 1)
                for p in range(first, first + length):
                    gone = tour[d, p]
                    where[gone] = -1
                    value -= gain[gone]
                    draw_on(gone, d, -1, used, use_start, use_resource, use_weight, daily)
                for p in range(first + length, size[d] + 1):
                    tour[d, p - length] = tour[d, p]
                size[d] -= length
                retime(
                    d,
                    tour,
                    size,
                    starts,
                    leaves,
                    latest,
                    travel,
                    opens,
                    closes,
                    visit,
                    floor,
                    extra,
                    begin,
                    finish,
                    at,
                    by,
                )
                done += 1
                if done == goal:
                    break
        kind = draw(state, 4)
        absent = 0
        for i in range(n):
            if where[i] < 0:
                if kind == 0:
                    key[absent] = chance(state)
                elif kind == 1:
                    key[absent] = -gain[i] * (0.5 + chance(state))
                elif kind == 2:
                    key[absent] = -gain[i] / (visit[i] + 1.0 + span * 0.01) * (0.5 + chance(state))
                else:
                    key[absent] = -(gain[i] ** 2) * chance(state)
                order[absent] = i
                absent += 1
        rank = np.argsort(key[:absent])
        for q in range(absent):
            i = order[rank[q]]
            for d in range(days):
                room[d] = admits(i, d, used, use_start, use_resource, use_weight, cap, daily)
            d, p, cost = best_place(
                i,
                tour,
                size,
                starts,
                leaves,
                latest,
                travel,
                opens,
                closes,
                visit,
                floor,
                extra,
                begin,
                finish,
                blink,
                state,
                room,
            )
            trials += cost + 1
            if d < 0 or size[d] + 2 >= width:
                continue
            for back in range(size[d], p, -1):
                tour[d, back + 1] = tour[d, back]
            tour[d, p + 1] = i
            size[d] += 1
            where[i] = d
            value += gain[i]
            touched[d] = True
            draw_on(i, d, 1, used, use_start, use_resource, use_weight, daily)
            retime(
                d, tour, size, starts, leaves, latest, travel, opens, closes, visit, floor, extra, begin, finish, at, by
            )
        duration = 0.0
        for d in range(days):
            duration += starts[d, size[d] + 1] - at[d]
        change = (value - kept_value) - tie * (duration - kept_duration)
        if change >= 0.0 or chance(state) < np.exp(change / temperature):
            for d in range(days):
                if touched[d]:
                    total = 0.0
                    mark = np.uint64(d)
                    for p in range(1, size[d] + 1):
                        total += gain[tour[d, p]]
                        mark = (mark ^ np.uint64(tour[d, p] + 1)) * np.uint64(1099511628211)
                    if column_count[0] < columns.shape[0]:
                        slot = np.int64(mark % np.uint64(seen.shape[0]))
                        if seen[slot] != mark:
                            seen[slot] = mark
                            c = column_count[0]
                            column_day[c] = d
                            column_size[c] = size[d]
                            column_gain[c] = total
                            columns[c, : size[d]] = tour[d, 1 : size[d] + 1]
                            column_count[0] += 1
            kept_tour[:], kept_size[:], kept_value, kept_duration = tour, size, value, duration
            if value > best_value + 1e-9:
                best_tour[:], best_size[:], best_value = tour, size, value
        else:
            tour[:], size[:], value = kept_tour, kept_size, kept_value
            where[:] = -1
            used[:] = 0
            for d in range(days):
                for p in range(1, size[d] + 1):
                    where[tour[d, p]] = d
                    draw_on(tour[d, p], d, 1, used, use_start, use_resource, use_weight, daily)
                if touched[d]:
                    retime(
                        d,
                        tour,
                        size,
                        starts,
                        leaves,
                        latest,
                        travel,
                        opens,
                        closes,
                        visit,
                        floor,
                        extra,
                        begin,
                        finish,
                        at,
                        by,
                    )
    return best_tour, best_size, best_value, rounds
