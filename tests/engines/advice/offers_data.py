"""Random offers and needs, and a judge of reasons that knows nothing of the engine's reckoning."""

from __future__ import annotations

from math import asin, cos, isnan, radians, sin, sqrt

import numpy as np
from hypothesis import strategies as st

from belvedere.engines.advice import Need, Offers, Reason

SPEED = {"foot": 4.5, "bike": 14.0, "transit": 22.0, "car": 45.0}


def make_offers(count: int, seed: int) -> Offers:
    """Offers around one town; a fifth of each column is not known."""
    rng = np.random.default_rng(seed)

    def some(values: np.ndarray, unknown: float) -> np.ndarray:
        return np.where(rng.random(count) < 0.2, unknown, values)

    pieces = rng.integers(0, 3, count)
    hours = (rng.random(count) < 0.85).astype(np.int8)
    pieces[hours == 0] = 0
    opens, closes = [], []
    for number in pieces:
        moment = 540.0
        for _ in range(number):
            moment += float(rng.integers(0, 200))
            opens.append(moment)
            moment += float(rng.integers(30, 300))
            closes.append(moment)
    flag = lambda: some(rng.integers(0, 2, count), -1).astype(np.int8)  # noqa: E731
    return Offers(
        lon=some(3.0 + rng.random(count) * 0.8, np.nan), lat=45.5 + rng.random(count) * 0.6, hours=hours,
        open_from=np.concatenate([[0], np.cumsum(pieces)]).astype(np.int64), opens=np.array(opens),
        closes=np.array(closes),
        visit=rng.integers(10, 120, count).astype(float), adult_price=some(rng.integers(0, 25, count), np.nan),
        child_price=some(rng.integers(0, 12, count).astype(float), np.nan),
        free_under=rng.choice([0.0, 4.0, 6.0, 12.0], count), interests=rng.integers(0, 64, count).astype(np.uint64),
        languages=rng.integers(0, 8, count).astype(np.uint64), indoor=flag(), dogs=flag(), wheelchair=flag(),
        pushchair=flag(), min_age=some(rng.choice([0.0, 3.0, 8.0], count), np.nan),
        most_people=some(rng.choice([4.0, 10.0, 50.0], count), np.nan), booking=flag(),
        quality=some(rng.random(count), np.nan), recommended=rng.integers(0, 80, count).astype(float),
    )  # fmt: skip


@st.composite
def needs(draw: st.DrawFn) -> Need:
    """What anybody may ask at the counter."""
    begin = draw(st.integers(480, 900))
    wishes = st.lists(st.tuples(st.integers(0, 5), st.floats(0, 1)), max_size=3, unique_by=lambda pair: pair[0])
    return Need(
        lon=draw(st.floats(3.0, 3.8)), lat=draw(st.floats(45.5, 46.1)), begin=begin,
        end=begin + draw(st.integers(30, 600)),
        mode=draw(st.sampled_from(sorted(SPEED))), most_travel=draw(st.floats(5, 120)), adults=draw(st.integers(1, 4)),
        children=tuple(draw(st.lists(st.integers(0, 15), max_size=3))), dog=draw(st.booleans()),
        wheelchair=draw(st.booleans()), pushchair=draw(st.booleans()),
        budget=draw(st.sampled_from([None, 0.0, 30.0, 80.0])),
        interests=tuple(draw(wishes)),
        weather=draw(st.sampled_from(["any", "rain", "sun"])), language=draw(st.sampled_from([None, 0, 2])),
        spread=draw(st.floats(0, 1)),
    )  # fmt: skip


def minutes_to(offers: Offers, need: Need, i: int) -> float:
    """Great circle with the detour of 1.3, by the textbook."""
    p, q = radians(need.lat), radians(offers.lat[i])
    arc = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(radians(offers.lon[i] - need.lon) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(arc)) * 1.3 / SPEED[need.mode] * 60


