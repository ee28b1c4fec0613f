"""Journeys along the tourist's commercial itinerary, and where each person stands in them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belvedere.contacts.enums import ActKind, JourneyStatus, Purpose, Stage, Trigger, WalkEnd
from belvedere.kit.scope import ScopedManager
from belvedere.shell.fields import BlocksField
from belvedere.territories.models import Destination

from .blocks import StepsBlock
from .people import Person


class Journey(models.Model):
    """What is sent to whom something happens, and in what order.

    ``trigger`` is read with ``act_kind`` (an act, a stay), ``given`` (a consent), ``segment``, or ``days``: of
    silence, or from the stay (negative: before it). Walked once by each person, unless ``again_after`` days have passed
    since she entered. Stopped early by any act of ``stop_on``.
    """

    destination = models.ForeignKey(Destination, models.PROTECT, related_name="+", verbose_name=_("destination"))
    name = models.CharField(_("nom"), max_length=120)
    stage = models.CharField(_("moment"), max_length=5, choices=Stage)
    status = models.CharField(_("état"), max_length=6, choices=JourneyStatus, default=JourneyStatus.DRAFT)
    trigger = models.CharField(_("commence quand"), max_length=7, choices=Trigger)
    act_kind = models.CharField(_("quoi"), max_length=12, choices=ActKind, blank=True, default="")
    given = models.CharField(_("consentement"), max_length=8, choices=Purpose, blank=True, default="")
    segment = models.ForeignKey(
        "contacts.Segment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("segment")
    )
    days = models.SmallIntegerField(_("jours"), default=0, help_text=_("Négatif\N{NO-BREAK SPACE}: avant le séjour."))
    stop_on = models.JSONField(_("s’arrête si"), default=list, blank=True)
    again_after = models.PositiveSmallIntegerField(
        _("recommence au plus tôt après (jours)"), null=True, blank=True, help_text=_("Vide : une fois dans une vie.")
    )
    steps = BlocksField(StepsBlock(min_num=1), verbose_name=_("étapes"), default=list)
    opened_at = models.DateTimeField(_("en marche depuis le"), null=True, blank=True)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("parcours")
        verbose_name_plural = _("parcours")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="open") | Q(opened_at__isnull=False), name="journey_open_since_when"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Walk(models.Model):
    """One person along one journey. ``occurrence`` names what made her enter: the same one makes her enter once.

    ``step`` is the key of where she is, since ``since``; ``due_at`` is when to look again.
    """

    journey = models.ForeignKey(
        Journey, models.CASCADE, related_name="walks", db_index=False, verbose_name=_("parcours")
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="walks", verbose_name=_("personne"))
    occurrence = models.CharField(_("entrée par"), max_length=60)
    step = models.CharField(_("étape"), max_length=36, blank=True, default="")
    started_at = models.DateTimeField(_("entrée le"))
    since = models.DateTimeField(_("à cette étape depuis le"))
    due_at = models.DateTimeField(_("à revoir le"), null=True, blank=True)
    ended_at = models.DateTimeField(_("fini le"), null=True, blank=True)
    ended = models.CharField(_("fin"), max_length=9, choices=WalkEnd, blank=True, default="")

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("marche")
        verbose_name_plural = _("marches")
        ordering = ["-started_at", "-id"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(ended=""), name="walk_under_way"),
            models.Index(fields=["journey", "step"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["journey", "person", "occurrence"], name="entered_once_by_each_cause"),
            models.CheckConstraint(
                condition=Q(ended="", ended_at=None, due_at__isnull=False) | (~Q(ended="") & Q(ended_at__isnull=False)),
                name="walk_goes_on_or_is_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.journey}"


class Passage(models.Model):
    """A step that a walk has left behind: once, whatever happens to the worker."""

    walk = models.ForeignKey(Walk, models.CASCADE, related_name="passages", verbose_name=_("marche"))
    step = models.CharField(_("étape"), max_length=36)
    outcome = models.CharField(_("issue"), max_length=6)
    at = models.DateTimeField(_("le"))

    class Meta:
        verbose_name = _("étape franchie")
        verbose_name_plural = _("étapes franchies")
        constraints = [models.UniqueConstraint(fields=["walk", "step"], name="step_passed_once")]
        indexes = [models.Index(fields=["step", "outcome"])]

    def __str__(self) -> str:
        return f"{self.walk_id} : {self.step}"
