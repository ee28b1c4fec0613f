"""What has been written to participants: each message once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from belvedere.kit.scope import ScopedManager
from belvedere.meetings.enums import NoticeKind

from .participant import Participant


class Notice(models.Model):
    """A message for a participant. ``key`` tells two of a kind apart: days before the closing, or version of the plan
    and digest of the agenda. Being written here is what keeps anybody from getting it twice."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="notices", verbose_name=_("participant"))
    kind = models.CharField(_("message"), max_length=10, choices=NoticeKind)
    key = models.CharField(max_length=80, blank=True, default="")
    asked_at = models.DateTimeField(_("demandé le"))
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)
    failure = models.CharField(_("échec"), max_length=200, blank=True, default="")

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("courrier")
        verbose_name_plural = _("courriers")
        ordering = ["-asked_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["participant", "kind", "key"], name="notice_once")]

    def __str__(self) -> str:
        return f"{self.participant} – {self.get_kind_display()}"
