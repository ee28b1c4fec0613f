"""Choices of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PageLanguage(models.TextChoices):
    FRENCH = "fr", _("français")
    ENGLISH = "en", _("anglais")
