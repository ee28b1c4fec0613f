"""What the public pages of the room share: the destination's own rows, and files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views import View

from belvedere.cockpit import access
from belvedere.cockpit.models import Dashboard, Tile
from belvedere.cockpit.queries import grounds, specs, tiles
from belvedere.observatory import access as observatory

HOUR = 3600


def home_crumb() -> tuple[str, str]:
    return gettext("Observatoire"), reverse("observatory:home")


class OneDashboard:
    """The public dashboard of the address; any other does not exist."""

    request: HttpRequest
    kwargs: dict[str, Any]
    model = Dashboard

    def dashboard(self) -> Dashboard:
        destination = self.request.destination
        rows = access.public_dashboards().select_related("destination__territory")
        found = rows.filter(destination=destination, slug=self.kwargs["slug"]).first() if destination else None
        if found is None:
            raise Http404
        return found

    def drawn(self, dashboard: Dashboard, wanted: list[Tile] | None = None) -> list[tiles.Drawn]:
        """As anybody may see it: published figures only; what is left out of it is not there at all."""
        shapes = reverse("cockpit:shapes", args=[dashboard.slug])
        drawer = tiles.Drawer(dashboard.destination, observatory.published(), shapes)
        drawn = drawer.draw(wanted if wanted is not None else tiles.tiles_of(dashboard))
        return [one for one in drawn if not one.missing]

    def tile(self, dashboard: Dashboard) -> tiles.Drawn:
        wanted = [one for one in tiles.tiles_of(dashboard) if one.pk == self.kwargs["tile"]]
        found = self.drawn(dashboard, wanted)
        if not found:
            raise Http404
        return found[0]

    def whole_spec(self, dashboard: Dashboard, drawn: tiles.Drawn) -> Any:
        """The chart with everything in it, for whoever draws without fetching."""
        if drawn.spec is None:
            raise Http404
        return specs.with_shapes(drawn.spec, grounds.shapes_of(dashboard.destination)["features"])


class ShapesView(OneDashboard, View):
    def get(self, request: HttpRequest, slug: str) -> JsonResponse:
        response = JsonResponse(grounds.shapes_of(self.dashboard().destination))
        response["Cache-Control"] = f"public, max-age={HOUR}"
        return response


def file_response(content: str | bytes, kind: str, name: str, *, inline: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    response["Access-Control-Allow-Origin"] = "*"
    return response
