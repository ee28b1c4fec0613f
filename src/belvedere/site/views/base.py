"""What every public page knows: the hour, the language, the visitor's notebook."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page

from belvedere.shell.surfaces import PublicView
from belvedere.site import queries

NOTEBOOK_COOKIE = "carnet"


def notebook_token(request: HttpRequest) -> str:
    return request.COOKIES.get(NOTEBOOK_COOKIE, "")[:43]


def local_now() -> datetime:
    return timezone.localtime()


def moment_of(now: datetime) -> str:
    """The hour of the landscapes."""
    return (
        "aube"
        if 5 <= now.hour < 9
        else "jour"
        if now.hour < 18 and now.hour >= 9
        else "soir"
        if now.hour < 22
        else "nuit"
    )


# Compressed here: these pages hold no secret beside what a visitor types, and no cookie is set by reading them.
@method_decorator(gzip_page, name="dispatch")
class SitePage(PublicView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = local_now()
        self.language = get_language() or "fr"
        self.destination = request.destination

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        kept = set(queries.kept_ids(token=notebook_token(self.request)))
        return super().get_context_data(**{"kept": kept, "now": self.now} | context)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        return response
