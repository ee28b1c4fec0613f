"""Sources, series and deliveries of figures for tests; ``fill`` writes real facts behind a series."""

from collections.abc import Sequence
from datetime import date

import factory
import numpy as np
from django.utils import timezone

from belvedere.engines import series as engine
from belvedere.observatory import models
from belvedere.observatory.actions import facts
from belvedere.observatory.enums import Frequency, Measure, SourceKind, Unit

from .territories import DestinationFactory


class DataSourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.DataSource

    slug = factory.Sequence(lambda n: f"chiffres-{n}")
    name = factory.Sequence(lambda n: f"Chiffres {n}")
    kind = SourceKind.TABLE
    destination = factory.SubFactory(DestinationFactory)
    licence = "Licence Ouverte / Etalab"


class SeriesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Series

    source = factory.SubFactory(DataSourceFactory)
    key = factory.Sequence(lambda n: f"serie-{n}")
    name = factory.Sequence(lambda n: f"Nuitées {n}")
    measure = Measure.NIGHTS
    unit = Unit.NIGHTS
    frequency = Frequency.MONTH


class DeliveryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Delivery

    source = factory.SubFactory(DataSourceFactory)
    file = "nuitees.csv"
    delivered_on = date(2024, 3, 1)
    started_at = factory.LazyFunction(timezone.now)


class ForecastRunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ForecastRun

    source = factory.SubFactory(DataSourceFactory)
    frequency = Frequency.MONTH
    made_at = factory.LazyFunction(timezone.now)
    known_until = date(2024, 2, 1)
    horizon = 18
    digest = factory.Sequence(str)


class SeriesForecastFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SeriesForecast

    run = factory.SubFactory(ForecastRunFactory)
    series = factory.SubFactory(SeriesFactory)


class EventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Event

    destination = factory.SubFactory(DestinationFactory)
    name = factory.Sequence(lambda n: f"Festival {n}")
    series = factory.SubFactory(SeriesFactory, frequency=Frequency.DAY)


class EventEditionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.EventEdition

    event = factory.SubFactory(EventFactory)
    start = date(2024, 7, 5)
    end = date(2024, 7, 7)


class CityCampaignFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.CityCampaign

    destination = factory.SubFactory(DestinationFactory)
    name = factory.Sequence(lambda n: f"Affiches {n}")
    origins = factory.SubFactory(DataSourceFactory)
    start = date(2024, 5, 1)


def months(first: int, count: int) -> np.ndarray:
    """First days of ``count`` months from January of the year ``first``."""
    return (np.datetime64(f"{first}-01", "M") + np.arange(count)).astype("datetime64[D]")


def fill(
    series: models.Series,
    values: Sequence[float],
    *,
    first: int = 2023,
    periods: np.ndarray | None = None,
    provisional: bool = False,
    delivered: date = date(2024, 3, 1),
    delivery: int = 1,
) -> None:
    """Facts of a monthly series from January ``first`` on, or at ``periods``; its extent follows."""
    days = months(first, len(values)) if periods is None else periods
    incoming = engine.IncomingSeries(
        series.key, series.frequency, engine.Traits(), days, np.asarray(values, float),
        np.full(len(values), provisional),
    )  # fmt: skip
    facts.write_points(
        source_id=series.source_id, frequency=series.frequency, found=[(series.pk, incoming)],
        delivered=delivered, delivery=delivery,
    )  # fmt: skip
    facts.note_extents(series=[series])
    series.refresh_from_db()
