"""Published dashboards, their tiles as files, and one chart alone for other sites."""

from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.gzip import gzip_page

from belvedere.cockpit import access
from belvedere.cockpit.exports import papers, pictures, tables
from belvedere.cockpit.queries import grounds, specs
from belvedere.shell.surfaces import PublicView
from belvedere.territories import queries as territories

from .base import OneDashboard, file_response, home_crumb


class DashboardsView(PublicView):
    title = _("Tableaux de bord")
    description = _("Les tableaux de bord que la destination partage, à lire, à télécharger et à intégrer.")
    template_name = "cockpit/public/dashboards.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        rows = access.public_dashboards().filter(destination=self.request.destination)
        page = {"dashboards": list(rows.order_by("rank", "title")), "breadcrumb": [home_crumb()]}
        return super().get_context_data(**page | context)


@method_decorator(gzip_page, name="dispatch")
class DashboardView(OneDashboard, PublicView):
    template_name = "cockpit/public/dashboard.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        dashboard = self.dashboard()
        crumbs = [home_crumb(), (str(DashboardsView.title), reverse("cockpit:dashboards"))]
        drawn = self.drawn(dashboard)
        maps = any(one.spec and one.tile.mapped for one in drawn)
        page = {
            "page_title": dashboard.title, "page_description": dashboard.words.partition("\n")[0] or dashboard.title,
            "breadcrumb": crumbs, "dashboard": dashboard, "drawn": drawn,
            "sketched": maps and grounds.shapes_of(dashboard.destination)[grounds.SKETCHED],
            "here": self.request.build_absolute_uri("/").rstrip("/"),
        }  # fmt: skip
        return super().get_context_data(**page | context)


class DashboardPdfView(OneDashboard, View):
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        dashboard = self.dashboard()
        features = grounds.shapes_of(dashboard.destination)["features"]
        drawn = [papers.with_spec(one, specs.with_shapes(one.spec, features)) for one in self.drawn(dashboard)]
        url = request.build_absolute_uri(reverse("cockpit:dashboard", args=[slug]))
        brand = territories.resolved_brand(dashboard.destination)
        content = papers.dashboard_pdf(dashboard, drawn, brand, url=url, day=timezone.localdate())
        return file_response(content, "application/pdf", f"{slug}.pdf", inline=True)


class TileCsvView(OneDashboard, View):
    def get(self, request: HttpRequest, slug: str, tile: int) -> HttpResponse:
        content = tables.csv_of(self.tile(self.dashboard()))
        return file_response(content, "text/csv; charset=utf-8", f"{slug}-{tile}.csv")


class TilePictureView(OneDashboard, View):
    """The chart as a picture, for whoever has no script and for a report."""

    suffix = "svg"

    def get(self, request: HttpRequest, slug: str, tile: int) -> HttpResponse:
        dashboard = self.dashboard()
        spec = self.whole_spec(dashboard, self.tile(dashboard))
        if self.suffix == "png":
            return file_response(pictures.png_of(spec), "image/png", f"{slug}-{tile}.png", inline=True)
        return file_response(pictures.svg_of(spec), "image/svg+xml", f"{slug}-{tile}.svg", inline=True)


@method_decorator(xframe_options_exempt, name="dispatch")
@method_decorator(csp_replace({"frame-ancestors": settings.EMBEDDED_IN}), name="dispatch")
class EmbedView(OneDashboard, PublicView):
    """One tile alone: what other sites may show inside theirs."""

    template_name = "cockpit/public/embed.html"
    indexed = False

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        dashboard = self.dashboard()
        drawn = self.tile(dashboard)
        page = {"page_title": drawn.title, "dashboard": dashboard, "one": drawn}
        return super().get_context_data(**page | context)
