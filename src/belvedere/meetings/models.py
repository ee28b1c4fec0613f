"""Editions, participants, wishes, versions of the plan and their meetings."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belvedere.kit.scope import ScopedManager
from belvedere.people.models import Organisation
from belvedere.territories.models import Destination

from .enums import EditionStatus, MeetingState, PlanStatus, Priority, Side


def new_token() -> str:
    """The secret of a personal address, long enough that nobody guesses one."""
    return secrets.token_urlsafe(24)


class Edition(models.Model):
    """One day of meetings. Slots are counted from 0 and have all the same length."""

    destination = models.ForeignKey(Destination, models.PROTECT, related_name="editions", verbose_name=_("destination"))
    name = models.CharField(_("nom"), max_length=160)
    slug = models.SlugField(_("identifiant"), max_length=60, unique=True)
    place = models.CharField(_("lieu"), max_length=200, blank=True, default="")
    day = models.DateField(_("jour"))
    opens_at = models.DateTimeField(_("ouverture des souhaits"), null=True, blank=True)
    closes_at = models.DateTimeField(_("clôture des souhaits"), null=True, blank=True)
    first_start = models.TimeField(_("première rencontre à"))
    last_start = models.TimeField(_("dernière rencontre à"))
    slot_minutes = models.PositiveSmallIntegerField(
        _("durée d’une rencontre (minutes)"), default=15, validators=[MinValueValidator(3), MaxValueValidator(120)]
    )
    change_minutes = models.PositiveSmallIntegerField(
        _("changement de table (minutes)"), default=2, validators=[MaxValueValidator(60)]
    )
    lunch_waves = models.JSONField(_("vagues de déjeuner"), default=list, blank=True)
    tables = models.PositiveSmallIntegerField(_("nombre de tables"), null=True, blank=True)
    rooms = models.JSONField(_("salles"), default=list, blank=True)
    status = models.CharField(_("état"), max_length=10, choices=EditionStatus, default=EditionStatus.DRAFT)

    #: Last measure of what the day can hold: the engine's ``Capacity`` as a dictionary, and the ``digest`` of the data.
    capacity = models.JSONField(default=dict, blank=True, editable=False)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("édition")
        verbose_name_plural = _("éditions")
        ordering = ["-day", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_start__gte=models.F("first_start")), name="edition_ends_after_its_start"
            ),
            models.CheckConstraint(condition=models.Q(slot_minutes__gte=3), name="edition_slot_of_three_minutes"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def step(self) -> int:
        """Minutes from the start of a slot to the next one's."""
        return self.slot_minutes + self.change_minutes

    @property
    def first_minute(self) -> int:
        return self.first_start.hour * 60 + self.first_start.minute

    @property
    def slots(self) -> int:
        last = self.last_start.hour * 60 + self.last_start.minute
        return (last - self.first_minute) // self.step + 1

    def slots_between(self, first: int, last: int) -> list[int]:
        """Slots that begin at or after a minute of the day and end at or before another."""
        starts = [(t, self.first_minute + t * self.step) for t in range(self.slots)]
        return [t for t, start in starts if start >= first and start + self.slot_minutes <= last]

    def starts_at(self, slot: int) -> datetime:
        """When a slot begins, in the time of the house."""
        start = datetime.combine(self.day, self.first_start, tzinfo=timezone.get_default_timezone())
        return start + timedelta(minutes=slot * self.step)

    def ends_at(self, slot: int) -> datetime:
        return self.starts_at(slot) + timedelta(minutes=self.slot_minutes)

    def hour(self, slot: int) -> str:
        """« 9 h 17 », as the timetable prints it."""
        minute = self.first_minute + slot * self.step
        return f"{minute // 60}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{minute % 60:02d}"


class Participant(models.Model):
    """Somebody who comes for an organisation, on one side of the table. ``available`` None is the whole day."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="participants", verbose_name=_("édition"))
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("structure")
    )
    side = models.CharField(_("côté"), max_length=6, choices=Side)
    name = models.CharField(_("nom"), max_length=200)
    about = models.CharField(_("en une phrase"), max_length=200, blank=True, default="")
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


class PlanVersion(models.Model):
    """A whole timetable with its proof. ``unmet`` is ``{"reasons": [sentence], "pairs": [[a, b, reason number]]}``
    with numbers of participants, ``lunch`` the wave of each, ``levels`` the engine's objectives."""

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
