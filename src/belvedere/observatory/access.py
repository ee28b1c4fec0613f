"""Who sees and writes the figures.

Seen by staff: the series of the sources that their destinations (and those below) hold, those that count in their
territories or communes, whoever holds them, and what is published. Zones of flows: those of the sources held, and
those given to a destination or a structure of theirs, in detail. Written: by whoever writes in the destination that
holds the source. Secrecy (a count too small to be shown) is not a right: it is the same for everyone, in
``queries.published``.
"""

from typing import Any

from django.db.models import Q, QuerySet

from belvedere.kit import scope
from belvedere.people import access as people

from .enums import SourceKind
from .models import (
    CityCampaign,
    DataSource,
    Delivery,
    DeliveryItem,
    EffectReading,
    Event,
    EventEdition,
    FlowZone,
    ForecastRun,
    Mapping,
    Series,
    SeriesBreak,
    SeriesForecast,
)

people.office_rights(Series, editor=("view", "change"), manager=("view", "change"))
people.office_rights(DataSource, editor=("view", "add", "change"), manager=("view", "add", "change"))
people.office_rights(Mapping, editor=("view", "add", "change"), manager=("view", "add", "change"))
people.office_rights(SeriesBreak, editor=("view", "add", "delete"), manager=("view", "add", "delete"))
people.office_rights(FlowZone, editor=("view", "change"), manager=("view", "change"))
people.office_rights(Delivery, editor=("view", "add"), manager=("view", "add"))
people.office_rights(SeriesForecast, editor=("view",), manager=("view",))
people.office_rights(Event, editor=("view", "add", "change"), manager=("view", "add", "change", "delete"))
people.office_rights(CityCampaign, editor=("view", "add", "change"), manager=("view", "add", "change", "delete"))


def visible_to(user: Any, model: type[Any]) -> "QuerySet[Any]":
    """Rows of one of the models of the room that ``user`` may see."""
    return scope.visible_to(user, model)


def sources_run_by(user: Any) -> "QuerySet[DataSource]":
    """Sources that ``user`` describes, maps and feeds."""
    if user.is_active and user.is_superuser:
        return DataSource.everything.all()
    return DataSource.everything.filter(destination__in=people.posts_of(user, people.WRITING))


def can_run(user: Any, source: DataSource) -> bool:
    return sources_run_by(user).filter(pk=source.pk).exists()


def can_open_in(user: Any, destination_id: int | None) -> bool:
    """Whether ``user`` may add a source to this destination."""
    return people.held_by(user, people.WRITING).filter(pk=destination_id).exists()


def series_described_by(user: Any) -> "QuerySet[Series]":
    """Series whose description, secrecy and publication ``user`` may change."""
    return Series.everything.filter(source__in=sources_run_by(user))


def can_describe(user: Any, series: Series) -> bool:
    return series_described_by(user).filter(pk=series.pk).exists()


def mappings_run_by(user: Any) -> "QuerySet[Mapping]":
    return Mapping.everything.filter(source__in=sources_run_by(user))


def events_run_by(user: Any) -> "QuerySet[Event]":
    """Events whose passport ``user`` writes."""
    if user.is_active and user.is_superuser:
        return Event.everything.all()
    return Event.everything.filter(destination__in=people.posts_of(user, people.WRITING))


def campaigns_run_by(user: Any) -> "QuerySet[CityCampaign]":
    """Campaigns by cities that ``user`` plans."""
    if user.is_active and user.is_superuser:
        return CityCampaign.everything.all()
    return CityCampaign.everything.filter(destination__in=people.posts_of(user, people.WRITING))


def published() -> "QuerySet[Series]":
    """What anybody may read."""
    return Series.everything.filter(is_public=True)


def zones_given_by(user: Any) -> "QuerySet[FlowZone]":
    """Zones that ``user`` names, nests and gives to partners."""
    return FlowZone.everything.filter(source__in=sources_run_by(user))


def zones_seen_by(user: Any) -> "QuerySet[FlowZone]":
    """Zones whose flows ``user`` may see in detail; anybody sees those whose detail is published."""
    shown = Q(is_public=True, source__is_public=True)
    return FlowZone.everything.filter(Q(pk__in=visible_zones(user).values("pk")) | shown)


