"""Home of a destination."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from belvedere.catalogue.queries import agenda as agendas
from belvedere.catalogue.queries import public
from belvedere.catalogue.queries.index import IndexMissing
from belvedere.catalogue.queries.search import SearchRequest, search
from belvedere.shell.landscape import Landscape
from belvedere.site import queries

from .base import SitePage, moment_of

HIGHLIGHTS = 6
#: What a first visit may be worth by itself: sites rather than services.
WORTH = ("CulturalSite", "NaturalHeritage", "SportsAndLeisurePlace")
EACH_DAY, SHOWN_DAYS = 4, 2


class HomeView(SitePage):
    template_name = "site/home.html"

    def get_description(self) -> str:
        name = self.destination.name if self.destination else "Belvédère"
        return _("Que voir, que faire, où manger et où dormir : %(name)s, son agenda, sa carte, ses adresses.") % {
            "name": name
        }

    def highlights(self) -> list[public.OfferCard]:
        wanted = SearchRequest(
            types=WORTH, destination_id=self.destination and self.destination.pk, language=self.language,
            page_size=4 * HIGHLIGHTS,
        )  # fmt: skip
        try:
            ids = search(wanted).ids
        except IndexMissing:
            ids = []
        return varied(public.cards(ids, language=self.language, now=self.now))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        today = self.now.date()
        coming = agendas.agenda(
            destination=self.destination, first_day=today, last_day=today + timedelta(days=6),
            language=self.language, since=self.now, each_day=EACH_DAY, size=SHOWN_DAYS * EACH_DAY,
        )  # fmt: skip
        page = {
            "hero": Landscape("volcan", moment_of(self.now), self.destination.pk if self.destination else 1),
            "coming": coming,
            "today": today,
            "doors": queries.doors(),
            "highlights": self.highlights(),
            "offices": queries.offices(self.destination, scheme=self.request.scheme),
            "stories": queries.featured_pages(destination=self.destination, language=self.language),
        }
        return super().get_context_data(**page | context)


def varied(cards: list[public.OfferCard]) -> list[public.OfferCard]:
    """One of a kind first, while there are others."""
    seen: dict[str, int] = {}
    first, rest = [], []
    for card in cards:
        seen[card.type_label] = seen.get(card.type_label, 0) + 1
        (first if seen[card.type_label] <= 1 else rest).append(card)
    return (first + rest)[:HIGHLIGHTS]
