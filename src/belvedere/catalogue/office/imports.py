"""Sources, import runs with what they did to each object, and the duplicates that a person decides of."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import InspectView

from belvedere.catalogue import access
from belvedere.catalogue.actions import duplicates, runs
from belvedere.catalogue.enums import ItemStatus
from belvedere.catalogue.forms import SourceForm
from belvedere.catalogue.models import DuplicatePair, ImportRun, Source
from belvedere.catalogue.queries import office as reads
from belvedere.catalogue.queries import sheet
from belvedere.shell.saving import EditView
from belvedere.shell.surfaces import OfficeModelViewSet

PAGE = 100


class SourceViewSet(OfficeModelViewSet):
    model = Source
    icon = "download"
    menu_label = _("Sources")
    offered = ("change", "view")
    edit_view_class = EditView
    refusals = ()
    list_display = ("name", "kind", "destination", "licence", "grace_days")
    list_export = ("slug", "name", "kind", "destination", "licence", "grace_days")
    list_select_related = ("destination",)
    inspect_view_fields = ("name", "slug", "kind", "destination", "licence", "grace_days")
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[SourceForm]:
        return SourceForm

    def changeable(self, user: Any) -> "QuerySet[Source]":
        return access.sources_run_by(user)

    def store(self, form: SourceForm, user: Any) -> Source:
        return runs.change_source(source=form.instance, by=user, now=timezone.now())


class CountColumn(Column):
    """How many objects ended in one status."""

    def get_value(self, instance: ImportRun) -> int:
        return int(instance.counts.get(self.name, 0))


class RunSheet(InspectView):
    template_name = "catalogue/office/run.html"
    page_title = _("Importation")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        status = self.request.GET.get("status", "")
        status = status if status in ItemStatus.values else ""
        pages = Paginator(reads.items_of(self.object, status=status), PAGE)
        labels = dict(ItemStatus.choices)
        counts = [(key, labels[key], self.object.counts.get(key, 0)) for key in ItemStatus.values]
        return super().get_context_data(
            run=self.object, page=pages.get_page(self.request.GET.get("page")), status=status, counts=counts, **context
        )


class RunViewSet(OfficeModelViewSet):
    model = ImportRun
    icon = "history"
    menu_label = _("Importations")
    offered = ("view",)
    inspect_view_class = RunSheet
    list_display = (
        TitleColumn("__str__", label=_("Importation"), url_name="importrun:inspect", sort_key="started_at"),
        Column("get_status_display", label=_("État"), sort_key="status"),
        *(CountColumn(value, label=label) for value, label in ItemStatus.choices),
    )
    list_export = ("source", "feed", "status", "started_at", "finished_at", "counts", "sentence")
    list_select_related = ("source",)
    list_filter = ("status", "source")
    form_fields = ("feed",)
    copy_view_enabled = False

    def changeable(self, user: Any) -> "QuerySet[ImportRun]":
        return ImportRun.everything.none()


class PairSheet(InspectView):
    template_name = "catalogue/office/pair.html"
    page_title = _("Doublon possible")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        today = timezone.localdate()
        sheets = [sheet.offer_sheet(offer, today=today) for offer in (self.object.first, self.object.second)]
        editable = may_decide(self.request.user, self.object)
        return super().get_context_data(pair=self.object, sheets=sheets, editable=editable, **context)


class DuplicateViewSet(OfficeModelViewSet):
    model = DuplicatePair
    icon = "copy"
    menu_label = _("Doublons possibles")
    offered = ("view",)
    inspect_view_class = PairSheet
    list_display = (
        TitleColumn("first", label=_("Première offre"), url_name="duplicatepair:inspect"),
        Column("second", label=_("Seconde offre")),
        Column("reason", label=_("Raison")),
        Column("score", label=_("Ressemblance (%)"), sort_key="score"),
        Column("get_status_display", label=_("État"), sort_key="status"),
    )
    list_export = ("first", "second", "reason", "score", "status", "decided_by", "decided_at")
    list_select_related = ("first", "second")
    list_filter = ("status",)
    form_fields = ("status",)
    copy_view_enabled = False

    def changeable(self, user: Any) -> "QuerySet[DuplicatePair]":
        return DuplicatePair.everything.none()

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("<int:pk>/decision/", decide, name="decide")]


def may_decide(user: Any, pair: DuplicatePair) -> bool:
    return access.can_edit(user, pair.first) and access.can_edit(user, pair.second)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """``kept`` is the number of the offer to keep, or nothing when they are two offers."""
    pair = get_object_or_404(access.visible_to(request.user, DuplicatePair).select_related("first", "second"), pk=pk)
    if not may_decide(request.user, pair):
        raise PermissionDenied(gettext("Il faut pouvoir modifier les deux offres pour trancher."))
    kept = {str(pair.first_id): pair.first, str(pair.second_id): pair.second}.get(request.POST.get("kept", ""))
    try:
        if kept is None:
            duplicates.keep_both(pair=pair, by=request.user, now=timezone.now())
        else:
            duplicates.merge_pair(pair=pair, kept=kept, by=request.user, now=timezone.now())
    except duplicates.PairDecided as refusal:
        messages.error(request, str(refusal))
    return redirect("duplicatepair:index")
