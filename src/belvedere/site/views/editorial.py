"""Pages of words: editorial ones, the legal notice, the accessibility statement."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from belvedere.site import queries

from .base import SitePage


class EditorialView(SitePage):
    template_name = "site/editorial.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        page = queries.editorial_page(slug=self.kwargs["slug"], destination=self.destination)
        if page is None:
            raise Http404
        head = {"page": page, "page_title": page.title, "page_description": page.search_description or page.intro}
        return super().get_context_data(**head | context)


class LegalView(SitePage):
    template_name = "site/legal.html"
    title = _("Mentions légales et données personnelles")
    description = _("Qui édite ce site, ce qu’il garde et ce qu’il ne garde pas.")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**{"sources": queries.sources_shown()} | context)


class AccessibilityView(SitePage):
    template_name = "site/accessibility.html"
    title = _("Accessibilité")
    description = _("Ce qui a été vérifié, ce qui ne l’a pas été, et à qui le dire.")
