"""Choices of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EditionStatus(models.TextChoices):
    DRAFT = "draft", _("en préparation")
    OPEN = "open", _("souhaits ouverts")
    CLOSED = "closed", _("souhaits clos")
    PLANNED = "planned", _("planifiée")
    PUBLISHED = "published", _("publiée")
    OVER = "over", _("passée")


class Side(models.TextChoices):
    SELLER = "seller", _("prestataire")
    BUYER = "buyer", _("acheteur")


class Priority(models.IntegerChoices):
    """How much the wishes of a participant count."""

    NORMAL = 1, _("normale")
    HIGH = 2, _("haute")
    TOP = 3, _("très haute")


class Aim(models.TextChoices):
    """What a plan seeks first: the engine's objectives."""

    FAIR = "stack", _("servir le plus de monde, puis l’équité, puis la valeur")
    VALUE = "holes", _("la valeur des souhaits d’abord")


class SignUpState(models.TextChoices):
    """Where an answer to the call stands."""

    ASKED = "asked", _("à examiner")
    ACCEPTED = "accepted", _("validée")
    REFUSED = "refused", _("refusée")


class NoticeKind(models.TextChoices):
    """What is written to a participant."""

    INVITATION = "invitation", _("invitation à souhaiter")
    REMINDER = "reminder", _("relance avant la clôture")
    CLOSING = "closing", _("souhaits clos")
    AGENDA = "agenda", _("agenda publié")


class PlanStatus(models.TextChoices):
    """What the engine proved."""

    OPTIMAL = "optimal", _("optimale, c’est prouvé")
    FEASIBLE = "feasible", _("valable")
    INFEASIBLE = "infeasible", _("incomplète")


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("prévue")
    HELD = "held", _("tenue")
    MISSED = "missed", _("manquée")


class Entered(models.TextChoices):
    """What becomes of an arrival that a device sends."""

    IN = "in", _("entré")
    SAME = "same", _("déjà reçu de cette tablette")
    ALREADY = "already", _("déjà vu par une autre")
    ABSENT = "absent", _("entré, mais noté absent")
    UNKNOWN = "unknown", _("inconnu")


class DealKind(models.TextChoices):
    """What two people may sign. The last two are worth something and have no amount."""

    CONTRACT = "contract", _("contrat de commercialisation")
    GROUP = "group", _("séjour ou sortie de groupe")
    GIFT = "gift", _("coffret ou bon cadeau")
    RATE = "rate", _("tarif négocié")
    PLACEMENT = "placement", _("mieux placé sur le site du vendeur")
    VISIBILITY = "visibility", _("échange de visibilité")

    @classmethod
    def without_amount(cls) -> "list[str]":
        return [cls.PLACEMENT.value, cls.VISIBILITY.value]
