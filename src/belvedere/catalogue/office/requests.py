"""Corrections asked for by providers, and the answer given."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import InspectView

from belvedere.catalogue import access
from belvedere.catalogue.actions import requests as actions
from belvedere.catalogue.forms import AnswerForm
from belvedere.catalogue.models import CorrectionRequest
from belvedere.shell.surfaces import OfficeModelViewSet


class RequestSheet(InspectView):
    template_name = "catalogue/office/request.html"
    page_title = _("Demande")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        editable = access.can_edit(self.request.user, self.object.offer)
        return super().get_context_data(correction=self.object, editable=editable, form=AnswerForm(), **context)


class RequestViewSet(OfficeModelViewSet):
    model = CorrectionRequest
    icon = "warning"
    menu_label = _("Corrections demandées")
    offered = ("view",)
    inspect_view_class = RequestSheet
    list_display = (
        TitleColumn("offer", label=_("Offre"), url_name="correctionrequest:inspect"),
        Column("asked_by", label=_("Demandée par")),
        Column("asked_at", label=_("Le"), sort_key="asked_at"),
        Column("get_status_display", label=_("État"), sort_key="status"),
    )
    list_export = ("offer", "message", "asked_by", "asked_at", "status", "answer")
    list_select_related = ("offer", "asked_by")
    list_filter = ("status",)
    form_fields = ("message",)
    copy_view_enabled = False

    def changeable(self, user: Any) -> "QuerySet[CorrectionRequest]":
        return CorrectionRequest.everything.none()

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("<int:pk>/reponse/", answer, name="answer")]


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    correction = get_object_or_404(access.visible_to(request.user, CorrectionRequest).select_related("offer"), pk=pk)
    if not access.can_edit(request.user, correction.offer):
        raise PermissionDenied
    form = AnswerForm(request.POST)
    if form.is_valid():
        done = form.cleaned_data["done"] == "1"
        try:
            actions.answer_correction(
                request=correction, done=done, answer=form.cleaned_data["answer"], by=request.user, now=timezone.now()
            )
        except actions.RequestAnswered as refusal:
            messages.error(request, str(refusal))
    return redirect("correctionrequest:inspect", pk)
