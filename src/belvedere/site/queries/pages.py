"""Editorial pages."""

from django.db.models import Q, QuerySet

from belvedere.site.models import EditorialPage
from belvedere.territories.models import Destination


def live_pages(destination: Destination | None) -> "QuerySet[EditorialPage]":
    """Pages of this site: its own and those of every site."""
    return EditorialPage.objects.live().public().filter(Q(destination=None) | Q(destination=destination))


def editorial_page(*, slug: str, destination: Destination | None) -> EditorialPage | None:
    return live_pages(destination).filter(slug=slug).select_related("image").order_by("destination").last()


def featured_pages(*, destination: Destination | None, language: str, limit: int = 3) -> list[EditorialPage]:
    found = live_pages(destination).filter(featured=True, language__in={language, "fr"}).select_related("image")
    return list(found.order_by("-first_published_at")[:limit])
