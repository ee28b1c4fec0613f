"""Segments: the list, the sheet with who and why, and the page where conditions are written row by row."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.widgets.button import HeaderButton

from belvedere.contacts import access
from belvedere.contacts.actions import ready_segments, segments
from belvedere.contacts.exports.segments import members_csv
from belvedere.contacts.forms.segments import ThresholdForm
from belvedere.contacts.models import Person, Segment
from belvedere.contacts.queries import evidence, segment_charts
from belvedere.contacts.queries import segments as reads
from belvedere.shell.saving import DeleteView
from belvedere.shell.surfaces import OfficeModelViewSet

from .conditions import WriteSegment

PAGE = 20
DAYS = 366


class SegmentList(IndexView):
    @cached_property
    def header_buttons(self) -> list[Any]:
        if not access.files_kept_by(self.request.user).exists():
            return super().header_buttons
        return [HeaderButton(_("Composer un segment"), url=reverse("segment:compose"), icon_name="plus")]


class SegmentSheet(InspectView):
    template_name = "contacts/office/segment.html"
    page_title = _("Segment")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        segment, now = self.object, timezone.now()
        pages = Paginator(reads.members_of(segment), PAGE)
        page = pages.get_page(self.request.GET.get("page"))
        shown = {
            "segment": segment,
            "page": page,
            "members": evidence.evidence_of_several(segment, list(page), now),
            "lines": evidence.condition_lines(segment),
            "chart": segment_charts.sizes(reads.sizes_over(segment, DAYS), timezone.localdate(now)),
            "keeps": access.segments_kept_by(self.request.user).filter(pk=segment.pk).exists(),
            "threshold": evidence.threshold_of(segment),
        }
        if shown["threshold"] is not None:
            shown["form"] = ThresholdForm(initial={"threshold": shown["threshold"]})
        return super().get_context_data(**shown | context)


class SegmentViewSet(OfficeModelViewSet):
    model = Segment
    icon = "group"
    menu_label = _("Segments")
    offered = ("view", "delete")
    index_view_class, inspect_view_class, delete_view_class = SegmentList, SegmentSheet, DeleteView
    list_display = (
        TitleColumn("name", label=_("Segment"), url_name="segment:inspect", sort_key="name"),
        Column("about", label=_("En une phrase")),
        Column("size", label=_("Personnes"), sort_key="size"),
        BooleanColumn("ready", label=_("Fourni"), sort_key="ready"),
        Column("destination", label=_("Fichier de")),
    )
    list_export = ("pk", "key", "name", "about", "size", "ready", "destination", "changed_at", "filled_at")
    list_select_related = ("destination",)
    list_filter = ("ready",)
    search_fields = ("name", "about")
    form_fields = ("name", "about")
    copy_view_enabled = False

    def changeable(self, user: Any) -> "QuerySet[Segment]":
        return access.segments_kept_by(user)

    def remove(self, row: Segment, user: Any) -> None:
        segments.remove_segment(segment=row, by=user, now=timezone.now())

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("composer/", WriteSegment.as_view(), name="compose"),
            path("<int:pk>/conditions/", WriteSegment.as_view(), name="conditions"),
            path("<int:pk>/membres.csv", export_members, name="members"),
            path("<int:pk>/seuil/", set_threshold, name="threshold"),
            path("<int:pk>/pourquoi/", explain_person, name="why"),
            path("fournis/", provide, name="provide"),
        ]


def kept_or_refused(request: HttpRequest, pk: int) -> Segment:
    """The segment of a file that the person keeps; seen but not kept: refused; not seen: not there."""
    segment = get_object_or_404(access.visible_to(request.user, Segment).select_related("destination"), pk=pk)
    if not access.segments_kept_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied(gettext("Ce fichier est en lecture seule pour vous."))
    return segment


def export_members(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of personal data leaves the house: only for whoever keeps the file, and written in the journal."""
    segment = kept_or_refused(request, pk)
    now = timezone.now()
    segments.note_export(segment=segment, by=request.user, now=now)
    # Read here: a stream would be drawn after the middleware has forgotten who is looking.
    response = StreamingHttpResponse(list(members_csv(segment, now)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="segment-{segment.key}.csv"'
    return response


@require_POST
def set_threshold(request: HttpRequest, pk: int) -> HttpResponse:
    segment = kept_or_refused(request, pk)
    form = ThresholdForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Le seuil va de 1 à 100 %."))
        return redirect("segment:inspect", pk)
    given = {"threshold": form.cleaned_data["threshold"], "by": request.user, "now": timezone.now()}
    try:
        segments.set_threshold(segment=segment, **given)
    except segments.SegmentRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, gettext("Le seuil est changé ; les membres se calculent."))
    return redirect("segment:inspect", pk)


def explain_person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person before one segment, condition by condition, and the other segments of the file."""
    segment = get_object_or_404(access.visible_to(request.user, Segment), pk=pk)
    asked = request.GET.get("personne", "")
    rows = access.visible_to(request.user, Person).filter(destination=segment.destination_id)
    person = get_object_or_404(rows, pk=int(asked[:18]) if asked.isdecimal() else None)
    now = timezone.now()
    shown = {
        "segment": segment,
        "person": person,
        "told": evidence.evidence_of(segment, person, now),
        "others": [one for one in evidence.portrait(person, now) if one.segment.key != segment.key],
    }
    return render(request, "contacts/office/why.html", shown)


@require_POST
def provide(request: HttpRequest) -> HttpResponse:
    """The segments given with the house, in each file that the person keeps."""
    for destination in access.files_kept_by(request.user):
        ready_segments.provide_segments(destination=destination, now=timezone.now())
    messages.success(request, gettext("Les segments fournis sont là ; leurs membres se calculent."))
    return redirect("segment:index")
