"""Advice: what to suggest to this visitor, with its reasons in words and what speaks against it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import Count
from django.utils.translation import gettext as _

from belvedere.catalogue.queries import public
from belvedere.desk.enums import Interest, Transport, Weather
from belvedere.desk.models import DeskRequest, Recommendation
from belvedere.engines import advice
from belvedere.engines.advice.offers import SPEED_KMH
from belvedere.territories.enums import Language

from .desk import Place
from .facts import LANGUAGES
from .kinds import BITS
from .table import Opening, Table, columns_on, opening, table

SHOWN = 10
ALIKE = 5
#: What was recommended in the last weeks, by any counsellor of the platform, weighs on the spread.
RECENT = timedelta(days=30)
MORNING, EVENING = 9 * 60, 19 * 60
#: How many grown-ups a party counts until it says so.
ADULTS = 2
#: From here on too little is left of the day: the advice is for the evening too, until midnight; then for tomorrow.
LATE, NIGHT = 17 * 60, 22 * 60
MODES: dict[str, Any] = {Transport.FOOT: "foot", Transport.BIKE: "bike", Transport.TRANSIT: "transit"}
REACH = {"foot": 35.0, "bike": 50.0, "transit": 60.0, "car": 50.0}
KM_PER_DEGREE = 111.2


@dataclass(frozen=True)
class Wanted:
    """A request as the engine reads it, on one day."""

    need: advice.Need
    day: date


@dataclass(frozen=True)
class Idea:
    """One suggestion as the counsellor reads it; scores out of 100, ``lowered`` by the spread in percent."""

    card: public.OfferCard
    score: int
    lowered: int
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    plan_b: public.OfferCard | None
    kept: bool


@dataclass(frozen=True)
class Ideas:
    """``aside``: how many offers were set aside for which first cause, in words."""

    ideas: tuple[Idea, ...]
    considered: int
    aside: tuple[tuple[str, int], ...]
    day: date
    begin: int
    end: int


@dataclass(frozen=True)
class Selection:
    """The offers within reach on a day: their ranks in the table and the engine's columns."""

    offers: Table
    ranks: Any
    columns: advice.Offers

    def key(self, i: int) -> int:
        return int(self.offers.keys[self.ranks[i]])

    def index_of(self, pk: int) -> int | None:
        rank = self.offers.rank(pk)
        at = None if rank is None else int(np.searchsorted(self.ranks, rank))
        return at if at is not None and at < len(self.ranks) and self.ranks[at] == rank else None


def wanted_of(request: DeskRequest, place: Place, *, now: datetime, spread: float = 0.5) -> Wanted:
    """What was not said is taken wide: two adults, by car, from now or nine o'clock until seven in the evening."""
    minute = now.hour * 60 + now.minute
    day = request.day or now.date() + timedelta(days=request.begin is None and minute >= NIGHT)
    minute = minute if day == now.date() else MORNING
    begin = request.begin if request.begin is not None else minute
    end = request.end if request.end is not None else (EVENING if begin < LATE else 24 * 60)
    mode = MODES.get(request.transport, "car")
    need = advice.Need(
        lon=place.lon, lat=place.lat, begin=begin, end=max(end, begin + 1), mode=mode,
        most_travel=min(REACH[mode], max(10.0, (end - begin) / 3)), adults=request.adults or ADULTS,
        children=tuple(map(float, request.children)), dog=request.dog, wheelchair=request.wheelchair,
        pushchair=request.pushchair, budget=None if request.budget is None else float(request.budget),
        interests=tuple((Interest.values.index(name), 1.0) for name in request.interests),
        weather=request.weather or Weather.ANY,
        language=LANGUAGES.index(request.language) if request.language in LANGUAGES[1:] else None, spread=spread,
    )  # fmt: skip
    return Wanted(need, day)


def select(wanted: Wanted, *, recommended: dict[int, int], also: Iterable[int] = (), meals: bool = False) -> Selection:
    """Offers near enough that answer a wish of the list: beds only for whoever looks for one, tables likewise.

    ``also``: numbers that stay in whatever they are. One query the first time that a day is asked for.
    """
    offers = table()
    hours = opening(offers, wanted.day)
    return selection(offers, hours, wanted.need, recommended=recommended, also=also, meals=meals)


