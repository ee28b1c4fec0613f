"""Reads for the professionals' space and for the office."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from belvedere.kit.prepared import Prepared

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


_account = Prepared(lambda key: Account.everything.filter(pk=key))
_doors = Prepared(
    lambda key: (
        Permission.objects.filter(
            Q(pk__in=Account.user_permissions.through.objects.filter(account=key).values("permission"))
            | Q(group__in=Account.groups.through.objects.filter(account=key).values("group"))
        )
        .order_by()
        .distinct()
        .values_list("content_type__app_label", "codename")
    )
)


def account_of(key: int) -> Account | None:
    return next(iter(_account(key)), None)


def doors_of(account: Account) -> set[str]:
    """Permissions of an account and of its groups, as Django names them. One query."""
    return {f"{app}.{codename}" for app, codename in _doors.rows(account.pk)}


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
