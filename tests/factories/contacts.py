"""Persons, what they consented to and what they lived."""

import factory
from django.utils import timezone

from belvedere.contacts import models
from belvedere.contacts.enums import ActKind, Channel, Proof, Purpose, Source

from .territories import DestinationFactory


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Person

    destination = factory.SubFactory(DestinationFactory)
    first_name = factory.Sequence(lambda n: f"Prénom{n}")
    last_name = "Martin"
    email = factory.Sequence(lambda n: f"visiteur{n}@exemple.fr")
    source = Source.SITE
    created_at = factory.LazyFunction(timezone.now)
    updated_at = factory.SelfAttribute("created_at")
    last_own_act_at = factory.SelfAttribute("created_at")


class ActFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Act

    person = factory.SubFactory(PersonFactory)
    kind = ActKind.DESK
    room = "desk"
    reference = factory.Sequence(lambda n: f"essai:{n}")
    at = factory.LazyFunction(timezone.now)
    own = True


class WordingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Wording

    purpose = Purpose.NEWSLETTER
    version = factory.Sequence(lambda n: n + 100)
    text = "Oui, je veux recevoir la lettre."
    since = factory.LazyFunction(timezone.now)


class ConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Consent

    person = factory.SubFactory(PersonFactory)
    purpose = Purpose.NEWSLETTER
    channel = Channel.MAIL
    given = True
    proof = Proof.COUNTER
    reference = "carnet de l’accueil"
    at = factory.LazyFunction(timezone.now)


class OptInFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.OptIn

    destination = factory.SubFactory(DestinationFactory)
    email = factory.Sequence(lambda n: f"inscrit{n}@exemple.fr")
    form = "essai"
    number = "123"
    asked_at = factory.LazyFunction(timezone.now)


class ContactFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ContactFile

    destination = factory.SubFactory(DestinationFactory)
    name = "contacts.csv"
    content = b"Nom;Courriel\nAubert;aline@exemple.fr\n"
    uploaded_at = factory.LazyFunction(timezone.now)
