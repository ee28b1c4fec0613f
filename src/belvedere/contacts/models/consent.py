"""What people consented to: the texts shown, the ledger, and the sign-ups that wait for their confirmation."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belvedere.contacts.enums import Channel, Proof, Purpose
from belvedere.kit.scope import ScopedManager
from belvedere.territories.enums import Language
from belvedere.territories.models import Destination

from .people import Person


class Wording(models.Model):
    """The sentence beside the box, in one language. Never rewritten once shown: a change is a new version.

    Without a destination it is the house's own, used by those that have written none.
    """

    destination = models.ForeignKey(
        Destination, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("destination")
    )
    purpose = models.CharField(_("pour quoi"), max_length=8, choices=Purpose)
    language = models.CharField(_("langue"), max_length=2, choices=Language, default=Language.FRENCH)
    version = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("texte montré"))
    since = models.DateTimeField(_("en usage depuis le"))

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("texte de consentement")
        verbose_name_plural = _("textes de consentement")
        ordering = ["purpose", "language", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["destination", "purpose", "language", "version"], name="wording_version_once"
            ),
            models.UniqueConstraint(
                fields=["purpose", "language", "version"],
                condition=Q(destination=None),
                name="house_wording_version_once",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="wording_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.language}, {self.version})"


class Consent(models.Model):
    """One line of the ledger, never changed nor removed. ``in_force`` marks the last line of each purpose and channel:
    it is an index of the ledger, kept by ``actions.consents`` alone.

    ``reference`` is where the proof is found: a form, a confirmation's fingerprint, a file and its line. No address of
    a machine is kept.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents", verbose_name=_("personne"))
    purpose = models.CharField(_("pour quoi"), max_length=8, choices=Purpose)
    channel = models.CharField(_("par où"), max_length=5, choices=Channel)
    given = models.BooleanField(_("donné"))
    wording = models.ForeignKey(
        Wording, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("texte montré")
    )
    proof = models.CharField(_("preuve"), max_length=8, choices=Proof)
    reference = models.CharField(_("où la trouver"), max_length=200, blank=True, default="")
    at = models.DateTimeField(_("le"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("noté par")
    )
    in_force = models.BooleanField(_("en vigueur"), default=True, editable=False)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("consentement")
        verbose_name_plural = _("consentements")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(
                fields=["purpose", "channel", "person"], condition=Q(in_force=True, given=True), name="consent_standing"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose", "channel"], condition=Q(in_force=True), name="consent_in_force_once"
            ),
            models.CheckConstraint(
                condition=Q(given=False) | Q(wording__isnull=False) | ~Q(reference=""),
                name="consent_given_shows_its_proof",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.get_channel_display()}"


class OptIn(models.Model):
    """Somebody left an address on the site: nobody is in the file before the confirmation, and the row is removed when
    it does not come. The link mailed is signed from ``key``; ``number`` is shown to whoever signed up, and asked of
    whoever opens the link in another browser."""

    destination = models.ForeignKey(Destination, models.CASCADE, related_name="+", verbose_name=_("destination"))
    email = models.EmailField(_("adresse électronique"))
    first_name = models.CharField(_("prénom"), max_length=80, blank=True, default="")
    postcode = models.CharField(_("code postal"), max_length=10, blank=True, default="")
    language = models.CharField(_("langue"), max_length=2, choices=Language, default=Language.FRENCH)
    wordings = models.ManyToManyField(Wording, related_name="+", verbose_name=_("textes montrés"))
    arrives_on = models.DateField(_("vient le"), null=True, blank=True)
    form = models.CharField(_("formulaire"), max_length=80)
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=3, editable=False)
    misses = models.PositiveSmallIntegerField(_("essais manqués"), default=0)
    asked_at = models.DateTimeField(_("demandée le"))

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("inscription à confirmer")
        verbose_name_plural = _("inscriptions à confirmer")
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["asked_at"])]

    def __str__(self) -> str:
        return f"{self.email} – {self.asked_at:%d/%m/%Y}"
