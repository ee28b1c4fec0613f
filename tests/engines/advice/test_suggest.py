"""No reason is ever false, nothing known to be wrong is suggested, and spreading is visible."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvedere.engines.advice import Need, NeedError, Reason, similar, suggest, words
from belvedere.engines.advice.reasons import ENGLISH, FRENCH

from .offers_data import is_true, make_offers, minutes_to, needs, price_for, slack_of

PLACE = Need(lon=3.4, lat=45.8, begin=540, end=1080)


@settings(max_examples=150, deadline=None)
@given(needs(), st.integers(0, 2**20))
def test_no_reason_is_ever_false(need: Need, seed: int) -> None:
    offers = make_offers(60, seed)
    for suggestion in suggest(offers, need, count=20).suggestions:
        for reason in suggestion.reasons + suggestion.against:
            assert is_true(reason, offers, need, suggestion.offer), reason
            for language in ("fr", "en"):
                assert "{" not in words(reason, language)


@settings(max_examples=80, deadline=None)
@given(needs(), st.integers(0, 2**20))
def test_what_is_known_to_be_wrong_is_never_suggested(need: Need, seed: int) -> None:
    offers = make_offers(60, seed)
    advice = suggest(offers, need, count=60)
    assert len(advice.suggestions) + sum(n for _, n in advice.set_aside) == advice.considered
    for suggestion in advice.suggestions:
        i = suggestion.offer
        assert not minutes_to(offers, need, i) > need.most_travel + 1e-6
        assert offers.hours[i] != 1 or slack_of(offers, need, i) >= -1e-6
        assert need.budget is None or not price_for(offers, need, i) > need.budget
        assert not (need.dog and offers.dogs[i] == 0)
        assert not (need.wheelchair and offers.wheelchair[i] == 0)
        assert suggestion.score == pytest.approx(suggestion.fit * suggestion.spread_factor)
        if suggestion.plan_b is not None:
            assert offers.indoor[suggestion.plan_b] == 1


def test_spreading_lowers_what_was_often_given_and_says_so() -> None:
    offers = make_offers(300, 1)
    best = suggest(offers, replace(PLACE, spread=0.0)).suggestions[0]
    crowd = offers.recommended.copy()
    crowd[best.offer] = 5_000
    crowded = replace(offers, recommended=crowd)
    assert suggest(crowded, replace(PLACE, spread=0.0)).suggestions[0].offer == best.offer
    spread = suggest(crowded, replace(PLACE, spread=1.0), count=300).suggestions
    rank = [s.offer for s in spread].index(best.offer)
    assert rank > 0
    assert "often" in {reason.code for reason in spread[rank].against}
    assert spread[rank].spread_factor < 1.0


def test_similar_offers_share_interests_first() -> None:
    offers = make_offers(200, 2)
    twin = offers.interests.copy()
    twin[7] = twin[3] = 0b101
    close = replace(offers, interests=twin, lon=np.where(np.arange(200) == 7, 3.2, offers.lon))
    found = similar(close, 3, count=20)
    assert 3 not in dict(found)
    assert 7 in dict(found)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_every_code_is_said_in_both_languages() -> None:
    assert FRENCH.keys() == ENGLISH.keys()
    reason = Reason("open", (("from", 570.0), ("until", 1080.0)))
    assert words(reason) == "ouvert de 9\u00a0h\u00a030 à 18\u00a0h"
    assert words(reason, "en") == "open from 9:30 to 18:00"
    assert words(Reason("interest", (("bit", 1.0),)), interests=["eau", "châteaux"]).endswith("«\u00a0châteaux\u00a0»")


def test_no_offer_no_suggestion() -> None:
    assert suggest(make_offers(0, 1), PLACE).suggestions == ()


@pytest.mark.parametrize(
    "wrong", [{"end": 500}, {"spread": 2.0}, {"lat": 120.0}, {"adults": 0}, {"budget": -1.0}, {"mode": "horse"}]
)
def test_a_need_that_makes_no_sense_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(NeedError):
        replace(PLACE, **wrong)


def test_columns_of_unequal_length_are_refused() -> None:
    offers = make_offers(5, 1)
    with pytest.raises(NeedError, match="visit"):
        replace(offers, visit=offers.visit[:3])
