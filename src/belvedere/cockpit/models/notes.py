"""The note of the month: what the figures say, what the office adds, what was published of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belvedere.cockpit.enums import NoteStatus
from belvedere.cockpit.validators import validate_first_day
from belvedere.kit.scope import ScopedManager
from belvedere.territories.models import Destination


class MonthNote(models.Model):
    """A destination's note for a month. ``content``: sentences and figures as reckoned on ``reckoned_at``
    (``queries.notes.Content``); ``left_out``: keys of the sentences that the office does not keep."""

    destination = models.ForeignKey(Destination, models.CASCADE, related_name="notes", verbose_name=_("destination"))
    month = models.DateField(_("mois"), validators=[validate_first_day])
    status = models.CharField(_("état"), max_length=10, choices=NoteStatus, default=NoteStatus.DRAFT)
    content = models.JSONField(_("chiffres et phrases"), default=dict)
    reckoned_at = models.DateTimeField(_("chiffres du"))
    left_out = models.JSONField(_("phrases écartées"), default=list, blank=True)
    words = models.TextField(
        _("nos mots"), blank=True, default="", help_text=_("Ce que les chiffres ne disent pas. Une ligne vide sépare.")
    )

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("note du mois")
        verbose_name_plural = _("notes du mois")
        ordering = ["-month", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["destination", "month"], name="note_once_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="note_month_by_its_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.destination} – {self.month:%m/%Y}"


class NoteVersion(models.Model):
    """What was published, word for word and figure for figure; never rewritten."""

    note = models.ForeignKey(MonthNote, models.CASCADE, related_name="versions", verbose_name=_("note"))
    number = models.PositiveSmallIntegerField(_("version"))
    published_at = models.DateTimeField(_("publiée le"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    content = models.JSONField(_("contenu"), default=dict)
    reason = models.CharField(_("ce qui change"), max_length=200, blank=True, default="")

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("version publiée")
        verbose_name_plural = _("versions publiées")
        ordering = ["note", "-number"]
        constraints = [models.UniqueConstraint(fields=["note", "number"], name="note_version_once")]

    def __str__(self) -> str:
        return f"{self.note} ({self.number})"
