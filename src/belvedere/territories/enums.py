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


class Language(models.TextChoices):
    """What visitors speak: the languages that are told apart."""

    FRENCH = "fr", _("Français")
    ENGLISH = "en", _("Anglais")
    GERMAN = "de", _("Allemand")
    DUTCH = "nl", _("Néerlandais")
    SPANISH = "es", _("Espagnol")
    ITALIAN = "it", _("Italien")
    OTHER = "xx", _("Autre langue")


class Country(models.TextChoices):
    """Where visitors come from, by ISO 3166 code; the others are kept as they were said."""

    FR = "FR", _("France")
    DE = "DE", _("Allemagne")
    GB = "GB", _("Royaume-Uni")
    NL = "NL", _("Pays-Bas")
    BE = "BE", _("Belgique")
    CH = "CH", _("Suisse")
    ES = "ES", _("Espagne")
    IT = "IT", _("Italie")
    US = "US", _("États-Unis")
    CA = "CA", _("Canada")
    PT = "PT", _("Portugal")
    LU = "LU", _("Luxembourg")
    IE = "IE", _("Irlande")
    AT = "AT", _("Autriche")
    PL = "PL", _("Pologne")
    CZ = "CZ", _("Tchéquie")
    DK = "DK", _("Danemark")
    SE = "SE", _("Suède")
    NO = "NO", _("Norvège")
    FI = "FI", _("Finlande")
    RO = "RO", _("Roumanie")
    HU = "HU", _("Hongrie")
    GR = "GR", _("Grèce")
    UA = "UA", _("Ukraine")
    TR = "TR", _("Turquie")
    IL = "IL", _("Israël")
    MA = "MA", _("Maroc")
    DZ = "DZ", _("Algérie")
    TN = "TN", _("Tunisie")
    BR = "BR", _("Brésil")
    AR = "AR", _("Argentine")
    MX = "MX", _("Mexique")
    AU = "AU", _("Australie")
    NZ = "NZ", _("Nouvelle-Zélande")
    JP = "JP", _("Japon")
    CN = "CN", _("Chine")
    KR = "KR", _("Corée du Sud")
    IN = "IN", _("Inde")


def french_and_english() -> list[str]:
    """Default of the languages that a public site offers."""
    return [Language.FRENCH.value, Language.ENGLISH.value]


def every_brand_field() -> list[str]:
    """Default of what a child may change: all of it, until the parent holds something back."""
    return list(BrandField.values)
