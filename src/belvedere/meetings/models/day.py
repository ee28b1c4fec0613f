"""The day itself: who has come in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from belvedere.kit.scope import ScopedManager

from .participant import Participant


class CheckIn(models.Model):
    """Somebody has come in. ``uid`` is drawn by the device that saw it, ``at`` is what its clock said: however often it
    is sent, it is written once."""

    participant = models.OneToOneField(
        Participant, models.CASCADE, related_name="checkin", verbose_name=_("participant")
    )
    uid = models.UUIDField(_("identifiant"), unique=True)
    at = models.DateTimeField(_("entré le"))
    received_at = models.DateTimeField(_("reçu le"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    device = models.CharField(_("tablette"), max_length=40, blank=True, default="")

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("entrée")
        verbose_name_plural = _("entrées")
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return f"{self.participant} – {self.at:%H:%M}"
