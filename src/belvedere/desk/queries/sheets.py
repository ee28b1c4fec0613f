"""A trip as people read it: hours, prices and telephones as they are today, in the visitor's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import isnan
from typing import Any

from django.utils import timezone, translation

from belvedere.catalogue.enums import Family, OfferStatus
from belvedere.catalogue.models import Offer, Session
from belvedere.catalogue.queries import opening, public
from belvedere.desk.models import DeskRequest, Recommendation, TripSheet
from belvedere.engines import hours

from .candidates import ADULTS
from .facts import prices_of


@dataclass(frozen=True)
class Visit:
    """One step. ``state``: fine, closed (shut at that hour since), gone (not online any more), unknown (hours).

    ``cost``: euros for the whole party, None where it is not known.
    """

    number: int
    offer: int
    slug: str
    name: str
    kind: str
    place: str
    intro: str
    arrives: int
    leaves: int
    travel: int
    wait: int
    rest: int
    hours: str
    state: str
    price: str
    cost: float | None
    phone: str
    lon: float | None
    lat: float | None
    pinned: bool


@dataclass(frozen=True)
class Day:
    """``back``: minutes of the last leg."""

    rank: int
    day: date
    departs: int
    returns: int
    back: int
    visits: tuple[Visit, ...]


@dataclass(frozen=True)
class Totals:
    """A whole trip in minutes and euros; ``unpriced``: how many steps whose price is not known."""

    steps: int
    minutes: int
    road: int
    cost: float
    unpriced: int

    @property
    def price(self) -> str:
        """In words; a dash when nothing at all is known."""
        if self.cost:
            return public.euros(round(100 * self.cost))
        return "–" if self.unpriced else public.price_words(0)


@dataclass(frozen=True)
class Reading:
    """A sheet with everything that its page, its print and its mail say."""

    sheet: TripSheet
    language: str
    days: tuple[Day, ...]
    road: int

    @property
    def totals(self) -> Totals:
        visits = [visit for day in self.days for visit in day.visits]
        gone = [day for day in self.days if day.visits]
        return Totals(
            steps=len(visits),
            minutes=sum(day.returns - day.departs for day in gone),
            road=self.road,
            cost=sum(visit.cost or 0 for visit in visits),
            unpriced=sum(visit.cost is None for visit in visits),
        )

    @property
    def changed(self) -> int:
        """How many steps do not stand any more."""
        return sum(visit.state in ("closed", "gone") for day in self.days for visit in day.visits)


def removed_from(sheet: TripSheet) -> list[tuple[int, str]]:
    """What was taken out by hand, as (number, name), in that order."""
    names = dict(Offer.everything.filter(pk__in=sheet.never).values_list("pk", "name")) if sheet.never else {}
    return [(pk, names[pk]) for pk in sheet.never if pk in names]


def sheet_by_token(token: str) -> TripSheet | None:
    return TripSheet.everything.select_related("destination", "request").filter(token=token).first()


def read(sheet: TripSheet, *, language: str) -> Reading:
    """Five queries, whatever the number of days and of steps."""
    return read_plans(sheet, [sheet.plan], language=language)[0]


def read_plans(sheet: TripSheet, plans: Sequence[Mapping[str, Any]], *, language: str) -> list[Reading]:
    """Several answers to one sheet, in as many queries as one."""
    with translation.override(language):
        return _read(sheet, [plan.get("days", []) for plan in plans], language)


def _read(sheet: TripSheet, plans: list[list[Mapping[str, Any]]], language: str) -> list[Reading]:
    keys = list({step["offer"]: None for plan in plans for day in plan for step in day["steps"]})
    offers = Offer.everything.filter(pk__in=keys).select_related("commune", "main_type").in_bulk()
    words = public.words_of(keys, language)
    sessions = _sessions(keys, sheet)
    kept = set(Recommendation.everything.filter(request=sheet.request_id, pinned=True).values_list("offer", flat=True))
    kept |= {pin["offer"] for pin in sheet.pins}

    def reading(plan: list[Mapping[str, Any]]) -> Reading:
        days, number = [], 0
        for rank, one in enumerate(plan):
            day = sheet.first_day + timedelta(days=rank)
            visits = []
            for step in one["steps"]:
                number += 1
                offer = offers.get(step["offer"])
                if offer is not None:
                    said = _hours(offer, day, sessions.get((offer.pk, day), []), step, language)
                    cost = _cost(offer, sheet.request)
                    visits.append(_visit(number, step, offer, words[offer.pk], said, cost, offer.pk in kept, language))
            times = (_whole(one[name]) for name in ("departs", "returns", "back"))
            days.append(Day(rank, day, *times, tuple(visits)))
        road = sum(one["back"] + sum(step["travel"] for step in one["steps"]) for one in plan)
        return Reading(sheet, language, tuple(days), _whole(road))

    return [reading(plan) for plan in plans]


def _cost(offer: Offer, asked: DeskRequest) -> float | None:
    """What the party pays: a child pays hers, or like an adult where the source does not say."""
    adult, child = prices_of(offer.prices, offer.min_price)
    total = (asked.adults or ADULTS) * adult + len(asked.children) * (adult if isnan(child) else child)
    return None if isnan(total) else total


def _visit(
    number: int, step: Mapping[str, Any], offer: Offer, words: public.Words, said: tuple[str, str],
    cost: float | None, pinned: bool, language: str,
) -> Visit:  # fmt: skip
    return Visit(
        number=number, offer=offer.pk, slug=offer.slug, name=offer.name, kind=public.type_label(offer, language),
        place=offer.commune.name if offer.commune else str(offer.address.get("locality", "")), intro=words.intro,
        arrives=_whole(step["arrives"]), leaves=_whole(step["leaves"]), travel=_whole(step["travel"]),
        wait=_whole(step["wait"]), rest=_whole(step["rest"]), hours=said[0], state=said[1],
        price=public.price_words(offer.min_price, offer.prices), cost=cost, phone=_phone(offer.contacts), lon=offer.lon,
        lat=offer.lat, pinned=pinned,
    )  # fmt: skip


def _whole(minutes: float) -> int:
    """A minute begun is a minute: nobody is promised to be early."""
    return int(-(-round(minutes, 3) // 1))


def _phone(contacts: Iterable[Mapping[str, Any]]) -> str:
    return next((str(phone) for contact in contacts for phone in contact.get("phones", ())), "")


def _sessions(keys: list[int], sheet: TripSheet) -> dict[tuple[int, date], list[Session]]:
    last = sheet.first_day + timedelta(days=sheet.days)
    found: dict[tuple[int, date], list[Session]] = {}
    for row in Session.objects.filter(offer_id__in=keys, day__gte=sheet.first_day, day__lt=last).order_by("starts_at"):
        found.setdefault((row.offer_id, row.day), []).append(row)
    return found


def _hours(offer: Offer, day: date, dated: list[Session], step: Mapping[str, Any], language: str) -> tuple[str, str]:
    """The hours of that day in words, and whether the visit still stands in them."""
    speech = opening.spoken(language)
    if offer.status != OfferStatus.ACTIVE:
        return "", "gone"
    if offer.families == Family.EVENT:
        spans = [_span(row) for row in dated if row.starts_at and row.ends_at]
        unknown = bool(dated) and not spans
    else:
        schedule = opening.schedule_of(offer.schedule)
        if schedule is None or not schedule.known:
            return "", "unknown"
        spans = list(hours.spans_on(schedule, day))
        unknown = not spans and hours.is_open_day(schedule, day)
    if unknown:
        return "", "unknown"
    if not spans:
        return hours.closed_words(speech), "closed"
    fits = any(opens <= step["arrives"] + 1 and step["leaves"] - step["rest"] <= closes + 1 for opens, closes in spans)
    return hours.spans_words(tuple(spans), speech), "fine" if fits else "closed"


def _span(row: Session) -> tuple[int, int]:
    start = timezone.localtime(row.starts_at)
    begin = start.hour * 60 + start.minute
    return begin, begin + round((row.ends_at - row.starts_at).total_seconds() / 60)
