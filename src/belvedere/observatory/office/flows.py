"""Flows in the office: who goes where, and the zones given to each partner."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from belvedere.observatory import access
from belvedere.observatory.actions import flows
from belvedere.observatory.forms.flows import FlowZoneForm, asked
from belvedere.observatory.models import FlowZone
from belvedere.observatory.queries import flow_pages
from belvedere.people import access as people
from belvedere.shell.saving import EditView
from belvedere.shell.surfaces import OfficeModelViewSet


class ZoneList(IndexView):
    @cached_property
    def header_more_buttons(self) -> list[Any]:
        look = HeaderButton(_("Qui va où"), url=reverse("flowzone:look"), icon_name="view")
        return [look, *super().header_more_buttons]


class FlowZoneViewSet(OfficeModelViewSet):
    model = FlowZone
    icon = "site"
    menu_label = _("Qui va où")
    offered = ("change", "view")
    index_view_class, edit_view_class = ZoneList, EditView
    refusals = (flows.WrongNest,)
    list_display = (
        "name", Column("source", label=_("Source")), Column("territory", label=_("Territoire")),
        Column("around", label=_("Dans")), BooleanColumn("is_public", label=_("Détail publié")),
    )  # fmt: skip
    list_export = ("source", "key", "name", "territory", "around", "is_public")
    list_select_related = ("source", "territory", "around")
    list_filter = ("source", "is_public")
    search_fields = ("name",)
    inspect_view_fields = ("source", "key", "name", "territory", "around", "destinations", "organisations", "is_public")
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[FlowZoneForm]:
        return FlowZoneForm

    def changeable(self, user: Any) -> "QuerySet[FlowZone]":
        return access.zones_given_by(user)

    def store(self, form: FlowZoneForm, user: Any) -> FlowZone:
        given = form.cleaned_data
        return flows.save_zone(
            zone=form.instance, destinations=given["destinations"], organisations=given["organisations"], by=user,
            now=timezone.now(),
        )  # fmt: skip

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("voir/", look, name="look")]


def look(request: HttpRequest) -> HttpResponse:
    """The page of flows as the public one, with the zones held and given."""
    if not people.is_staff_of_an_office(request.user):
        raise PermissionDenied(gettext("Cet écran est celui des offices."))
    sources = flow_pages.sources_for(request.user, None)
    found = flow_pages.look(request.user, sources, **asked(request.GET))
    return render(request, "observatory/office/flows.html", {"look": found, "flows_url": reverse("flowzone:look")})
