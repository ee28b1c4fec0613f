"""Where offers come from and what each import did."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from belvedere.catalogue.enums import DuplicateStatus, ItemStatus, RunStatus, SourceKind
from belvedere.kit.scope import ScopedManager
from belvedere.territories.models import Destination


class Source(models.Model):
    """One origin of offers, with the licence under which they may be shown."""

    slug = models.SlugField(_("identifiant"), max_length=80, unique=True)
    name = models.CharField(_("nom"), max_length=120)
    kind = models.CharField(_("sorte"), max_length=20, choices=SourceKind)
    destination = models.ForeignKey(Destination, models.PROTECT, null=True, blank=True, related_name="sources")
    licence = models.CharField(_("licence"), max_length=200, blank=True, default="")
    grace_days = models.PositiveSmallIntegerField(_("jours de grâce avant archivage"), default=30)

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """One reading of a feed; resumable until it is done."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="runs", verbose_name=_("source"))
    feed = models.TextField(_("flux"))
    feed_digest = models.CharField(_("empreinte du flux"), max_length=64, blank=True, default="")
    #: Checkpoint: objects of the feed whose outcome is written.
    position = models.PositiveIntegerField(_("objets traités"), default=0)
    status = models.CharField(_("état"), max_length=12, choices=RunStatus, default=RunStatus.RUNNING)
    started_at = models.DateTimeField(_("commencée le"))
    finished_at = models.DateTimeField(_("terminée le"), null=True, blank=True)
    counts = models.JSONField(_("décompte"), default=dict)
    sentence = models.TextField(_("message"), blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("importation")
        verbose_name_plural = _("importations")
        ordering = ["-started_at", "-id"]

    def __str__(self) -> str:
        return f"{self.source} – {self.started_at:%d/%m/%Y %H:%M}"


class ImportItem(models.Model):
    """What a run did to one object, in one French sentence."""

    run = models.ForeignKey(
        ImportRun, models.CASCADE, related_name="items", db_index=False, verbose_name=_("importation")
    )
    place = models.TextField(_("place dans le flux"))
    offer = models.ForeignKey("Offer", models.SET_NULL, null=True, related_name="+", verbose_name=_("offre"))
    status = models.CharField(_("résultat"), max_length=10, choices=ItemStatus)
    sentence = models.TextField(_("message"), blank=True, default="")

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("objet importé")
        verbose_name_plural = _("objets importés")
        ordering = ["id"]
        indexes = [models.Index(fields=["run", "status"])]

    def __str__(self) -> str:
        return f"{self.place} : {self.get_status_display()}"


class DuplicatePair(models.Model):
    """Two offers that may be the same thing, with the reason; a person decides."""

    first = models.ForeignKey("Offer", models.CASCADE, related_name="+", verbose_name=_("première offre"))
    second = models.ForeignKey("Offer", models.CASCADE, related_name="+", verbose_name=_("seconde offre"))
    reason = models.TextField(_("raison"))
    score = models.PositiveSmallIntegerField(_("ressemblance (%)"))
    status = models.CharField(_("état"), max_length=10, choices=DuplicateStatus, default=DuplicateStatus.TO_REVIEW)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("doublon possible")
        verbose_name_plural = _("doublons possibles")
        ordering = ["-score", "id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"
