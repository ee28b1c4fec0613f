"""Answers to the call for participants, and the office's own."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import InspectView

from belvedere.meetings import access
from belvedere.meetings.actions import signups
from belvedere.meetings.models import SignUp
from belvedere.meetings.queries import signups as reads
from belvedere.shell.surfaces import OfficeModelViewSet

from .common import attempt


class SignUpSheet(InspectView):
    template_name = "meetings/office/signup.html"
    page_title = _("Demande d’inscription")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        runs = access.can_run(self.request.user, self.object.edition)
        return super().get_context_data(signup=self.object, view=reads.sheet(self.object), runs=runs, **context)


class SignUpViewSet(OfficeModelViewSet):
    model = SignUp
    icon = "form"
    menu_label = _("Demandes d’inscription")
    offered = ("view",)
    inspect_view_class = SignUpSheet
    form_fields = ()
    list_display = (
        TitleColumn("structure", label=_("Structure"), url_name="signup:inspect", sort_key="structure"),
        Column("get_side_display", label=_("Côté"), sort_key="side"),
        Column("edition", label=_("Édition")),
        StatusTagColumn("get_state_display", label=_("État"), sort_key="state"),
        Column("asked_at", label=_("Reçue le"), sort_key="asked_at"),
    )
    list_export = ("structure", "side", "edition", "about", "email", "state", "asked_at", "answered_at", "reason")
    list_select_related = ("edition", "organisation")
    list_filter = ("edition", "state", "side")
    search_fields = ("structure", "about", "email")
    copy_view_enabled = False

    def changeable(self, user: Any) -> "QuerySet[SignUp]":
        return access.sign_ups_run_by(user)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("<int:pk>/reponse/", AnswerView.as_view(), name="answer")]


class AnswerView(View):
    """Accepts or refuses; back to the request."""

    model = SignUp

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = access.sign_ups_run_by(request.user).select_related("edition__destination", "organisation", "account")
        signup = get_object_or_404(rows, pk=pk)
        given: dict[str, Any] = {"signup": signup, "by": request.user, "now": timezone.now()}
        if request.POST.get("verb") == "accept":
            done = gettext("Inscription validée\N{NO-BREAK SPACE}: un courriel part avec l’adresse personnelle.")
            attempt(request, lambda: signups.accept_sign_up(**given), done)
        elif request.POST.get("verb") == "refuse":
            reason, done = (
                request.POST.get("reason", ""),
                gettext("Refus enregistré\N{NO-BREAK SPACE}: un courriel part."),
            )
            attempt(request, lambda: signups.refuse_sign_up(reason=reason, **given), done)
        else:
            raise PermissionDenied
        return redirect("signup:inspect", pk)
