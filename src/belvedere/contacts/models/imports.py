"""Files of contacts that an office brings in, and what became of each line."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from belvedere.contacts.enums import LineStatus
from belvedere.kit.scope import ScopedManager
from belvedere.territories.models import Destination

from .people import Person


class ContactFile(models.Model):
    """A file as it was sent. ``columns`` is our field → the file's heading; the next file with the same ``headings``
    starts from it. ``content`` is emptied once its lines are in.

    ``consents`` is ``[[purpose, channel]]``, what its people are said to have consented to: without a ``proof`` (where
    the signed forms or the old register are) and the day it was gathered, none is brought in. ``sample`` is its first
    lines, emptied with the content. ``job`` is the one that brings its lines in.
    """

    destination = models.ForeignKey(Destination, models.PROTECT, related_name="+", verbose_name=_("destination"))
    name = models.CharField(_("nom du fichier"), max_length=200)
    content = models.BinaryField()
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    sample = models.JSONField(default=list)
    consents = models.JSONField(_("consentements déclarés"), default=list)
    proof = models.CharField(_("où se trouve la preuve"), max_length=160, blank=True, default="")
    gathered_on = models.DateField(_("recueillis le"), null=True, blank=True)
    counts = models.JSONField(_("décompte"), default=dict)
    uploaded_at = models.DateTimeField(_("déposé le"))
    brought_at = models.DateTimeField(_("importé le"), null=True, blank=True)
    job = models.ForeignKey("kit.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("fichier de contacts")
        verbose_name_plural = _("fichiers de contacts")
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def under_way(self) -> bool:
        return self.brought_at is None and self.job is not None and self.job.under_way


class FileLine(models.Model):
    """What a file's line became, in one sentence that repeats nothing of what the line says."""

    file = models.ForeignKey(ContactFile, models.CASCADE, related_name="lines", verbose_name=_("fichier"))
    number = models.PositiveIntegerField(_("ligne"))
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("personne")
    )
    status = models.CharField(_("résultat"), max_length=9, choices=LineStatus)
    sentence = models.CharField(_("message"), max_length=300, blank=True, default="")

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("ligne de fichier")
        verbose_name_plural = _("lignes de fichier")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="file_line_once")]

    def __str__(self) -> str:
        return f"{self.number} : {self.get_status_display()}"
