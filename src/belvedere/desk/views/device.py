"""What makes the desk an application of the tablet: its manifest and its service worker, which hold nothing secret."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from django_vite.core.asset_loader import DjangoViteAssetLoader

from belvedere.shell import palette
from belvedere.territories.queries import resolved_brand

WORKER = "src/workers/desk.ts"


class Manifest(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        home = reverse("desk:home")
        brand = resolved_brand(getattr(request, "destination", None))
        paper = palette.light_theme(brand.palette)["paper"]
        content = {
            "name": _("Accueil – %s") % brand.name, "short_name": _("Accueil"), "start_url": home, "scope": home,
            "id": home, "display": "standalone", "lang": "fr", "background_color": paper, "theme_color": paper,
            "icons": [{"src": reverse("site:favicon"), "sizes": "any", "type": "image/svg+xml"}],
        }  # fmt: skip
        return JsonResponse(content, content_type="application/manifest+json")


class Worker(View):
    """Served under the desk's own address, so that it answers for the desk and for nothing else."""

    def get(self, request: HttpRequest) -> HttpResponse:
        url = DjangoViteAssetLoader.instance().generate_vite_asset_url(WORKER)
        file = finders.find("assets/" + url.rpartition("/")[2])
        if not file:
            raise Http404
        response = HttpResponse(Path(file).read_bytes(), content_type="text/javascript; charset=utf-8")
        response["Cache-Control"] = "no-cache"
        return response
