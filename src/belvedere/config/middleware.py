"""What every request goes through: whose site it is, and in whose name the office looks."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, set_script_prefix

from belvedere.kit import scope
from belvedere.territories import queries as territories

Respond = Callable[[HttpRequest], HttpResponse]
OFFICE = "/bureau/"


class DestinationMiddleware:
    """Finds the destination of the request: by host name, else by the first part of the path (``/pays-de-salers/…``),
    which then becomes a prefix of every address we write, else the default destination."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        place = territories.site_for(host=request.get_host().partition(":")[0], path=request.path_info)
        request.destination = place.destination
        if not place.prefix:
            return self.get_response(request)
        request.path_info = request.path_info.removeprefix(place.prefix) or "/"
        request.META["SCRIPT_NAME"] = place.prefix
        before = get_script_prefix()
        set_script_prefix(f"{place.prefix}/")
        try:
            return self.get_response(request)
        finally:
            set_script_prefix(before)


class OfficeScopeMiddleware:
    """In the office, default managers answer only what the person may see."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(OFFICE) or not request.user.is_authenticated:
            return self.get_response(request)
        with scope.viewing(request.user):
            response = self.get_response(request)
            # A template rendered after this block would see everything.
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response = response.render()
            return response
