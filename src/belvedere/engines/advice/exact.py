"""The best day, proved: passes of label setting from either end, memories widened where the best tour cycles.

Each pass bounds the next one, so that labels become rarer as the relaxation becomes tighter; the last pass finds
nothing better than a tour that exists, which is the proof. Righini and Salani (2009) for the relaxation, ng-sets after
Baldacci, Mingozzi and Roberti (2011).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._fronts import Goal, rest_of_fronts
from ._kernel import Ints
from ._label_tools import coarse
from ._labels import DONE, Aim, Back, Terms, Way, beyond
from .model import Model
from .passes import Ended, swept, walked, way_of

_coarse: Any = coarse
_beyond: Any = beyond
_rest_of_fronts: Any = rest_of_fronts
MOST_LABELS = 3_000_000
BUCKETS = 512
FREE = np.full(BUCKETS, 1e300)
#: Demands beyond which the first pass would keep too many fronts.
MOST_KEPT = 4
#: Passes after which a real tour is looked for under the bound that they give.
DIVES = 3
#: Nearest nodes that each node remembers from the second pass on.
NEAR = 12
#: A cap is counted as soon as this share of the best tours that are left breaks it.
BROKEN, LOOKED_AT = 0.8, 20


@dataclass
class Pass:
    """What one pass found: an upper bound, the best clean tour, and further tours by gain (some may cycle)."""

    finished: bool
    bound: float
    value: float
    tour: list[int]
    others: list[tuple[float, list[int]]]
    work: int


@dataclass
class DayLabels:
    """Labels of one day: memories and the last pass are kept between calls."""

    model: Model
    day: int
    forward: bool = True
    stop: Callable[[], bool] = lambda: False
    completion: Back | None = None
    passes: int = 0
    memory: NDArray[np.uint64] = field(init=False)

    def __post_init__(self) -> None:
        model, n = self.model, self.model.nodes
        self.elements = _elements(model)
        count = max((e for own in self.elements for e in own), default=0) + 1
        words = (count + 63) // 64
        self.starts = np.cumsum([0] + [len(own) for own in self.elements]).astype(np.int64)
        self.flat = np.array([e for own in self.elements for e in own], dtype=np.int64)
        self.mask = np.zeros((n, words), dtype=np.uint64)
        for i, own in enumerate(self.elements):
            for e in own:
                self.mask[i, e // 64] |= _bit(e)
        self.counters = [r for r in range(len(model.cap)) if not _single(model, r)]
        self.active = np.zeros((n, len(self.counters)), dtype=np.int64)
        for i in range(n):
            for u in range(model.use_start[i], model.use_start[i + 1]):
                if int(model.use_resource[u]) in self.counters:
                    self.active[i, self.counters.index(int(model.use_resource[u]))] = model.use_weight[u]
        self.active_cap = model.cap[self.counters].astype(np.int64) if self.counters else np.zeros(0, dtype=np.int64)
        self.counted = np.zeros(len(self.counters), dtype=np.int64)
        self.limits = self._limits(words * 64)
        self.memory = self.mask.copy()
        # A demand forgotten on the way could be kept twice, and its bonus would drown every bound.
        demanded = np.bitwise_or.reduce(self.mask[model.gain > model.score], axis=0)
        self.memory |= demanded
        self.bare = self.memory.copy()
        self.kept = [e for e in range(words * 64) if demanded[e // 64] & _bit(e)]
        self.key = self._keys(self.mask)

    def _limits(self, bits: int) -> tuple[Ints, Ints]:
        """Per node and element, the tau after which no member of the element can follow (or have come before)."""
        model, d, n = self.model, self.day, self.model.nodes
        distance = model.travel[:n, :n].copy()
        for k in range(n):
            np.minimum(distance, distance[:, k, None] + distance[None, k, :], out=distance)
        self.metric = bool((distance + model.visit[None, :] >= model.travel[:n, :n]).all()) if n else True
        last = model.closes[d].max(axis=1, initial=-1)
        soonest = np.maximum(model.opens[d, :, 0] + model.visit, model.floor) + model.extra
        ahead = np.full((n, bits), np.iinfo(np.int64).min // 2, dtype=np.int64)
        behind = ahead.copy()
        for j, own in enumerate(self.elements):
            for e in own:
                if last[j] >= 0:
                    ahead[:, e] = np.maximum(ahead[:, e], last[j] - distance[:, j])
                    behind[:, e] = np.maximum(behind[:, e], -(soonest[j] + distance[j, :]))
        return ahead, behind

    def run(self, gain: NDArray[np.float64], lower: float, grain: float, work: int, *, eager: bool) -> Pass:
        """One pass; `lower` is the gain to beat. A finished pass turns the direction round for the next."""
        if self.completion is None and len(self.kept) <= MOST_KEPT:
            first = self._first(gain, lower, grain, work)
            if not first.finished or first.bound <= lower or (self.memory == self.bare).all():
                return first
        back, bounded = self.completion or self._nothing(), self.completion is not None
        way = self._way(gain)
        ceiling = self._ceiling(gain)
        bucket = (way.finishes_by - way.begins_at) // BUCKETS + 1
        low = way.begins_at if way.forward else -way.finishes_by
        rough = _coarse(back.start, back.tau, back.top, low, bucket, BUCKETS)
        aim = Aim(gain, FREE if bounded else ceiling, rough, bucket, bounded, float(grain), eager, MOST_LABELS)
        terms = self._terms(self.limits[0 if self.forward else 1])
        ended = walked(self.model.ground, way, terms, aim, back, float(lower), int(work), self.stop)
        tour = ended.tour(ended.best, forward=self.forward)
        others = self._complete(ended)
        if ended.status == DONE:
            self.completion = ended.back
            self.forward = not self.forward
        return Pass(ended.status == DONE, ended.relaxed, ended.clean, tour, others, ended.work)

    def _first(self, gain: NDArray[np.float64], lower: float, grain: float, work: int) -> Pass:
        """A pass that remembers demands only and needs no completion."""
        keys = 1 << len(self.kept)
        ended = self._sweep(gain, self._rest_of_room(gain, keys), float(_beyond(lower, grain)), work)
        others = self._complete(ended)
        value, tour = next((pair for pair in others if self.is_clean(pair[1])), (lower, []))
        if ended.status == DONE and ended.keys is not None:
            kept = np.zeros((keys, self.mask.shape[1]), dtype=np.uint64)
            for k in range(keys):
                for rank, e in enumerate(self.kept):
                    kept[k, e // 64] |= _bit(e) if k >> rank & 1 else np.uint64(0)
            found = ended.back
            memory = kept[ended.keys] | self.mask[np.repeat(np.arange(self.model.nodes), np.diff(found.start))]
            counters = np.zeros((len(found.tau), len(self.counters)), dtype=np.int64)
            self.completion = found._replace(memory=memory, drawn=counters)
            self.forward = not self.forward
        best = others[0][0] if others else lower
        return Pass(ended.status == DONE, max(best, lower), value, tour, others, ended.work)

    def dive(self, gain: NDArray[np.float64], lower: float, grain: float, work: int) -> tuple[float, list[int], int]:
        """(gain, tour, work) of a real tour above `lower` that may come back unimproved: `lower` and no visit.

        Labels keep what they visited, yet only the best of a front lives on: quick under the last pass's bound.
        """
        if self.completion is None or len(self.kept) > MOST_KEPT:
            return lower, [], 0
        back = self.completion
        rest = _rest_of_fronts(
            self._way(gain), self.key, 1 << len(self.kept), BUCKETS, back, self._keys(np.asarray(back.memory))
        )
        ended = self._sweep(gain, rest, float(_beyond(lower, grain)), work, strict=True)
        best = self._complete(ended)[:1]
        return (*best[0], ended.work) if best else (lower, [], ended.work)

    def _way(self, gain: NDArray[np.float64]) -> Way:
        return way_of(self.model, self.day, (gain <= 0.0) & self.metric, forward=self.forward)

    def _terms(self, limit: Ints | None = None) -> Terms:
        """What excludes what; with `limit`, also until when each node remembers which element."""
        beyond_own = self.memory & ~self.mask if limit is not None else np.zeros_like(self.mask)
        bits = (beyond_own[:, :, None] >> np.arange(64, dtype=np.uint64)) & np.uint64(1)
        node, word, bit = (np.ascontiguousarray(place) for place in np.nonzero(bits))
        late_from = np.concatenate([[0], np.cumsum(np.bincount(node, minlength=self.model.nodes))])
        until = limit[node, word * 64 + bit] if limit is not None else np.zeros(0, dtype=np.int64)
        return Terms(
            self.starts, self.flat, self.mask, self.memory, late_from, word, np.uint64(1) << bit.astype(np.uint64),
            until, self.active, self.active_cap, np.flatnonzero(self.counted),
        )  # fmt: skip

    def _nothing(self) -> Back:
        words, counters = self.mask.shape[1], len(self.counters)
        return Back(
            np.zeros(self.model.nodes + 1, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0),
            np.zeros((0, words), np.uint64), np.zeros((0, counters), np.int64),
        )  # fmt: skip

    def _sweep(
        self, gain: NDArray[np.float64], rest: NDArray[np.float64], cut: float, work: int, *, strict: bool = False
    ) -> Ended:
        goal = Goal(gain, self.key, 1 << len(self.kept), rest, cut, strict)
        return swept(self.model.ground, self._way(gain), self._terms(), goal, int(work), self.stop)

    def _complete(self, ended: Ended) -> list[tuple[float, list[int]]]:
        """Gain and tour of the best complete label of each node, the best first."""
        complete = sorted((int(k) for k in ended.ends if k >= 0), key=lambda k: (-ended.worth[k], k))
        return [(float(ended.worth[k]), ended.tour(k, forward=self.forward)) for k in complete]

    def _rest_of_room(self, gain: NDArray[np.float64], keys: int) -> NDArray[np.float64]:
        """Most that a visit and all after it can bring, from what the time left holds; by state and bucket of tau."""
        model, d, n = self.model, self.day, self.model.nodes
        ceiling = np.stack([self._ceiling(np.where(self.key & key, 0.0, gain)) for key in range(keys)])
        first, last = int(model.begins_at[d]), int(model.finishes_by[d])
        width = (last - first) // BUCKETS + 1
        out = np.broadcast_to(np.arange(BUCKETS, dtype=np.int64), (n, BUCKETS))
        if self.forward:
            start = first + out * width
            leaves = np.maximum(start + model.visit[:, None], model.floor[:, None]) + model.extra[:, None]
            out = (leaves - first) // width
        rest = np.where(out < BUCKETS, ceiling[:, np.minimum(out, BUCKETS - 1)] + gain[:, None], -1e300)
        holds = (np.arange(keys)[:, None] & self.key) == self.key
        rest = np.where(holds[:, :, None], rest, -1e300)
        return np.ascontiguousarray(rest.transpose(1, 0, 2).reshape(n * keys, BUCKETS))

    def _keys(self, memory: NDArray[np.uint64]) -> Ints:
        """Set of demands, as bits, in each row of a memory."""
        found = np.zeros(len(memory), dtype=np.int64)
        for rank, e in enumerate(self.kept[:MOST_KEPT]):
            found |= ((memory[:, e // 64] & _bit(e)) > 0).astype(np.int64) << rank
        return found

    def _ceiling(self, gain: NDArray[np.float64]) -> NDArray[np.float64]:
        """Most that the time left can hold, by bucket of tau: a fractional knapsack of what is still open.

        Each element is one item, as long as the shortest ride to it and its shortest visit, worth its best gain.
        """
        model, d, n = self.model, self.day, self.model.nodes
        first, last = int(model.begins_at[d]), int(model.finishes_by[d])
        width = (last - first) // BUCKETS + 1
        edge = np.arange(BUCKETS, dtype=np.int64) * width
        rides = model.travel[:n, :n] if self.forward else model.travel[:n, :n].T
        rides = np.where(np.eye(n, dtype=np.bool_), np.iinfo(np.int64).max, rides)
        cost = model.visit + model.extra + (rides.min(axis=0) if n > 1 else 0)
        if self.forward:
            reach = model.closes[d].max(axis=1, initial=-1) - first
        else:
            reach = last - np.maximum(model.opens[d, :, 0] + model.visit, model.floor) - model.extra
        shut = model.closes[d, :, 0] < 0
        items = np.array([own[0] for own in self.elements], dtype=np.int64)
        count = int(items.max()) + 1
        worth, length, until = np.zeros(count), np.full(count, np.inf), np.full(count, -1, dtype=np.int64)
        open_ = ~shut & (gain > 0)
        np.maximum.at(worth, items[open_], gain[open_])
        np.minimum.at(length, items[open_], cost[open_])
        np.maximum.at(until, items[open_], reach[open_])
        order = np.argsort(-worth / np.maximum(length, 1.0), kind="stable")
        order = order[worth[order] > 0]
        worth, length, until = worth[order], length[order], until[order]
        there = until[None, :] >= edge[:, None]
        filled = np.cumsum(np.where(there, length[None, :], 0.0), axis=1)
        left = (last - first - edge)[:, None]
        share = np.clip((left - (filled - length[None, :])) / np.maximum(length[None, :], 1e-9), 0.0, 1.0)
        return np.asarray((np.where(there, share, 0.0) * worth[None, :]).sum(axis=1) + 1e-6, dtype=np.float64)

    def is_clean(self, tour: list[int]) -> bool:
        """Whether a tour repeats no element and keeps every cap."""
        flat = [e for i in tour for e in self.elements[i]]
        drawn = self.active[tour].sum(axis=0) if tour else np.zeros(len(self.counters), dtype=np.int64)
        return len(flat) == len(set(flat)) and bool((drawn <= self.active_cap).all())

    def widen(self, tour: list[int]) -> None:
        """Remember, all along each cycle of the tour, what the cycle repeats.

        Only a tour without a cycle makes a resource counted, the one whose cap it breaks most: counters weaken
        dominance more than memories do.
        """
        last: dict[int, int] = {}
        cycles = False
        for place, i in enumerate(tour):
            for e in self.elements[i]:
                if e in last:
                    cycles = True
                    for k in tour[last[e] : place + 1]:
                        self.memory[k, e // 64] |= _bit(e)
                last[e] = place
        if tour and len(self.counters) and not cycles:
            over = self.active[tour].sum(axis=0) / np.maximum(self.active_cap, 1)
            if over.max() > 1.0:
                self.counted[int(over.argmax())] = 1

    def widen_near(self) -> None:
        """Remember the nearest nodes everywhere: tours mostly cycle among neighbours."""
        n = self.model.nodes
        there = self.model.travel[:n, :n]
        for i, near in enumerate(np.argsort(there + there.T, axis=1, kind="stable")[:, : NEAR + 1]):
            self.memory[i] |= np.bitwise_or.reduce(self.mask[near], axis=0)

    def count_broken(self, tours: list[list[int]]) -> None:
        """Count what most of the best tours draw too much of."""
        drawn = np.array([self.active[tour].sum(axis=0) for tour in tours[:LOOKED_AT]])
        if len(drawn):
            self.counted[(drawn > self.active_cap).mean(axis=0) >= BROKEN] = 1


@dataclass(frozen=True)
class Proof:
    """The best tour known, its gain, and the bound; the two are equal when `finished`."""

    tour: list[int] | None
    value: float
    bound: float | None
    finished: bool
    work: int


def prove_day(labels: DayLabels, lower: float, work: int, pause: int | None = None) -> Proof:
    """Best tour of one day above the gain `lower` of a tour in hand (`tour` is None when there is none above).

    `labels` keep what the passes learnt: called again with a better tour in hand, the proof goes on from there.
    `pause`: stop after the second pass when it took more work than this, for a better tour would then be worth it.
    """
    model = labels.model
    tour, value, bound, spent = None, lower, None, 0
    while True:
        found = labels.run(model.gain, value, model.grain, work - spent, eager=True)
        spent += found.work
        if found.value > value:
            tour, value = found.tour, found.value
        if not found.finished:
            return Proof(tour, value, bound, False, spent)
        labels.passes += 1
        bound = max(found.bound, value) if bound is None else max(min(bound, found.bound), value)
        if bound > value and labels.passes <= DIVES:
            worth, other, tried = labels.dive(model.gain, value, model.grain, work - spent)
            spent += tried
            if worth > value:
                tour, value = other, worth
        if bound <= value:
            return Proof(tour, value, value, True, spent)
        for _, other in found.others:
            labels.widen(other)
        if labels.passes == 1:
            labels.widen_near()
        else:
            labels.count_broken([other for _, other in found.others])
        if pause is not None and labels.passes == 2 and spent > pause:
            return Proof(tour, value, bound, False, spent)


def _single(model: Model, resource: int) -> bool:
    return bool(model.cap[resource] == 1 and (model.use_weight[model.use_resource == resource] == 1).all())


def _elements(model: Model) -> list[list[int]]:
    """What excludes what: each cap of one is an element that its nodes share; other nodes exclude only themselves."""
    singles = [r for r in range(len(model.cap)) if _single(model, r)]
    rank = {r: e for e, r in enumerate(singles)}
    elements: list[list[int]] = []
    free = len(singles)
    for i in range(model.nodes):
        shared = [int(model.use_resource[u]) for u in range(model.use_start[i], model.use_start[i + 1])]
        own = [rank[r] for r in shared if r in rank]
        if not own:
            own = [free]
            free += 1
        elements.append(own)
    return elements


def _bit(element: int) -> np.uint64:
    return np.uint64(1) << np.uint64(element % 64)
