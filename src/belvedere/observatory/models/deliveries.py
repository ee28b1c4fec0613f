"""What came, when, and what each delivery did to each series."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from belvedere.kit.scope import ScopedManager
from belvedere.observatory.enums import DeliveryStatus, ItemStatus

from .series import Series
from .sources import DataSource


class Delivery(models.Model):
    """One reading of a file of figures; resumable until it is done."""

    source = models.ForeignKey(DataSource, models.CASCADE, related_name="deliveries", verbose_name=_("source"))
    file = models.TextField(_("fichier"))
    digest = models.CharField(_("empreinte du fichier"), max_length=64, blank=True, default="")
    delivered_on = models.DateField(_("livrée le"))
    #: Checkpoint: series of the file whose outcome is written.
    position = models.PositiveIntegerField(_("séries traitées"), default=0)
    status = models.CharField(_("état"), max_length=12, choices=DeliveryStatus, default=DeliveryStatus.RUNNING)
    started_at = models.DateTimeField(_("commencée le"))
    finished_at = models.DateTimeField(_("terminée le"), null=True, blank=True)
    counts = models.JSONField(_("décompte"), default=dict)
    sentence = models.TextField(_("message"), blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("livraison de chiffres")
        verbose_name_plural = _("livraisons de chiffres")
        ordering = ["-started_at", "-id"]

    def __str__(self) -> str:
        return f"{self.source} – {self.started_at:%d/%m/%Y %H:%M}"


class DeliveryItem(models.Model):
    """What a delivery did to one series (or to rows of none), in one French sentence."""

    delivery = models.ForeignKey(
        Delivery, models.CASCADE, related_name="items", db_index=False, verbose_name=_("livraison")
    )
    place = models.TextField(_("place dans le fichier"))
    series = models.ForeignKey(Series, models.SET_NULL, null=True, related_name="+", verbose_name=_("série"))
    status = models.CharField(_("résultat"), max_length=10, choices=ItemStatus)
    new = models.PositiveIntegerField(_("périodes ajoutées"), default=0)
    revised = models.PositiveIntegerField(_("périodes révisées"), default=0)
    sentence = models.TextField(_("message"), blank=True, default="")

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("série livrée")
        verbose_name_plural = _("séries livrées")
        ordering = ["id"]
        indexes = [models.Index(fields=["delivery", "status"])]

    def __str__(self) -> str:
        return f"{self.place} : {self.get_status_display()}"
