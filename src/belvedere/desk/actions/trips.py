"""The trip of a request: opened, solved again after each gesture of the counsellor, never left half changed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.desk import access
from belvedere.desk.enums import Pace, SheetLanguage, Stay, Transport
from belvedere.desk.models import DeskRequest, Recommendation, TripSheet
from belvedere.desk.models.sheets import DAYS_MOST
from belvedere.desk.queries import compose, trips
from belvedere.desk.queries.candidates import ADULTS
from belvedere.desk.queries.desk import Place
from belvedere.desk.queries.paces import per_head
from belvedere.engines import advice
from belvedere.kit import journal

SETTINGS = (
    "language", "start_label", "start_lon", "start_lat", "end_label", "end_lon", "end_lat", "first_day", "days",
    "begin", "end", "transport", "lunch", "rest", "budget", "pace",
)  # fmt: skip
#: Seconds of work for the three answers to one day.
COMPARED = 0.9
Stop = Callable[[], bool]


class Refused(Exception):
    """The trip cannot be so; the message says why and what to do."""


def open_trip(*, request: DeskRequest, place: Place, by: Any, now: datetime, stop: Stop = lambda: False) -> TripSheet:
    """The trip of a request, made from what was said the first time. Raises Refused, IndexMissing."""
    _check_own(request, by)
    known = TripSheet.everything.filter(request=request).first()
    if known is not None:
        return known
    begin = request.begin if request.begin is not None else 9 * 60
    sheet = TripSheet(
        request=request, destination=request.destination, created_by=by, created_at=now, updated_at=now,
        language=SheetLanguage.spoken_by(request.language),
        start_label=place.label, start_lon=place.lon, start_lat=place.lat, first_day=request.day or now.date(),
        days=min(request.nights + 1, DAYS_MOST) if request.stay == Stay.NIGHTS and request.nights else 1,
        begin=begin, end=request.end if request.end is not None else max(19 * 60, min(begin + 180, 24 * 60)),
        transport=request.transport or Transport.CAR, budget=request.budget,
    )  # fmt: skip
    _solve(sheet, now, stop, afresh=True)
    with transaction.atomic():
        sheet.save()
        journal.record("open_trip", sheet, by=by, now=now)
    return sheet


def change_trip(
    *, sheet: TripSheet, settings: Mapping[str, Any], by: Any, now: datetime, stop: Stop = lambda: False
) -> TripSheet:
    """Other days, hours, ends or means of transport: solved afresh. Raises Refused, IndexMissing."""
    for name in SETTINGS:
        if name in settings:
            setattr(sheet, name, settings[name])
    sheet.pins, sheet.taken = [], {}
    return _keep(sheet, "change_trip", by, now, stop, afresh=True)


def pin_step(*, sheet: TripSheet, offer: int, by: Any, now: datetime, stop: Stop = lambda: False) -> TripSheet:
    """The offer stays in the trip, wherever it fits best. Raises Refused, IndexMissing."""
    _check_own(sheet.request, by)
    if trips.table().rank(offer) is None:
        raise Refused(_("Cette offre n’est plus en ligne."))
    sheet.never = [pk for pk in sheet.never if pk != offer]
    with transaction.atomic():
        Recommendation.everything.update_or_create(
            request=sheet.request,
            offer_id=offer,
            defaults={"pinned": True},
            create_defaults={"pinned": True, "at": now},
        )
        return _keep(sheet, "pin_step", by, now, stop, offer=offer)


def unpin_step(*, sheet: TripSheet, offer: int, by: Any, now: datetime, stop: Stop = lambda: False) -> TripSheet:
    """The offer may leave the trip again."""
    sheet.pins = [pin for pin in sheet.pins if pin["offer"] != offer]
    with transaction.atomic():
        Recommendation.everything.filter(request=sheet.request, offer=offer).delete()
        return _keep(sheet, "unpin_step", by, now, stop, offer=offer)


def remove_step(*, sheet: TripSheet, offer: int, by: Any, now: datetime, stop: Stop = lambda: False) -> TripSheet:
    """The offer leaves the trip and does not come back; what follows is solved again."""
    sheet.pins = [pin for pin in sheet.pins if pin["offer"] != offer]
    sheet.never = [*sheet.never, *([] if offer in sheet.never else [offer])]
    with transaction.atomic():
        Recommendation.everything.filter(request=sheet.request, offer=offer).delete()
        return _keep(sheet, "remove_step", by, now, stop, offer=offer)


def place_step(
    *, sheet: TripSheet, offer: int, day: int, rank: int, by: Any, now: datetime, stop: Stop = lambda: False
) -> TripSheet:
    """Puts a step at that place of that day (from 0); the day keeps this order. Raises Refused when hours forbid it."""
    orders = [[step["offer"] for step in one["steps"]] for one in sheet.plan.get("days", [])]
    if not 0 <= day < len(orders) or all(offer not in order for order in orders):
        raise Refused(_("Cette étape n’est pas dans le séjour."))
    for order in orders:
        if offer in order:
            order.remove(offer)
    orders[day].insert(max(0, min(rank, len(orders[day]))), offer)
    trip = trips.trip_of(sheet, now=now)
    begins = trips.lay_out(trip, day, orders[day])
    if isinstance(begins, int):
        name = next((stop.name for stop in trip.stops if stop.id == begins), "")
        raise Refused(
            _("Dans cet ordre, «\N{NO-BREAK SPACE}%s\N{NO-BREAK SPACE}» ne tient pas dans ses horaires.") % name
        )
    others = [pin for pin in sheet.pins if pin["day"] != day and pin["offer"] != offer]
    placed = [{"offer": pk, "day": day, "at": at} for pk, at in zip(orders[day], begins, strict=True)]
    sheet.pins = [*others, *placed]
    return _keep(sheet, "place_step", by, now, stop, offer=offer)


def send_to_day(
    *, sheet: TripSheet, offer: int, day: int, by: Any, now: datetime, stop: Stop = lambda: False
) -> TripSheet:
    """The step goes to that day (from 0), at the hour that suits; both days are solved again. Raises Refused."""
    days = sheet.plan.get("days", [])
    if not 0 <= day < len(days) or all(offer != step["offer"] for one in days for step in one["steps"]):
        raise Refused(_("Cette étape n’est pas dans le séjour."))
    others = [pin for pin in sheet.pins if pin["offer"] != offer]
    sheet.pins = [*others, {"offer": offer, "day": day, "at": None}]
    with transaction.atomic():
        _keep(sheet, "move_step", by, now, stop, offer=offer)
        if all(offer != step["offer"] for step in sheet.plan["days"][day]["steps"]):
            raise Refused(_("Ce jour-là, cette étape est fermée ou ne tient pas."))
    return sheet


def solve_again(*, sheet: TripSheet, by: Any, now: datetime, stop: Stop = lambda: False) -> TripSheet:
    """After what was kept or let go elsewhere, or because hours have changed; places taken by hand are given back."""
    sheet.pins = []
    return _keep(sheet, "solve_again", by, now, stop, afresh=True)


def put_back(*, sheet: TripSheet, offer: int, by: Any, now: datetime, stop: Stop = lambda: False) -> TripSheet:
    """An offer taken out may come back, where it is worth it."""
    sheet.never = [pk for pk in sheet.never if pk != offer]
    return _keep(sheet, "undo_removal", by, now, stop, offer=offer)


def compare_trips(*, sheet: TripSheet, by: Any, now: datetime, stop: Stop = lambda: False) -> TripSheet:
    """Three different answers to the same wishes, kept beside the trip until one is taken. Raises Refused,
    IndexMissing."""
    _check_own(sheet.request, by)
    trip = trips.trip_of(sheet, now=now, pace=Pace.FULL)
    heads = (sheet.request.adults or ADULTS) + len(sheet.request.children)
    try:
        asked = per_head(trip, heads)
        found = advice.propose(asked, budget=COMPARED * sheet.days, stop=stop)
        if any(compose.cut_short(one.plan) for one in found):
            found = advice.propose(asked, budget=COMPARED)
    except advice.TripError as fault:
        raise Refused(_("Ce séjour ne peut pas être composé (%s).") % fault) from fault
    sheet.proposals = [
        {
            "key": one.key,
            "reasons": [words for words in one.reasons if words not in one.plan.notes],
            "plan": trips.to_json(one.plan),
        }
        for one in found
    ]
    with transaction.atomic():
        sheet.save(update_fields=["proposals"])
        journal.record("propose_trips", sheet, by=by, now=now)
    return sheet


@transaction.atomic
def take_proposal(*, sheet: TripSheet, pace: str, by: Any, now: datetime) -> TripSheet:
    """One of the answers compared becomes the trip, as it was shown. Raises Refused."""
    _check_own(sheet.request, by)
    chosen = next((one for one in sheet.proposals if one["key"] == pace), None)
    if chosen is None:
        raise Refused(_("Cette proposition n’est plus là : comparez à nouveau."))
    sheet.pace, sheet.plan, sheet.updated_at = pace, chosen["plan"], now
    most = sum(len(day["steps"]) for day in chosen["plan"]["days"])
    first = sheet.proposals[0]["plan"]["days"]
    sheet.taken = {"most": most, "seen": [step["offer"] for day in first for step in day["steps"]]}
    sheet.save()
    journal.record("choose_proposal", sheet, by=by, now=now, pace=pace)
    return sheet


def _keep(
    sheet: TripSheet, verb: str, by: Any, now: datetime, stop: Stop, *, afresh: bool = False, **detail: Any
) -> TripSheet:
    _check_own(sheet.request, by)
    _solve(sheet, now, stop, afresh=afresh)
    sheet.updated_at, sheet.proposals = now, []
    with transaction.atomic():
        sheet.save()
        journal.record(verb, sheet, by=by, now=now, **detail)
    return sheet


def _solve(sheet: TripSheet, now: datetime, stop: Stop, *, afresh: bool) -> None:
    try:
        sheet.full_clean(
            exclude=["request", "destination", "created_by", "pins", "never", "plan"], validate_unique=False
        )
        trip = trips.trip_of(sheet, now=now)
        before = None if afresh or not sheet.plan else trips.from_json(sheet.plan)
        plan = compose.compose(trip, before, stop=stop)
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages)) from fault
    except advice.TripError as fault:
        raise Refused(_("Ce séjour ne peut pas être composé (%s).") % fault) from fault
    sheet.plan = trips.to_json(plan)


def _check_own(request: DeskRequest, by: Any) -> None:
    if by is not None and not access.requests_of(by).filter(pk=request.pk).exists():
        raise Refused(_("Cette demande appartient à un autre accueil."))
