"""What was foreseen, and when. The values are files (``queries.forecasts``); a run is never written twice."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belvedere.kit.scope import ScopedManager
from belvedere.observatory.enums import Frequency

from .series import Series
from .sources import DataSource


class ForecastRun(models.Model):
    """The series of a source at one frequency, foreseen together from what was known on one day."""

    source = models.ForeignKey(DataSource, models.CASCADE, related_name="forecast_runs", verbose_name=_("source"))
    frequency = models.CharField(_("fréquence"), max_length=1, choices=Frequency)
    made_at = models.DateTimeField(_("faite le"))
    #: A run made afterwards as if the periods after ``known_until`` were not known, to try the method.
    replayed = models.BooleanField(_("rejouée après coup"), default=False)
    known_until = models.DateField(_("avec ce qui était connu jusqu’au"))
    horizon = models.PositiveSmallIntegerField(_("horizon"))
    #: Changes with everything that the values depend on: the same question is not asked twice.
    digest = models.CharField(_("empreinte"), max_length=64)

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("prévision")
        verbose_name_plural = _("prévisions")
        ordering = ["-known_until", "-pk"]
        constraints = [models.UniqueConstraint(fields=["source", "frequency", "digest"], name="run_once_a_question")]

    def __str__(self) -> str:
        return f"{self.source}, {self.get_frequency_display()}, {self.known_until:%d/%m/%Y}"


class SeriesForecast(models.Model):
    """What a run says of one series in words and notes, or what it lacks to be foreseen."""

    run = models.ForeignKey(ForecastRun, models.CASCADE, related_name="series", verbose_name=_("prévision"))
    series = models.ForeignKey(Series, models.CASCADE, related_name="forecasts", verbose_name=_("série"))
    method = models.CharField(_("méthode"), max_length=120, blank=True, default="")
    notes = models.JSONField(_("remarques"), default=list)
    #: Spans of the season: start, end, low, high (shares against last year, 80 % sure), moves (kind, value, label).
    spans = models.JSONField(_("périodes de la saison"), default=list)
    #: Whether its values were moved so that zones add up.
    reconciled = models.BooleanField(_("accordée aux autres zones"), default=False)
    lack = models.CharField(_("ce qui manque"), max_length=300, blank=True, default="")

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("prévision d’une série")
        verbose_name_plural = _("prévisions des séries")
        ordering = ["-run__known_until", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "series"], name="series_once_a_run"),
            models.CheckConstraint(condition=Q(method="") | Q(lack=""), name="forecast_or_what_it_lacks"),
        ]

    def __str__(self) -> str:
        return f"{self.series} ({self.run.known_until:%d/%m/%Y})"
