"""After the day: contacts exchanged, notes, deals, satisfaction, what it cost and what it brought."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from belvedere.kit.scope import ScopedManager
from belvedere.meetings.enums import DealKind

from .edition import Edition
from .participant import Participant

STARS = [MinValueValidator(1), MaxValueValidator(5)]


class ContactShare(models.Model):
    """``giver`` lets ``receiver`` have his address. Nothing is shown until both have."""

    giver = models.ForeignKey(Participant, models.CASCADE, related_name="given", verbose_name=_("qui donne"))
    receiver = models.ForeignKey(Participant, models.CASCADE, related_name="received", verbose_name=_("à qui"))
    at = models.DateTimeField(_("le"))

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("contact donné")
        verbose_name_plural = _("contacts donnés")
        ordering = ["-at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["giver", "receiver"], name="contact_given_once"),
            models.CheckConstraint(condition=~models.Q(giver=models.F("receiver")), name="contact_given_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver}"


class MeetingNote(models.Model):
    """What ``writer`` keeps of his meeting with ``about``: nobody else reads it, the office included."""

    writer = models.ForeignKey(Participant, models.CASCADE, related_name="notes", verbose_name=_("auteur"))
    about = models.ForeignKey(Participant, models.CASCADE, related_name="+", verbose_name=_("au sujet de"))
    rating = models.PositiveSmallIntegerField(_("intérêt de la rencontre"), null=True, blank=True, validators=STARS)
    text = models.TextField(_("notes"), blank=True, default="", max_length=4000)
    follow_up_on = models.DateField(_("à relancer le"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("rappelé le"), null=True, blank=True)
    done_at = models.DateTimeField(_("relance faite le"), null=True, blank=True)
    written_at = models.DateTimeField(_("écrit le"))

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("note de rencontre")
        verbose_name_plural = _("notes de rencontre")
        ordering = ["-written_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["writer", "about"], name="note_once"),
            models.CheckConstraint(
                condition=models.Q(rating=None) | models.Q(rating__range=(1, 5)), name="note_of_five_stars"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.writer} – {self.about}"


class Deal(models.Model):
    """What the two sides signed. ``amount`` is in cents; some kinds have none. ``confirmed_at`` is the other side's."""

    seller = models.ForeignKey(Participant, models.CASCADE, related_name="+", verbose_name=_("prestataire"))
    buyer = models.ForeignKey(Participant, models.CASCADE, related_name="+", verbose_name=_("acheteur"))
    kind = models.CharField(_("sorte d’accord"), max_length=12, choices=DealKind)
    amount = models.PositiveBigIntegerField(_("montant (centimes)"), null=True, blank=True)
    signed_on = models.DateField(_("signé le"))
    declared_by = models.ForeignKey(Participant, models.CASCADE, related_name="+", verbose_name=_("déclaré par"))
    confirmed_at = models.DateTimeField(_("confirmé le"), null=True, blank=True)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("accord")
        verbose_name_plural = _("accords")
        ordering = ["-signed_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["seller", "buyer", "kind"], name="deal_of_a_kind_once"),
            models.CheckConstraint(
                condition=models.Q(amount=None) | ~models.Q(kind__in=DealKind.without_amount()),
                name="deal_without_amount_has_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seller} – {self.buyer}"

    @property
    def euros(self) -> float | None:
        return None if self.amount is None else self.amount / 100


class Survey(models.Model):
    """Three questions, a wish to come back, a few words: one answer each. Words are read without their author."""

    participant = models.OneToOneField(
        Participant, models.CASCADE, related_name="survey", verbose_name=_("participant")
    )
    overall = models.PositiveSmallIntegerField(_("la journée dans son ensemble"), validators=STARS)
    right_people = models.PositiveSmallIntegerField(_("les personnes rencontrées"), validators=STARS)
    running = models.PositiveSmallIntegerField(_("l’organisation"), validators=STARS)
    again = models.BooleanField(_("reviendrait"))
    words = models.TextField(_("en quelques mots"), blank=True, default="", max_length=1000)
    answered_at = models.DateTimeField(_("répondu le"))

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("avis")
        verbose_name_plural = _("avis")
        ordering = ["-answered_at", "id"]

    def __str__(self) -> str:
        return f"{self.participant}"


class Cost(models.Model):
    """A line of what the edition cost. ``amount`` is in cents."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="costs", verbose_name=_("édition"))
    label = models.CharField(_("dépense"), max_length=120)
    amount = models.PositiveBigIntegerField(_("montant (centimes)"))

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("dépense")
        verbose_name_plural = _("dépenses")
        ordering = ["edition", "id"]
        constraints = [models.UniqueConstraint(fields=["edition", "label"], name="cost_once")]

    def __str__(self) -> str:
        return self.label


class Measure(models.Model):
    """The figures of an edition as they were closed: they stay when the people's own data is erased."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="measure", verbose_name=_("édition"))
    measured_at = models.DateTimeField(_("arrêté le"))
    figures = models.JSONField(_("chiffres"))

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("bilan")
        verbose_name_plural = _("bilans")
        ordering = ["-measured_at", "id"]

    def __str__(self) -> str:
        return f"{self.edition}"
