"""Slots for the meetings of two visitors."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from belvedere.engines.meetings.pairs import all_at_once, surest_first


def allowed(who, free, may, when):
    once = {(p, t) for pair, t in zip(who, when, strict=True) for p in pair}
    return (
        len(once) == 2 * len(who)
        and (np.bincount(when, minlength=len(free)) <= free).all()
        and may[np.arange(len(who)), when].all()
    )


@given(st.integers(0, 2**32 - 1))
def test_the_best_of_all_ways_is_found_where_there_is_one(seed):
    chance = np.random.default_rng(seed)
    pairs, slots = int(chance.integers(0, 5)), int(chance.integers(1, 4))
    who = np.array([chance.choice(6, 2, replace=False) for _ in range(pairs)], int).reshape(-1, 2)
    free, wish = chance.integers(0, 3, slots), chance.random((pairs, slots))
    may = chance.random((pairs, slots)) < 0.7
    ways = [way for way in product(range(slots), repeat=pairs) if allowed(who, free, may, np.array(way, int))]
    best = max((wish[np.arange(pairs), np.array(way, int)].sum() for way in ways), default=None)
    found, greedy = all_at_once(who, free, wish, may), surest_first(who, free, wish, may)
    assert (found is None) == (best is None)
    if found is not None:
        assert allowed(who, free, may, found)
        assert abs(wish[np.arange(pairs), found].sum() - best) < 1e-6
    if greedy is not None:
        assert allowed(who, free, may, greedy)
