"""How long people stay in the file, and how they leave it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from belvedere.contacts.enums import ErasureCause
from belvedere.kit.scope import ScopedManager

from .people import Person


class RetentionRun(models.Model):
    """One round of the house: who was warned, who was erased, which sign-ups were forgotten."""

    at = models.DateTimeField(_("le"))
    warned = models.PositiveIntegerField(_("prévenues"), default=0)
    erased = models.PositiveIntegerField(_("effacées"), default=0)
    forgotten = models.PositiveIntegerField(_("inscriptions sans suite oubliées"), default=0)

    class Meta:
        verbose_name = _("passage de conservation")
        verbose_name_plural = _("passages de conservation")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y}"


class Erasure(models.Model):
    """Somebody left the file. ``trace`` is a keyed fingerprint of the address, kept where she asked to leave: an old
    file imported again does not bring her back. It says nothing to whoever has not the address and our key."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="erasure", verbose_name=_("personne"))
    cause = models.CharField(_("pourquoi"), max_length=9, choices=ErasureCause)
    trace = models.CharField(max_length=64, blank=True, default="", db_index=True, editable=False)
    at = models.DateTimeField(_("le"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("effacement")
        verbose_name_plural = _("effacements")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_cause_display()} – {self.at:%d/%m/%Y}"
