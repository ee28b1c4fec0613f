"""The page of an offer, its card for the map, its picture for sharing, its sessions for a calendar."""

import json
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.generic import View

from belvedere.catalogue.queries import detail, public
from belvedere.site import queries
from belvedere.site.exports import calendar_of, linked_data

from .base import SitePage, local_now, notebook_token


def offer_url(card: public.OfferCard) -> str:
    return reverse("site:offer", args=[card.id, card.slug])


class OfferView(SitePage):
    template_name = "site/offer.html"
    page: detail.OfferPage

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = detail.offer_page(kwargs["pk"], language=self.language, now=self.now)
        if page is None:
            raise Http404
        if page.card.slug != kwargs["slug"]:
            return HttpResponsePermanentRedirect(offer_url(page.card))
        self.page = page
        return super().get(request, *args, **kwargs)

    def get_title(self) -> str:
        return self.page.card.name

    def get_description(self) -> str:
        card = self.page.card
        return (card.intro or self.page.words.body or f"{card.type_label}, {card.commune}")[:200]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        card = self.page.card
        near = (
            public.nearby(lon=card.lon, lat=card.lat, language=self.language, now=self.now, leave_out=card.id)
            if card.lon is not None and card.lat is not None
            else []
        )
        url = self.request.build_absolute_uri(offer_url(card))
        image = self.request.build_absolute_uri(reverse("site:offer_image", args=[card.id]))
        more = {
            "offer": self.page,
            "card": card,
            "near": near,
            "page_image": image,
            "linked_data": script_json(linked_data(self.page, url=url, image=image)),
        }
        return super().get_context_data(**more | context)


def script_json(data: dict[str, Any]) -> SafeString:
    """JSON that cannot close the script it is printed in."""
    text = json.dumps(data, ensure_ascii=False, default=str)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(text)  # noqa: S308


class OfferCardView(View):
    """The card that the map shows for a point."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = public.cards([pk], language=get_language() or "fr", now=local_now())
        if not found:
            raise Http404
        kept = set(queries.kept_ids(token=notebook_token(request)))
        return TemplateResponse(request, "site/parts/card.html", {"card": found[0], "kept": kept, "level": 3})


class OfferCalendarView(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        now = local_now()
        page = detail.offer_page(pk, language=get_language() or "fr", now=now)
        if page is None:
            raise Http404
        first = now.date() - timedelta(days=1)
        rows = [session for session in page.sessions if session.day >= first]
        url = request.build_absolute_uri(offer_url(page.card))
        lines = [(session, page.card.name, page.card.commune, url) for session in rows]
        return HttpResponse(
            calendar_of(lines, name=page.card.name, now=now), content_type="text/calendar; charset=utf-8"
        )
