"""One day of meetings and its settings."""

from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belvedere.kit.scope import ScopedManager
from belvedere.meetings.enums import Aim, EditionStatus
from belvedere.territories.models import Destination


class Rhythm(models.Model):
    """How a day is cut: what a scenario may change. Waves and breaks are pairs of minutes of the day."""

    slot_minutes = models.PositiveSmallIntegerField(
        _("durée d’une rencontre (minutes)"), default=15, validators=[MinValueValidator(3), MaxValueValidator(120)]
    )
    change_minutes = models.PositiveSmallIntegerField(
        _("changement de table (minutes)"), default=2, validators=[MaxValueValidator(60)]
    )
    lunch_waves = models.JSONField(_("vagues de déjeuner"), default=list, blank=True)
    breaks = models.JSONField(_("pauses"), default=list, blank=True)
    tables = models.PositiveSmallIntegerField(_("nombre de tables"), null=True, blank=True)
    group_size = models.PositiveSmallIntegerField(
        _("prestataires à la fois chez un acheteur"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text=_("Un participant qui reçoit davantage à la fois garde son nombre."),
    )
    aim = models.CharField(_("ce que le plan cherche"), max_length=8, choices=Aim, default=Aim.FAIR)

    class Meta:
        abstract = True


#: What a scenario hands over to its edition when it is chosen.
RHYTHM = tuple(field.name for field in Rhythm._meta.local_fields)


class Edition(Rhythm):
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
    rooms = models.JSONField(_("salles"), default=list, blank=True)
    same_side = models.BooleanField(
        _("rencontres entre prestataires, et entre acheteurs"),
        default=False,
        help_text=_("Chacun peut alors souhaiter quelqu’un de son propre côté."),
    )
    segments = models.JSONField(_("familles de participants"), default=list, blank=True, editable=False)
    #: Pairs of names of ``segments`` that do not meet.
    barred = models.JSONField(_("familles qui ne se rencontrent pas"), default=list, blank=True, editable=False)
    call_until = models.DateTimeField(
        _("inscriptions jusqu’au"),
        null=True,
        blank=True,
        help_text=_("Vide\N{NO-BREAK SPACE}: le formulaire d’inscription n’est pas ouvert."),
    )
    call_text = models.TextField(_("texte de l’appel à participer"), blank=True, default="")
    reminders = models.JSONField(_("relances avant la clôture"), default=list, blank=True)
    status = models.CharField(_("état"), max_length=10, choices=EditionStatus, default=EditionStatus.DRAFT)

    #: Whose day it plays for practice: nobody is written to, and it can be watched faster than it runs.
    rehearsal_of = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, editable=False, related_name="rehearsals",
        verbose_name=_("répétition de"),
    )  # fmt: skip

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
