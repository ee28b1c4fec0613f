"""Who sees and does what. Rights follow the tree of destinations.

Seeing goes down the tree: a role in a destination shows everything below it. Managing (accounts, brands, perimeters)
goes down too, for managers. Editing content does not: an office edits what lies in its territory, what it owns and what
it was given; a wider destination edits what it owns and what it was given. Somebody without a role reaches only the
records of his or her own organisations, and never enters the office.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Q, QuerySet

from belvedere.kit import scope
from belvedere.territories import access as territories_access
from belvedere.territories import queries as territories
from belvedere.territories.enums import DestinationKind
from belvedere.territories.models import Area, Brand, Commune, Destination, Territory

from .enums import RoleKind
from .models import Account, Membership, Organisation, Role

EVERY_KIND = (RoleKind.READER, RoleKind.EDITOR, RoleKind.MANAGER)
WRITING = (RoleKind.EDITOR, RoleKind.MANAGER)
MANAGING = (RoleKind.MANAGER,)


#: Model of the office → kind of role → what it may do there ("view", "add", "change", "delete", "publish"…).
_office_rights: dict[type[Model], dict[str, tuple[str, ...]]] = {}


def office_rights(
    model: type[Model],
    *,
    reader: tuple[str, ...] = ("view",),
    editor: tuple[str, ...] = ("view",),
    manager: tuple[str, ...] = ("view",),
) -> None:
    """Declares what roles may do with a model in the office; each room does it in its ``access``. Which rows is said by
    the rules, not here."""
    _office_rights[model] = {RoleKind.READER: reader, RoleKind.EDITOR: editor, RoleKind.MANAGER: manager}


def permissions_of(kind: str) -> dict[type[Model], tuple[str, ...]]:
    """What a kind of role may do, by model of the office."""
    return {model: rights[kind] for model, rights in _office_rights.items()}


def visible_to(user: Any, model: type[Any]) -> "QuerySet[Any]":
    """Rows of one of the models of territories or people that ``user`` may see."""
    return scope.visible_to(user, model)


def held_by(user: Any, kinds: Iterable[str] = EVERY_KIND) -> "QuerySet[Destination]":
    """Destinations where ``user`` holds one of these roles in person, without what lies below; all for a technician."""
    if not user.is_active:
        return Destination.everything.none()
    if user.is_superuser:
        return Destination.everything.all()
    roles = Role.everything.filter(account_id=user.pk, kind__in=list(kinds))
    return Destination.everything.filter(pk__in=roles.values("destination"))


def destinations_of(user: Any, kinds: Iterable[str] = EVERY_KIND) -> "QuerySet[Destination]":
    """Destinations where ``user`` holds one of these roles, there or higher in the tree. One query, lazy."""
    return territories.descendants(held_by(user, kinds))


def offices_edited_by(user: Any) -> "QuerySet[Destination]":
    """Offices whose territory ``user`` edits content in."""
    return held_by(user, WRITING).filter(kind=DestinationKind.OFFICE)


def communes_of(destinations: "QuerySet[Destination]") -> "QuerySet[Commune]":
    """Communes of the territories of these destinations: a sub-query, so that no row is doubled by a join."""
    through = Commune.territories.through.objects.filter(territory__destinations__in=destinations)
    return Commune.objects.filter(pk__in=through.values("commune_id"))


def organisations_of(user: Any) -> "QuerySet[Organisation]":
    """Organisations that ``user`` belongs to."""
    if not user.is_active:
        return Organisation.everything.none()
    memberships = Membership.everything.filter(account_id=user.pk)
    return Organisation.everything.filter(pk__in=memberships.values("organisation"))


def is_staff_of_an_office(user: Any) -> bool:
    """Whether ``user`` works in the office rather than in the professionals' space."""
    return bool(user.is_active and (user.is_superuser or Role.everything.filter(account_id=user.pk).exists()))


