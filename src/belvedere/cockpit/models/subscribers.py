"""Who receives the note: an address that has said yes twice, and nothing else about anybody."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from belvedere.kit.scope import ScopedManager
from belvedere.territories.models import Destination

from .notes import MonthNote


class Subscriber(models.Model):
    """An address and when it said yes. ``token`` opens its two pages (confirm, leave) without an account."""

    destination = models.ForeignKey(
        Destination, models.CASCADE, related_name="subscribers", verbose_name=_("destination")
    )
    email = models.EmailField(_("adresse"))
    token = models.CharField(max_length=43, unique=True)
    language = models.CharField(_("langue"), max_length=5, default="fr")
    asked_at = models.DateTimeField(_("demandé le"))
    confirmed_at = models.DateTimeField(_("confirmé le"), null=True, blank=True)
    last_sent_at = models.DateTimeField(_("dernier envoi"), null=True, blank=True)

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("abonnement à la note")
        verbose_name_plural = _("abonnements à la note")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint("destination", Lower("email"), name="subscriber_once_a_destination"),
            models.CheckConstraint(condition=~Q(token=""), name="subscriber_has_a_token"),
        ]

    def __str__(self) -> str:
        return self.email


class NoteLetter(models.Model):
    """That a note goes to a subscriber: being written here is what keeps anybody from getting it twice."""

    note = models.ForeignKey(MonthNote, models.CASCADE, related_name="letters", verbose_name=_("note"))
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="letters", verbose_name=_("abonnement"))
    asked_at = models.DateTimeField(_("demandé le"))
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)
    failure = models.CharField(_("échec"), max_length=200, blank=True, default="")

    objects = ScopedManager()
    everything = models.QuerySet.as_manager()

    class Meta:
        verbose_name = _("envoi de la note")
        verbose_name_plural = _("envois de la note")
        ordering = ["-asked_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["note", "subscriber"], name="note_letter_once")]

    def __str__(self) -> str:
        return f"{self.note} – {self.subscriber}"
