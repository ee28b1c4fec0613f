"""Who sees and does what. Rights follow the tree of destinations.

Seeing goes down the tree: a role in a destination shows everything below it. Managing (accounts, brands, perimeters)
goes down too, for managers. Editing content does not: an office edits what lies in its territory, what it owns and what
it was given; a wider destination edits what it owns and what it was given. Somebody without a role reaches only the
records of his or her own organisations, and never enters the office.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import Model, Q, QuerySet

from belvedere.kit import scope
from belvedere.kit.prepared import Prepared
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


# --- Where somebody's rights reach -----------------------------------------------------------------------------------
# Every rule asks for these: keys, in SQL worded once, to be put after an ``__in``.


@cache
def _posts(kinds: tuple[str, ...]) -> Prepared:
    return Prepared(lambda key: Role.everything.filter(account=key, kind__in=kinds).values("destination"))


@cache
def _reach(kinds: tuple[str, ...]) -> Prepared:
    return Prepared(lambda key: territories.descendants(_held(key, kinds)).order_by().values("pk"))


def _held(key: Any, kinds: tuple[str, ...]) -> "QuerySet[Destination]":
    roles = Role.everything.filter(account=key, kind__in=kinds)
    return Destination.everything.filter(pk__in=roles.values("destination"))


def _offices(destinations: "QuerySet[Destination]") -> "QuerySet[Destination]":
    return destinations.filter(kind=DestinationKind.OFFICE)


_ground = Prepared(lambda key: communes_of(territories.descendants(_held(key, EVERY_KIND))).order_by().values("pk"))
_ground_edited = Prepared(lambda key: communes_of(_offices(_held(key, WRITING))).order_by().values("pk"))
_houses = Prepared(lambda key: Membership.everything.filter(account=key).values("organisation"))
_everywhere = Prepared(lambda: Destination.everything.order_by().values("pk"))
_every_ground = Prepared(lambda: communes_of(Destination.everything.all()).order_by().values("pk"))
_every_ground_edited = Prepared(lambda: communes_of(_offices(Destination.everything.all())).order_by().values("pk"))


def _keys(user: Any, own: Prepared, every: Prepared) -> Any:
    """None for somebody shut out, all for a technician."""
    if not user.is_active:
        return ()
    return every.part() if user.is_superuser else own.part(user.pk)


def posts_of(user: Any, kinds: Iterable[str] = EVERY_KIND) -> Any:
    """Keys of ``held_by``."""
    return _keys(user, _posts(tuple(kinds)), _everywhere)


def reach_of(user: Any, kinds: Iterable[str] = EVERY_KIND) -> Any:
    """Keys of ``destinations_of``."""
    return _keys(user, _reach(tuple(kinds)), _everywhere)


def ground_of(user: Any) -> Any:
    """Keys of the communes of ``destinations_of``."""
    return _keys(user, _ground, _every_ground)


def ground_edited_by(user: Any) -> Any:
    """Keys of the communes of the offices whose territory ``user`` edits content in."""
    return _keys(user, _ground_edited, _every_ground_edited)


def houses_of(user: Any) -> Any:
    """Keys of ``organisations_of``."""
    return _houses.part(user.pk) if user.is_active else ()


def held_by(user: Any, kinds: Iterable[str] = EVERY_KIND) -> "QuerySet[Destination]":
    """Destinations where ``user`` holds one of these roles in person, without what lies below; all for a technician."""
    return Destination.everything.filter(pk__in=posts_of(user, kinds))


def destinations_of(user: Any, kinds: Iterable[str] = EVERY_KIND) -> "QuerySet[Destination]":
    """Destinations where ``user`` holds one of these roles, there or higher in the tree. One query, lazy."""
    return Destination.everything.filter(pk__in=reach_of(user, kinds))


def communes_of(destinations: "QuerySet[Destination]") -> "QuerySet[Commune]":
    """Communes of the territories of these destinations: a sub-query, so that no row is doubled by a join."""
    through = Commune.territories.through.objects.filter(territory__destinations__in=destinations)
    return Commune.objects.filter(pk__in=through.values("commune_id"))


def organisations_of(user: Any) -> "QuerySet[Organisation]":
    """Organisations that ``user`` belongs to."""
    return Organisation.everything.filter(pk__in=houses_of(user))


def is_staff_of_an_office(user: Any) -> bool:
    """Whether ``user`` works in the office rather than in the professionals' space."""
    return bool(user.is_active and (user.is_superuser or _posts(EVERY_KIND).rows(user.pk)))


