"""The first screen of the office: what the offer comes to, and what waits for somebody."""

from typing import Any

from wagtail.admin.ui.components import Component

from belvedere.catalogue import access
from belvedere.catalogue.models import CorrectionRequest, DuplicatePair, ImportRun, Offer
from belvedere.catalogue.queries.dashboard import dashboard


class OfferPanel(Component):
    name = "offers"
    order = 10
    template_name = "catalogue/office/dashboard.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        return {
            "board": dashboard(
                offers=access.visible_to(user, Offer),
                corrections=access.visible_to(user, CorrectionRequest),
                duplicates=access.visible_to(user, DuplicatePair),
                runs=access.visible_to(user, ImportRun),
            )
        }
