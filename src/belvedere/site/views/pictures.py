"""Drawn pictures: landscapes in the brand's colours, the icon, the picture of a shared link."""

from typing import Any

import vl_convert
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import View

from belvedere.catalogue.queries import public
from belvedere.shell.landscape import MOMENTS, SCENES, Landscape, draw, mark
from belvedere.territories import queries as territories

from .base import local_now

DAY = 86400
SHARED_WIDTH = 1200


def svg(content: str) -> HttpResponse:
    response = HttpResponse(content, content_type="image/svg+xml")
    response["Cache-Control"] = f"public, max-age={DAY}"
    return response


def palette_of(request: HttpRequest) -> dict[str, str]:
    return territories.resolved_brand(request.destination).palette


class LandscapeView(View):
    def get(self, request: HttpRequest, scene: str, moment: str, seed: int) -> HttpResponse:
        if scene not in SCENES or moment not in MOMENTS:
            raise Http404
        return svg(draw(Landscape(scene, moment, seed % 1000), palette_of(request)))


class FaviconView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return svg(mark(palette_of(request)))


class OfferImageView(View):
    """The landscape of an offer as PNG: networks do not read SVG."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = public.cards([pk], language="fr", now=local_now())
        if not found:
            raise Http404
        palette = palette_of(request)
        key = f"share/{found[0].landscape}/{sorted(palette.items())}".replace(" ", "")
        image: Any = cache.get(key)
        if image is None:
            drawn = draw(found[0].landscape, palette).replace("<svg ", '<svg width="1200" height="800" ', 1)
            image = vl_convert.svg_to_png(drawn)
            cache.set(key, image, DAY)
        response = HttpResponse(image, content_type="image/png")
        response["Cache-Control"] = f"public, max-age={DAY}"
        return response
