"""The trip composed for a visitor, and the sheet that she leaves with."""

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from belvedere.desk.enums import Pace, SheetLanguage, Transport
from belvedere.kit.scope import ScopedManager
from belvedere.territories.models import Destination

from .requests import MIDNIGHT, DeskRequest

DAYS_MOST = 7


def new_token() -> str:
    """The secret of a live page: short enough for a small QR code, long enough that nobody guesses one (96 bits)."""
    return secrets.token_urlsafe(12)


class TripSheet(models.Model):
    """A day or a stay. Nothing in it says who travels: its token is the only key.

    Hours are minutes from midnight, the same every day. Without an ``end`` one comes back to the start. JSON shapes:
    ``pins``: ``[{"offer", "day", "at"}]``, steps placed by hand; ``never``: numbers of offers taken out; ``plan``:
    ``{"days": [{"departs", "returns", "back", "steps": [{"offer", "arrives", "leaves", "travel", "wait", "rest"}]}],
    "score", "bound", "proved", "notes", "unmet"}``, as the engine gave it; ``proposals``: ``[{"key", "reasons",
    "plan"}]``, the different answers among which one is taken, until the trip changes; ``taken``: ``{"most", "seen"}``,
    how many steps the answer that was taken has, and the offers of the first answer, of which it was to be different.
    """

    request = models.OneToOneField(
        DeskRequest, models.CASCADE, related_name="trip", verbose_name=_("demande d’accueil")
    )
    destination = models.ForeignKey(Destination, models.PROTECT, related_name="+", verbose_name=_("destination"))
    token = models.CharField(max_length=24, unique=True, default=new_token, editable=False)
    language = models.CharField(
        _("langue de la fiche"), max_length=2, choices=SheetLanguage, default=SheetLanguage.FRENCH
    )

    start_label = models.CharField(_("départ"), max_length=120)
    start_lon = models.FloatField()
    start_lat = models.FloatField()
    end_label = models.CharField(_("arrivée"), max_length=120, blank=True, default="")
    end_lon = models.FloatField(null=True, blank=True)
    end_lat = models.FloatField(null=True, blank=True)
    first_day = models.DateField(_("premier jour"))
    days = models.PositiveSmallIntegerField(
        _("jours"), default=1, validators=[MinValueValidator(1), MaxValueValidator(DAYS_MOST)]
    )
    begin = models.PositiveSmallIntegerField(_("départ à"), default=9 * 60)
    end = models.PositiveSmallIntegerField(_("retour à"), default=19 * 60)
    transport = models.CharField(_("moyen de transport"), max_length=9, choices=Transport, default=Transport.CAR)
    lunch = models.BooleanField(_("déjeuner à table"), default=True)
    rest = models.BooleanField(_("pause dans l’après-midi"), default=False)
    budget = models.PositiveIntegerField(_("budget (€)"), null=True, blank=True)
    pace = models.CharField(_("allure"), max_length=5, choices=Pace, default=Pace.FULL)

    pins = models.JSONField(default=list, blank=True)
    never = models.JSONField(default=list, blank=True)
    plan = models.JSONField(default=dict, blank=True)
    proposals = models.JSONField(default=list, blank=True)
    taken = models.JSONField(default=dict, blank=True)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("faite par")
    )
    created_at = models.DateTimeField(_("faite le"))
    updated_at = models.DateTimeField(_("changée le"))
    printed = models.PositiveSmallIntegerField(_("fois imprimée"), default=0)
    sent = models.PositiveSmallIntegerField(_("fois envoyée"), default=0)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("fiche de séjour")
        verbose_name_plural = _("fiches de séjour")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days__gte=1, days__lte=DAYS_MOST), name="trip_of_one_to_seven_days"
            ),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("begin"), end__lte=MIDNIGHT), name="trip_returns_after_leaving"
            ),
            models.CheckConstraint(
                condition=models.Q(end_lon=None, end_lat=None) | models.Q(end_lon__isnull=False, end_lat__isnull=False),
                name="trip_end_is_a_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start_label} – {self.first_day:%d/%m/%Y}"
