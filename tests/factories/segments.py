"""Segments of a file, and what acts tell of a visit."""

import factory
from django.utils import timezone

from belvedere.contacts import models

from .contacts import ActFactory
from .territories import DestinationFactory


class ActFactsFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ActFacts

    act = factory.SubFactory(ActFactory)


class SegmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Segment

    destination = factory.SubFactory(DestinationFactory)
    key = factory.Sequence(lambda n: f"segment-{n}")
    name = factory.Sequence(lambda n: f"Segment {n}")
    condition = factory.LazyFunction(lambda: {"field": "language", "one_of": ["fr"]})
    changed_at = factory.LazyFunction(timezone.now)


class SegmentDayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SegmentDay

    segment = factory.SubFactory(SegmentFactory)
    day = factory.LazyFunction(timezone.localdate)
    size = 1
