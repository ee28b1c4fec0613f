"""Editorial pages."""

from django.db.models import Q, QuerySet
from wagtail.models import Page

from belvedere.site.models import EditorialPage
from belvedere.territories import queries as territories
from belvedere.territories.models import Destination


def live_pages(destination: Destination | None) -> "QuerySet[EditorialPage]":
    """Pages of this site: its own, and those that the destinations above share with it. All of them without a site."""
    found = EditorialPage.objects.live().public()
    if destination is None:
        return found
    own, *above = [place.page_root_id for place in territories.lineage(destination)]
    shown = Q(pk__in=[])
    for root in Page.objects.filter(pk__in=[own, *above]):
        below = found.child_of_q(root)
        shown |= below if root.pk == own else below & Q(shared_below=True)
    return found.filter(shown)


def editorial_page(*, slug: str, destination: Destination | None) -> EditorialPage | None:
    """The destination's own before one from above."""
    found = live_pages(destination).filter(slug=slug).select_related("image")
    return found.order_by("-depth").first()


def featured_pages(*, destination: Destination | None, language: str, limit: int = 3) -> list[EditorialPage]:
    found = live_pages(destination).filter(featured=True, language__in={language, "fr"}).select_related("image")
    return list(found.order_by("-first_published_at")[:limit])
