"""Rank offers for a visitor's need, all at once in NumPy; then say why, for the few that are shown.

An offer is set aside only for what is *known* to be against it; what is not known is shown as something to check.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .offers import DETOUR, NO, SPEED_KMH, UNKNOWN, YES, Advice, Floats, Need, Offers, Reason, Suggestion
from .travel import line_minutes

Mask = NDArray[np.bool_]
WEIGHTS = {"interest": 0.40, "near": 0.20, "weather": 0.12, "quality": 0.12, "price": 0.08, "known": 0.08}
FAR_SHARE = 0.6
TIGHT_MINUTES = 15.0


@dataclass(frozen=True)
class _Facts:
    """Per offer, what the need makes of it."""

    minutes: Floats
    price: Floats
    slack: Floats
    interest: Floats
    factor: Floats
    usual: float


def suggest(offers: Offers, need: Need, *, count: int = 10) -> Advice:
    """The `count` best offers. Ties go to the lower index, so that the same question has the same answer."""
    facts = _facts(offers, need)
    causes = _causes(offers, need, facts)
    fits = np.ones(len(offers), dtype=np.bool_)
    set_aside = []
    for code, mask in causes:
        first = fits & mask
        set_aside.append((code, int(first.sum())))
        fits &= ~mask
    fit = _fit(offers, need, facts)
    score = np.where(fits, fit * facts.factor, -1.0)
    chosen = _top(score, count)
    backups = _plan_b(offers, need, facts, score, chosen)
    suggestions = tuple(
        Suggestion(
            int(i), float(score[i]), float(fit[i]), float(facts.factor[i]),
            _reasons(offers, need, facts, i), _against(offers, need, facts, i), backups[k],
        )
        for k, i in enumerate(chosen)
    )  # fmt: skip
    return Advice(suggestions, len(offers), tuple((code, n) for code, n in set_aside if n))


def similar(offers: Offers, to: int, *, count: int = 5, mode: str = "car") -> tuple[tuple[int, float], ...]:
    """Offers like one of them, as (index, likeness 0 to 1): shared interests, nearness, shelter, price."""
    shared = _ones(offers.interests & offers.interests[to])
    joined = _ones(offers.interests | offers.interests[to])
    likeness = 0.6 * np.divide(shared, joined, out=np.zeros(len(offers)), where=joined > 0)
    minutes = line_minutes(offers.lon[to], offers.lat[to], offers.lon, offers.lat, SPEED_KMH[mode], DETOUR)
    likeness += 0.2 * np.exp(-np.nan_to_num(minutes, nan=1e3) / 30.0)
    likeness += 0.1 * ((offers.indoor == offers.indoor[to]) & (offers.indoor != UNKNOWN))
    apart = np.abs(offers.adult_price - offers.adult_price[to])
    likeness += 0.1 * np.exp(-np.nan_to_num(apart, nan=1e3) / 10.0)
    likeness[to] = -1.0
    return tuple((int(i), float(likeness[i])) for i in _top(likeness, count))


def _ones(mask: NDArray[np.uint64]) -> Floats:
    return np.bitwise_count(mask).astype(np.float64)


def _top(score: Floats, count: int) -> NDArray[np.intp]:
    count = min(count, len(score))
    if count <= 0:
        return np.zeros(0, dtype=np.intp)
    line = np.partition(score, len(score) - count)[len(score) - count]
    ahead = np.flatnonzero(score >= max(line, 0.0))
    return ahead[np.lexsort((ahead, -score[ahead]))][:count]


def party_price(offers: Offers, need: Need) -> Floats:
    """Price for the whole party; NaN where the adult price is not known. Children pay theirs, or the adult price."""
    child = np.where(np.isnan(offers.child_price), offers.adult_price, offers.child_price)
    total = need.adults * offers.adult_price if need.adults else np.zeros(len(offers))
    for age in need.children:
        total = total + np.where(age < offers.free_under, 0.0, child)
    return np.asarray(total, dtype=np.float64)


def _facts(offers: Offers, need: Need) -> _Facts:
    minutes = line_minutes(need.lon, need.lat, offers.lon, offers.lat, SPEED_KMH[need.mode], DETOUR)
    bits = np.uint64(sum(1 << bit for bit in {bit for bit, _ in need.interests}))
    total = sum(weight for _, weight in need.interests) or 1.0
    interest = np.zeros(len(offers))
    touched = np.flatnonzero(offers.interests & bits)
    for bit, weight in need.interests:
        interest[touched] += weight / total * ((offers.interests[touched] >> np.uint64(bit)) & np.uint64(1))
    usual = float(offers.recommended.mean()) if len(offers) else 0.0
    excess = np.log2(np.maximum(offers.recommended / max(usual, 1.0), 1.0))
    factor = 1.0 / (1.0 + 0.5 * need.spread * excess)
    return _Facts(minutes, party_price(offers, need), _slack(offers, need, minutes), interest, factor, usual)


def _slack(offers: Offers, need: Need, minutes: Floats) -> Floats:
    """Minutes left over at best by a visit within an open interval and the time of the visitor; -inf when never open.

    NaN where hours are not known.
    """
    owner = np.repeat(np.arange(len(offers)), np.diff(offers.open_from))
    travel = np.nan_to_num(minutes)
    start = np.maximum(offers.opens, (need.begin + travel)[owner])
    end = np.minimum(offers.closes, (need.end - travel)[owner])
    margin = end - start - offers.visit[owner]
    slack = np.full(len(offers), -np.inf)
    np.maximum.at(slack, owner, margin)
    return np.where(offers.hours == YES, slack, np.nan)


def _causes(offers: Offers, need: Need, facts: _Facts) -> list[tuple[str, Mask]]:
    """Codes and masks of what is known to be against an offer."""
    youngest = min(need.children, default=np.inf)
    people = need.adults + len(need.children)
    unknown_hours_too_long = (offers.hours != YES) & (
        2 * np.nan_to_num(facts.minutes) + offers.visit > need.end - need.begin
    )
    excluded = np.zeros(len(offers), dtype=np.bool_)
    excluded[[i for i in need.excluded if 0 <= i < len(offers)]] = True
    return [
        ("excluded", excluded),
        ("far", facts.minutes > need.most_travel),
        ("closed", ((offers.hours == YES) & (facts.slack < 0)) | unknown_hours_too_long),
        ("price", (facts.price > need.budget) if need.budget is not None else np.zeros(len(offers), dtype=np.bool_)),
        ("age", offers.min_age > youngest),
        ("people", people > offers.most_people),
        ("dog", need.dog & (offers.dogs == NO)),
        ("wheelchair", need.wheelchair & (offers.wheelchair == NO)),
        ("pushchair", need.pushchair & (offers.pushchair == NO)),
    ]


def _fit(offers: Offers, need: Need, facts: _Facts) -> Floats:
    near = np.clip(1.0 - np.nan_to_num(facts.minutes, nan=need.most_travel) / max(need.most_travel, 1.0), 0.0, 1.0)
    weather = np.full(len(offers), 0.5)
    if need.weather != "any":
        good = YES if need.weather == "rain" else NO
        weather = np.where(offers.indoor == good, 1.0, np.where(offers.indoor == UNKNOWN, 0.4, 0.0))
    ceiling = need.budget if need.budget else 60.0
    price = np.where(np.isnan(facts.price), 0.3, np.clip(1.0 - facts.price / ceiling, 0.0, 1.0))
    known = (offers.hours == YES).astype(np.float64)
    if need.language is not None:
        known = 0.5 * known + 0.5 * ((offers.languages >> np.uint64(need.language)) & np.uint64(1))
    parts = {
        "interest": facts.interest if need.interests else np.full(len(offers), 0.5),
        "near": near, "weather": weather, "price": price, "known": known,
        "quality": np.nan_to_num(offers.quality, nan=0.5),
    }  # fmt: skip
    total = np.zeros(len(offers))
    for name, weight in WEIGHTS.items():
        total += weight * parts[name]
    return total


def _plan_b(offers: Offers, need: Need, facts: _Facts, score: Floats, chosen: NDArray[np.intp]) -> list[int | None]:
    """For each suggestion that is not indoors, the best indoor offer for the need, shared interests first."""
    indoor = np.flatnonzero((offers.indoor == YES) & (score >= 0))
    backups: list[int | None] = []
    for i in chosen:
        if offers.indoor[i] == YES or len(indoor) == 0:
            backups.append(None)
            continue
        shares = (offers.interests[indoor] & offers.interests[i]) > 0
        backups.append(int(indoor[np.argmax(score[indoor] + shares)]))
    return backups


def open_interval(offers: Offers, need: Need, i: int, minutes: float) -> tuple[float, float] | None:
    """The interval of the day that leaves most room for the visit."""
    rows = range(int(offers.open_from[i]), int(offers.open_from[i + 1]))
    travel = 0.0 if np.isnan(minutes) else minutes
    room = [float(min(offers.closes[r], need.end - travel) - max(offers.opens[r], need.begin + travel)) for r in rows]
    best = rows[room.index(max(room))] if room else None
    return None if best is None else (float(offers.opens[best]), float(offers.closes[best]))


def _reasons(offers: Offers, need: Need, facts: _Facts, i: int) -> tuple[Reason, ...]:  # noqa: C901 -- a list
    found: list[Reason] = []
    for bit, weight in sorted(need.interests, key=lambda pair: (-pair[1], pair[0])):
        if weight > 0 and (int(offers.interests[i]) >> bit) & 1:
            found.append(Reason("interest", (("bit", float(bit)),)))
    hours = open_interval(offers, need, i, float(facts.minutes[i])) if offers.hours[i] == YES else None
    if hours is not None:
        found.append(Reason("open", (("from", hours[0]), ("until", hours[1]))))
    if facts.minutes[i] <= FAR_SHARE * need.most_travel:
        found.append(Reason("near", (("minutes", float(facts.minutes[i])),)))
    if facts.price[i] == 0:
        found.append(Reason("free"))
    elif need.budget is not None and facts.price[i] <= need.budget:
        found.append(Reason("price", (("total", float(facts.price[i])), ("budget", need.budget))))
    if need.weather == "rain" and offers.indoor[i] == YES:
        found.append(Reason("sheltered"))
    if need.weather == "sun" and offers.indoor[i] == NO:
        found.append(Reason("outdoors"))
    if need.children and offers.min_age[i] <= min(need.children):
        found.append(Reason("age", (("youngest", min(need.children)), ("min_age", float(offers.min_age[i])))))
    for code in ("dog", "wheelchair", "pushchair"):
        if getattr(need, code) and _flag(offers, code)[i] == YES:
            found.append(Reason(code))
    if need.language is not None and (int(offers.languages[i]) >> need.language) & 1:
        found.append(Reason("language", (("bit", float(need.language)),)))
    if offers.recommended[i] < facts.usual / 2:
        found.append(Reason("seldom", (("times", float(offers.recommended[i])), ("usual", facts.usual))))
    return tuple(found)


def _against(offers: Offers, need: Need, facts: _Facts, i: int) -> tuple[Reason, ...]:  # noqa: C901 -- a list
    found: list[Reason] = []
    if offers.hours[i] != YES:
        found.append(Reason("hours_unknown"))
    elif facts.slack[i] < TIGHT_MINUTES:
        found.append(Reason("tight", (("slack", float(facts.slack[i])),)))
    if np.isnan(facts.minutes[i]):
        found.append(Reason("place_unknown"))
    elif facts.minutes[i] > FAR_SHARE * need.most_travel:
        found.append(Reason("far", (("minutes", float(facts.minutes[i])),)))
    if np.isnan(facts.price[i]):
        found.append(Reason("price_unknown"))
    if need.weather == "rain" and offers.indoor[i] == NO:
        found.append(Reason("outdoors_in_rain"))
    if need.weather == "sun" and offers.indoor[i] == YES:
        found.append(Reason("indoors_in_sun"))
    if need.interests and not any(
        (int(offers.interests[i]) >> bit) & 1 for bit, weight in need.interests if weight > 0
    ):
        found.append(Reason("other_interest"))
    for code in ("dog", "wheelchair", "pushchair"):
        if getattr(need, code) and _flag(offers, code)[i] == UNKNOWN:
            found.append(Reason(f"{code}_unknown"))
    if need.language is not None and not (int(offers.languages[i]) >> need.language) & 1:
        code = "language_missing" if offers.languages[i] else "language_unknown"
        found.append(Reason(code, (("bit", float(need.language)),)))
    if offers.booking[i] == YES:
        found.append(Reason("booking"))
    if facts.factor[i] < 1.0:
        times = float(offers.recommended[i])
        found.append(Reason("often", (("times", times), ("usual", facts.usual), ("factor", float(facts.factor[i])))))
    return tuple(found)


def _flag(offers: Offers, code: str) -> NDArray[np.int8]:
    return {"dog": offers.dogs, "wheelchair": offers.wheelchair, "pushchair": offers.pushchair}[code]
