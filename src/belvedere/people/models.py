"""Accounts, organisations, memberships and roles."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belvedere.kit.scope import ScopedManager
from belvedere.territories.models import Commune, Destination

from .enums import OrganisationKind, RoleKind


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Account":
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "Account":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class ScopedAccountManager(ScopedManager, AccountManager):
    """In the office, only the accounts that the person looking may see."""


class Account(AbstractBaseUser, PermissionsMixin):
    """Someone who signs in, known by a mail address."""

    email = models.EmailField(_("adresse électronique"), unique=True)
    first_name = models.CharField(_("prénom"), max_length=80, blank=True, default="")
    last_name = models.CharField(_("nom"), max_length=80, blank=True, default="")
    is_active = models.BooleanField(_("actif"), default=True)
    is_staff = models.BooleanField(_("technicien"), default=False)
    joined_at = models.DateTimeField(_("inscrit le"), default=timezone.now)

    objects = ScopedAccountManager()
    everything = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name or self.email


class Organisation(models.Model):
    """A structure of the destination's life: the office itself, a provider, a buyer…"""

    kind = models.CharField(_("sorte"), max_length=12, choices=OrganisationKind)
    name = models.CharField(_("nom"), max_length=200)
    destination = models.ForeignKey(
        Destination,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("destination de rattachement"),
    )
    commune = models.ForeignKey(Commune, models.SET_NULL, null=True, blank=True, related_name="+")
    siret = models.CharField(_("SIRET"), max_length=14, blank=True, default="")
    email = models.EmailField(_("adresse électronique"), blank=True, default="")
    phone = models.CharField(_("téléphone"), max_length=40, blank=True, default="")
    website = models.URLField(_("site"), blank=True, default="")
    accounts = models.ManyToManyField(Account, through="Membership", related_name="organisations")

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("structure")
        verbose_name_plural = _("structures")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person in an organisation."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="memberships", verbose_name=_("compte"))
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships", verbose_name=_("structure")
    )
    function = models.CharField(_("fonction"), max_length=120, blank=True, default="")

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("appartenance")
        verbose_name_plural = _("appartenances")
        constraints = [models.UniqueConstraint(fields=["account", "organisation"], name="member_once")]

    def __str__(self) -> str:
        return f"{self.account} – {self.organisation}"


class Role(models.Model):
    """What an account may do in a destination and below it."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="roles", verbose_name=_("compte"))
    destination = models.ForeignKey(Destination, models.CASCADE, related_name="roles", verbose_name=_("destination"))
    kind = models.CharField(_("rôle"), max_length=10, choices=RoleKind)

    objects = ScopedManager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("rôle")
        verbose_name_plural = _("rôles")
        constraints = [models.UniqueConstraint(fields=["account", "destination"], name="one_role_a_destination")]

    def __str__(self) -> str:
        return f"{self.account} : {self.get_kind_display()} ({self.destination})"
