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


class Typeface(models.TextChoices):
    """Characters of the titles; texts always use the most legible one. Both are served by us."""

    SERIF = "serif", _("à empattements (Newsreader)")
    SANS = "sans", _("sans empattements (Atkinson Hyperlegible)")


class BrandField(models.TextChoices):
    """What a destination inherits from the one above, unless that one lets it change it."""

    SIGNATURE = "signature", _("signature")
    PALETTE = "palette", _("palette")
    TYPEFACE = "typeface", _("caractère")
    LOGO = "logo", _("logo")
    TONE = "tone", _("ton")


def every_brand_field() -> list[str]:
    """Default of what a child may change: all of it, until the parent holds something back."""
    return list(BrandField.values)
