"""Search: list, facets and map from one request."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.generic import View

from belvedere.catalogue.enums import Family
from belvedere.catalogue.queries import public
from belvedere.catalogue.queries import search as searching
from belvedere.catalogue.queries.facets import FacetValue
from belvedere.catalogue.queries.index import IndexMissing
from belvedere.catalogue.queries.suggest import autocomplete
from belvedere.site import queries
from belvedere.site.forms import FACETS, SORTS, search_request

from .base import SitePage, local_now

SHORT = 8


@dataclass(frozen=True)
class Facet:
    """``first`` values in sight, ``rest`` behind « more »."""

    name: str
    label: str
    first: tuple[FacetValue, ...]
    rest: tuple[FacetValue, ...]
    chosen: int


@dataclass(frozen=True)
class Chip:
    label: str
    url: str


@dataclass(frozen=True)
class Pages:
    """What the pagination part asks of a page."""

    number: int
    num_pages: int

    @property
    def paginator(self) -> "Pages":
        return self

    @property
    def has_other_pages(self) -> bool:
        return self.num_pages > 1

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.num_pages

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


class SearchView(SitePage):
    template_name = "site/search.html"

    def get_title(self) -> str:
        text = self.request.GET.get("q", "").strip()[:80]
        return _("« %(text)s »") % {"text": text} if text else _("Que voir, que faire")

    def get_description(self) -> str:
        return _(
            "Chercher parmi les lieux, les événements, les itinéraires et les séjours, sur la liste et sur la carte."
        )

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        wanted = search_request(self.request.GET, destination=self.destination, language=self.language, now=self.now)
        try:
            result, ready = searching.search(wanted), True
        except IndexMissing:
            result, ready = searching.SearchResult(0, [], {}), False
        query = self.request.GET.copy()
        query.pop("page", None)
        page = {
            "wanted": wanted,
            "result": result,
            "ready": ready,
            "open_now": wanted.open_at == self.now,
            "cards": public.cards(result.ids, language=self.language, now=self.now),
            "facets": facets_of(result),
            "chips": chips_of(self.request, result),
            "families": families_of(wanted),
            "sorts": SORTS,
            "pages": Pages(wanted.page, max(1, -(-result.total // wanted.page_size))),
            "points_url": f"{reverse('site:points')}?{query.urlencode()}",
            "indexed": not self.request.GET,
        }
        return super().get_context_data(**page | context)


def facets_of(result: searching.SearchResult) -> list[Facet]:
    labels = {
        "type": _("Type"), "theme": _("Thème"), "commune": _("Commune"), "prix": _("Prix"),
        "label": _("Labels"), "acces": _("Accessibilité"),
    }  # fmt: skip
    found = []
    for name, label in labels.items():
        values = result.facets.get(FACETS[name], ())
        if values:
            chosen = sum(value.chosen for value in values)
            shown = max(SHORT, chosen)
            found.append(Facet(name, label, values[:shown], values[shown:], chosen))
    return found


def families_of(wanted: searching.SearchRequest) -> list[tuple[int, str, bool]]:
    labels = {
        Family.PLACE: _("Lieux"), Family.EVENT: _("Événements"), Family.TOUR: _("Itinéraires"),
        Family.PRODUCT: _("Activités et séjours"),
    }  # fmt: skip
    return [(int(family), label, bool(wanted.families & family)) for family, label in labels.items()]


def chips_of(request: HttpRequest, result: searching.SearchResult) -> list[Chip]:
    """What is chosen, each with the address of the same search without it."""
    chips = []
    for name, facet in FACETS.items():
        for value in result.facets.get(facet, ()):
            if value.chosen:
                chips.append(Chip(value.label, without(request, name, value.code)))
    for name, label in (
        ("ouvert", _("Ouvert à cette date")),
        ("pres", _("Près de moi")),
        ("cadre", _("Cadre de la carte")),
    ):
        if request.GET.get(name):
            chips.append(Chip(label, without(request, name)))
    return chips


def without(request: HttpRequest, name: str, code: str = "") -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query.setlist(name, [value for value in query.getlist(name) if code and value != code])
    return f"{request.path}?{query.urlencode()}"


@method_decorator(gzip_page, name="dispatch")
class PointsView(View):
    """Every result as a point: ``[id, lon, lat, family]``."""

    def get(self, request: HttpRequest) -> HttpResponse:
        wanted = search_request(
            request.GET, destination=request.destination, language=get_language() or "fr", now=local_now()
        )
        try:
            points = searching.points(wanted)
        except IndexMissing:
            points = []
        rounded = [[pk, round(lon, 5), round(lat, 5), family] for pk, lon, lat, family in points]
        return JsonResponse(
            {"points": rounded, "limit": searching.POINTS}, json_dumps_params={"separators": (",", ":")}
        )


class SuggestView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        text = request.GET.get("q", "").replace("\0", "")[:80]
        destination = request.destination
        try:
            found = autocomplete(text, destination_id=destination and destination.pk, language=get_language() or "fr")
        except IndexMissing:
            found = ()
        return JsonResponse({"suggestions": [{"kind": one.kind, "label": one.label} for one in found]})


@method_decorator(gzip_page, name="dispatch")
class CommunesView(View):
    """The offline base map of the destination."""

    def get(self, request: HttpRequest) -> HttpResponse:
        drawn = queries.communes_geojson(request.destination, note=_("Contours schématiques"))
        response = HttpResponse(drawn, content_type="application/geo+json")
        response["Cache-Control"] = "public, max-age=86400"
        return response
