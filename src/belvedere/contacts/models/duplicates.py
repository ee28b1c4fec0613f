"""Persons who may be one, and merges that can be undone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from belvedere.contacts.enums import PairStatus
from belvedere.kit.scope import ScopedManager

from .people import Person


class PersonPair(models.Model):
    """Two persons of one file who resemble each other, with the reason; a person decides."""

    first = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("première personne"))
    second = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("seconde personne"))
    reason = models.CharField(_("raison"), max_length=200)
    score = models.PositiveSmallIntegerField(_("ressemblance (%)"))
    status = models.CharField(_("état"), max_length=10, choices=PairStatus, default=PairStatus.TO_REVIEW)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("doublon de personne")
        verbose_name_plural = _("doublons de personnes")
        ordering = ["-score", "id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="person_pair_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="person_pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"


class Merge(models.Model):
    """One person absorbed by another. ``filled`` is ``{field: [before, after]}`` of the one kept; ``moved`` is
    ``{"app.model.field": [keys]}``, the rows that went from the one absorbed to the one kept."""

    kept = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("personne gardée"))
    absorbed = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("personne absorbée"))
    filled = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    at = models.DateTimeField(_("le"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    undone_at = models.DateTimeField(_("défaite le"), null=True, blank=True)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("fusion")
        verbose_name_plural = _("fusions")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(kept=models.F("absorbed")), name="merge_of_two_people"),
            models.UniqueConstraint(
                fields=["absorbed"], condition=models.Q(undone_at=None), name="absorbed_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kept} – {self.at:%d/%m/%Y}"
