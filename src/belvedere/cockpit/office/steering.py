"""The cockpit: one destination, one month, and what asks for somebody."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from belvedere.cockpit import access
from belvedere.cockpit.forms.office import SteeringForm
from belvedere.cockpit.queries import attention
from belvedere.cockpit.queries import steering as reads
from belvedere.observatory.queries import charts
from belvedere.territories.models import Destination


class SteeringView(TemplateView):
    template_name = "cockpit/office/steering.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not access.can_steer(request.user):
            raise PermissionDenied(_("Le pilotage est ouvert à ceux qui travaillent dans un office."))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        destinations = list(access.steered_by(self.request.user).select_related("territory").order_by("name"))
        if not destinations:
            return super().get_context_data(board=None, **context)
        chosen = self.chosen(destinations)
        board = reads.steering(self.request.user, chosen, month=self.month(), now=timezone.now())
        chart = charts.months_of(board.main, board.years) if board.main else None
        given = {"destination": str(chosen.pk), "mois": f"{board.month:%Y-%m}" if board.month else ""}
        return super().get_context_data(
            board=board, chart=chart, matters=[(one, address_of(one)) for one in board.matters],
            form=SteeringForm(given, destinations=destinations, months=board.months), **context,
        )  # fmt: skip

    def chosen(self, destinations: list[Destination]) -> Destination:
        """The one asked for, else the widest that the person holds in person, else the first."""
        asked = self.request.GET.get("destination", "")
        own = {one.pk for one in destinations if one.parent_id not in {two.pk for two in destinations}}
        found = [one for one in destinations if str(one.pk) == asked] or [one for one in destinations if one.pk in own]
        return (found or destinations)[0]

    def month(self) -> date | None:
        try:
            return date.fromisoformat(f"{self.request.GET.get('mois', '')}-01")
        except ValueError:
            return None


def address_of(matter: attention.Matter) -> str:
    return reverse(matter.view, args=matter.args) + matter.query