@territories_access.managing
def managed_by(user: Any) -> "QuerySet[Destination]":
    """Destinations whose brand, people and roles ``user`` answers for."""
    return destinations_of(user, MANAGING)


def can_manage(user: Any, destination: Destination) -> bool:
    return managed_by(user).filter(pk=destination.pk).exists()


def organisations_edited_by(user: Any) -> "QuerySet[Organisation]":
    """Those that ``user`` belongs to, those of a destination held in person, those lying in an office's territory."""
    owned = Q(destination__in=held_by(user, WRITING))
    inside = Q(commune__in=communes_of(offices_edited_by(user)))
    own = Q(pk__in=organisations_of(user).values("pk"))
    return Organisation.everything.filter(owned | inside | own)


def can_edit_organisation(user: Any, organisation: Organisation) -> bool:
    return organisations_edited_by(user).filter(pk=organisation.pk).exists()


def memberships_edited_by(user: Any) -> "QuerySet[Membership]":
    """People come and go in the organisations that an office edits; a member cannot add another by himself."""
    owned = Q(organisation__destination__in=held_by(user, WRITING))
    inside = Q(organisation__commune__in=communes_of(offices_edited_by(user)))
    return Membership.everything.filter(owned | inside)


def can_invite_into(user: Any, organisation: Organisation) -> bool:
    owned = Q(destination__in=held_by(user, WRITING))
    inside = Q(commune__in=communes_of(offices_edited_by(user)))
    return Organisation.everything.filter(owned | inside, pk=organisation.pk).exists()


def roles_granted_by(user: Any) -> "QuerySet[Role]":
    return Role.everything.filter(destination__in=managed_by(user))


@scope.rule(Destination)
def see_destinations(user: Any, queryset: "QuerySet[Destination]") -> "QuerySet[Destination]":
    return queryset.filter(pk__in=destinations_of(user).values("pk"))


@scope.rule(Brand)
def see_brands(user: Any, queryset: "QuerySet[Brand]") -> "QuerySet[Brand]":
    return queryset.filter(destination__in=destinations_of(user))


@scope.rule(Territory)
def see_territories(user: Any, queryset: "QuerySet[Territory]") -> "QuerySet[Territory]":
    mine = destinations_of(user)
    return queryset.filter(Q(managed_by__in=mine) | Q(pk__in=mine.values("territory")))


@scope.rule(Organisation)
def see_organisations(user: Any, queryset: "QuerySet[Organisation]") -> "QuerySet[Organisation]":
    mine = destinations_of(user)
    own = Q(pk__in=organisations_of(user).values("pk"))
    return queryset.filter(Q(destination__in=mine) | Q(commune__in=communes_of(mine)) | own)


@scope.rule(Membership)
def see_memberships(user: Any, queryset: "QuerySet[Membership]") -> "QuerySet[Membership]":
    return queryset.filter(organisation__in=visible_to(user, Organisation).values("pk"))


@scope.rule(Role)
def see_roles(user: Any, queryset: "QuerySet[Role]") -> "QuerySet[Role]":
    return queryset.filter(Q(account_id=user.pk) | Q(destination__in=destinations_of(user)))


@scope.rule(Account)
def see_accounts(user: Any, queryset: "QuerySet[Account]") -> "QuerySet[Account]":
    in_roles = Role.everything.filter(destination__in=destinations_of(user)).values("account")
    in_organisations = visible_to(user, Membership).values("account")
    return queryset.filter(Q(pk=user.pk) | Q(pk__in=in_roles) | Q(pk__in=in_organisations))


office_rights(Area)
office_rights(Commune)
office_rights(Destination, manager=("view", "add", "change"))
office_rights(Brand, manager=("view", "add", "change"))
office_rights(Territory, manager=("view", "add", "change"))
office_rights(Organisation, editor=("view", "add", "change"), manager=("view", "add", "change"))
office_rights(Membership, editor=("view", "add", "delete"), manager=("view", "add", "delete"))
office_rights(Account)
office_rights(Role, manager=("view", "add", "delete"))
