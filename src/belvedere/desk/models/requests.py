"""What is asked for, and where."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from belvedere.catalogue.models import Offer
from belvedere.desk.enums import Channel, Stay, Transport, Weather
from belvedere.desk.validators import check_ages, check_interests
from belvedere.kit.scope import ScopedManager
from belvedere.territories.enums import Country, Language
from belvedere.territories.models import Destination

MIDNIGHT = 24 * 60


class Counter(models.Model):
    """Where visitors are received: advice starts from it."""

    destination = models.ForeignKey(Destination, models.CASCADE, related_name="counters", verbose_name=_("destination"))
    name = models.CharField(_("nom"), max_length=120)
    lon = models.FloatField(_("longitude"), validators=[MinValueValidator(-180), MaxValueValidator(180)])
    lat = models.FloatField(_("latitude"), validators=[MinValueValidator(-90), MaxValueValidator(90)])

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("point d’accueil")
        verbose_name_plural = _("points d’accueil")
        ordering = ["destination", "name"]
        constraints = [
            models.UniqueConstraint(fields=["destination", "name"], name="counter_once"),
            models.CheckConstraint(
                condition=models.Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90), name="counter_on_earth"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DeskRequest(models.Model):
    """One contact. Only the channel is certain: an empty field is « not asked », never a default.

    ``uuid`` is made where the request was written down, so that a queue sent twice counts once. ``begin`` and ``end``
    are minutes from midnight of ``day``. ``budget`` is in whole euros for the whole party. No name, no address: who
    wants to be written to gives her mail elsewhere, with her consent.
    """

    uuid = models.UUIDField(unique=True, editable=False)
    destination = models.ForeignKey(Destination, models.PROTECT, related_name="+", verbose_name=_("destination"))
    counter = models.ForeignKey(
        Counter, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("point d’accueil")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("notée par")
    )
    recorded_at = models.DateTimeField(_("notée le"))
    channel = models.CharField(_("par où"), max_length=8, choices=Channel)
    language = models.CharField(_("langue"), max_length=2, choices=Language, blank=True, default="")

    adults = models.PositiveSmallIntegerField(
        _("adultes"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    children = models.JSONField(_("âges des enfants"), default=list, blank=True, validators=[check_ages])
    dog = models.BooleanField(_("chien"), default=False)
    wheelchair = models.BooleanField(_("fauteuil roulant"), default=False)
    pushchair = models.BooleanField(_("poussette"), default=False)

    origin = models.CharField(_("d’où"), max_length=80, blank=True, default="")
    country = models.CharField(_("pays"), max_length=2, choices=Country, blank=True, default="")
    postcode = models.CharField(_("code postal"), max_length=10, blank=True, default="")

    stay = models.CharField(_("séjour"), max_length=8, choices=Stay, blank=True, default="")
    nights = models.PositiveSmallIntegerField(
        _("nuits"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    transport = models.CharField(_("moyen de transport"), max_length=9, choices=Transport, blank=True, default="")
    day = models.DateField(_("pour quel jour"), null=True, blank=True)
    begin = models.PositiveSmallIntegerField(_("à partir de"), null=True, blank=True)
    end = models.PositiveSmallIntegerField(_("jusqu’à"), null=True, blank=True)
    budget = models.PositiveIntegerField(_("budget (€)"), null=True, blank=True)
    weather = models.CharField(_("temps souhaité"), max_length=4, choices=Weather, blank=True, default="")
    interests = models.JSONField(_("envies"), default=list, blank=True, validators=[check_interests])

    question = models.TextField(_("question"), blank=True, default="")
    unmet = models.BooleanField(_("sans réponse dans l’offre"), default=False)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("demande d’accueil")
        verbose_name_plural = _("demandes d’accueil")
        ordering = ["-recorded_at", "-id"]
        indexes = [models.Index(fields=["destination", "recorded_at"])]
        constraints = [
            models.CheckConstraint(condition=models.Q(channel__in=Channel.values), name="request_channel_known"),
            models.CheckConstraint(
                condition=models.Q(adults=None) | models.Q(adults__gte=1), name="request_adults_from_one"
            ),
            models.CheckConstraint(
                condition=models.Q(nights=None) | models.Q(stay=Stay.NIGHTS, nights__gte=1),
                name="request_nights_of_a_stay",
            ),
            models.CheckConstraint(
                condition=models.Q(end=None)
                | models.Q(end__lte=MIDNIGHT) & (models.Q(begin=None) | models.Q(end__gt=models.F("begin"))),
                name="request_ends_after_its_beginning",
            ),
            models.CheckConstraint(
                condition=models.Q(unmet=False) | ~models.Q(question=""), name="request_unmet_says_what"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} – {self.recorded_at:%d/%m/%Y %H:%M}"


class Recommendation(models.Model):
    """An offer that a counsellor recommended to one visitor; ``pinned``: it has its place in the trip."""

    request = models.ForeignKey(
        DeskRequest, models.CASCADE, related_name="recommendations", verbose_name=_("demande d’accueil")
    )
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="+", verbose_name=_("offre"))
    pinned = models.BooleanField(_("gardée"), default=True)
    at = models.DateTimeField(_("le"), db_index=True)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("recommandation")
        verbose_name_plural = _("recommandations")
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["request", "offer"], name="recommended_once")]

    def __str__(self) -> str:
        return f"{self.offer} ({self.request})"
