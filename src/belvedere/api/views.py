"""Routes of the API: open reads for everyone, and what a signed-in person may see beyond."""

from datetime import date, timedelta
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import NinjaAPI, Query
from ninja.errors import HttpError
from ninja.security import django_auth
from pydantic import AfterValidator, BaseModel, Field

from belvedere.catalogue import access as catalogue_access
from belvedere.catalogue.models import Offer
from belvedere.catalogue.queries import agenda
from belvedere.catalogue.queries import search as searching
from belvedere.catalogue.queries.index import IndexMissing
from belvedere.territories.models import Destination

from . import queries

BIGGEST = 2**63 - 1
LONGEST = timedelta(days=92)


def without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("le caractère nul n’est pas permis")
    return text


Text = Annotated[str, AfterValidator(without_nul), Field(max_length=200)]
Number = Annotated[int, Field(ge=1, le=BIGGEST)]
Degrees = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


class Fault(BaseModel):
    """What went wrong, in one sentence."""

    detail: Any


class OfferList(BaseModel):
    total: int
    page: int
    offers: list[dict[str, Any]]


class SessionList(BaseModel):
    total: int
    sessions: list[dict[str, Any]]


class SeriesList(BaseModel):
    total: int
    page: int
    series: list[dict[str, Any]]


class FlowList(BaseModel):
    """``cells``: a volume that is null is hidden by statistical secrecy."""

    total: int
    page: int
    source: str
    licence: str
    cells: list[dict[str, Any]]


class Filters(BaseModel):
    """What narrows a list of offers. Values of one parameter add up, parameters restrict one another."""

    text: Text = ""
    destination: Text = ""
    types: list[Text] = []
    communes: list[Text] = []
    themes: list[Text] = []
    labels: list[Text] = []
    accessibility: list[Text] = []
    west: Degrees | None = None
    south: Degrees | None = None
    east: Degrees | None = None
    north: Degrees | None = None
    language: Text = "fr"
    page: Annotated[int, Field(ge=1, le=10_000)] = 1
    page_size: Annotated[int, Field(ge=1, le=100)] = 24


api = NinjaAPI(
    title="Belvédère", version="1", description="L’offre et les chiffres d’une destination, en données ouvertes."
)
ANSWERS: dict[int, Any] = {404: Fault, 422: Fault, 503: Fault}


@api.exception_handler(IndexMissing)
def no_index(request: HttpRequest, error: Exception) -> HttpResponse:
    return api.create_response(request, {"detail": str(error)}, status=503)


@api.get("/destinations", response=list[dict[str, Any]], summary="Les destinations")
def list_destinations(request: HttpRequest) -> Any:
    return queries.destinations()


@api.get("/offers", response={200: OfferList, **ANSWERS}, summary="Chercher des offres")
def list_offers(request: HttpRequest, filters: Query[Filters]) -> Any:
    found = searching.search(_request(filters, _destination(request, filters.destination)))
    rows = queries.online(found.ids, today=timezone.localdate())
    return {"total": found.total, "page": filters.page, "offers": rows}


@api.get("/offers/{number}", response={200: dict[str, Any], **ANSWERS}, summary="Une offre")
def one_offer(request: HttpRequest, number: Number) -> Any:
    found = queries.online([number], today=timezone.localdate())
    if not found:
        raise HttpError(404, "Aucune offre en ligne ne porte ce numéro.")
    return found[0]


@api.get("/sessions", response={200: SessionList, **ANSWERS}, summary="L’agenda, séance par séance")
def list_sessions(
    request: HttpRequest,
    first: date,
    last: date,
    destination: Text = "",
    page: Annotated[int, Field(ge=1, le=10_000)] = 1,
) -> Any:
    if not timedelta(0) <= last - first <= LONGEST:
        raise HttpError(422, "La fin suit le début de 92 jours au plus.")
    total, rows = queries.sessions(agenda.sessions(_destination(request, destination), first, last), page)
    return {"total": total, "sessions": rows}


@api.get("/series", response={200: SeriesList, **ANSWERS}, summary="Les séries de chiffres publiées")
def list_series(
    request: HttpRequest, destination: Text = "", measure: Text = "", page: Annotated[int, Field(ge=1, le=10_000)] = 1
) -> Any:
    total, rows = queries.series(_destination(request, destination), measure, page)
    return {"total": total, "page": page, "series": rows}


@api.get("/series/{number}", response={200: dict[str, Any], **ANSWERS}, summary="Une série, période par période")
def one_series(request: HttpRequest, number: Number) -> Any:
    found = queries.one_series(number)
    if found is None:
        raise HttpError(404, "Aucune série publiée ne porte ce numéro.")
    return found


@api.get("/flows", response={200: list[dict[str, Any]], **ANSWERS}, summary="Les sources de flux publiées")
def list_flows(request: HttpRequest, destination: Text = "") -> Any:
    return queries.flow_sources(_destination(request, destination))


@api.get(
    "/flows/{number}", response={200: FlowList, **ANSWERS}, summary="Qui va où\N{NO-BREAK SPACE}: les cellules publiées"
)
def one_flow(request: HttpRequest, number: Number, page: Annotated[int, Field(ge=1, le=10_000)] = 1) -> Any:
    found = queries.flow_cells(number, page)
    if found is None:
        raise HttpError(404, "Aucune source de flux publiée ne porte ce numéro.")
    return found


@api.get(
    "/mine/offers", auth=django_auth, response={200: OfferList, 401: Fault, **ANSWERS}, summary="Les offres que je vois"
)
def my_offers(request: HttpRequest, page: Annotated[int, Field(ge=1, le=10_000)] = 1) -> Any:
    seen = catalogue_access.visible_to(request.user, Offer)
    start = (page - 1) * 50
    ids = list(seen.order_by("pk").values_list("pk", flat=True)[start : start + 50])
    return {"total": seen.count(), "page": page, "offers": queries.seen_by(seen, ids, today=timezone.localdate())}


@api.get(
    "/mine/offers/{number}", auth=django_auth, response={200: dict[str, Any], 401: Fault, **ANSWERS},
    summary="Une offre que je vois, avec sa provenance",
)  # fmt: skip
def my_offer(request: HttpRequest, number: Number) -> Any:
    seen = catalogue_access.visible_to(request.user, Offer)
    found = queries.seen_by(seen, [number], today=timezone.localdate())
    if not found:
        raise HttpError(404, "Aucune offre que vous puissiez voir ne porte ce numéro.")
    return found[0]


def _destination(request: HttpRequest, slug: str) -> Destination | None:
    """The one named, else the one whose site is asked."""
    if not slug:
        return getattr(request, "destination", None)
    found = Destination.everything.filter(slug=slug).first()
    if found is None:
        raise HttpError(404, "Cette destination n’existe pas.")
    return found


def _request(filters: Filters, destination: Destination | None) -> searching.SearchRequest:
    sides = (filters.west, filters.south, filters.east, filters.north)
    if any(side is not None for side in sides) and None in sides:
        raise HttpError(422, "Un cadre demande ses quatre côtés : west, south, east, north.")
    return searching.SearchRequest(
        text=filters.text,
        types=tuple(filters.types),
        communes=tuple(filters.communes),
        themes=tuple(filters.themes),
        labels=tuple(filters.labels),
        accessibility=tuple(filters.accessibility),
        bbox=None if None in sides else sides,  # type: ignore[arg-type]
        destination_id=destination.pk if destination else None,
        language=filters.language,
        page=filters.page,
        page_size=filters.page_size,
    )