def price_for(offers: Offers, need: Need, i: int) -> float:
    """The party's price, person by person."""
    adult = offers.adult_price[i]
    child = adult if isnan(offers.child_price[i]) else offers.child_price[i]
    return float(need.adults * adult + sum(0 if age < offers.free_under[i] else child for age in need.children))


def slack_of(offers: Offers, need: Need, i: int) -> float:
    """Most minutes left over by a visit in one open interval, travel there and back counted."""
    ride = 0.0 if isnan(offers.lon[i]) else minutes_to(offers, need, i)
    rows = range(offers.open_from[i], offers.open_from[i + 1])
    return max(
        min(offers.closes[r], need.end - ride) - max(offers.opens[r], need.begin + ride) - offers.visit[i] for r in rows
    )


def is_true(reason: Reason, offers: Offers, need: Need, i: int) -> bool:
    """Whether a reason holds, from the columns and the need alone."""
    usual = float(np.mean(offers.recommended))
    asked = {bit for bit, weight in need.interests if weight > 0}
    shares = {bit for bit in range(64) if int(offers.interests[i]) >> bit & 1}
    speaks = need.language is not None and int(offers.languages[i]) >> need.language & 1
    near = lambda: abs(reason.fact("minutes") - minutes_to(offers, need, i)) < 1e-6  # noqa: E731
    rows = list(zip(offers.opens, offers.closes, strict=True))[offers.open_from[i] : offers.open_from[i + 1]]
    checks = {
        "interest": lambda: reason.fact("bit") in asked & shares,
        "open": lambda: offers.hours[i] == 1 and (reason.fact("from"), reason.fact("until")) in rows
        and slack_of(offers, need, i) >= -1e-6,
        "near": lambda: near() and reason.fact("minutes") <= 0.6 * need.most_travel,
        "far": lambda: near() and 0.6 * need.most_travel < reason.fact("minutes") <= need.most_travel,
        "free": lambda: price_for(offers, need, i) == 0,
        "price": lambda: reason.fact("total") == price_for(offers, need, i) <= reason.fact("budget")
        and reason.fact("budget") == need.budget,
        "sheltered": lambda: need.weather == "rain" and offers.indoor[i] == 1,
        "outdoors": lambda: need.weather == "sun" and offers.indoor[i] == 0,
        "outdoors_in_rain": lambda: need.weather == "rain" and offers.indoor[i] == 0,
        "indoors_in_sun": lambda: need.weather == "sun" and offers.indoor[i] == 1,
        "age": lambda: reason.fact("min_age") == offers.min_age[i] <= min(need.children) == reason.fact("youngest"),
        "dog": lambda: need.dog and offers.dogs[i] == 1,
        "wheelchair": lambda: need.wheelchair and offers.wheelchair[i] == 1,
        "pushchair": lambda: need.pushchair and offers.pushchair[i] == 1,
        "dog_unknown": lambda: need.dog and offers.dogs[i] == -1,
        "wheelchair_unknown": lambda: need.wheelchair and offers.wheelchair[i] == -1,
        "pushchair_unknown": lambda: need.pushchair and offers.pushchair[i] == -1,
        "language": lambda: bool(speaks),
        "language_missing": lambda: not speaks and offers.languages[i] > 0,
        "language_unknown": lambda: offers.languages[i] == 0,
        "seldom": lambda: reason.fact("times") == offers.recommended[i] < usual / 2,
        "often": lambda: reason.fact("times") == offers.recommended[i] > usual and 0 < reason.fact("factor") < 1,
        "hours_unknown": lambda: offers.hours[i] != 1,
        "tight": lambda: abs(reason.fact("slack") - slack_of(offers, need, i)) < 1e-6 and reason.fact("slack") < 15,
        "place_unknown": lambda: isnan(offers.lon[i]) or isnan(offers.lat[i]),
        "price_unknown": lambda: isnan(price_for(offers, need, i)),
        "other_interest": lambda: bool(need.interests) and not asked & shares,
        "booking": lambda: offers.booking[i] == 1,
    }  # fmt: skip
    return bool(checks[reason.code]())
