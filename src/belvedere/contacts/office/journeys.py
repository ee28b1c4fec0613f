"""Journeys, drawn with how many stand at each step, and the table underneath."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import InspectView

from belvedere.contacts import access
from belvedere.contacts.actions import journeys
from belvedere.contacts.enums import ActKind
from belvedere.contacts.forms.letters import JourneyForm
from belvedere.contacts.models import Journey
from belvedere.contacts.queries import graphs
from belvedere.shell.saving import AddView, EditView
from belvedere.shell.surfaces import OfficeModelViewSet

from .common import attempt


class JourneySheet(InspectView):
    template_name = "contacts/office/journey.html"
    page_title = _("Parcours")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        runs = access.journeys_run_by(self.request.user).filter(pk=self.object.pk).exists()
        return super().get_context_data(
            journey=self.object, view=graphs.view_of(self.object), runs=runs, early=max(0, -self.object.days),
            stops=[ActKind(kind).label for kind in self.object.stop_on], **context,
        )  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        journey = get_object_or_404(access.visible_to(request.user, Journey), pk=kwargs["pk"])
        given: dict[str, Any] = {"journey": journey, "by": request.user, "now": timezone.now()}
        verb = request.POST.get("verb")
        if verb == "open":
            attempt(request, lambda: journeys.open_journey(**given), gettext("Le parcours est en marche."))
        elif verb == "close":
            attempt(request, lambda: journeys.close_journey(**given), gettext("Le parcours est arrêté."))
        else:
            raise PermissionDenied
        return redirect("journey:inspect", journey.pk)


class JourneyViewSet(OfficeModelViewSet):
    model = Journey
    add_to_reference_index = True
    icon = "arrow-right"
    menu_label = _("Parcours")
    offered = ("add", "change", "view")
    inspect_view_class, add_view_class, edit_view_class = JourneySheet, AddView, EditView
    refusals = (journeys.JourneyRefused,)
    list_display = (
        TitleColumn("name", label=_("Nom"), url_name="journey:inspect", sort_key="name"),
        Column("destination", label=_("Destination")),
        Column("get_stage_display", label=_("Moment"), sort_key="stage"),
        StatusTagColumn("get_status_display", label=_("État"), sort_key="status"),
    )
    list_export = ("name", "destination", "stage", "trigger", "status", "opened_at")
    list_select_related = ("destination",)
    list_filter = ("stage", "status")
    search_fields = ("name",)
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[JourneyForm]:
        return JourneyForm

    def changeable(self, user: Any) -> "QuerySet[Journey]":
        return access.journeys_run_by(user)

    def store(self, form: JourneyForm, user: Any) -> Journey:
        return journeys.save_journey(journey=form.instance, by=user, now=timezone.now())
