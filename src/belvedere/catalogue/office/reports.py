"""How complete the offer is, commune by commune."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from belvedere.catalogue import access
from belvedere.catalogue.models import Offer
from belvedere.catalogue.queries import office as reads

HEADINGS = (
    ("commune", _("Commune")), ("offers", _("Offres en ligne")), ("average", _("Complétude moyenne (%)")),
    ("poor", _("Offres sous 50\N{NO-BREAK SPACE}%")),
)  # fmt: skip


class CompletenessViewSet(ViewSet):
    name = "completeness"
    icon = "table"
    menu_label = _("Complétude par commune")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", by_commune, name="index")]


def by_commune(request: HttpRequest) -> HttpResponse:
    sort: Any = request.GET.get("tri", "average")
    lines = reads.completeness_by_commune(access.visible_to(request.user, Offer), sort=sort)
    return render(request, "catalogue/office/completeness.html", {"lines": lines, "sort": sort, "headings": HEADINGS})
