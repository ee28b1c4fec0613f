"""Events and campaigns whose effect is measured: declared, planned, read."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views.generic import InspectView

from belvedere.observatory import access
from belvedere.observatory.actions import effects as actions
from belvedere.observatory.forms.effects import CampaignForm, EditionForm, EventForm
from belvedere.observatory.models import CityCampaign, Event, EventEdition
from belvedere.observatory.queries import effects, outlook_charts
from belvedere.shell.saving import AddView, DeleteView, EditView, form_again, send_back
from belvedere.shell.surfaces import OfficeModelViewSet


class EventSheet(InspectView):
    template_name = "observatory/office/event.html"
    page_title = _("Événement mesuré")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        found = effects.passport(Event.everything.select_related("series__source").get(pk=self.object.pk))
        page = {
            "passport": found, "edition_form": form_again(self.request, EditionForm),
            "editable": access.events_run_by(self.request.user).filter(pk=self.object.pk).exists(),
        }  # fmt: skip
        return super().get_context_data(**page | outlook_charts.of_passport(found) | context)


class EventViewSet(OfficeModelViewSet):
    model = Event
    icon = "calendar-alt"
    menu_label = _("Événements mesurés")
    inspect_view_class = EventSheet
    add_view_class, edit_view_class, delete_view_class = AddView, EditView, DeleteView
    refusals = (actions.WrongEvent,)
    list_display = (
        TitleColumn("name", label=_("Nom"), url_name="event:inspect", sort_key="name"),
        Column("get_kind_display", label=_("Nature"), sort_key="kind"),
        Column("series", label=_("Mesuré sur")),
        Column("destination", label=_("Destination")),
        BooleanColumn("is_public", label=_("Publié"), sort_key="is_public"),
    )
    list_export = ("pk", "name", "kind", "series", "destination", "is_public")
    list_select_related = ("series", "destination")
    ordering = ("name", "pk")
    search_fields = ("name",)
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[EventForm]:
        return EventForm

    def changeable(self, user: Any) -> "QuerySet[Event]":
        return access.events_run_by(user)

    def store(self, form: EventForm, user: Any) -> Event:
        given = form.cleaned_data
        if not access.can_open_in(user, form.instance.destination_id):
            raise PermissionDenied(gettext("Il faut un rôle de rédaction dans la destination de l’événement."))
        first = (given["start"], given["end"]) if given.get("start") else None
        return actions.save_event(
            event=form.instance, neighbours=given["neighbours"], controls=given["controls"], first=first, by=user,
            now=timezone.now(),
        )  # fmt: skip

    def remove(self, event: Event, user: Any) -> None:
        actions.remove_event(event=event, by=user, now=timezone.now())

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("<int:pk>/editions/", note_edition, name="edition")]


@require_POST
def note_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """Declares an edition, or removes the one numbered ``remove``."""
    event = get_object_or_404(access.visible_to(request.user, Event), pk=pk)
    if not access.events_run_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied(gettext("Cet événement est en lecture seule pour vous."))
    removed = request.POST.get("remove", "")
    if removed.isdecimal():
        found = get_object_or_404(EventEdition.everything.filter(event=event), pk=int(removed[:18]))
        actions.remove_edition(edition=found, by=request.user, now=timezone.now())
        return redirect("event:inspect", pk)
    form = EditionForm(request.POST)
    sheet = reverse("event:inspect", args=[pk])
    if not form.is_valid():
        return send_back(request, form, at=sheet)
    try:
        actions.declare_edition(event=event, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, gettext("L’édition est déclarée\N{NO-BREAK SPACE}; sa lecture arrive."))
    except actions.WrongEvent as refusal:
        return send_back(request, form, at=sheet, refusal=str(refusal))
    return redirect(sheet)


class CampaignSheet(InspectView):
    template_name = "observatory/office/campaign.html"
    page_title = _("Campagne par villes")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        campaign = CityCampaign.everything.select_related("origins", "destination").get(pk=self.object.pk)
        page = {
            "sheet": effects.campaign_sheet(campaign),
            "origins": effects.cities_of(campaign.origins, campaign.destination),
        }
        return super().get_context_data(**page | context)


class CityCampaignViewSet(OfficeModelViewSet):
    model = CityCampaign
    icon = "site"
    menu_label = _("Campagnes par villes")
    inspect_view_class = CampaignSheet
    add_view_class, edit_view_class, delete_view_class = AddView, EditView, DeleteView
    refusals = (actions.WrongEvent,)
    list_display = (
        TitleColumn("name", label=_("Nom"), url_name="citycampaign:inspect", sort_key="name"),
        Column("start", label=_("Premier jour"), sort_key="start"),
        Column("end", label=_("Dernier jour"), sort_key="end"),
        Column("destination", label=_("Destination")),
        BooleanColumn("is_public", label=_("Publiée"), sort_key="is_public"),
    )
    list_export = ("pk", "name", "cities", "posted", "start", "end", "budget", "destination", "is_public")
    list_select_related = ("destination",)
    ordering = ("-start", "pk")
    search_fields = ("name",)
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[CampaignForm]:
        return CampaignForm

    def changeable(self, user: Any) -> "QuerySet[CityCampaign]":
        return access.campaigns_run_by(user)

    def store(self, form: CampaignForm, user: Any) -> CityCampaign:
        if not access.can_open_in(user, form.instance.destination_id):
            raise PermissionDenied(gettext("Il faut un rôle de rédaction dans la destination de la campagne."))
        return actions.save_campaign(campaign=form.instance, by=user, now=timezone.now())

    def remove(self, campaign: CityCampaign, user: Any) -> None:
        actions.remove_campaign(campaign=campaign, by=user, now=timezone.now())
