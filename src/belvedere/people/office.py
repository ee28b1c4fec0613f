"""Office screens: organisations and who belongs to them, accounts to look at, roles to give and take back."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from belvedere.people import access
from belvedere.people.actions import invitations, organisations, roles
from belvedere.people.forms import MemberForm, OrganisationForm, RoleForm
from belvedere.people.models import Account, Membership, Organisation, Role
from belvedere.shell.saving import AddView, DeleteView, EditView
from belvedere.shell.surfaces import OfficeModelViewSet


class OrganisationViewSet(OfficeModelViewSet):
    model = Organisation
    icon = "group"
    menu_label = _("Structures")
    offered = ("add", "change", "view")
    add_view_class, edit_view_class = AddView, EditView
    refusals = (organisations.Refused,)
    list_display = ("name", "kind", "commune", "destination")
    list_filter = ("kind",)
    list_export = ("name", "kind", "commune", "destination", "siret", "email", "phone", "website")
    list_select_related = ("commune", "destination")
    search_fields = ("name", "siret")
    inspect_view_fields = ("name", "kind", "commune", "destination", "siret", "email", "phone", "website")
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[OrganisationForm]:
        return OrganisationForm

    def changeable(self, user: Any) -> "QuerySet[Organisation]":
        return access.organisations_edited_by(user)

    def store(self, form: OrganisationForm, user: Any) -> Organisation:
        return organisations.save_organisation(organisation=form.instance, by=user, now=timezone.now())


class MembershipViewSet(OfficeModelViewSet):
    """Adding is inviting: the person receives one link."""

    model = Membership
    icon = "user"
    menu_label = _("Personnes des structures")
    offered = ("add", "delete", "view")
    add_view_class, delete_view_class = AddView, DeleteView
    refusals = (invitations.Refused, organisations.Refused)
    list_display = ("account", "organisation", "function")
    list_export = ("account.email", "account", "organisation", "function")
    list_select_related = ("account", "organisation")
    search_fields = ("account__email", "account__last_name", "organisation__name")
    inspect_view_fields = ("account", "organisation", "function")
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[MemberForm]:
        return MemberForm

    def changeable(self, user: Any) -> "QuerySet[Membership]":
        return access.memberships_edited_by(user)

    def store(self, form: MemberForm, user: Any) -> Membership:
        organisation = form.cleaned_data["organisation"]
        account = invitations.invite(organisation=organisation, by=user, now=timezone.now(), **form.person())
        return Membership.everything.get(account=account, organisation=organisation)

    def remove(self, row: Membership, user: Any) -> None:
        organisations.remove_member(membership=row, by=user, now=timezone.now())


class AccountViewSet(OfficeModelViewSet):
    """Looked at only: everybody changes his own name, and rights are given by roles."""

    model = Account
    icon = "user"
    menu_label = _("Comptes")
    offered = ("view",)
    list_display = ("email", "first_name", "last_name", "is_active", "last_login")
    list_export = ("email", "first_name", "last_name", "is_active", "joined_at", "last_login")
    search_fields = ("email", "first_name", "last_name")
    inspect_view_fields = ("email", "first_name", "last_name", "is_active", "joined_at", "last_login")
    form_fields = ("first_name", "last_name")
    copy_view_enabled = False

    def changeable(self, user: Any) -> "QuerySet[Account]":
        return Account.everything.none()


class RoleViewSet(OfficeModelViewSet):
    """Giving a role to a new address invites it."""

    model = Role
    icon = "key"
    menu_label = _("Rôles")
    offered = ("add", "delete", "view")
    add_view_class, delete_view_class = AddView, DeleteView
    refusals = (invitations.Refused, roles.Refused)
    list_display = ("account", "kind", "destination")
    list_filter = ("kind",)
    list_export = ("account.email", "account", "kind", "destination")
    list_select_related = ("account", "destination")
    search_fields = ("account__email", "account__last_name", "destination__name")
    inspect_view_fields = ("account", "kind", "destination")
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[RoleForm]:
        return RoleForm

    def changeable(self, user: Any) -> "QuerySet[Role]":
        return access.roles_granted_by(user)

    def store(self, form: RoleForm, user: Any) -> Role:
        place, kind = form.cleaned_data["destination"], form.cleaned_data["kind"]
        account = invitations.invite(destination=place, kind=kind, by=user, now=timezone.now(), **form.person())
        return Role.everything.get(account=account, destination=place)

    def remove(self, row: Role, user: Any) -> None:
        roles.revoke_role(role=row, by=user, now=timezone.now())


class PeopleGroup(ViewSetGroup):
    menu_label = _("Comptes et structures")
    menu_icon = "group"
    menu_order = 310
    items = (OrganisationViewSet, MembershipViewSet, AccountViewSet, RoleViewSet)


@hooks.register("register_admin_viewset")
def screens() -> PeopleGroup:
    return PeopleGroup()
