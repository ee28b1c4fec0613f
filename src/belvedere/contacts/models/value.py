"""Money spent to win people or to have them come back, and what the engine made of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belvedere.contacts.enums import ExpensePurpose
from belvedere.kit.scope import ScopedManager
from belvedere.territories.models import Destination

from .letters import Mailing


class Expense(models.Model):
    """One cost line: who was paid, for what, when. ``amount`` in cents without VAT; from ``start`` to ``end`` is when
    it was seen, not when it was paid. ``room`` and ``reference`` name what another room tells of: told once."""

    destination = models.ForeignKey(Destination, models.PROTECT, related_name="+", verbose_name=_("destination"))
    name = models.CharField(_("quoi"), max_length=120)
    purpose = models.CharField(_("pour"), max_length=11, choices=ExpensePurpose)
    amount = models.PositiveBigIntegerField(_("montant hors taxes (€)"))
    start = models.DateField(_("du"))
    end = models.DateField(_("au"))
    supplier = models.CharField(_("payé à"), max_length=120, blank=True, default="")
    source = models.CharField(
        _("d’où vient le chiffre"), max_length=120, help_text=_("Facture, mandat, heures comptées…")
    )
    mailing = models.ForeignKey(
        Mailing,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="expenses",
        verbose_name=_("envoi groupé"),
        help_text=_("Seules comptent alors les personnes à qui il est parti."),
    )
    room = models.CharField(max_length=20, blank=True, default="", editable=False)
    reference = models.CharField(max_length=80, blank=True, default="", editable=False)
    noted_at = models.DateTimeField(_("noté le"))

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("dépense de relation")
        verbose_name_plural = _("dépenses de relation")
        ordering = ["-start", "-id"]
        indexes = [models.Index(fields=["destination", "start"])]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="expense_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["destination", "room", "reference"], condition=~Q(reference=""), name="expense_told_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_amount_display(self) -> float:
        """Euros: what sheets and exports show."""
        return self.amount / 100


class ValueRun(models.Model):
    """One reckoning of a file's loyalty and value. ``answer`` is the engine's, empty until it is made; no person is in
    it, only counts. ``names``: segment keys → names as they were."""

    destination = models.ForeignKey(Destination, models.CASCADE, related_name="+", verbose_name=_("destination"))
    asked_at = models.DateTimeField(_("demandé le"))
    made_at = models.DateTimeField(_("calculé le"), null=True, blank=True)
    answer = models.JSONField(_("réponse"), default=dict, blank=True)
    names = models.JSONField(_("segments"), default=dict, blank=True)
    job = models.ForeignKey("kit.Job", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("calcul de fidélité et de valeur")
        verbose_name_plural = _("calculs de fidélité et de valeur")
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["destination", "asked_at"])]

    def __str__(self) -> str:
        return f"{self.destination} – {self.asked_at:%d/%m/%Y}"
