"""A day of meetings for tests: by default eight slots of fifteen minutes from nine o'clock."""

from datetime import date, time
from uuid import uuid4

import factory
from django.utils import timezone

from belvedere.meetings import models
from belvedere.meetings.enums import DealKind, EditionStatus, NoticeKind, PlanStatus, Side

from .territories import DestinationFactory


class EditionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Edition

    destination = factory.SubFactory(DestinationFactory)
    name = factory.Sequence(lambda n: f"Rencontres {n}")
    slug = factory.Sequence(lambda n: f"rencontres-{n}")
    day = date(2026, 10, 8)
    first_start = time(9, 0)
    last_start = time(10, 59)
    status = EditionStatus.OPEN


class ParticipantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Participant

    edition = factory.SubFactory(EditionFactory)
    side = Side.SELLER
    name = factory.Sequence(lambda n: f"Participant {n}")


class WishFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Wish

    wisher = factory.SubFactory(ParticipantFactory)
    wanted = factory.SubFactory(ParticipantFactory, side=Side.BUYER, edition=factory.SelfAttribute("..wisher.edition"))
    rank = 1


class PlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.PlanVersion

    edition = factory.SubFactory(EditionFactory)
    number = 1
    origin = "essai"
    status = PlanStatus.OPTIMAL
    value = 1.0
    bound = 1.0
    gap = 0.0
    count = 1
    served = 1
    created_at = factory.LazyFunction(timezone.now)


class MeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Meeting

    plan = factory.SubFactory(PlanFactory)
    seller = factory.SubFactory(ParticipantFactory, edition=factory.SelfAttribute("..plan.edition"))
    buyer = factory.SubFactory(ParticipantFactory, side=Side.BUYER, edition=factory.SelfAttribute("..plan.edition"))
    slot = 0
    table = 0


class CheckInFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.CheckIn

    participant = factory.SubFactory(ParticipantFactory)
    uid = factory.LazyFunction(uuid4)
    at = factory.LazyFunction(timezone.now)
    received_at = factory.SelfAttribute("at")


class ScenarioFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Scenario

    edition = factory.SubFactory(EditionFactory)
    name = factory.Sequence(lambda n: f"Scénario {n}")
    asked_at = factory.LazyFunction(timezone.now)


class NoticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Notice

    participant = factory.SubFactory(ParticipantFactory)
    kind = NoticeKind.INVITATION
    asked_at = factory.LazyFunction(timezone.now)


class SheetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ParticipantSheet

    edition = factory.SubFactory(EditionFactory)
    name = "liste.csv"
    content = b""
    uploaded_at = factory.LazyFunction(timezone.now)


class SignUpFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SignUp

    edition = factory.SubFactory(EditionFactory)
    side = Side.SELLER
    structure = factory.Sequence(lambda n: f"Structure {n}")
    email = factory.Sequence(lambda n: f"structure{n}@exemple.fr")
    people = [{"name": "Nina", "email": "", "arrives": None, "leaves": None}]
    asked_at = factory.LazyFunction(timezone.now)


class NoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.MeetingNote

    writer = factory.SubFactory(ParticipantFactory)
    about = factory.SubFactory(ParticipantFactory, side=Side.BUYER, edition=factory.SelfAttribute("..writer.edition"))
    written_at = factory.LazyFunction(timezone.now)


class DealFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Deal

    seller = factory.SubFactory(ParticipantFactory)
    buyer = factory.SubFactory(ParticipantFactory, side=Side.BUYER, edition=factory.SelfAttribute("..seller.edition"))
    kind = DealKind.CONTRACT
    amount = 100_000
    signed_on = date(2026, 10, 8)
    declared_by = factory.SelfAttribute("seller")


class SurveyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Survey

    participant = factory.SubFactory(ParticipantFactory)
    overall, right_people, running, again = 4, 5, 3, True
    answered_at = factory.LazyFunction(timezone.now)
