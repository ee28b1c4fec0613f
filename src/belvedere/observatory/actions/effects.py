"""Events and campaigns: declared, planned, measured. What the engine answers is kept as it is."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.engines import impact as engine
from belvedere.kit import jobs, journal
from belvedere.observatory.enums import Frequency, ReadingKind, Verdict
from belvedere.observatory.models import CityCampaign, EffectReading, Event, EventEdition, Series
from belvedere.observatory.queries import effects

#: Longest edition: beyond, nothing tells it from a season.
LONGEST = 120
#: Weeks of posters need more quiet weeks to compare with than a festival of three days.
LONG_BEFORE = timedelta(days=1500)


class WrongEvent(Exception):
    """What is declared cannot be measured that way."""


@transaction.atomic
def save_event(
    *,
    event: Event,
    neighbours: Sequence[Series],
    controls: Sequence[Series],
    by: Any,
    now: datetime,
    first: tuple[date, date] | None = None,
) -> Event:
    """Keeps an event's passport and has its editions read again; ``first``: days of an edition declared with it.

    Raises WrongEvent.
    """
    if event.series.frequency != Frequency.DAY:
        words = _(
            "«\N{NO-BREAK SPACE}%(name)s\N{NO-BREAK SPACE}» n’est pas comptée par jour\N{NO-BREAK SPACE}: "
            "choisissez une série quotidienne."
        )
        raise WrongEvent(words % {"name": event.series})
    if set(neighbours) & set(controls):
        raise WrongEvent(
            _("Une zone voisine ne peut pas servir de témoin\N{NO-BREAK SPACE}: l’événement peut y déborder.")
        )  # fmt: skip
    if event.series in (*neighbours, *controls):
        raise WrongEvent(_("La zone de l’événement ne peut être ni sa voisine ni son témoin."))
    made = event.pk is None
    event.save()
    event.neighbours.set(neighbours)
    event.controls.set(controls)
    journal.record("add_event" if made else "change_event", event, by=by, now=now, series=event.series_id)
    if first is not None:
        declare_edition(event=event, start=first[0], end=first[1], by=by, now=now)
        return event
    jobs.enqueue("observatory.read_effects", now=now, event=event.pk)
    return event


@transaction.atomic
def remove_event(*, event: Event, by: Any, now: datetime) -> None:
    """Takes an event away with its editions and what was read of them."""
    journal.record("remove_event", event, by=by, now=now, name=event.name)
    event.delete()


@transaction.atomic
def remove_campaign(*, campaign: CityCampaign, by: Any, now: datetime) -> None:
    journal.record("remove_campaign", campaign, by=by, now=now, name=campaign.name)
    campaign.delete()


@transaction.atomic
def declare_edition(*, event: Event, start: date, end: date, by: Any, now: datetime) -> EventEdition:
    """Declares the days of an edition, past or to come, and has it read. Raises WrongEvent."""
    if end < start:
        raise WrongEvent(_("L’édition finit avant de commencer."))
    if (end - start).days >= LONGEST:
        words = _(
            "Une édition dure au plus %(days)s jours\N{NO-BREAK SPACE}: au-delà, rien ne la distingue d’une saison."
        )
        raise WrongEvent(words % {"days": LONGEST})
    if EventEdition.everything.filter(event=event, start__lte=end, end__gte=start).exists():
        raise WrongEvent(_("Une édition est déjà déclarée ces jours-là."))
    edition = EventEdition.everything.create(event=event, start=start, end=end)
    journal.record("declare_edition", edition, by=by, now=now, start=str(start), end=str(end))
    jobs.enqueue("observatory.read_effects", now=now, event=event.pk)
    return edition


@transaction.atomic
def remove_edition(*, edition: EventEdition, by: Any, now: datetime) -> None:
    """Takes an edition away, with what was read of it; the others are read again without it."""
    journal.record("remove_edition", edition, by=by, now=now, event=edition.event_id)
    jobs.enqueue("observatory.read_effects", now=now, event=edition.event_id)
    edition.delete()


def read_effects(*, event: Event, now: datetime) -> list[EffectReading]:
    """Reads every edition: its effect where its days are known, else what could be seen of it."""
    editions = EventEdition.everything.filter(event=event).select_related("event__series").order_by("start")
    return [read_edition(edition=one, now=now) for one in editions]


def read_edition(*, edition: EventEdition, now: datetime) -> EffectReading:
    """A refusal of the engine is an answer too, with its reasons."""
    kind = ReadingKind.EFFECT
    last = edition.event.series.last
    try:
        if last is None or last < edition.end:
            kind = ReadingKind.POWER
            answer = _power(edition)
        else:
            answer = _effect(edition)
    except engine.ImpactError as refusal:
        answer = {"verdict": str(Verdict.UNKNOWN), "reasons": [str(refusal)]}
    return _keep(kind, answer, now, edition=edition)


def _effect(edition: EventEdition) -> dict[str, Any]:
    ground, context = effects.event_ground(edition)
    return engine.as_json(engine.measure(ground.panel, _window(edition, ground), context))


def _power(edition: EventEdition) -> dict[str, Any]:
    """What could be seen, and the control zones proposed, reckoned on the same season of the last known year."""
    ground, context = effects.event_ground(edition)
    window = _window(edition, ground)
    found = engine.power_before(ground.panel, window.unit, window.start, window.days, context)
    twin = engine.past_twin(ground.panel, window.unit, window.start, window.days)
    judged = engine.propose_controls(ground.panel, twin, context)
    finite = np.isfinite(found.mde)
    return {
        "verdict": "" if finite else str(Verdict.UNKNOWN), "mde": found.mde if finite else None,
        "curve": [list(pair) for pair in found.curve], "reasons": list(found.reasons),
        "controls": {
            "used": [{"unit": one.unit, "likeness": round(one.likeness, 3)} for one in judged if one.used],
            "left_out": [{"unit": one.unit, "reason": one.reason} for one in judged if not one.used],
        },
    }  # fmt: skip


def _window(edition: EventEdition, ground: effects.Ground) -> engine.Window:
    unit = ground.names[edition.event.series_id]
    return engine.Window(unit, np.datetime64(edition.start), np.datetime64(edition.end))


@transaction.atomic
def _keep(kind: str, answer: dict[str, Any], now: datetime, city: str = "", **of: Any) -> EffectReading:
    reading, _made = EffectReading.everything.update_or_create(
        kind=kind, city=city, **of,
        defaults={"made_at": now, "verdict": answer.get("verdict", ""), "answer": answer},
    )  # fmt: skip
    return reading


@transaction.atomic
def save_campaign(*, campaign: CityCampaign, by: Any, now: datetime) -> CityCampaign:
    """Keeps a campaign's brief; its plans are compared, and measured once its cities and dates are known.

    Raises WrongEvent when a city is not an origin that the source counts.
    """
    known = set(effects.cities_of(campaign.origins, campaign.destination))
    unknown = [city for city in (*campaign.cities, *campaign.posted) if city not in known]
    if unknown:
        raise WrongEvent(
            _("«\N{NO-BREAK SPACE}%(city)s\N{NO-BREAK SPACE}» n’est pas une origine que la source compte (%(known)s).")
            % {"city": unknown[0], "known": ", ".join(sorted(known)) or _("aucune")}
        )
    made = campaign.pk is None
    campaign.save()
    journal.record("add_campaign" if made else "change_campaign", campaign, by=by, now=now, posted=campaign.posted)
    jobs.enqueue("observatory.read_campaign", now=now, campaign=campaign.pk)
    return campaign


def read_campaign(*, campaign: CityCampaign, now: datetime) -> CityCampaign:
    """Compares the plans of a campaign that is only thought of; measures one that was posted."""
    if campaign.posted and campaign.end:
        _measure(campaign, ReadingKind.EFFECT, now)
        if campaign.web_id:
            _measure(campaign, ReadingKind.WEB, now)
        return campaign
    with transaction.atomic():
        campaign.designs, campaign.designed_at = _designs(campaign), now
        campaign.save(update_fields=["designs", "designed_at"])
    return campaign


def _designs(campaign: CityCampaign) -> list[dict[str, Any]]:
    """Every set of cities for the whole length and for half of it; a refusal is one line with its reason."""
    if not campaign.cities:
        return []
    lengths = tuple(sorted({max(1, campaign.weeks // 2) * 7, campaign.weeks * 7}))
    brief = engine.Brief(
        tuple(sorted(campaign.cities)), campaign.most, lengths, float(campaign.city_week), float(campaign.budget)
    )
    try:
        found = _origins(campaign, ReadingKind.EFFECT)
        context = engine.Context(breaks=found.breaks)
        plans = engine.design_campaign(found.panel, brief, np.datetime64(campaign.start), context)
    except engine.ImpactError as refusal:
        return [{"cities": [], "days": 0, "mde": None, "cost": 0, "within": False, "reasons": [str(refusal)]}]
    return [
        {"cities": list(one.cities), "days": one.days, "mde": one.mde if np.isfinite(one.mde) else None,
         "cost": one.cost, "within": one.within_budget, "reasons": list(one.reasons)}
        for one in plans
    ]  # fmt: skip


def _origins(campaign: CityCampaign, kind: str) -> effects.Ground:
    source = campaign.web if kind == ReadingKind.WEB and campaign.web else campaign.origins
    series = effects.origin_series(source, campaign.destination)
    last = (campaign.end or campaign.start + timedelta(weeks=campaign.weeks)) + effects.AFTER
    return effects.ground(series, first=campaign.start - LONG_BEFORE, last=last, by_market=True)


def _measure(campaign: CityCampaign, kind: str, now: datetime) -> None:
    """All posted cities together, then each; cities that are not counted there are left out of it."""
    try:
        found = _origins(campaign, kind)
        cities = tuple(city for city in campaign.posted if city in found.panel.units)
        start, end = np.datetime64(campaign.start), np.datetime64(campaign.end)
        together, each = engine.measure_campaign(found.panel, cities, start, end, engine.Context(breaks=found.breaks))
        answers = {"": engine.as_json(together)} | {city: engine.as_json(one) for city, one in each.items()}
    except engine.ImpactError as refusal:
        answers = {"": {"verdict": str(Verdict.UNKNOWN), "reasons": [str(refusal)]}}
    with transaction.atomic():
        EffectReading.everything.filter(campaign=campaign, kind=kind).exclude(city__in=answers).delete()
        for city, answer in answers.items():
            _keep(kind, answer, now, city=city, campaign=campaign)
