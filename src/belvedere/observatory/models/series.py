"""The catalogue of series: what, where, when, in which unit, from whom, how. No figure is held here."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belvedere.kit.scope import ScopedManager
from belvedere.observatory.enums import Audience, Frequency, Lodging, Measure, Unit
from belvedere.territories.models import Area, Commune, Territory

from .sources import DataSource


class SeriesQuerySet(models.QuerySet["Series"]):
    def with_places(self) -> "SeriesQuerySet":
        """With what their place and source are printed from."""
        return self.select_related("source", "territory", "area", "commune")

    def published(self) -> "SeriesQuerySet":
        return self.filter(is_public=True)


class Series(models.Model):
    """One thing counted in one place at one pace. Its place is a territory, an area, a commune, or a name alone."""

    source = models.ForeignKey(DataSource, models.PROTECT, related_name="series", verbose_name=_("source"))
    key = models.CharField(_("clé dans la source"), max_length=200)
    name = models.CharField(_("intitulé"), max_length=300)
    measure = models.CharField(_("grandeur"), max_length=20, choices=Measure, blank=True, default=Measure.OTHER)
    unit = models.CharField(_("unité"), max_length=20, choices=Unit, blank=True, default=Unit.OTHER)
    frequency = models.CharField(_("fréquence"), max_length=1, choices=Frequency)
    audience = models.CharField(_("public"), max_length=20, choices=Audience, default=Audience.ALL)
    market = models.CharField(_("marché"), max_length=80, blank=True, default="")
    lodging = models.CharField(_("hébergement"), max_length=20, choices=Lodging, blank=True, default=Lodging.ANY)
    territory = models.ForeignKey(
        Territory, models.SET_NULL, null=True, blank=True, related_name="series", verbose_name=_("territoire")
    )
    area = models.ForeignKey(
        Area, models.SET_NULL, null=True, blank=True, related_name="series", verbose_name=_("circonscription")
    )
    commune = models.ForeignKey(
        Commune, models.SET_NULL, null=True, blank=True, related_name="series", verbose_name=_("commune")
    )
    zone = models.CharField(_("lieu tel que nommé par la source"), max_length=200, blank=True, default="")
    total = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="parts", verbose_name=_("partie de")
    )
    method = models.TextField(_("méthode"), blank=True, default="")
    secrecy = models.PositiveIntegerField(_("seuil de secret"), default=0)
    is_public = models.BooleanField(_("publiée"), default=False)
    #: Extent and state of its facts, written by each delivery so that lists need not open the files.
    first = models.DateField(_("première période"), null=True, blank=True)
    last = models.DateField(_("dernière période"), null=True, blank=True)
    points = models.PositiveIntegerField(_("périodes"), default=0)
    provisional_points = models.PositiveIntegerField(_("périodes provisoires"), default=0)
    delivered_on = models.DateField(_("dernière livraison"), null=True, blank=True)

    objects = ScopedManager.from_queryset(SeriesQuerySet)()
    everything = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("série")
        verbose_name_plural = _("séries")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="series_once_a_source"),
            models.CheckConstraint(
                condition=Q(territory=None, area=None) | Q(territory=None, commune=None) | Q(area=None, commune=None),
                name="series_in_one_place",
            ),
            models.CheckConstraint(condition=~Q(total=models.F("id")), name="series_not_its_own_part"),
        ]
        indexes = [models.Index(fields=["measure", "frequency", "is_public"])]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """Name of the place, as we know it or as the source says it."""
        return str(self.territory or self.area or (self.commune.name if self.commune else self.zone))


class SeriesBreak(models.Model):
    """A day from which figures no longer compare with those before, and why; for ever, or until a day."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="breaks", verbose_name=_("série"))
    day = models.DateField(_("à partir du"))
    until = models.DateField(
        _("jusqu’au"),
        null=True,
        blank=True,
        help_text=_(
            "Une fermeture, une crise\N{NO-BREAK SPACE}: leur dernier jour. Vide\N{NO-BREAK SPACE}: pour toujours."
        ),
    )
    sentence = models.CharField(_("ce qui change"), max_length=300)

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("rupture de série")
        verbose_name_plural = _("ruptures de série")
        ordering = ["series", "day"]
        constraints = [
            models.UniqueConstraint(fields=["series", "day"], name="break_once_a_day"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("day")), name="break_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} : {self.sentence}"
