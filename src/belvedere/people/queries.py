"""Reads for the professionals' space and for the office."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from . import access
from .models import Account, Membership, Organisation

KINDS = {
    Authenticator.Type.WEBAUTHN: _("Clé d’accès"),
    Authenticator.Type.TOTP: _("Application de codes"),
    Authenticator.Type.RECOVERY_CODES: _("Codes de secours"),
}


@dataclass(frozen=True)
class Key:
    """A way to prove who one is, beside the password."""

    kind: str
    name: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True)
class Sheet:
    """An organisation as its members see it."""

    organisation: Organisation
    colleagues: tuple[Account, ...]


def sheets_of(user: Any) -> list[Sheet]:
    """Organisations of somebody, with who else belongs to them. Two queries."""
    mine = list(access.organisations_of(user).select_related("destination", "commune"))
    others = Membership.everything.filter(organisation__in=mine).exclude(account=user).select_related("account")
    colleagues: dict[int, list[Account]] = {}
    for membership in others:
        colleagues.setdefault(membership.organisation_id, []).append(membership.account)
    return [Sheet(organisation, tuple(colleagues.get(organisation.pk, ()))) for organisation in mine]


def keys_of(user: Any) -> list[Key]:
    """Passkeys and codes of somebody, newest first."""
    rows: QuerySet[Authenticator] = Authenticator.objects.filter(user=user).order_by("-created_at")
    return [Key(str(KINDS[row.type]), str(row.data.get("name", "")), row.created_at, row.last_used_at) for row in rows]
