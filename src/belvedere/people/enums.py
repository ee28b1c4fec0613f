"""Choices of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    OFFICE = "office", _("office de tourisme")
    AGENCY = "agency", _("agence départementale ou régionale")
    PROVIDER = "provider", _("prestataire")
    BUYER = "buyer", _("acheteur")
    INSTITUTION = "institution", _("institution")


class RoleKind(models.TextChoices):
    READER = "reader", _("lecture")
    EDITOR = "editor", _("rédaction")
    MANAGER = "manager", _("responsable")
