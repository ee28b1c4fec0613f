"""What is written to people, to whom at once, and each copy on its way."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belvedere.contacts.enums import Channel, MailingStatus, Purpose, ReturnKind, SendingState, Zone
from belvedere.kit.scope import ScopedManager
from belvedere.shell.fields import BlocksField
from belvedere.territories.enums import Language
from belvedere.territories.models import Destination

from .blocks import VersionsBlock
from .people import Person

#: Channels that a letter may leave by.
WRITTEN = [(Channel.MAIL.value, Channel.MAIL.label), (Channel.SMS.value, Channel.SMS.label)]


class SendingRules(models.Model):
    """How a destination writes. The caps of every destination above hold too; ``people`` of one address are counted
    together over the whole tree. Quiet hours are those of ``zone``."""

    destination = models.OneToOneField(Destination, models.CASCADE, related_name="+", verbose_name=_("destination"))
    sender = models.CharField(_("nom de l’expéditeur"), max_length=80, blank=True, default="")
    reply_to = models.EmailField(_("adresse des réponses"), blank=True, default="")
    postal_address = models.CharField(_("adresse postale, en pied de lettre"), max_length=200, blank=True, default="")
    zone = models.CharField(_("fuseau"), max_length=20, choices=Zone, default=Zone.PARIS)
    quiet_from = models.TimeField(_("pas d’envoi à partir de"), default="20:00")
    quiet_until = models.TimeField(_("jusqu’à"), default="09:00")
    week_cap = models.PositiveSmallIntegerField(_("lettres au plus en 7 jours"), default=2)
    month_cap = models.PositiveSmallIntegerField(_("lettres au plus en 30 jours"), default=5)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("règles d’envoi")
        verbose_name_plural = _("règles d’envoi")
        constraints = [
            models.CheckConstraint(condition=Q(week_cap__gte=1, month_cap__gte=1), name="sending_caps_let_one_through")
        ]

    def __str__(self) -> str:
        return str(self.destination)


class Letter(models.Model):
    """What is written, once a language. ``purpose`` is the consent without which it does not leave. A short message is
    a letter of ``channel`` SMS, of which only the words leave."""

    destination = models.ForeignKey(Destination, models.PROTECT, related_name="+", verbose_name=_("destination"))
    name = models.CharField(_("nom"), max_length=120, help_text=_("Pour s’y retrouver au bureau."))
    purpose = models.CharField(_("consentement demandé"), max_length=8, choices=Purpose, default=Purpose.NEWSLETTER)
    channel = models.CharField(_("part"), max_length=4, choices=WRITTEN, default=Channel.MAIL)
    versions = BlocksField(VersionsBlock(min_num=1), verbose_name=_("versions"), default=list)
    updated_at = models.DateTimeField(_("changée le"))

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("lettre")
        verbose_name_plural = _("lettres")
        ordering = ["-updated_at", "-id"]

    def __str__(self) -> str:
        return self.name


class Mailing(models.Model):
    """A letter to a segment, or to the whole file when there is none. ``tally``: what preparing found, by reason."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="mailings", verbose_name=_("lettre"))
    destination = models.ForeignKey(Destination, models.PROTECT, related_name="+", verbose_name=_("destination"))
    segment = models.ForeignKey(
        "contacts.Segment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("segment")
    )
    name = models.CharField(_("nom"), max_length=120)
    status = models.CharField(_("état"), max_length=10, choices=MailingStatus, default=MailingStatus.DRAFT)
    tally = models.JSONField(_("préparation"), default=dict, blank=True)
    job = models.ForeignKey("kit.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("créé le"))
    starts_at = models.DateTimeField(_("part le"), null=True, blank=True)
    done_at = models.DateTimeField(_("terminé le"), null=True, blank=True)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("envoi groupé")
        verbose_name_plural = _("envois groupés")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["status"])]

    def __str__(self) -> str:
        return self.name


