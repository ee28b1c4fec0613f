"""What every template knows: the destination, its brand, the languages of the public site."""

from django.conf import settings
from django.http import HttpRequest

from belvedere.territories import queries as territories


def place(request: HttpRequest) -> dict[str, object]:
    destination = getattr(request, "destination", None)
    return {
        "destination": destination,
        "brand": territories.resolved_brand(destination),
        "public_languages": territories.languages_of(destination),
        "map_style_url": settings.MAP_STYLE_URL,
    }
