"""Office screens: the counters, and the door to the desk itself."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn

from belvedere.shell.saving import AddView, EditView
from belvedere.shell.surfaces import OfficeModelViewSet

from . import access
from .actions import counters
from .forms.office import CounterForm
from .models import Counter


class CounterViewSet(OfficeModelViewSet):
    model = Counter
    icon = "home"
    menu_label = _("Points d’accueil")
    menu_order = 155
    add_to_admin_menu = True
    offered = ("add", "change", "view")
    add_view_class, edit_view_class = AddView, EditView
    refusals = (counters.Refused,)
    list_display = (
        TitleColumn("name", label=_("Nom"), url_name="counter:inspect", sort_key="name"),
        Column("destination", label=_("Destination"), sort_key="destination"),
    )
    list_export = ("name", "destination", "lon", "lat")
    list_select_related = ("destination",)
    inspect_view_fields = ("name", "destination", "lon", "lat")
    search_fields = ("name",)
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[CounterForm]:
        return CounterForm

    def changeable(self, user: Any) -> "QuerySet[Counter]":
        return access.counters_run_by(user)

    def store(self, form: CounterForm, user: Any) -> Counter:
        return counters.save_counter(counter=form.instance, by=user, now=timezone.now())


class DeskItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return access.can_serve(request.user)


@hooks.register("register_admin_viewset")
def counters_screens() -> CounterViewSet:
    return CounterViewSet()


@hooks.register("register_admin_menu_item")
def door() -> MenuItem:
    return DeskItem(_("Accueil (comptoir)"), reverse("desk:home"), icon_name="user", order=150)
