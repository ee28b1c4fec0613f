"""Versions of the plan, never overwritten, and their meetings."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from belvedere.kit.scope import ScopedManager
from belvedere.meetings.enums import MeetingState, PlanStatus

from .edition import Edition
from .participant import Participant


class PlanVersion(models.Model):
    """A whole timetable with its proof. ``unmet`` is ``{"reasons": [sentence], "pairs": [[a, b, reason number]]}``
    with numbers of participants, ``lunch`` the wave of each, ``levels`` the engine's objectives, ``certificate`` the
    prices that prove the bound, ``compared`` the engine's figures of this plan and of two usual ways of filling a day
    (``ours``, ``score``, ``given``)."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="plans", verbose_name=_("édition"))
    number = models.PositiveSmallIntegerField(_("version"))
    origin = models.CharField(_("d’où elle vient"), max_length=200)
    digest = models.CharField(_("empreinte des données"), max_length=64)
    seed = models.PositiveIntegerField(_("graine"), default=0)
    status = models.CharField(_("preuve"), max_length=10, choices=PlanStatus)
    value = models.FloatField(_("valeur"))
    bound = models.FloatField(_("borne"))
    gap = models.FloatField(_("écart"))
    count = models.PositiveIntegerField(_("rencontres"))
    served = models.PositiveIntegerField(_("prestataires servis"))
    repairs = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("version réparée")
    )
    changed = models.PositiveIntegerField(_("rencontres changées"), default=0)
    levels = models.JSONField(default=list)
    unmet = models.JSONField(default=dict)
    lunch = models.JSONField(default=dict)
    certificate = models.JSONField(default=dict)
    compared = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("calculée le"))
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True)
    is_current = models.BooleanField(_("en vigueur"), default=False)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("version du plan")
        verbose_name_plural = _("versions du plan")
        ordering = ["edition", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="plan_numbered_once"),
            models.UniqueConstraint(fields=["edition"], condition=models.Q(is_current=True), name="one_current_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.edition} – {self.number}"


class Meeting(models.Model):
    """A cell of a plan. Tables are numbered from 0, as the engine does."""

    plan = models.ForeignKey(PlanVersion, models.CASCADE, related_name="meetings", verbose_name=_("version du plan"))
    seller = models.ForeignKey(Participant, models.CASCADE, related_name="+", verbose_name=_("prestataire"))
    buyer = models.ForeignKey(Participant, models.CASCADE, related_name="+", verbose_name=_("acheteur"))
    slot = models.PositiveSmallIntegerField(_("créneau"))
    table = models.PositiveSmallIntegerField(_("table"), null=True, blank=True)
    room = models.CharField(_("salle"), max_length=80, blank=True, default="")
    state = models.CharField(_("état"), max_length=8, choices=MeetingState, default=MeetingState.PLANNED)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("rencontre")
        verbose_name_plural = _("rencontres")
        ordering = ["slot", "table", "id"]
        constraints = [models.UniqueConstraint(fields=["plan", "seller", "buyer"], name="meeting_once")]

    def __str__(self) -> str:
        return f"{self.seller} – {self.buyer}"
