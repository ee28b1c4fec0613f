"""The season as the office sees it: the latest word on each series, published or not, and what is lacking."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views.generic import InspectView

from belvedere.observatory import access
from belvedere.observatory.models import Series, SeriesForecast
from belvedere.observatory.queries import outlook_charts, outlooks
from belvedere.shell.surfaces import OfficeModelViewSet


class SeasonSheet(InspectView):
    template_name = "observatory/office/season.html"
    page_title = _("Prévision")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        row = SeriesForecast.everything.select_related("run__source", "series__source", "series__territory").get(
            pk=self.object.pk
        )
        found = None if row.lack else outlooks.outlook(row)
        page = {"row": row, "outlook": found, "scores": outlooks.scores([row.series])}
        if found is not None:
            page["chart"] = outlook_charts.outlook(found)
        return super().get_context_data(**page | context)


class SeriesForecastViewSet(OfficeModelViewSet):
    model = SeriesForecast
    icon = "history"
    menu_label = _("La saison à venir")
    offered = ("view",)
    form_fields = ("lack",)
    inspect_view_class = SeasonSheet
    list_display = (
        TitleColumn("series", label=_("Série"), url_name="seriesforecast:inspect"),
        Column("series.place", label=_("Lieu")),
        Column("run.known_until", label=_("Connu jusqu’au")),
        Column("method", label=_("Méthode")),
        BooleanColumn("reconciled", label=_("Accordée")),
        Column("lack", label=_("Ce qui manque")),
    )
    list_export = ("series", "series.place", "run.known_until", "method", "reconciled", "lack")
    list_select_related = ("run", "series__territory", "series__area", "series__commune")
    ordering = ("series__name", "pk")
    search_fields = ("series__name",)
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> "QuerySet[SeriesForecast]":
        """The latest word only; former ones are read on the series' own page."""
        seen = access.visible_to(request.user, Series)
        return super().get_queryset(request).filter(pk__in=outlooks.latest(seen).values("pk"))
