"""Segments of a file, who belongs to them, and what acts tell about the way people travel."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belvedere.contacts.enums import StayKind
from belvedere.kit.scope import ScopedManager
from belvedere.territories.models import Commune, Destination

from .people import Act, Person


class ActFacts(models.Model):
    """What an act tells of a visit: an empty field is not known, never a default. No word of a person is kept here.

    ``amount`` in cents. ``themes``: codes of ``enums.Theme``. ``access``: an adapted welcome was asked for by the
    person herself.
    """

    act = models.OneToOneField(
        Act, models.CASCADE, primary_key=True, related_name="facts", verbose_name=_("ligne de parcours")
    )
    amount = models.PositiveIntegerField(_("montant (centimes)"), null=True, blank=True)
    adults = models.PositiveSmallIntegerField(_("adultes"), null=True, blank=True, validators=[MinValueValidator(1)])
    children = models.PositiveSmallIntegerField(_("enfants"), null=True, blank=True)
    nights = models.PositiveSmallIntegerField(_("nuits"), null=True, blank=True)
    stay = models.CharField(_("séjour"), max_length=8, choices=StayKind, blank=True, default="")
    business = models.BooleanField(_("pour le travail"), null=True, blank=True)
    access = models.BooleanField(_("accueil adapté demandé"), null=True, blank=True)
    dog = models.BooleanField(_("avec un chien"), null=True, blank=True)
    themes = models.JSONField(_("envies"), default=list, blank=True)
    commune = models.ForeignKey(
        Commune, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("commune")
    )

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("précisions d’un acte")
        verbose_name_plural = _("précisions des actes")
        constraints = [
            models.CheckConstraint(condition=Q(adults=None) | Q(adults__gte=1), name="facts_adults_from_one"),
        ]

    def __str__(self) -> str:
        return str(self.act)


class Segment(models.Model):
    """Who answers to a condition, kept as the engine reads it. ``key`` is what other segments name it by.

    ``size`` is how many belong to it; ``filled_at`` is empty until everybody has been looked at once. ``ready``: given
    with the house, adjusted by its threshold only.
    """

    destination = models.ForeignKey(Destination, models.PROTECT, related_name="+", verbose_name=_("destination"))
    key = models.SlugField(_("repère"), max_length=60)
    name = models.CharField(_("nom"), max_length=120)
    about = models.TextField(_("en une phrase"), blank=True, default="")
    condition = models.JSONField(_("conditions"))
    ready = models.BooleanField(_("fourni"), default=False, editable=False)
    size = models.PositiveIntegerField(_("personnes"), default=0, editable=False)
    changed_at = models.DateTimeField(_("conditions changées le"))
    filled_at = models.DateTimeField(_("calculé le"), null=True, blank=True, editable=False)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["destination", "key"], name="segment_key_once")]

    def __str__(self) -> str:
        return self.name


class SegmentBlock(models.Model):
    """65 536 persons of a segment, one bit each, compressed: bit i of block n is the person numbered 65 536 n + i."""

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="blocks", verbose_name=_("segment"))
    number = models.PositiveIntegerField(_("bloc"))
    bits = models.BinaryField()
    size = models.PositiveIntegerField(_("personnes"))

    class Meta:
        verbose_name = _("membres d’un segment")
        verbose_name_plural = _("membres des segments")
        ordering = ["segment", "number"]
        constraints = [models.UniqueConstraint(fields=["segment", "number"], name="segment_block_once")]

    def __str__(self) -> str:
        return f"{self.segment} – {self.number}"


class SegmentDay(models.Model):
    """How many belonged to a segment when the day ended, or last looked at today."""

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="days", verbose_name=_("segment"))
    day = models.DateField(_("jour"))
    size = models.PositiveIntegerField(_("personnes"))

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("effectif d’un segment")
        verbose_name_plural = _("effectifs des segments")
        ordering = ["segment", "day"]
        constraints = [models.UniqueConstraint(fields=["segment", "day"], name="segment_day_once")]

    def __str__(self) -> str:
        return f"{self.segment} – {self.day:%d/%m/%Y}"


class SegmentClock(models.Model):
    """Until when the passing of time has been told to a destination's segments; whoever revises them holds this row."""

    destination = models.OneToOneField(Destination, models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField(_("tenu à jour jusqu’à"))

    class Meta:
        verbose_name = _("horloge des segments")
        verbose_name_plural = _("horloges des segments")

    def __str__(self) -> str:
        return f"{self.destination} – {self.at:%d/%m/%Y %H:%M}"


class SegmentDue(models.Model):
    """A person who changed since segments last looked at her: noted with the change, taken away with the answer."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    since = models.DateTimeField(_("depuis le"))

    class Meta:
        verbose_name = _("personne à revoir")
        verbose_name_plural = _("personnes à revoir")

    def __str__(self) -> str:
        return str(self.person_id)
