"""The journal (who did what) and the jobs (what runs behind)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One line of the journal: append-only, written by actions in the same transaction as what it tells."""

    at = models.DateTimeField(_("le"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    verb = models.CharField(_("action"), max_length=60)
    noun = models.CharField(_("objet"), max_length=60)
    noun_id = models.CharField(_("identifiant"), max_length=60)
    detail = models.JSONField(_("détail"), default=dict)

    class Meta:
        verbose_name = _("ligne du journal")
        verbose_name_plural = _("journal")
        indexes = [models.Index(fields=["noun", "noun_id"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.noun} {self.noun_id}"


class JobStatus(models.TextChoices):
    WAITING = "waiting", _("en attente")
    RUNNING = "running", _("en cours")
    DONE = "done", _("terminé")
    FAILED = "failed", _("en échec")


class Job(models.Model):
    """One piece of work for the worker, with its progress. Lives in the main database: enqueued in the transaction."""

    name = models.CharField(_("travail"), max_length=100)
    arguments = models.JSONField(_("arguments"), default=dict)
    status = models.CharField(_("état"), max_length=10, choices=JobStatus, default=JobStatus.WAITING)
    done = models.PositiveIntegerField(_("fait"), default=0)
    total = models.PositiveIntegerField(_("sur"), default=0)
    sentence = models.TextField(_("message"), default="", blank=True)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    enqueued_at = models.DateTimeField(_("demandé le"))
    heartbeat_at = models.DateTimeField(_("dernier signe de vie"), null=True)
    finished_at = models.DateTimeField(_("terminé le"), null=True)

    class Meta:
        verbose_name = _("travail")
        verbose_name_plural = _("travaux")
        indexes = [models.Index(fields=["status", "heartbeat_at"])]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_status_display()})"

    @property
    def under_way(self) -> bool:
        return self.status in (JobStatus.WAITING, JobStatus.RUNNING)