@territories_access.managing
def managed_by(user: Any) -> "QuerySet[Destination]":
    """Destinations whose brand, people and roles ``user`` answers for."""
    return destinations_of(user, MANAGING)


def can_manage(user: Any, destination: Destination) -> bool:
    return managed_by(user).filter(pk=destination.pk).exists()


def organisations_edited_by(user: Any) -> "QuerySet[Organisation]":
    """Those that ``user`` belongs to, those of a destination held in person, those lying in an office's territory."""
    owned = Q(destination__in=posts_of(user, WRITING))
    inside = Q(commune__in=ground_edited_by(user))
    own = Q(pk__in=houses_of(user))
    return Organisation.everything.filter(owned | inside | own)


def can_edit_organisation(user: Any, organisation: Organisation) -> bool:
    return organisations_edited_by(user).filter(pk=organisation.pk).exists()


def memberships_edited_by(user: Any) -> "QuerySet[Membership]":
    """People come and go in the organisations that an office edits; a member cannot add another by himself."""
    owned = Q(organisation__destination__in=posts_of(user, WRITING))
    inside = Q(organisation__commune__in=ground_edited_by(user))
    return Membership.everything.filter(owned | inside)


def can_invite_into(user: Any, organisation: Organisation) -> bool:
    owned = Q(destination__in=posts_of(user, WRITING))
    inside = Q(commune__in=ground_edited_by(user))
    return Organisation.everything.filter(owned | inside, pk=organisation.pk).exists()


def roles_granted_by(user: Any) -> "QuerySet[Role]":
    return Role.everything.filter(destination__in=managed_by(user))


@scope.rule(Destination)
def see_destinations(user: Any, queryset: "QuerySet[Destination]") -> "QuerySet[Destination]":
    return queryset.filter(pk__in=reach_of(user))


@scope.rule(Brand)
def see_brands(user: Any, queryset: "QuerySet[Brand]") -> "QuerySet[Brand]":
    return queryset.filter(destination__in=reach_of(user))


@scope.rule(Territory)
def see_territories(user: Any, queryset: "QuerySet[Territory]") -> "QuerySet[Territory]":
    used = destinations_of(user).values("territory")
    return queryset.filter(Q(managed_by__in=reach_of(user)) | Q(pk__in=used))


@scope.rule(Organisation)
def see_organisations(user: Any, queryset: "QuerySet[Organisation]") -> "QuerySet[Organisation]":
    inside = Q(destination__in=reach_of(user)) | Q(commune__in=ground_of(user))
    return queryset.filter(inside | Q(pk__in=houses_of(user)))


@scope.rule(Membership)
def see_memberships(user: Any, queryset: "QuerySet[Membership]") -> "QuerySet[Membership]":
    return queryset.filter(organisation__in=visible_to(user, Organisation).values("pk"))


@scope.rule(Role)
def see_roles(user: Any, queryset: "QuerySet[Role]") -> "QuerySet[Role]":
    return queryset.filter(Q(account_id=user.pk) | Q(destination__in=reach_of(user)))


@scope.rule(Account)
def see_accounts(user: Any, queryset: "QuerySet[Account]") -> "QuerySet[Account]":
    in_roles = Role.everything.filter(destination__in=reach_of(user)).values("account")
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
