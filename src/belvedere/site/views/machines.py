"""For robots: what they may read, and where it all is."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import View

from belvedere.catalogue.models import Offer
from belvedere.territories import queries as territories
from belvedere.territories.models import Destination

#: Places for those who work here, and pages that belong to one person.
CLOSED = ("bureau", "pro", "accueil", "compte", "technique", "carnet", "fiche", "*/carnet", "*/fiche")


class RobotsView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        lines = [
            "User-agent: *",
            *(f"Disallow: /{place}/" for place in CLOSED),
            f"Sitemap: {request.build_absolute_uri(reverse('site:sitemap'))}",
        ]
        return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


class InLanguages(Sitemap[Any]):
    i18n = True
    alternates = True
    x_default = True

    def __init__(self, destination: Destination | None, *, secure: bool) -> None:
        self.destination = destination
        self.languages = [code for code, _name in territories.languages_of(destination)]
        self.protocol = "https" if secure else "http"


class PagesSitemap(InLanguages):
    def items(self) -> list[str]:
        return ["home", "search", "agenda", "legal", "accessibility"]

    def location(self, item: str) -> str:
        return reverse(f"site:{item}")


class OffersSitemap(InLanguages):
    limit = 5000

    def items(self) -> Any:
        found = Offer.everything.active()
        if self.destination is not None:
            family = territories.descendants(Destination.everything.filter(pk=self.destination.pk))
            inside = Offer.everything.in_territory_of(family).values("pk")
            found = found.filter(Q(pk__in=inside) | Q(managed_by__in=family))
        return found.order_by("pk").only("pk", "slug", "updated_at")

    def location(self, item: Offer) -> str:
        return reverse("site:offer", args=[item.pk, item.slug])

    def lastmod(self, item: Offer) -> datetime:
        return item.updated_at


def sitemaps_of(request: HttpRequest) -> dict[str, Sitemap[Any]]:
    place, secure = request.destination, request.is_secure()
    return {"pages": PagesSitemap(place, secure=secure), "offres": OffersSitemap(place, secure=secure)}
