"""What makes the desk an application of the tablet: its manifest and its service worker, which hold nothing secret."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from belvedere.shell import palette
from belvedere.shell.workers import service_worker
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
        return service_worker(WORKER)
