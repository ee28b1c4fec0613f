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