def selection(
    offers: Table, hours: Opening, need: advice.Need, *, recommended: dict[int, int], also: Iterable[int] = (),
    meals: bool = False,
) -> Selection:  # fmt: skip
    columns = offers.columns
    tall = need.most_travel / 60 * SPEED_KMH[need.mode] / KM_PER_DEGREE
    wide = tall / max(0.05, np.cos(np.radians(need.lat)))
    with np.errstate(invalid="ignore"):
        inside = ~(np.abs(columns["lon"] - need.lon) > wide) & ~(np.abs(columns["lat"] - need.lat) > tall)
    asked = {Interest.values[bit] for bit, _weight in need.interests}
    aside = sum(BITS[name] for name in (Interest.SLEEP, Interest.FOOD) if name not in asked)
    useful = (columns["interests"] & np.uint64(((1 << 64) - 1) ^ aside)) > 0
    if Interest.SLEEP not in asked:
        useful &= (columns["interests"] & np.uint64(BITS[Interest.SLEEP])) == 0
    if Interest.FOOD not in asked:
        useful &= ~columns["meal"]
    if meals:
        useful |= columns["meal"]
    mask = inside & useful
    for pk in also:
        rank = offers.rank(pk)
        if rank is not None:
            mask[rank] = True
    counts = np.zeros(len(offers.rows))
    for pk, times in recommended.items():
        rank = offers.rank(pk)
        if rank is not None:
            counts[rank] = times
    ranks = np.flatnonzero(mask)
    return Selection(offers, ranks, columns_on(offers, hours, ranks, counts))


def recommended_lately(*, now: datetime) -> dict[int, int]:
    """How many times each offer was recommended in the last thirty days. One query."""
    rows = Recommendation.everything.filter(at__gte=now - RECENT).order_by()
    return dict(rows.values_list("offer").annotate(times=Count("pk")))


def candidates(
    request: DeskRequest, place: Place, *, now: datetime, spread: float = 0.5, count: int = SHOWN
) -> tuple[Selection, Wanted, advice.Advice]:
    """The engine's advice for a request, over what is really open that day. Two queries, three the first time."""
    wanted = wanted_of(request, place, now=now, spread=spread)
    chosen = select(wanted, recommended=recommended_lately(now=now))
    return chosen, wanted, advice.suggest(chosen.columns, wanted.need, count=count)


def ideas_for(request: DeskRequest, place: Place, *, now: datetime, spread: float = 0.5) -> Ideas:
    """What the advice page shows. Raises IndexMissing."""
    chosen, wanted, found = candidates(request, place, now=now, spread=spread)
    kept = set(Recommendation.everything.filter(request=request, pinned=True).values_list("offer", flat=True))
    named = {chosen.key(s.offer) for s in found.suggestions}
    named |= {chosen.key(s.plan_b) for s in found.suggestions if s.plan_b is not None}
    cards = {card.id: card for card in cards_of(chosen, named, now=now)}
    ideas = tuple(
        Idea(
            card=cards[chosen.key(one.offer)],
            score=round(100 * one.score),
            lowered=round(100 * (1 - one.spread_factor)),
            reasons=tuple(in_words(reason) for reason in one.reasons),
            against=tuple(in_words(reason) for reason in one.against),
            plan_b=None if one.plan_b is None else cards.get(chosen.key(one.plan_b)),
            kept=chosen.key(one.offer) in kept,
        )
        for one in found.suggestions
        if chosen.key(one.offer) in cards
    )
    aside = tuple((causes()[code], number) for code, number in found.set_aside if code in causes())
    return Ideas(ideas, found.considered, aside, wanted.day, int(wanted.need.begin), int(wanted.need.end))


def alike(pk: int, request: DeskRequest, place: Place, *, now: datetime) -> list[public.OfferCard]:
    """Offers like one of the list, within reach, the likest first."""
    wanted = wanted_of(request, place, now=now)
    chosen = select(wanted, recommended={}, also=[pk])
    at = chosen.index_of(pk)
    if at is None:
        return []
    found = advice.similar(chosen.columns, at, count=ALIKE, mode=wanted.need.mode)
    return cards_of(chosen, [chosen.key(i) for i, _likeness in found], now=now)


def cards_of(chosen: Selection, keys: Iterable[int], *, now: datetime) -> list[public.OfferCard]:
    """Cards under the offers' own names: a counsellor looks for the place, not for the title of our story."""
    rows = chosen.offers.rows
    cards = public.cards(keys, language="fr", now=now)
    ranks = [(card, chosen.offers.rank(card.id)) for card in cards]
    return [replace(card, name=rows[rank].name) for card, rank in ranks if rank is not None]


def in_words(reason: advice.Reason, language: str = "fr") -> str:
    """A reason as the counsellor reads it."""
    interests = [str(label) for label in Interest.labels]
    languages = [str(label).lower() for label in Language.labels]
    text = advice.words(reason, language, interests=interests, languages=languages)
    return text[:1].upper() + text[1:]


def causes() -> dict[str, str]:
    """Why an offer is set aside, in words."""
    return {
        "far": _("trop loin"), "closed": _("fermées à ces heures"), "price": _("trop chères"),
        "people": _("trop petites pour le groupe"), "dog": _("chien refusé"), "wheelchair": _("sans accès en fauteuil"),
        "pushchair": _("sans accès en poussette"), "age": _("trop jeunes enfants"),
    }  # fmt: skip
