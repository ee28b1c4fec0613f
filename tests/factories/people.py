"""People and organisations for tests, and the cast that every story of rights is played with."""

from dataclasses import dataclass

import factory
from django.utils import timezone

from belvedere.people import models
from belvedere.people.actions import roles
from belvedere.people.enums import OrganisationKind, RoleKind
from belvedere.territories.enums import DestinationKind
from belvedere.territories.models import Commune, Destination

from .replay import Replayed
from .territories import CommuneFactory, DestinationFactory, TerritoryFactory

PASSWORD = "un mot de passe assez long"


class AccountFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Account
        skip_postgeneration_save = True

    first_name = factory.Sequence(lambda n: f"Prénom{n}")
    last_name = "Durand"
    email = factory.Sequence(lambda n: f"personne{n}@exemple.fr")
    password = factory.django.Password(PASSWORD)


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Organisation

    kind = OrganisationKind.PROVIDER
    name = factory.Sequence(lambda n: f"Structure {n}")


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Membership

    account = factory.SubFactory(AccountFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class RoleFactory(factory.django.DjangoModelFactory):
    """The row alone: use ``grant`` for somebody who must enter the office."""

    class Meta:
        model = models.Role

    account = factory.SubFactory(AccountFactory)
    destination = factory.SubFactory(DestinationFactory)
    kind = RoleKind.EDITOR


def grant(account: models.Account, destination: Destination, kind: str = RoleKind.MANAGER) -> models.Role:
    return roles.grant_role(account=account, destination=destination, kind=kind, by=None, now=timezone.now())


@dataclass(frozen=True)
class Cast:
    """anne manages the office, bruno writes in it, chloe manages the neighbour's, denis the region above both;
    paul keeps an inn in anne's territory, rose another in chloe's."""

    region: Destination
    office: Destination
    neighbour: Destination
    here: Commune
    there: Commune
    anne: models.Account
    bruno: models.Account
    chloe: models.Account
    denis: models.Account
    paul: models.Account
    rose: models.Account
    inn: models.Organisation
    other_inn: models.Organisation


@Replayed
def cast() -> Cast:
    # Codes that the factory never draws: these two may be there from the first test on.
    here, there = CommuneFactory(code="15997"), CommuneFactory(code="15998")
    region = DestinationFactory(kind=DestinationKind.REGION, territory=TerritoryFactory(communes=[here, there]))
    office = DestinationFactory(parent=region, territory=TerritoryFactory(communes=[here]))
    neighbour = DestinationFactory(parent=region, territory=TerritoryFactory(communes=[there]))
    people = {
        name: AccountFactory(first_name=name.capitalize())
        for name in ("anne", "bruno", "chloe", "denis", "paul", "rose")
    }
    grant(people["anne"], office)
    grant(people["bruno"], office, RoleKind.EDITOR)
    grant(people["chloe"], neighbour)
    grant(people["denis"], region)
    inn = OrganisationFactory(name="Auberge de Paul", destination=office, commune=here)
    other_inn = OrganisationFactory(name="Auberge de Rose", destination=neighbour, commune=there)
    MembershipFactory(account=people["paul"], organisation=inn)
    MembershipFactory(account=people["rose"], organisation=other_inn)
    return Cast(
        region=region,
        office=office,
        neighbour=neighbour,
        here=here,
        there=there,
        inn=inn,
        other_inn=other_inn,
        **people,
    )
