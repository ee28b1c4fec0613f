"""What professionals ask of the office about their own offers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from belvedere.catalogue.enums import RequestStatus
from belvedere.kit.scope import ScopedManager

from .offer import Offer


class CorrectionRequest(models.Model):
    """A provider says what is wrong in the imported facts; the office has it corrected at the source and answers."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="correction_requests", verbose_name=_("offre"))
    message = models.TextField(_("ce qui est à corriger"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("demandée par")
    )
    asked_at = models.DateTimeField(_("demandée le"))
    status = models.CharField(_("état"), max_length=10, choices=RequestStatus, default=RequestStatus.OPEN)
    answer = models.TextField(_("réponse"), blank=True, default="")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("répondue le"), null=True, blank=True)

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("demande de correction")
        verbose_name_plural = _("demandes de correction")
        ordering = ["status", "-asked_at", "id"]
        indexes = [models.Index(fields=["status", "-asked_at"])]

    def __str__(self) -> str:
        return f"{self.offer} – {self.asked_at:%d/%m/%Y}"
