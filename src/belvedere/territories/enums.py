"""Choices of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AreaKind(models.TextChoices):
    REGION = "region", _("région")
    DEPARTMENT = "department", _("département")
    EPCI = "epci", _("EPCI")


class DestinationKind(models.TextChoices):
    REGION = "region", _("région")
    DEPARTMENT = "department", _("département")
    OFFICE = "office", _("office de tourisme")
    CONTRACT = "contract", _("contrat de destination")
