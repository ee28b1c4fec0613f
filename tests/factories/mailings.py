"""Letters, mailings, journeys and who gets them, for tests."""

from datetime import timedelta
from uuid import uuid4

import factory
from django.utils import timezone

from belvedere.contacts import models
from belvedere.contacts.enums import Purpose, Stage, Trigger

from .contacts import PersonFactory
from .territories import DestinationFactory


def version(language="fr", subject="Bienvenue", text="<p>Bonjour [prénom],</p>", **more):
    body = more.pop("body", [{"type": "text", "value": text}])
    value = {"language": language, "subject": subject, "preview": "", "body": body, **more}
    return {"type": "version", "value": value}


class LetterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Letter

    destination = factory.SubFactory(DestinationFactory)
    name = factory.Sequence(lambda n: f"Lettre {n}")
    purpose = Purpose.NEWSLETTER
    versions = factory.LazyFunction(lambda: [version()])
    updated_at = factory.LazyFunction(timezone.now)


class MailingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Mailing

    destination = factory.SubFactory(DestinationFactory)
    letter = factory.SubFactory(LetterFactory, destination=factory.SelfAttribute("..destination"))
    name = factory.Sequence(lambda n: f"Envoi {n}")
    created_at = factory.LazyFunction(timezone.now)


class SendingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Sending

    destination = factory.SubFactory(DestinationFactory)
    person = factory.SubFactory(PersonFactory, destination=factory.SelfAttribute("..destination"))
    mailing = factory.SubFactory(MailingFactory, destination=factory.SelfAttribute("..destination"))
    letter = factory.SelfAttribute("mailing.letter")
    language = "fr"
    identifier = factory.LazyFunction(lambda: uuid4().hex)
    not_before = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda row: row.not_before + timedelta(days=3))


class JourneyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Journey

    destination = factory.SubFactory(DestinationFactory)
    name = factory.Sequence(lambda n: f"Parcours {n}")
    stage = Stage.SHARE
    trigger = Trigger.ACT
    act_kind = "stayed"
    steps = factory.LazyFunction(lambda: [{"type": "wait", "value": {"days": 2}, "id": "attente"}])


class WalkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Walk

    journey = factory.SubFactory(JourneyFactory)
    person = factory.SubFactory(PersonFactory, destination=factory.SelfAttribute("..journey.destination"))
    occurrence = "once"
    step = "attente"
    started_at = factory.LazyFunction(timezone.now)
    since = factory.SelfAttribute("started_at")
    due_at = factory.SelfAttribute("started_at")


class SuspensionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Suspension

    person = factory.SubFactory(PersonFactory)
    address_key = factory.LazyFunction(lambda: uuid4().hex)
    reason = "550 inconnu"
    at = factory.LazyFunction(timezone.now)


class RulesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SendingRules

    destination = factory.SubFactory(DestinationFactory)
