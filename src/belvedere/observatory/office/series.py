"""The catalogue of series: the list, the sheet with its chart, breaks."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views.generic import InspectView

from belvedere.observatory import access
from belvedere.observatory.actions import sources
from belvedere.observatory.enums import Frequency, Measure
from belvedere.observatory.forms.series import BreakForm, SeriesForm
from belvedere.observatory.models import DataSource, Series, SeriesBreak
from belvedere.observatory.queries import charts, published
from belvedere.shell.saving import EditView, form_again, send_back
from belvedere.shell.surfaces import OfficeModelViewSet


class SeriesFilter(WagtailFilterSet):
    measure = django_filters.ChoiceFilter(label=_("Grandeur"), choices=Measure.choices)
    frequency = django_filters.ChoiceFilter(label=_("Fréquence"), choices=Frequency.choices)
    source = django_filters.ModelChoiceFilter(label=_("Source"), queryset=lambda request: DataSource.objects.all())
    is_public = django_filters.BooleanFilter(label=_("Publiée"))

    class Meta:
        model = Series
        fields = ()


class SeriesSheet(InspectView):
    template_name = "observatory/office/series.html"
    page_title = _("Série")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        series = Series.everything.with_places().get(pk=self.object.pk)
        (found,) = published.shown([series])
        breaks = list(SeriesBreak.everything.filter(series=series))
        page = {
            "series": series, "shown": found, "breaks": breaks, "chart": charts.line_of(found, breaks),
            "points": reversed(found.points), "editable": access.can_describe(self.request.user, series),
            "break_form": form_again(self.request, BreakForm),
        }  # fmt: skip
        return super().get_context_data(**page | context)


class SeriesViewSet(OfficeModelViewSet):
    model = Series
    icon = "table"
    menu_label = _("Séries")
    offered = ("change", "view")
    inspect_view_class = SeriesSheet
    edit_view_class = EditView
    refusals = ()
    list_display = (
        TitleColumn("name", label=_("Intitulé"), url_name="series:inspect", sort_key="name"),
        Column("place", label=_("Lieu")),
        Column("get_measure_display", label=_("Grandeur"), sort_key="measure"),
        Column("get_frequency_display", label=_("Fréquence"), sort_key="frequency"),
        Column("source", label=_("Source")),
        Column("last", label=_("Jusqu’au"), sort_key="last"),
        Column("provisional_points", label=_("Provisoires"), sort_key="provisional_points"),
        BooleanColumn("is_public", label=_("Publiée"), sort_key="is_public"),
    )
    list_export = (
        "pk", "source", "key", "name", "place", "measure", "unit", "frequency", "audience", "market", "lodging",
        "first", "last", "points", "provisional_points", "secrecy", "is_public",
    )  # fmt: skip
    list_select_related = ("source", "territory", "area", "commune")
    ordering = ("name", "pk")
    filterset_class = SeriesFilter
    search_fields = ("name",)
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[SeriesForm]:
        return SeriesForm

    def changeable(self, user: Any) -> "QuerySet[Series]":
        return access.series_described_by(user)

    def store(self, form: SeriesForm, user: Any) -> Series:
        return sources.describe_series(series=form.instance, by=user, now=timezone.now())

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/ruptures/", note_break, name="break"),
        ]


@require_POST
def note_break(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds a break, or removes the one numbered ``remove``."""
    series = get_object_or_404(access.visible_to(request.user, Series), pk=pk)
    if not access.can_describe(request.user, series):
        raise PermissionDenied(gettext("Cette série est en lecture seule pour vous."))
    removed = request.POST.get("remove", "")
    if removed.isdecimal():
        found = get_object_or_404(SeriesBreak.everything.filter(series=series), pk=int(removed[:18]))
        sources.remove_break(found=found, by=request.user, now=timezone.now())
        return redirect("series:inspect", pk)
    form, sheet = BreakForm(request.POST), reverse("series:inspect", args=[pk])
    if not form.is_valid():
        return send_back(request, form, at=sheet)
    try:
        sources.add_break(series=series, by=request.user, now=timezone.now(), **form.cleaned_data)
    except sources.BreakTwice as refusal:
        return send_back(request, form, at=sheet, refusal=str(refusal))
    return redirect(sheet)
