"""What the season will be, and what our former words were worth."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from belvedere.observatory.queries import outlook_charts, outlooks, public
from belvedere.shell.surfaces import PublicView

from .public import home_crumb


def season_crumb() -> tuple[str, str]:
    return gettext("La saison à venir"), reverse("observatory:season")


class SeasonView(PublicView):
    title = _("La saison à venir")
    description = _("Ce que la saison devrait être, avec sa marge, ce qui compte, et ce que valaient nos prévisions.")
    template_name = "observatory/public/season.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        series = public.series_of(self.request.destination)
        given = self.request.GET.get("serie", "")
        found = outlooks.season(
            series, measure=self.request.GET.get("grandeur", ""),
            number=int(given) if given.isdecimal() and len(given) < 10 else None,
            ground=self.request.destination.territory_id if self.request.destination else None,
        )  # fmt: skip
        page = {"season": found, "today": timezone.localdate(), "breadcrumb": [home_crumb()]}
        if found.outlook is not None:
            page |= {"outlook": found.outlook, "chart": outlook_charts.outlook(found.outlook)}
            page["scores"] = outlooks.scores([found.outlook.series])
        return super().get_context_data(**page | context)


class ScoresView(PublicView):
    title = _("Nous avions dit, ce fut")
    description = _("Nos prévisions passées, comparées à ce qui est venu et à la même période de l’an dernier.")
    template_name = "observatory/public/scores.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        held = public.series_of(self.request.destination).filter(measure__in=outlooks.SEASON).with_places()
        page = {"scores": outlooks.scores(list(held)), "breadcrumb": [home_crumb(), season_crumb()]}
        return super().get_context_data(**page | context)


class SaidView(PublicView):
    template_name = "observatory/public/said.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        one = get_object_or_404(public.series_of(self.request.destination).with_places(), pk=self.kwargs["pk"])
        rows = outlooks.said_of(one)
        name = gettext("Nous avions dit, ce fut\N{NO-BREAK SPACE}: %(name)s") % {"name": one.name}
        crumbs = [home_crumb(), season_crumb(), (gettext("Nous avions dit, ce fut"), reverse("observatory:scores"))]
        page = {
            "page_title": name, "page_description": name, "series": one, "rows": rows, "breadcrumb": crumbs,
            "scores": outlooks.scores([one]), "chart": outlook_charts.said(rows, one.frequency) if rows else None,
        }  # fmt: skip
        return super().get_context_data(**page | context)
