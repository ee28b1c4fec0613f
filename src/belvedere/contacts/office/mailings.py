"""Mailings: prepared, started, paused, and what came of them."""

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
from belvedere.contacts.actions import mailings
from belvedere.contacts.forms.letters import MailingForm
from belvedere.contacts.models import Mailing
from belvedere.contacts.queries import results
from belvedere.shell.saving import AddView
from belvedere.shell.surfaces import OfficeModelViewSet

from .common import attempt


class MailingSheet(InspectView):
    template_name = "contacts/office/mailing.html"
    page_title = _("Envoi groupé")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        runs = access.mailings_run_by(self.request.user).filter(pk=self.object.pk).exists()
        return super().get_context_data(mailing=self.object, view=results.results_of(self.object), runs=runs, **context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = access.visible_to(request.user, Mailing).select_related("letter")
        mailing = get_object_or_404(rows, pk=kwargs["pk"])
        given: dict[str, Any] = {"mailing": mailing, "by": request.user, "now": timezone.now()}
        acts = {
            "prepare": (lambda: mailings.ask_preparation(**given), gettext("L’envoi se prépare.")),
            "start": (lambda: mailings.start_mailing(**given), gettext("C’est parti : les lettres s’envoient.")),
            "pause": (lambda: mailings.pause_mailing(**given), gettext("L’envoi est en pause.")),
            "cancel": (lambda: mailings.cancel_mailing(**given), gettext("L’envoi est annulé.")),
            "again": (lambda: mailings.settle_doubts(again=True, **given), gettext("Elles repartent.")),
            "held": (lambda: mailings.settle_doubts(again=False, **given), gettext("Elles comptent pour envoyées.")),
        }
        verb = request.POST.get("verb", "")
        if verb not in acts:
            raise PermissionDenied
        attempt(request, *acts[verb])
        return redirect("mailing:inspect", mailing.pk)


class MailingViewSet(OfficeModelViewSet):
    model = Mailing
    icon = "mail"
    menu_label = _("Envois groupés")
    offered = ("add", "view")
    inspect_view_class, add_view_class = MailingSheet, AddView
    refusals = (mailings.MailingRefused,)
    list_display = (
        TitleColumn("name", label=_("Nom"), url_name="mailing:inspect", sort_key="name"),
        Column("destination", label=_("Destination")),
        Column("letter", label=_("Lettre")),
        StatusTagColumn("get_status_display", label=_("État"), sort_key="status"),
        Column("created_at", label=_("Créé le"), sort_key="created_at"),
    )
    list_export = ("name", "destination", "letter", "segment", "status", "created_at", "starts_at", "done_at")
    list_select_related = ("destination", "letter", "segment")
    list_filter = ("status",)
    search_fields = ("name",)
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[MailingForm]:
        return MailingForm

    def changeable(self, user: Any) -> "QuerySet[Mailing]":
        return access.mailings_run_by(user)

    def store(self, form: MailingForm, user: Any) -> Mailing:
        letter = form.cleaned_data["letter"]
        return mailings.create_mailing(
            letter=letter, name=form.cleaned_data["name"], destination=letter.destination,
            segment=form.cleaned_data["segment"], by=user, now=timezone.now(),
        )  # fmt: skip
