"""Complaints and opening days: what the office answers for."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from belvedere.desk.enums import Channel, ComplaintState, Topic
from belvedere.kit.scope import ScopedManager
from belvedere.territories.models import Destination

from .requests import MIDNIGHT, Counter


class Complaint(models.Model):
    """Somebody was not satisfied. ``author`` is how to answer, and is erased once the answer has left."""

    destination = models.ForeignKey(Destination, models.PROTECT, related_name="+", verbose_name=_("destination"))
    topic = models.CharField(_("sujet"), max_length=8, choices=Topic)
    channel = models.CharField(_("par où"), max_length=8, choices=Channel)
    about = models.CharField(_("à propos de"), max_length=160, blank=True, default="")
    text = models.TextField(_("ce qui est dit"))
    author = models.CharField(_("à qui répondre"), max_length=160, blank=True, default="")
    received_on = models.DateField(_("reçue le"))
    acknowledge_by = models.DateField(_("accuser réception avant le"))
    answer_by = models.DateField(_("répondre avant le"))
    state = models.CharField(_("état"), max_length=12, choices=ComplaintState, default=ComplaintState.RECEIVED)
    acknowledged_on = models.DateField(_("accusé envoyé le"), null=True, blank=True)
    answered_on = models.DateField(_("réponse envoyée le"), null=True, blank=True)
    answer = models.TextField(_("réponse"), blank=True, default="")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("notée par")
    )

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("réclamation")
        verbose_name_plural = _("réclamations")
        ordering = ["answer_by", "id"]
        indexes = [models.Index(fields=["destination", "state", "answer_by"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer_by__gte=models.F("received_on"), acknowledge_by__gte=models.F("received_on")),
                name="complaint_due_after_received",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ComplaintState.ANSWERED) | ~models.Q(answered_on=None) & models.Q(author=""),
                name="complaint_answered_forgets_its_author",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()} – {self.received_on:%d/%m/%Y}"


class OpeningDay(models.Model):
    """A counter was open that day; minutes from midnight, breaks taken off."""

    counter = models.ForeignKey(Counter, models.CASCADE, related_name="days", verbose_name=_("point d’accueil"))
    day = models.DateField(_("jour"))
    minutes = models.PositiveSmallIntegerField(_("minutes d’ouverture"))

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("jour d’ouverture")
        verbose_name_plural = _("jours d’ouverture")
        ordering = ["-day", "counter"]
        constraints = [
            models.UniqueConstraint(fields=["counter", "day"], name="one_opening_a_day"),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1, minutes__lte=MIDNIGHT), name="opening_within_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.counter} – {self.day:%d/%m/%Y}"
