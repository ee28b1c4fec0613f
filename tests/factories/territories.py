"""Objects of territories for tests: nothing is made that was not asked for."""

import factory

from belvedere.territories import models
from belvedere.territories.enums import AreaKind, DestinationKind


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Area
        django_get_or_create = ("kind", "code")

    kind = AreaKind.REGION
    code = "84"
    name = "Auvergne-Rhône-Alpes"


class DepartmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Area
        django_get_or_create = ("kind", "code")

    kind = AreaKind.DEPARTMENT
    code = "63"
    name = "Puy-de-Dôme"
    parent = factory.SubFactory(RegionFactory)


class EpciFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Area
        django_get_or_create = ("kind", "code")

    kind = AreaKind.EPCI
    code = factory.Sequence(lambda n: f"2{n:08d}")
    name = factory.Sequence(lambda n: f"CC numéro {n}")


class CommuneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Commune

    code = factory.Sequence(lambda n: f"63{n % 1000:03d}")
    name = factory.Sequence(lambda n: f"Commune {n}")
    department = factory.SubFactory(DepartmentFactory)
    postal_codes = ["63000"]
    population = 1000


class TerritoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Territory
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Territoire {n}")
    slug = factory.Sequence(lambda n: f"territoire-{n}")

    @factory.post_generation
    def communes(self, create, extracted, **kwargs):
        if extracted:
            self.communes.set(extracted)


class DestinationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Destination

    name = factory.Sequence(lambda n: f"Destination {n}")
    slug = factory.Sequence(lambda n: f"destination-{n}")
    kind = DestinationKind.OFFICE
    territory = factory.SubFactory(TerritoryFactory)


class BrandFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Brand

    destination = factory.SubFactory(DestinationFactory)
