"""Who is in the file, and what each one lived with us."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belvedere.contacts.enums import ActKind, Source
from belvedere.kit.scope import ScopedManager
from belvedere.territories.enums import Country, Language
from belvedere.territories.models import Destination

#: Nobody was born before, for birth years.
OLDEST = 1900


class PersonQuerySet(models.QuerySet["Person"]):
    def present(self) -> "PersonQuerySet":
        """In the file: neither merged into somebody else nor erased."""
        return self.filter(merged_into=None, erased_at=None)


class Person(models.Model):
    """A visitor or a prospect of one destination. ``email`` and ``phone`` are kept as ``validators`` normalise them.

    A merged person stays, empty of acts and consents, so that the merge can be undone. An erased one stays without a
    word of who it was, so that every count remains.
    """

    destination = models.ForeignKey(Destination, models.PROTECT, related_name="+", verbose_name=_("destination"))
    #: What a person's own addresses are signed from; drawn again on erasure, so that the old ones die.
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    first_name = models.CharField(_("prénom"), max_length=80, blank=True, default="")
    last_name = models.CharField(_("nom"), max_length=80, blank=True, default="")
    email = models.EmailField(_("adresse électronique"), blank=True, default="")
    phone = models.CharField(_("téléphone"), max_length=16, blank=True, default="")
    postcode = models.CharField(_("code postal"), max_length=10, blank=True, default="")
    country = models.CharField(_("pays"), max_length=2, choices=Country, blank=True, default="")
    language = models.CharField(_("langue"), max_length=2, choices=Language, blank=True, default="")
    birth_year = models.PositiveSmallIntegerField(_("année de naissance"), null=True, blank=True)
    source = models.CharField(_("venue par"), max_length=6, choices=Source)
    created_at = models.DateTimeField(_("au fichier depuis le"))
    updated_at = models.DateTimeField(_("fiche changée le"))
    last_own_act_at = models.DateTimeField(_("dernière action de la personne"))
    warned_at = models.DateTimeField(_("prévenue de l’effacement le"), null=True, blank=True)
    erased_at = models.DateTimeField(_("effacée le"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="absorbed", verbose_name=_("fusionnée avec")
    )

    objects = ScopedManager()
    everything = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        ordering = ["last_name", "first_name", "id"]
        indexes = [
            models.Index(fields=["destination", "last_name", "first_name"]),
            models.Index(fields=["destination", "created_at"]),
            models.Index(fields=["last_own_act_at"]),
            models.Index(fields=["email"], condition=~Q(email=""), name="person_email"),
            models.Index(fields=["phone"], condition=~Q(phone=""), name="person_phone"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["destination", "email"], condition=Q(merged_into=None) & ~Q(email=""), name="person_email_once"
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="person_merged_into_another"),
            models.CheckConstraint(
                condition=Q(birth_year=None) | Q(birth_year__gte=OLDEST), name="person_born_within_a_life"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(first_name="", last_name="", email="", phone="", birth_year=None),
                name="person_erased_is_nobody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email or self.phone or str(_("Personne sans nom"))


class Act(models.Model):
    """One line of a timeline. ``room`` and ``reference`` say where it comes from: the same reference is told once.

    ``own``: the person did it herself; opening a mail does not count, and neither does what we do.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="acts", verbose_name=_("personne"))
    kind = models.CharField(_("ce qui s’est passé"), max_length=12, choices=ActKind)
    room = models.CharField(_("salle"), max_length=20)
    reference = models.CharField(_("référence"), max_length=80, blank=True, default="")
    label = models.CharField(_("en une phrase"), max_length=200, blank=True, default="")
    at = models.DateTimeField(_("le"))
    own = models.BooleanField(_("de son propre fait"))

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("ligne de parcours")
        verbose_name_plural = _("lignes de parcours")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["person", "at"]), models.Index(fields=["kind", "at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "room", "reference"], condition=~Q(reference=""), name="act_told_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.at:%d/%m/%Y}"
