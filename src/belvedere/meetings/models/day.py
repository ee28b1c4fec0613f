"""The day itself: who has come in, what went wrong and the versions that mend it, slots exchanged by agreement."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from belvedere.kit.scope import ScopedManager

from .edition import Edition
from .participant import Participant
from .plan import PlanVersion


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


class TableLoss(models.Model):
    """A table that cannot be used from a slot on. ``table`` counts from 0, as the engine does."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="lost_tables", verbose_name=_("édition"))
    table = models.PositiveSmallIntegerField(_("table"))
    from_slot = models.PositiveSmallIntegerField(_("à partir du créneau"))
    noted_at = models.DateTimeField(_("notée le"))

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("table perdue")
        verbose_name_plural = _("tables perdues")
        ordering = ["edition", "table"]
        constraints = [models.UniqueConstraint(fields=["edition", "table"], name="table_lost_once")]

    def __str__(self) -> str:
        return str(self.table + 1)


class Repair(models.Model):
    """Why a version answers an event of the day, and what more changes would buy: it is proposed until the version is
    published or the repair dropped. ``curve`` is ``[[changes, value, share set free]]``, empty until it has been
    worked out, and ``point`` its row that the version is."""

    plan = models.OneToOneField(PlanVersion, models.CASCADE, related_name="repair", verbose_name=_("version proposée"))
    frozen_before = models.PositiveSmallIntegerField(_("premier créneau que l’on peut changer"))
    fewest = models.PositiveIntegerField(_("changements inévitables"))
    bound = models.FloatField(_("valeur que rien ne dépasse"))
    curve = models.JSONField(_("valeur selon les changements"), default=list)
    point = models.PositiveSmallIntegerField(_("point de la courbe"), default=0)
    proposed_at = models.DateTimeField(_("proposée le"))
    dropped_at = models.DateTimeField(_("écartée le"), null=True, blank=True)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("réparation")
        verbose_name_plural = _("réparations")
        ordering = ["-proposed_at", "-id"]

    def __str__(self) -> str:
        return f"{self.plan}"


class Swap(models.Model):
    """``asker`` proposes to ``partner`` that they exchange their slots with ``host``, whom both meet."""

    asker = models.ForeignKey(Participant, models.CASCADE, related_name="swaps_asked", verbose_name=_("qui demande"))
    partner = models.ForeignKey(Participant, models.CASCADE, related_name="swaps_heard", verbose_name=_("à qui"))
    host = models.ForeignKey(Participant, models.CASCADE, related_name="+", verbose_name=_("chez qui"))
    asked_at = models.DateTimeField(_("demandé le"))
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    agreed = models.BooleanField(_("accepté"), default=False)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("échange de créneaux")
        verbose_name_plural = _("échanges de créneaux")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["asker", "partner", "host"], condition=models.Q(answered_at=None), name="swap_asked_once"
            ),
            models.CheckConstraint(condition=~models.Q(asker=models.F("partner")), name="swap_with_another"),
        ]

    def __str__(self) -> str:
        return f"{self.asker} ↔ {self.partner}"
