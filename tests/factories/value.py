"""Money spent on the relation, and what was reckoned of it."""

from datetime import date

import factory
from django.utils import timezone

from belvedere.contacts import models
from belvedere.contacts.enums import ExpensePurpose

from .territories import DestinationFactory


class ExpenseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Expense

    destination = factory.SubFactory(DestinationFactory)
    name = factory.Sequence(lambda n: f"Affiche {n}")
    purpose = ExpensePurpose.ACQUISITION
    amount = 120_000
    start = date(2026, 3, 1)
    end = date(2026, 3, 31)
    source = "facture 2026-014"
    noted_at = factory.LazyFunction(timezone.now)


class ValueRunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ValueRun

    destination = factory.SubFactory(DestinationFactory)
    asked_at = factory.LazyFunction(timezone.now)
