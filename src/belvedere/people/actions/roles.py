"""Roles in destinations, and the groups that let them through Wagtail's doors."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from belvedere.kit import journal
from belvedere.people import access
from belvedere.people.enums import RoleKind
from belvedere.people.models import Account, Role
from belvedere.territories.models import Destination

#: What a kind of role does with the pictures and documents of its destination.
MEDIA = {
    RoleKind.READER: ("choose",),
    RoleKind.EDITOR: ("choose", "add", "change"),
    RoleKind.MANAGER: ("choose", "add", "change"),
}


#: What it does with the pages of its destination.
PAGES = {
    RoleKind.READER: (),
    RoleKind.EDITOR: ("add", "change", "publish"),
    RoleKind.MANAGER: ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
}
#: Wagtail has no right to look at pages: any of its rights opens the tree. The door of this one is kept by the shell.
LOOKING = "unlock"


class Refused(Exception):
    """The role cannot be given or taken back; the message says why."""


@transaction.atomic
def grant_role(*, account: Account, destination: Destination, kind: str, by: Any, now: datetime) -> Role:
    """Gives a role, or changes the one held there. ``by`` must manage the destination; None is the machine."""
    _check(by, destination)
    role, _created = Role.everything.update_or_create(account=account, destination=destination, defaults={"kind": kind})
    _follow(account)
    journal.record("grant_role", role, by=by, now=now, account=account.pk, destination=destination.pk, kind=kind)
    return role


@transaction.atomic
def revoke_role(*, role: Role, by: Any, now: datetime) -> None:
    """Takes a role back; whoever holds none no longer enters the office."""
    _check(by, role.destination)
    journal.record("revoke_role", role, by=by, now=now, account=role.account_id, destination=role.destination_id)
    account = role.account
    role.delete()
    _follow(account)


def _check(by: Any, destination: Destination) -> None:
    if by is not None and not access.can_manage(by, destination):
        raise Refused(_("Vous n’êtes pas responsable de %s.") % destination)


def _follow(account: Account) -> None:
    """The groups of an account are those of its roles, no more."""
    groups = []
    for role in Role.everything.filter(account=account).select_related("destination"):
        groups += [group_of_kind(role.kind), group_of_destination(role.destination, role.kind)]
    account.groups.set(groups)


@transaction.atomic
def renew_groups() -> None:
    """Gives the groups the permissions that the code of the day wants: a new room brings doors of its own."""
    for kind in RoleKind:
        group_of_kind(kind)


def group_of_kind(kind: str) -> Group:
    """Everybody who holds this kind of role somewhere, with its permissions brought up to date."""
    group, _created = Group.objects.get_or_create(name=str(RoleKind(kind).label).capitalize())
    group.permissions.set(_permissions(kind))
    return group


def _permissions(kind: str) -> list[Permission]:
    wanted = {("wagtailadmin", "access_admin")}
    for model, actions in access.permissions_of(kind).items():
        wanted |= {(model._meta.app_label, f"{action}_{model._meta.model_name}") for action in actions}
    found = Permission.objects.filter(codename__in=[name for _, name in wanted]).select_related("content_type")
    return [permission for permission in found if (permission.content_type.app_label, permission.codename) in wanted]


def group_of_destination(destination: Destination, kind: str) -> Group:
    """Holders of this kind of role in this destination: their doors to its pictures, documents and pages. Pages of the
    destinations below are looked at, no more."""
    group, _created = Group.objects.get_or_create(name=f"{destination.slug} : {RoleKind(kind).label}")
    models = (get_image_model(), get_document_model()) if destination.collection_id else ()
    names = [f"{action}_{model._meta.model_name}" for model in models for action in MEDIA[RoleKind(kind)]]
    labels = [model._meta.app_label for model in models]
    for permission in Permission.objects.filter(codename__in=names, content_type__app_label__in=labels):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection_id=destination.collection_id, permission=permission
        )
    if destination.page_root is not None:
        wanted = [(destination.page_root.get_parent(), LOOKING)]
        wanted += [(destination.page_root, action) for action in PAGES[RoleKind(kind)]]
        for page, action in wanted:
            permission = Permission.objects.get(codename=f"{action}_page", content_type__app_label="wagtailcore")
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
    return group
