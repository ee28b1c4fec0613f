"""Office screens of the offer: sheets, our own stories, imports, duplicates, media and their rights, completeness."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.snippets.models import register_snippet

from .dashboard import OfferPanel
from .imports import DuplicateViewSet, RunViewSet, SourceViewSet
from .media import MediaViewSet
from .offers import OfferViewSet
from .reports import CompletenessViewSet
from .requests import RequestViewSet
from .stories import StoryViewSet


class CatalogueGroup(ViewSetGroup):
    menu_label = _("L’offre")
    menu_icon = "list-ul"
    menu_order = 100
    items = (
        OfferViewSet, RequestViewSet, MediaViewSet, DuplicateViewSet, RunViewSet, SourceViewSet,
        CompletenessViewSet,
    )  # fmt: skip


register_snippet(StoryViewSet)


@hooks.register("register_admin_viewset")
def screens() -> CatalogueGroup:
    return CatalogueGroup()


@hooks.register("construct_homepage_panels")
def what_waits(request: HttpRequest, panels: list[Component]) -> None:
    """The office opens on what asks for a person."""
    panels.insert(0, OfferPanel())
