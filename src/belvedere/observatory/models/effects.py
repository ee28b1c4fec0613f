"""Events and campaigns whose effect is measured: where, when, beside whom, and what was read."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belvedere.kit.scope import ScopedManager
from belvedere.observatory.enums import EventKind, ReadingKind, Verdict
from belvedere.territories.models import Destination

from .series import Series
from .sources import DataSource


class Event(models.Model):
    """An event's passport: the daily series of the zone where it takes place, its neighbours and its control zones."""

    destination = models.ForeignKey(
        Destination, models.CASCADE, related_name="measured_events", verbose_name=_("destination")
    )
    name = models.CharField(_("nom"), max_length=120)
    kind = models.CharField(_("nature"), max_length=20, choices=EventKind, default=EventKind.FESTIVAL)
    series = models.ForeignKey(
        Series,
        models.PROTECT,
        related_name="events",
        verbose_name=_("série qui le mesure"),
        help_text=_("Une série par jour, celle de la zone où l’événement a lieu."),
    )
    neighbours = models.ManyToManyField(
        Series,
        blank=True,
        related_name="+",
        verbose_name=_("zones voisines"),
        help_text=_("Là où l’événement peut déborder\N{NO-BREAK SPACE}: mesurées à part, jamais témoins."),
    )
    controls = models.ManyToManyField(
        Series,
        blank=True,
        related_name="+",
        verbose_name=_("zones témoins"),
        help_text=_("Aucune\N{NO-BREAK SPACE}: toutes celles qui conviennent seront proposées et vérifiées."),
    )
    is_public = models.BooleanField(_("effet publié"), default=False)

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("événement mesuré")
        verbose_name_plural = _("événements mesurés")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["destination", "name"], name="measured_event_once")]

    def __str__(self) -> str:
        return self.name


class EventEdition(models.Model):
    """One year of an event, or a future one."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="editions", verbose_name=_("événement"))
    start = models.DateField(_("premier jour"))
    end = models.DateField(_("dernier jour"))

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("édition d’un événement")
        verbose_name_plural = _("éditions des événements")
        ordering = ["-start"]
        constraints = [
            models.UniqueConstraint(fields=["event", "start"], name="edition_once_a_day"),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="edition_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.event}, {self.start:%d/%m/%Y}"

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


class CityCampaign(models.Model):
    """A campaign posted in some cities of origin, the others serving as controls."""

    destination = models.ForeignKey(
        Destination, models.CASCADE, related_name="city_campaigns", verbose_name=_("destination")
    )
    name = models.CharField(_("nom"), max_length=120)
    origins = models.ForeignKey(
        DataSource,
        models.PROTECT,
        related_name="+",
        verbose_name=_("visites par origine"),
        help_text=_("La source dont les séries par jour comptent les visiteurs de chaque ville."),
    )
    web = models.ForeignKey(
        DataSource,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("visites du site par origine"),
    )
    cities = models.JSONField(_("villes envisagées"), default=list)
    most = models.PositiveSmallIntegerField(_("villes au plus"), default=3)
    weeks = models.PositiveSmallIntegerField(_("semaines au plus"), default=4)
    city_week = models.PositiveIntegerField(_("prix d’une ville pour une semaine (€)"), default=0)
    budget = models.PositiveIntegerField(_("budget (€)"), default=0)
    start = models.DateField(_("premier jour"))
    #: What was chosen in the end; empty while the campaign is only thought of.
    posted = models.JSONField(_("villes affichées"), default=list)
    end = models.DateField(_("dernier jour"), null=True, blank=True)
    designs = models.JSONField(_("plans comparés"), default=list)
    designed_at = models.DateTimeField(_("plans comparés le"), null=True, blank=True)
    is_public = models.BooleanField(_("effet publié"), default=False)

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("campagne par villes")
        verbose_name_plural = _("campagnes par villes")
        ordering = ["-start", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["destination", "name"], name="city_campaign_once"),
            models.CheckConstraint(condition=Q(end=None) | Q(end__gte=F("start")), name="campaign_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.name


class EffectReading(models.Model):
    """What the engine answered: before (what could be seen) or after (what was). ``answer``: its published form."""

    edition = models.ForeignKey(
        EventEdition, models.CASCADE, null=True, related_name="readings", verbose_name=_("édition")
    )
    campaign = models.ForeignKey(
        CityCampaign, models.CASCADE, null=True, related_name="readings", verbose_name=_("campagne")
    )
    kind = models.CharField(_("lecture"), max_length=10, choices=ReadingKind)
    #: City of a campaign; empty for all its cities together.
    city = models.CharField(_("ville"), max_length=80, blank=True, default="")
    made_at = models.DateTimeField(_("faite le"))
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict, blank=True, default="")
    answer = models.JSONField(_("réponse"), default=dict)

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("lecture d’un effet")
        verbose_name_plural = _("lectures d’effets")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind"], condition=~Q(edition=None), name="reading_once_edition"
            ),
            models.UniqueConstraint(
                fields=["campaign", "kind", "city"], condition=~Q(campaign=None), name="reading_once_campaign"
            ),
            models.CheckConstraint(
                condition=Q(edition=None, campaign__isnull=False) | Q(edition__isnull=False, campaign=None),
                name="reading_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition or self.campaign} ({self.get_kind_display()})"
