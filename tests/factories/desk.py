"""Requests of a desk for tests."""

from datetime import date
from uuid import uuid4

import factory
from django.utils import timezone

from belvedere.desk import models
from belvedere.desk.enums import Channel

from .catalogue import OfferFactory
from .territories import DestinationFactory


class CounterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Counter

    destination = factory.SubFactory(DestinationFactory)
    name = factory.Sequence(lambda n: f"Bureau {n}")
    lon = 3.08
    lat = 45.77


class DeskRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.DeskRequest

    uuid = factory.LazyFunction(uuid4)
    destination = factory.SubFactory(DestinationFactory)
    recorded_at = factory.LazyFunction(timezone.now)
    channel = Channel.COUNTER


class RecommendationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Recommendation

    request = factory.SubFactory(DeskRequestFactory)
    offer = factory.SubFactory(OfferFactory)
    at = factory.LazyFunction(timezone.now)


class TripSheetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.TripSheet

    request = factory.SubFactory(DeskRequestFactory)
    destination = factory.SelfAttribute("request.destination")
    start_label = "Bureau"
    start_lon = 3.08
    start_lat = 45.77
    first_day = date(2026, 7, 15)
    created_at = factory.LazyFunction(timezone.now)
    updated_at = factory.LazyFunction(timezone.now)


class ComplaintFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Complaint

    destination = factory.SubFactory(DestinationFactory)
    topic = "place"
    channel = Channel.MAIL
    text = "Le sentier est encombré."
    received_on = date(2026, 7, 1)
    acknowledge_by = date(2026, 7, 4)
    answer_by = date(2026, 7, 16)


class OpeningDayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.OpeningDay

    counter = factory.SubFactory(CounterFactory)
    day = date(2026, 7, 1)
    minutes = 480
