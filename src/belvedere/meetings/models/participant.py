"""Who comes, and who wants to meet whom."""

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from belvedere.kit.scope import ScopedManager
from belvedere.meetings.enums import Priority, Side
from belvedere.people.models import Organisation

from .edition import Edition


def new_token() -> str:
    """The secret of a personal address, long enough that nobody guesses one."""
    return secrets.token_urlsafe(24)


class Participant(models.Model):
    """Somebody who comes for an organisation, on one side of the table. ``available`` None is the whole day.

    ``offers`` is what one brings, ``seeks`` what one looks for, with the same keys, all optional: ``kinds`` and
    ``labels`` (keys of terms), ``capacity`` (people at once), ``months`` (1 to 12, when it is open or wanted), ``town``
    with its ``lon`` and ``lat``, and for what is sought ``km`` around it.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="participants", verbose_name=_("édition"))
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("structure")
    )
    side = models.CharField(_("côté"), max_length=6, choices=Side)
    name = models.CharField(_("nom"), max_length=200)
    about = models.CharField(_("en une phrase"), max_length=200, blank=True, default="")
    segment = models.CharField(_("famille"), max_length=60, blank=True, default="")
    contact = models.CharField(_("qui vient"), max_length=120, blank=True, default="")
    email = models.EmailField(_("adresse électronique"), blank=True, default="")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("compte")
    )
    available = models.JSONField(_("créneaux de présence"), null=True, blank=True)
    max_meetings = models.PositiveSmallIntegerField(_("rencontres au plus"), null=True, blank=True)
    min_meetings = models.PositiveSmallIntegerField(
        _("rencontres au moins"),
        null=True,
        blank=True,
        help_text=_("Vide\N{NO-BREAK SPACE}: une pour un prestataire, aucune pour un acheteur."),
    )
    seats = models.PositiveSmallIntegerField(
        _("rencontres à la fois"), default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    priority = models.PositiveSmallIntegerField(_("priorité"), choices=Priority, default=Priority.NORMAL)
    offers = models.JSONField(_("ce qu’il propose"), default=dict, blank=True)
    seeks = models.JSONField(_("ce qu’il cherche"), default=dict, blank=True)
    absent_at = models.DateTimeField(_("absence signalée le"), null=True, blank=True)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "side", "name"], name="participant_once"),
            models.CheckConstraint(condition=models.Q(seats__gte=1), name="participant_holds_one"),
            models.CheckConstraint(
                condition=models.Q(max_meetings=None) | models.Q(max_meetings__gte=models.F("min_meetings")),
                name="participant_minimum_within_maximum",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def least(self) -> int:
        """Meetings that the plan tries to give before anything else: one to every provider, unless said otherwise."""
        return int(self.side == Side.SELLER) if self.min_meetings is None else self.min_meetings


class Wish(models.Model):
    """``wisher`` wants to meet ``wanted``, the ``rank``-th (from 1), or refuses to (``veto``)."""

    wisher = models.ForeignKey(Participant, models.CASCADE, related_name="wishes", verbose_name=_("qui souhaite"))
    wanted = models.ForeignKey(
        Participant, models.CASCADE, related_name="wished_by", verbose_name=_("qui est souhaité")
    )
    rank = models.PositiveSmallIntegerField(_("rang"))
    veto = models.BooleanField(_("ne souhaite pas rencontrer"), default=False)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("souhait")
        verbose_name_plural = _("souhaits")
        ordering = ["wisher", "rank", "id"]
        constraints = [
            models.UniqueConstraint(fields=["wisher", "wanted"], name="wish_once"),
            models.CheckConstraint(condition=~models.Q(wisher=models.F("wanted")), name="wish_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.wisher} → {self.wanted}"
