"""Dashboards composed by the office."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belvedere.cockpit.enums import Against, Drawing, MapSubject, Sharing, Size, Span, Subject
from belvedere.kit.scope import ScopedManager
from belvedere.observatory.models import Series
from belvedere.territories.models import Destination


class Dashboard(models.Model):
    """A page of tiles, in the brand of its destination."""

    destination = models.ForeignKey(
        Destination, models.CASCADE, related_name="dashboards", verbose_name=_("destination")
    )
    title = models.CharField(_("titre"), max_length=120)
    slug = models.SlugField(_("adresse"), max_length=80)
    words = models.TextField(_("présentation"), blank=True, default="")
    sharing = models.CharField(_("partagé avec"), max_length=10, choices=Sharing, default=Sharing.OFFICE)
    rank = models.PositiveSmallIntegerField(_("ordre"), default=0)
    changed_at = models.DateTimeField(_("modifié le"))

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("tableau de bord")
        verbose_name_plural = _("tableaux de bord")
        ordering = ["destination", "rank", "title", "id"]
        constraints = [models.UniqueConstraint(fields=["destination", "slug"], name="dashboard_once_a_destination")]

    def __str__(self) -> str:
        return self.title


class Tile(models.Model):
    """One figure of a dashboard: a series, an indicator, a map or words."""

    dashboard = models.ForeignKey(Dashboard, models.CASCADE, related_name="tiles", verbose_name=_("tableau de bord"))
    rank = models.PositiveSmallIntegerField(_("ordre"), default=0)
    subject = models.CharField(_("ce qu’elle montre"), max_length=10, choices=Subject, default=Subject.SERIES)
    series = models.ForeignKey(Series, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("série"))
    indicator = models.CharField(_("indicateur"), max_length=40, blank=True, default="")
    mapped = models.CharField(
        _("couleur des communes"), max_length=20, choices=MapSubject, blank=True, default=MapSubject.NONE
    )
    span = models.CharField(_("période"), max_length=2, choices=Span, default=Span.FIVE)
    against = models.CharField(_("à côté de"), max_length=10, choices=Against, blank=True, default=Against.NOTHING)
    drawing = models.CharField(_("dessin"), max_length=10, choices=Drawing, default=Drawing.LINE)
    size = models.CharField(_("taille"), max_length=10, choices=Size, default=Size.HALF)
    title = models.CharField(
        _("titre"), max_length=120, blank=True, default="", help_text=_("Vide\N{NO-BREAK SPACE}: le nom du chiffre.")
    )
    words = models.TextField(_("commentaire"), blank=True, default="")

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("tuile")
        verbose_name_plural = _("tuiles")
        ordering = ["dashboard", "rank", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(subject=Subject.SERIES, series__isnull=False)
                    | (Q(subject=Subject.INDICATOR) & ~Q(indicator=""))
                    | (Q(subject=Subject.MAP) & ~Q(mapped=""))
                    | Q(subject=Subject.WORDS)
                ),
                name="tile_has_its_subject",
            )
        ]

    def __str__(self) -> str:
        return self.title or (self.series.name if self.series else self.indicator or self.get_subject_display())