def visible_zones(user: Any) -> "QuerySet[FlowZone]":
    """Zones held or given, without those that are published for anybody."""
    return scope.visible_to(user, FlowZone) if user.is_authenticated else FlowZone.everything.none()


def flow_sources_seen_by(user: Any) -> "QuerySet[DataSource]":
    """Subscriptions whose common view ``user`` may see: the published ones, those held, those with a zone given."""
    found = Q(is_public=True) | Q(pk__in=visible_zones(user).values("source"))
    if user.is_authenticated:
        found |= Q(pk__in=_held(user).values("pk"))
    return DataSource.everything.filter(found, kind__in=(SourceKind.FLUX_VISION, SourceKind.COMMUTING))


def has_flow_zone(user: Any) -> bool:
    """Whether ``user`` belongs to a partner that was given a zone."""
    return bool(user.is_authenticated and FlowZone.everything.filter(organisations__in=people.houses_of(user)).exists())


def _held(user: Any) -> "QuerySet[DataSource]":
    return DataSource.everything.filter(destination__in=people.reach_of(user))


@scope.rule(DataSource)
def see_sources(user: Any, queryset: "QuerySet[DataSource]") -> "QuerySet[DataSource]":
    return queryset.filter(pk__in=_held(user).values("pk"))


@scope.rule(Mapping)
@scope.rule(Delivery)
def see_what_a_source_brings(user: Any, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    return queryset.filter(source__in=_held(user))


@scope.rule(DeliveryItem)
def see_items(user: Any, queryset: "QuerySet[DeliveryItem]") -> "QuerySet[DeliveryItem]":
    return queryset.filter(delivery__in=Delivery.everything.filter(source__in=_held(user)).values("pk"))


@scope.rule(Series)
def see_series(user: Any, queryset: "QuerySet[Series]") -> "QuerySet[Series]":
    used = people.destinations_of(user).values("territory")
    inside = Q(territory__in=used) | Q(commune__in=people.ground_of(user))
    shown = Q(is_public=True) if people.is_staff_of_an_office(user) else Q(pk__in=())
    return queryset.filter(Q(source__in=_held(user)) | inside | shown)


@scope.rule(SeriesBreak)
def see_breaks(user: Any, queryset: "QuerySet[SeriesBreak]") -> "QuerySet[SeriesBreak]":
    return queryset.filter(series__in=see_series(user, Series.everything.all()).values("pk"))


@scope.rule(SeriesForecast)
def see_forecasts(user: Any, queryset: "QuerySet[SeriesForecast]") -> "QuerySet[SeriesForecast]":
    return queryset.filter(series__in=see_series(user, Series.everything.all()).values("pk"))


@scope.rule(ForecastRun)
def see_runs(user: Any, queryset: "QuerySet[ForecastRun]") -> "QuerySet[ForecastRun]":
    return queryset.filter(source__in=_held(user))


@scope.rule(Event)
@scope.rule(CityCampaign)
def see_what_a_destination_measures(user: Any, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    return queryset.filter(destination__in=people.reach_of(user))


@scope.rule(EventEdition)
def see_editions(user: Any, queryset: "QuerySet[EventEdition]") -> "QuerySet[EventEdition]":
    return queryset.filter(event__destination__in=people.reach_of(user))


@scope.rule(EffectReading)
def see_readings(user: Any, queryset: "QuerySet[EffectReading]") -> "QuerySet[EffectReading]":
    mine = people.reach_of(user)
    return queryset.filter(Q(edition__event__destination__in=mine) | Q(campaign__destination__in=mine))


@scope.rule(FlowZone)
def see_zones(user: Any, queryset: "QuerySet[FlowZone]") -> "QuerySet[FlowZone]":
    through_place = FlowZone.destinations.through.objects.filter(destination__in=people.reach_of(user))
    through_house = FlowZone.organisations.through.objects.filter(organisation__in=people.houses_of(user))
    given = Q(pk__in=through_place.values("flowzone")) | Q(pk__in=through_house.values("flowzone"))
    return queryset.filter(Q(source__in=_held(user)) | given)
