"""What is printed of a version, in the destination's brand."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.generic import View

from belvedere.meetings import exports
from belvedere.meetings.models import PlanVersion
from belvedere.meetings.queries import printing
from belvedere.meetings.queries.floor import floor_of
from belvedere.territories.queries import resolved_brand

from .common import plan_for


class PrintView(View):
    """All the agendas, all the table cards or all the badges, as one PDF."""

    model = PlanVersion
    sheet = "agendas"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = plan_for(request, pk)
        agendas = printing.agendas(plan, buyers_only=self.sheet == "tables")
        brand = resolved_brand(plan.edition.destination)
        return pdf(exports.printed(plan.edition, agendas, brand, self.sheet), f"{self.sheet}-{plan.number}")


class FloorView(View):
    """The rooms and their tables, to hang at the door."""

    model = PlanVersion

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = plan_for(request, pk)
        floor = floor_of(plan.edition, plan)
        if floor is None:
            raise Http404
        brand = resolved_brand(plan.edition.destination)
        return pdf(exports.floor_plan(plan.edition, floor, brand), f"salles-{plan.number}")


def pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


PATHS = [
    path("plan/<int:pk>/agendas.pdf", PrintView.as_view(sheet="agendas"), name="print_agendas"),
    path("plan/<int:pk>/tables.pdf", PrintView.as_view(sheet="tables"), name="print_tables"),
    path("plan/<int:pk>/badges.pdf", PrintView.as_view(sheet="badges"), name="print_badges"),
    path("plan/<int:pk>/salles.pdf", FloorView.as_view(), name="print_floor"),
]
