"""Dashboards: the list, the page as it is composed, one tile after another."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import InspectView

from belvedere.cockpit import access
from belvedere.cockpit.actions import dashboards
from belvedere.cockpit.enums import Sharing
from belvedere.cockpit.forms.office import DashboardForm, TileForm
from belvedere.cockpit.models import Dashboard, Tile
from belvedere.cockpit.queries import grounds
from belvedere.cockpit.queries import tiles as reads
from belvedere.observatory import access as observatory
from belvedere.observatory.models import Series
from belvedere.shell.saving import AddView, DeleteView, EditView
from belvedere.shell.surfaces import OfficeModelViewSet


class DashboardSheet(InspectView):
    """The dashboard as it reads, each tile with what changes it."""

    template_name = "cockpit/office/dashboard.html"
    page_title = _("Tableau de bord")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        dashboard = Dashboard.everything.select_related("destination__territory").get(pk=self.object.pk)
        seen = observatory.visible_to(self.request.user, Series)
        drawer = reads.Drawer(dashboard.destination, seen, reverse("dashboard:shapes", args=[dashboard.pk]))
        drawn = drawer.draw(reads.tiles_of(dashboard))
        unpublished = []
        if dashboard.sharing == Sharing.PUBLIC:
            public = set(observatory.published().values_list("pk", flat=True))
            unpublished = [one.title for one in drawn if one.tile.series_id and one.tile.series_id not in public]
        return super().get_context_data(
            dashboard=dashboard, drawn=drawn, composes=access.can_compose(self.request.user, dashboard),
            unpublished=unpublished, **context,
        )  # fmt: skip


class DashboardViewSet(OfficeModelViewSet):
    model = Dashboard
    icon = "view"
    menu_label = _("Tableaux de bord")
    offered = ("add", "change", "delete", "view")
    inspect_view_class, add_view_class, edit_view_class = DashboardSheet, AddView, EditView
    delete_view_class = DeleteView
    refusals = (dashboards.Refused,)
    list_display = (
        TitleColumn("title", label=_("Titre"), url_name="dashboard:inspect", sort_key="title"),
        Column("destination", label=_("Destination"), sort_key="destination"),
        Column("get_sharing_display", label=_("Partagé avec"), sort_key="sharing"),
        Column("changed_at", label=_("Modifié le"), sort_key="changed_at"),
    )
    list_export = ("title", "slug", "destination", "sharing", "changed_at")
    list_select_related = ("destination",)
    list_filter = ("sharing",)
    search_fields = ("title",)
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[DashboardForm]:
        return DashboardForm

    def changeable(self, user: Any) -> "QuerySet[Dashboard]":
        return access.dashboards_run_by(user)

    def store(self, form: DashboardForm, user: Any) -> Dashboard:
        return dashboards.save_dashboard(dashboard=form.instance, by=user, now=timezone.now())

    def remove(self, row: Dashboard, user: Any) -> None:
        dashboards.remove_dashboard(dashboard=row, by=user, now=timezone.now())

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/communes.json", shapes, name="shapes"),
            path("<int:pk>/tuiles/ajouter/", add_tile, name="add_tile"),
            path("tuiles/<int:tile>/", change_tile, name="change_tile"),
            path("tuiles/<int:tile>/deplacer/", move_tile, name="move_tile"),
            path("tuiles/<int:tile>/retirer/", remove_tile, name="remove_tile"),
        ]


def shapes(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(access.visible_to(request.user, Dashboard).select_related("destination"), pk=pk)
    return JsonResponse(grounds.shapes_of(found.destination))


def composed(request: HttpRequest, pk: int) -> Dashboard:
    found: Dashboard = get_object_or_404(access.visible_to(request.user, Dashboard), pk=pk)
    if not access.can_compose(request.user, found):
        raise PermissionDenied(gettext("Ce tableau de bord est en lecture seule pour vous."))
    return found


def tile_for(request: HttpRequest, pk: int) -> Tile:
    found: Tile = get_object_or_404(access.visible_to(request.user, Tile).select_related("dashboard", "series"), pk=pk)
    composed(request, found.dashboard_id)
    return found


def choices(request: HttpRequest, tile: Tile) -> "QuerySet[Series]":
    """Series that the person may put in a tile: those that count in her destinations."""
    seen = observatory.visible_to(request.user, Series).exclude(first=None)
    return seen.select_related("territory", "area", "commune").order_by("name", "pk")


def add_tile(request: HttpRequest, pk: int) -> HttpResponse:
    return _tile_form(request, Tile(dashboard=composed(request, pk)))


def change_tile(request: HttpRequest, tile: int) -> HttpResponse:
    return _tile_form(request, tile_for(request, tile))


def _tile_form(request: HttpRequest, tile: Tile) -> HttpResponse:
    form = TileForm(request.POST or None, instance=tile, series=choices(request, tile))
    if request.method == "POST" and form.is_valid():
        try:
            dashboards.save_tile(tile=form.instance, by=request.user, now=timezone.now())
        except dashboards.Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, gettext("La tuile est enregistrée."))
            return redirect("dashboard:inspect", tile.dashboard_id)
    page = {"form": form, "tile": tile, "dashboard": tile.dashboard}
    return render(request, "cockpit/office/tile.html", page)


@require_POST
def move_tile(request: HttpRequest, tile: int) -> HttpResponse:
    found = tile_for(request, tile)
    steps = -1 if request.POST.get("way") == "up" else 1
    dashboards.move_tile(tile=found, steps=steps, by=request.user, now=timezone.now())
    return redirect(f"{reverse('dashboard:inspect', args=[found.dashboard_id])}#tuile-{found.pk}")


@require_POST
def remove_tile(request: HttpRequest, tile: int) -> HttpResponse:
    found = tile_for(request, tile)
    dashboards.remove_tile(tile=found, by=request.user, now=timezone.now())
    messages.success(request, gettext("La tuile est retirée."))
    return redirect("dashboard:inspect", found.dashboard_id)
