"""What is printed of a version, in the destination's brand."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.generic import View

from belvedere.meetings import exports
from belvedere.meetings.models import PlanVersion
from belvedere.meetings.queries import printing
from belvedere.territories.queries import resolved_brand

from .common import plan_for


class PrintView(View):
    """All the agendas, or all the table cards, as one PDF."""

    model = PlanVersion
    sheet = "agendas"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = plan_for(request, pk)
        agendas = printing.agendas(plan, buyers_only=self.sheet == "tables")
        brand = resolved_brand(plan.edition.destination)
        response = HttpResponse(
            exports.printed(plan.edition, agendas, brand, self.sheet), content_type="application/pdf"
        )
        response["Content-Disposition"] = f'inline; filename="{self.sheet}-{plan.number}.pdf"'
        return response


PATHS = [
    path("plan/<int:pk>/agendas.pdf", PrintView.as_view(sheet="agendas"), name="print_agendas"),
    path("plan/<int:pk>/tables.pdf", PrintView.as_view(sheet="tables"), name="print_tables"),
]
