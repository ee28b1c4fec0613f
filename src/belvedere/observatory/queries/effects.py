"""Panels that effects are read from, and what was read: passports, editions together, campaigns by cities."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.db.models import Q, QuerySet

from belvedere.engines import impact as engine
from belvedere.observatory.enums import Frequency, ReadingKind, Verdict
from belvedere.observatory.models import (
    CityCampaign,
    DataSource,
    EffectReading,
    Event,
    EventEdition,
    Series,
    SeriesBreak,
)
from belvedere.territories import queries as territories
from belvedere.territories.models import Destination

from . import facts, published

#: What is read around an event: the engine needs two of the same seasons, and the months that follow.
BEFORE, AFTER = timedelta(days=900), timedelta(days=365)


@dataclass(frozen=True)
class Ground:
    """A panel with the names of its units."""

    panel: engine.Panel
    names: dict[int, str]
    breaks: tuple[np.datetime64, ...]
    closures: tuple[engine.Window, ...]


@dataclass(frozen=True)
class Told:
    """An edition with what was read of it."""

    edition: EventEdition
    power: EffectReading | None
    effect: EffectReading | None


@dataclass(frozen=True)
class Passport:
    """An event, its editions (latest first), and all of them together where two at least were measured."""

    event: Event
    editions: tuple[Told, ...]
    pooled: engine.Pooled | None
    hidden: bool

    @property
    def latest(self) -> Told | None:
        """The latest edition that was measured."""
        return next((one for one in self.editions if one.effect is not None), None)

    @property
    def coming(self) -> Told | None:
        """The next edition whose power was reckoned."""
        ahead = [one for one in self.editions if one.power is not None and one.effect is None]
        return ahead[-1] if ahead else None


@dataclass(frozen=True)
class CampaignSheet:
    """A campaign, its plans, and what was read: all cities together, then each, on visits and on the web."""

    campaign: CityCampaign
    visits: EffectReading | None
    web: EffectReading | None
    cities: tuple[EffectReading, ...]


def panel_series(series: Series) -> "QuerySet[Series]":
    """Daily series that count the same thing in other zones: those that one source counts the same way."""
    return Series.everything.filter(
        source=series.source_id, frequency=Frequency.DAY, measure=series.measure, unit=series.unit,
        audience=series.audience, market=series.market, lodging=series.lodging,
    ).exclude(first=None).with_places()  # fmt: skip


def ground(series: Sequence[Series], *, first: date, last: date, by_market: bool = False) -> Ground:
    """The facts of these daily series between two days. Raises ImpactError when there is none."""
    rows = facts.points(series, first=first, last=last)
    if not rows.num_rows:
        raise engine.ImpactError("Aucun chiffre autour de ces dates\N{NO-BREAK SPACE}: livrez d’abord la série.")
    names = _named(series, by_market)
    periods = rows["period"].to_numpy().astype("datetime64[D]")
    dates = np.arange(periods.min(), periods.max() + np.timedelta64(1, "D"))
    columns = {one.pk: place for place, one in enumerate(series)}
    values = np.full((len(dates), len(series)), np.nan)
    places = np.array([columns[number] for number in rows["series"].to_pylist()])
    values[(periods - dates[0]).astype(int), places] = np.maximum(rows["value"].to_numpy(), 0.0)
    kept = [place for place in range(len(series)) if np.nansum(values[:, place]) > 0]
    units = tuple(names[series[place].pk] for place in kept)
    changes = SeriesBreak.everything.filter(series__in=series, day__gte=first, day__lte=last)
    days = {one.day for one in changes if one.until is None}
    breaks = tuple(np.datetime64(day) for day in sorted(days) if np.datetime64(day) <= dates[-1])
    past = SeriesBreak.everything.filter(series__in=series, until__gte=first, day__lte=last)
    closures = tuple(
        engine.Window(names[one.series_id], np.datetime64(one.day), np.datetime64(one.until)) for one in past
    )
    return Ground(engine.Panel(dates, units, values[:, kept]), names, breaks, closures)


def _named(series: Sequence[Series], by_market: bool) -> dict[int, str]:
    """A name of its own for each unit: its origin, its place, else its title."""
    plain = {one.pk: (one.market if by_market else one.place) or one.name for one in series}
    often = Counter(plain.values())
    titles = {one.pk: one.name for one in series}
    told = {pk: name if often[name] == 1 else titles[pk] for pk, name in plain.items()}
    often = Counter(told.values())
    return {pk: name if often[name] == 1 else f"{name} ({pk})" for pk, name in told.items()}


def event_ground(edition: EventEdition) -> tuple[Ground, engine.Context]:
    """The panel around an edition, and what the office knows besides: other events, neighbours, controls, breaks."""
    event = edition.event
    series = list(panel_series(event.series).order_by("pk"))
    found = ground(series, first=edition.start - BEFORE, last=edition.end + AFTER)
    numbers = {one.pk for one in series}
    others = EventEdition.everything.filter(event__series__in=numbers).exclude(pk=edition.pk).select_related("event")
    units = set(found.panel.units)
    windows = [
        engine.Window(found.names[one.event.series_id], np.datetime64(one.start), np.datetime64(one.end))
        for one in others.order_by("start", "pk")
    ]
    chosen = [found.names[pk] for pk in event.controls.values_list("pk", flat=True) if pk in found.names]
    beside = [found.names[pk] for pk in event.neighbours.order_by("pk").values_list("pk", flat=True)
              if pk in found.names]  # fmt: skip
    context = engine.Context(
        events=tuple(one for one in (*windows, *found.closures) if one.unit in units),
        neighbours=tuple(one for one in beside if one in units), controls=tuple(chosen) or None, breaks=found.breaks,
    )  # fmt: skip
    return found, context


def origin_series(source: DataSource, destination: Destination) -> list[Series]:
    """One daily series an origin: those of what the source counts for most origins."""
    held = list(
        Series.everything.filter(source=source, frequency=Frequency.DAY)
        .filter(Q(territory=destination.territory_id) | Q(territory=None))
        .exclude(market="").exclude(first=None).with_places().order_by("pk")
    )  # fmt: skip
    often = Counter((one.measure, one.unit, one.lodging) for one in held)
    main = max(often, key=lambda kind: (often[kind], kind), default=None)
    once: dict[str, Series] = {}
    for one in held:
        if (one.measure, one.unit, one.lodging) == main:
            once.setdefault(one.market, one)
    return list(once.values())


def cities_of(source: DataSource, destination: Destination) -> list[str]:
    """Origins that a campaign may be posted in."""
    return sorted(one.market for one in origin_series(source, destination))


def passport(event: Event) -> Passport:
    """Everything that is known of an event, in four queries."""
    editions = list(EventEdition.everything.filter(event=event).prefetch_related("readings"))
    told = []
    for one in editions:
        one.event = event
        held = {reading.kind: reading for reading in one.readings.all()}
        told.append(Told(one, held.get(ReadingKind.POWER), held.get(ReadingKind.EFFECT)))
    measured = [one.effect.answer for one in told if one.effect is not None and one.effect.verdict != Verdict.UNKNOWN]
    pooled = None
    if len(measured) > 1:
        pooled = engine.pool_shares([(one["relative"], *one["relative95"]) for one in measured])
    hidden = any(number == event.series_id for number, _day in published.hidden_cells([event.series]))
    return Passport(event, tuple(told), pooled, hidden)


def published_events(destination: Destination | None) -> "QuerySet[Event]":
    found = Event.everything.filter(is_public=True).select_related(
        "series__territory", "series__area", "series__commune", "series__source", "destination"
    )
    return found if destination is None else found.filter(destination__in=_line(destination))


def published_campaigns(destination: Destination | None) -> "QuerySet[CityCampaign]":
    found = CityCampaign.everything.filter(is_public=True).select_related("destination")
    return found if destination is None else found.filter(destination__in=_line(destination))


def has_published(destination: Destination) -> bool:
    """Whether anybody may read an effect of the destination."""
    return published_events(destination).exists() or published_campaigns(destination).exists()


def _line(destination: Destination) -> "QuerySet[Destination]":
    return territories.descendants(Destination.everything.filter(pk=destination.pk))


def campaign_sheet(campaign: CityCampaign) -> CampaignSheet:
    readings = list(EffectReading.everything.filter(campaign=campaign).order_by("city"))
    whole = {one.kind: one for one in readings if not one.city}
    cities = tuple(one for one in readings if one.city)
    return CampaignSheet(campaign, whole.get(ReadingKind.EFFECT), whole.get(ReadingKind.WEB), cities)
