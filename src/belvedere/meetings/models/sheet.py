"""Lists of participants that an office brings in, from the upload to the last line."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from belvedere.kit.models import Job
from belvedere.kit.scope import ScopedManager

from .edition import Edition


class ParticipantSheet(models.Model):
    """A file as it was sent. ``columns`` is our field → the file's heading; the next file with the same ``headings``
    starts from it. ``content`` is emptied once its lines are in.

    ``job`` is the one that brings them in; ``counts`` is then how many were created, updated and unchanged, ``failed``
    the lines left out: ``[[line, sentence]]``.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="sheets", verbose_name=_("édition"))
    name = models.CharField(_("nom du fichier"), max_length=200)
    content = models.BinaryField()
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    uploaded_at = models.DateTimeField(_("déposé le"))
    brought_at = models.DateTimeField(_("importé le"), null=True, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    counts = models.JSONField(default=dict)
    failed = models.JSONField(default=list)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("liste de participants")
        verbose_name_plural = _("listes de participants")
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def under_way(self) -> bool:
        return self.brought_at is None and self.job is not None and self.job.under_way
