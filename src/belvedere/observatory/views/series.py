"""The published series: list, page with its table, files of open data."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from belvedere.kit import dcat
from belvedere.observatory import exports
from belvedere.observatory.models import Series, SeriesBreak
from belvedere.observatory.queries import charts, flow_pages, public, published
from belvedere.shell.surfaces import PublicView

from .public import home_crumb

PAGE = 50
#: Series written in one file at most: more is asked for one by one.
ALL = 500


class SeriesListView(PublicView):
    title = _("Toutes les séries")
    description = _("Le catalogue des séries publiées, à télécharger en CSV ou en Parquet.")
    template_name = "observatory/public/list.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        held = public.series_of(self.request.destination)
        measures = public.measures_of(held)
        measure = self.request.GET.get("grandeur", "")
        if measure in dict(measures):
            held = held.filter(measure=measure)
        pages = Paginator(held.with_places(), PAGE)
        page = {
            "page": pages.get_page(self.request.GET.get("page")), "measures": measures, "measure": measure,
            "breadcrumb": [home_crumb()],
        }  # fmt: skip
        return super().get_context_data(**page | context)


class OneSeries:
    """The published series of the address; any other does not exist."""

    request: HttpRequest
    kwargs: dict[str, Any]
    model = Series

    def shown(self) -> published.Shown:
        one = get_object_or_404(public.series_of(self.request.destination).with_places(), pk=self.kwargs["pk"])
        return published.shown([one])[0]


class SeriesView(OneSeries, PublicView):
    template_name = "observatory/public/series.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        found = self.shown()
        breaks = list(SeriesBreak.everything.filter(series=found.series))
        crumbs = [home_crumb(), (gettext("Toutes les séries"), reverse("observatory:series_list"))]
        page = {
            "page_title": found.series.name, "series": found.series, "shown": found, "breaks": breaks,
            "page_description": f"{found.series.name} – {found.series.source}", "breadcrumb": crumbs,
            "chart": charts.line_of(found, breaks), "points": reversed(found.points),
        }  # fmt: skip
        return super().get_context_data(**page | context)


class Download(View):
    """A file of open data, named after what it holds."""

    suffix = "csv"
    name = "serie"

    def content(self) -> str | bytes:
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kinds = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}
        response = HttpResponse(self.content(), content_type=kinds[self.suffix])
        name = f"{self.name}-{kwargs['pk']}" if "pk" in kwargs else "series"
        response["Content-Disposition"] = f'attachment; filename="{name}.{self.suffix}"'
        response["Access-Control-Allow-Origin"] = "*"
        return response


class SeriesCsvView(OneSeries, Download):
    def content(self) -> str:
        return exports.as_csv([self.shown()])


class SeriesParquetView(OneSeries, Download):
    suffix = "parquet"

    def content(self) -> bytes:
        return exports.as_parquet([self.shown()])


class AllCsvView(Download):
    def everything(self) -> list[published.Shown]:
        held = list(public.series_of(self.request.destination).with_places()[: ALL + 1])
        if len(held) > ALL:
            raise Http404(gettext("Trop de séries pour un seul fichier : demandez-les une par une."))
        return published.shown(held)

    def content(self) -> str | bytes:
        return exports.as_csv(self.everything())


class AllParquetView(AllCsvView):
    suffix = "parquet"

    def content(self) -> bytes:
        return exports.as_parquet(self.everything())


class CatalogueView(View):
    """What there is, in the words that open-data portals harvest (DCAT-AP), as JSON-LD or RDF/XML."""

    rdf = False

    def get(self, request: HttpRequest) -> HttpResponse:
        held = [(one, self._links("series", one.pk)) for one in public.series_of(request.destination).with_places()]
        nobody = AnonymousUser()
        sources = flow_pages.sources_for(nobody, request.destination)
        flows = [(one, flow_pages.months_of(one), self._links("flows", one.pk)) for one in sources]
        name = request.destination.name if request.destination else "Belvédère"
        home = request.build_absolute_uri(reverse("observatory:home"))
        found = exports.described(held, flows, name=name, home=home)
        response = HttpResponse(dcat.as_rdf(found), content_type="application/rdf+xml")
        if not self.rdf:
            response = JsonResponse(dcat.as_jsonld(found), json_dumps_params={"ensure_ascii": False})
            response["Content-Type"] = "application/ld+json"
        response["Access-Control-Allow-Origin"] = "*"
        return response

    def _links(self, view: str, pk: int) -> exports.Links:
        """The page of flows shows the source that its query names; a series has a page of its own."""
        page = reverse("observatory:series", args=[pk]) if view == "series" else reverse("observatory:flows")
        page += "" if view == "series" else f"?source={pk}"
        files = (reverse(f"observatory:{view}_{form}", args=[pk]) for form in ("csv", "parquet"))
        return exports.Links(*map(self.request.build_absolute_uri, (page, *files)))
