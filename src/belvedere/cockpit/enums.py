"""Choices of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sharing(models.TextChoices):
    """Who reads a dashboard."""

    OFFICE = "office", _("notre équipe")
    BELOW = "below", _("notre équipe et les offices de notre territoire")
    PUBLIC = "public", _("tout le monde")


class Subject(models.TextChoices):
    """What a tile shows."""

    SERIES = "series", _("une série")
    INDICATOR = "indicator", _("un indicateur, année par année")
    MAP = "map", _("une carte des communes")
    WORDS = "words", _("un texte")


class MapSubject(models.TextChoices):
    """What colours the communes."""

    NONE = "", "–"
    OFFERS = "offers", _("offres en ligne")
    COMPLETENESS = "completeness", _("complétude moyenne des fiches (%)")
    FIGURES = "figures", _("dernière année de la série choisie et de ses voisines")


class Span(models.TextChoices):
    """How far back."""

    YEAR = "1", _("douze derniers mois")
    TWO = "2", _("deux ans")
    FIVE = "5", _("cinq ans")
    TEN = "10", _("dix ans")
    ALL = "0", _("tout ce qui est connu")


class Against(models.TextChoices):
    """What it is put beside."""

    NOTHING = "", _("rien")
    LAST_YEAR = "last_year", _("l’année précédente")
    BEFORE_CRISIS = "2019", _("2019")
    BOTH = "both", _("l’année précédente et 2019")


class Drawing(models.TextChoices):
    """How it is drawn; the table is always there."""

    LINE = "line", _("courbe")
    BARS = "bars", _("barres")
    MONTHS = "months", _("années superposées, mois par mois")
    NUMBER = "number", _("le chiffre seul")
    TABLE = "table", _("tableau seul")


class Size(models.TextChoices):
    THIRD = "third", _("un tiers")
    HALF = "half", _("la moitié")
    WHOLE = "whole", _("toute la largeur")


class NoteStatus(models.TextChoices):
    DRAFT = "draft", _("brouillon")
    PUBLISHED = "published", _("publiée")