class Sending(models.Model):
    """One copy of a letter for one person, of a mailing or of a walk along a journey: being here once is what keeps
    anybody from getting it twice.

    ``address_key`` is the fingerprint of the address: one address written to by several offices is counted together,
    and the count outlives the person's name. ``identifier`` is the copy's Message-ID, drawn once: whatever is tried
    again bears the same. ``claim`` names the worker that has it.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="sendings", verbose_name=_("personne"))
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="sendings", verbose_name=_("lettre"))
    destination = models.ForeignKey(Destination, models.PROTECT, related_name="+", db_index=False)
    mailing = models.ForeignKey(Mailing, models.CASCADE, null=True, blank=True, related_name="sendings", db_index=False)
    walk = models.ForeignKey(
        "contacts.Walk", models.CASCADE, null=True, blank=True, related_name="sendings", db_index=False
    )
    step = models.CharField(_("étape"), max_length=36, blank=True, default="")
    language = models.CharField(_("langue"), max_length=2, choices=Language)
    address_key = models.CharField(max_length=32, blank=True, default="", editable=False)
    identifier = models.CharField(_("identifiant du message"), max_length=32, unique=True, editable=False)
    provider_id = models.CharField(_("identifiant chez le prestataire"), max_length=200, blank=True, default="")
    state = models.CharField(_("état"), max_length=8, choices=SendingState, default=SendingState.WAITING)
    reason = models.CharField(_("raison"), max_length=200, blank=True, default="")
    not_before = models.DateTimeField(_("pas avant le"))
    expires_at = models.DateTimeField(_("plus après le"))
    claim = models.CharField(max_length=32, blank=True, default="", editable=False)
    tries = models.PositiveSmallIntegerField(_("essais"), default=0)
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)
    returned = models.CharField(_("retour"), max_length=9, choices=ReturnKind, blank=True, default="")
    returned_at = models.DateTimeField(_("revenu le"), null=True, blank=True)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("envoi")
        verbose_name_plural = _("envois")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "not_before"], condition=~Q(state="sent"), name="sending_under_way"),
            models.Index(fields=["address_key", "sent_at"]),
            models.Index(fields=["mailing", "state"]),
            models.Index(fields=["provider_id"], condition=~Q(provider_id=""), name="sending_provider"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "person"], condition=Q(mailing__isnull=False), name="mailing_once_a_person"
            ),
            models.UniqueConstraint(fields=["walk", "step"], condition=Q(walk__isnull=False), name="step_once_a_walk"),
            models.CheckConstraint(
                condition=Q(mailing__isnull=False, walk=None, step="")
                | (Q(mailing=None, walk__isnull=False) & ~Q(step="")),
                name="sending_comes_from_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sending_sent_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} → {self.person_id}"


class Click(models.Model):
    """A link of a letter that somebody who had consented to being measured followed; ``link`` is its rank."""

    sending = models.ForeignKey(Sending, models.CASCADE, related_name="clicks", verbose_name=_("envoi"))
    link = models.PositiveSmallIntegerField(_("lien"))
    at = models.DateTimeField(_("le"))

    class Meta:
        verbose_name = _("lien suivi")
        verbose_name_plural = _("liens suivis")
        constraints = [models.UniqueConstraint(fields=["sending", "link"], name="click_counted_once")]

    def __str__(self) -> str:
        return f"{self.sending_id} : {self.link}"


class Suspension(models.Model):
    """An address that is not written to any more, for everybody in the house: it is dead. Known by its fingerprint."""

    address_key = models.CharField(max_length=32, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="suspensions", verbose_name=_("personne"))
    code = models.CharField(_("code"), max_length=12, blank=True, default="")
    reason = models.CharField(_("raison"), max_length=200)
    at = models.DateTimeField(_("depuis le"))

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("adresse suspendue")
        verbose_name_plural = _("adresses suspendues")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.person} : {self.reason}"
