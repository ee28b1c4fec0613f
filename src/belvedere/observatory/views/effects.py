"""Published effects: what an event or a campaign changed, or why nobody can tell."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from belvedere.observatory.queries import effects, outlook_charts
from belvedere.shell.surfaces import PublicView

from .public import home_crumb


def effects_crumb() -> tuple[str, str]:
    return gettext("Effets mesurés"), reverse("observatory:effects")


class EffectsView(PublicView):
    title = _("Effets mesurés")
    description = _("Ce que les événements et les campagnes ont changé à la fréquentation, avec leur marge.")
    template_name = "observatory/public/effects.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        page = {
            "events": effects.published_events(self.request.destination),
            "campaigns": effects.published_campaigns(self.request.destination), "breadcrumb": [home_crumb()],
        }  # fmt: skip
        return super().get_context_data(**page | context)


class EventView(PublicView):
    template_name = "observatory/public/event.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        event = get_object_or_404(effects.published_events(self.request.destination), pk=self.kwargs["pk"])
        found = effects.passport(event)
        page = {
            "page_title": event.name, "passport": found, "breadcrumb": [home_crumb(), effects_crumb()],
            "page_description": gettext("Ce que %(name)s change à la fréquentation") % {"name": event.name},
        }  # fmt: skip
        return super().get_context_data(**page | outlook_charts.of_passport(found) | context)


class CampaignView(PublicView):
    template_name = "observatory/public/campaign.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        campaign = get_object_or_404(effects.published_campaigns(self.request.destination), pk=self.kwargs["pk"])
        page = {
            "page_title": campaign.name, "sheet": effects.campaign_sheet(campaign),
            "breadcrumb": [home_crumb(), effects_crumb()],
            "page_description": gettext("Ce que %(name)s change aux visites") % {"name": campaign.name},
        }  # fmt: skip
        return super().get_context_data(**page | context)
