"""Office screens: the cockpit, dashboards, notes of the month and those who receive them."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup

from . import steering
from .dashboards import DashboardViewSet
from .notes import MonthNoteViewSet
from .subscribers import SubscriberViewSet


class CockpitGroup(ViewSetGroup):
    menu_label = _("Tableaux et note")
    menu_icon = "view"
    menu_order = 105
    items = (DashboardViewSet, MonthNoteViewSet, SubscriberViewSet)


@hooks.register("register_admin_viewset")
def screens() -> CockpitGroup:
    return CockpitGroup()


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [path("pilotage/", steering.SteeringView.as_view(), name="steering")]


@hooks.register("register_admin_menu_item")
def door() -> MenuItem:
    return MenuItem(_("Pilotage"), reverse("steering"), icon_name="view", order=1)
