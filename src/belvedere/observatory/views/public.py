"""The observatory's front page and the definitions of its indicators."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from belvedere.engines import indicators as engine
from belvedere.observatory.queries import charts, effects, flow_pages, public
from belvedere.shell.surfaces import PublicView


def home_crumb() -> tuple[str, str]:
    return gettext("Observatoire"), reverse("observatory:home")


def chosen_year(request: HttpRequest) -> int | None:
    given = request.GET.get("annee", "")
    return int(given) if given.isdecimal() and len(given) == 4 else None


class HomeView(PublicView):
    title = _("Observatoire")
    description = _("Les chiffres clés de la destination : fréquentation, saison, clientèles, et leurs sources.")
    template_name = "observatory/public/home.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        destination = self.request.destination
        if destination is None:
            return super().get_context_data(**context)
        found = public.home(destination, year=chosen_year(self.request))
        chart = charts.months_of(found.main, found.years) if found.main else None
        page = {
            "home": found, "board": found.board, "chart": chart, "has_effects": effects.has_published(destination),
            "has_flows": bool(flow_pages.sources_for(self.request.user, destination)),
        }  # fmt: skip
        return super().get_context_data(**page | context)


class IndicatorsView(PublicView):
    title = _("Définitions des indicateurs")
    description = _("Comment chaque indicateur est défini et calculé, avec un exemple.")
    template_name = "observatory/public/indicators.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        page = {"indicators": engine.INDICATORS, "rules": engine.RULES, "breadcrumb": [home_crumb()]}
        return super().get_context_data(**page | context)
