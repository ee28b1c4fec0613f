"""Persons who may be one: the pairs to review, side by side."""

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
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import InspectView

from belvedere.contacts import access
from belvedere.contacts.actions import duplicates
from belvedere.contacts.enums import PairStatus
from belvedere.contacts.models import PersonPair
from belvedere.contacts.queries import duplicates as reviews
from belvedere.contacts.queries import people as reads
from belvedere.shell.surfaces import OfficeModelViewSet

from .common import attempt


class PairSheet(InspectView):
    template_name = "contacts/office/pair.html"
    page_title = _("Doublon possible")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        pair = self.object
        open_ = pair.status == PairStatus.TO_REVIEW
        decides = open_ and access.pairs_decided_by(self.request.user).filter(pk=pair.pk).exists()
        sheets = [reads.sheet(person) for person in (pair.first, pair.second)]
        return super().get_context_data(pair=pair, sheets=sheets, decides=decides, **context)


class PersonPairViewSet(OfficeModelViewSet):
    model = PersonPair
    icon = "copy"
    menu_label = _("Doublons à examiner")
    offered = ("view",)
    inspect_view_class = PairSheet
    list_display = (
        TitleColumn("first", label=_("Première personne"), url_name="personpair:inspect"),
        Column("second", label=_("Seconde personne")),
        Column("reason", label=_("Raison")),
        Column("score", label=_("Ressemblance (%)"), sort_key="score"),
        Column("get_status_display", label=_("État"), sort_key="status"),
    )
    list_export = ("first", "second", "reason", "score", "status", "decided_at")
    list_select_related = ("first", "second")
    list_filter = ("status",)
    form_fields = ("status",)
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> "QuerySet[PersonPair]":
        return reviews.still_two(super().get_queryset(request))

    def changeable(self, user: Any) -> "QuerySet[PersonPair]":
        return PersonPair.everything.none()

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("<int:pk>/decision/", Decide.as_view(), name="decide")]


class Decide(View):
    """``kept`` is the number of the person to keep, or nothing when they are two."""

    model = PersonPair

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = access.visible_to(request.user, PersonPair).select_related("first", "second")
        pair = get_object_or_404(rows, pk=pk)
        if not access.pairs_decided_by(request.user).filter(pk=pk).exists():
            raise PermissionDenied
        given: dict[str, Any] = {"pair": pair, "by": request.user, "now": timezone.now()}
        kept = {str(one.pk): one for one in (pair.first, pair.second)}.get(request.POST.get("kept", ""))
        if kept is None:
            attempt(request, lambda: duplicates.keep_apart(**given), gettext("Deux personnes\N{NO-BREAK SPACE}: noté."))
            return redirect("personpair:index")
        done = gettext("Les deux fiches n’en font plus qu’une. Cela se défait depuis la fiche.")
        merged = attempt(request, lambda: duplicates.merge_pair(kept=kept, **given), done)
        return redirect("person:inspect", kept.pk) if merged else redirect("personpair:index")
