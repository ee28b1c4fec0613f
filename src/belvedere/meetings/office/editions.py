"""Editions: their settings, their capacity, their versions."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import InspectView

from belvedere.meetings import access
from belvedere.meetings.actions import editions
from belvedere.meetings.forms.office import EditionForm
from belvedere.meetings.models import Edition
from belvedere.meetings.queries import office as reads
from belvedere.shell.saving import AddView, EditView
from belvedere.shell.surfaces import OfficeModelViewSet

from . import again, decide, notices, plans, printing, results, scenarios, segments, sheets
from .common import REFUSALS


class EditionSheet(InspectView):
    template_name = "meetings/office/edition.html"
    page_title = _("Édition")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        runs = access.can_run(self.request.user, self.object)
        return super().get_context_data(edition=self.object, view=reads.overview(self.object), runs=runs, **context)


class EditionViewSet(OfficeModelViewSet):
    model = Edition
    icon = "date"
    menu_label = _("Éditions")
    offered = ("add", "change", "view")
    inspect_view_class, add_view_class, edit_view_class = EditionSheet, AddView, EditView
    refusals = REFUSALS
    list_display = (
        TitleColumn("name", label=_("Nom"), url_name="edition:inspect", sort_key="name"),
        Column("day", label=_("Jour"), sort_key="day"),
        Column("destination", label=_("Destination")),
        StatusTagColumn("get_status_display", label=_("État"), sort_key="status"),
    )
    list_export = ("name", "day", "destination", "place", "status", "slot_minutes", "tables")
    list_select_related = ("destination",)
    list_filter = ("status",)
    search_fields = ("name", "place")
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[EditionForm]:
        return EditionForm

    def changeable(self, user: Any) -> "QuerySet[Edition]":
        return access.editions_run_by(user)

    def store(self, form: EditionForm, user: Any) -> Edition:
        return editions.save_edition(edition=form.instance, by=user, now=timezone.now())

    def get_urlpatterns(self) -> list[URLPattern]:
        pages = (again, decide, notices, plans, printing, results, scenarios, segments, sheets)
        return [*super().get_urlpatterns(), *(one for page in pages for one in page.PATHS)]
