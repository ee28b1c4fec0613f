"""Dashboards, notes and subscribers for tests."""

from datetime import date

import factory
from django.utils import timezone

from belvedere.cockpit import models
from belvedere.cockpit.enums import Subject

from .observatory import SeriesFactory
from .territories import DestinationFactory


class DashboardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Dashboard

    destination = factory.SubFactory(DestinationFactory)
    title = factory.Sequence(lambda n: f"Tableau {n}")
    slug = factory.Sequence(lambda n: f"tableau-{n}")
    changed_at = factory.LazyFunction(timezone.now)


class TileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Tile

    dashboard = factory.SubFactory(DashboardFactory)
    rank = factory.Sequence(lambda n: n)
    subject = Subject.SERIES
    series = factory.SubFactory(SeriesFactory)


class MonthNoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.MonthNote

    destination = factory.SubFactory(DestinationFactory)
    month = date(2025, 12, 1)
    content = factory.LazyFunction(
        lambda: {"headline": "", "sentences": [], "silent": [], "rows": [], "chart": None, "sources": []}
    )
    reckoned_at = factory.LazyFunction(timezone.now)


class NoteVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.NoteVersion

    note = factory.SubFactory(MonthNoteFactory)
    number = 1
    published_at = factory.LazyFunction(timezone.now)


class SubscriberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Subscriber

    destination = factory.SubFactory(DestinationFactory)
    email = factory.Sequence(lambda n: f"abonne{n}@exemple.fr")
    token = factory.Sequence(lambda n: f"jeton-{n}")
    asked_at = factory.LazyFunction(timezone.now)


class NoteLetterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.NoteLetter

    note = factory.SubFactory(MonthNoteFactory)
    subscriber = factory.SubFactory(SubscriberFactory)
    asked_at = factory.LazyFunction(timezone.now)
