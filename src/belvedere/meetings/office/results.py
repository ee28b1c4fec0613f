"""What an edition brought and cost, beside the one before; its costs, its file, its closing."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.views.generic import View

from belvedere.meetings import access
from belvedere.meetings.actions import results as actions
from belvedere.meetings.forms.after import CostForm
from belvedere.meetings.models import Cost, Edition
from belvedere.meetings.queries import results as reads
from belvedere.shell.surfaces import csv_line, defused

from .common import attempt


def edition_for(request: HttpRequest, pk: int) -> Edition:
    rows = access.visible_to(request.user, Edition).select_related("destination")
    edition: Edition = get_object_or_404(rows, pk=pk)
    return edition


class ResultsPage(View):
    model = Edition

    def get(self, request: HttpRequest, pk: int, form: CostForm | None = None) -> HttpResponse:
        edition = edition_for(request, pk)
        shown = {
            "edition": edition,
            "view": reads.results(edition),
            "form": form or CostForm(),
            "runs": access.can_run(request.user, edition),
        }
        return render(request, "meetings/office/results.html", shown, status=422 if form else 200)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = edition_for(request, pk)
        given: dict[str, Any] = {"by": request.user, "now": timezone.now()}
        verb, _colon, key = request.POST.get("verb", "").partition(":")
        if verb == "cost":
            form = CostForm(request.POST)
            if not form.is_valid():
                return self.get(request, pk, form)
            given |= form.cleaned_data
            attempt(request, lambda: actions.save_cost(edition=edition, **given), gettext("La dépense est notée."))
        elif verb == "remove" and key.isascii() and key.isdecimal():
            cost = get_object_or_404(Cost.everything.select_related("edition"), pk=int(key), edition=edition)
            attempt(request, lambda: actions.remove_cost(cost=cost, **given), gettext("La dépense est retirée."))
        elif verb == "measure":
            done = gettext("Le bilan est arrêté.")
            attempt(request, lambda: actions.measure_edition(edition=edition, **given), done)
        else:
            raise PermissionDenied
        return redirect("edition:results", pk)


class ResultsFile(View):
    """The same figures for a spreadsheet."""

    model = Edition

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = edition_for(request, pk)
        view = reads.results(edition)
        heads = [gettext("Chiffre"), gettext("Unité"), edition.name, view.before.edition.name if view.before else ""]
        rows = ([row.label, UNITS[row.unit], shown(row, row.value), shown(row, row.before)] for row in view.rows)
        lines = [heads, *rows]
        content = "\ufeff" + "".join(csv_line([defused(value) for value in line]) for line in lines)
        response = HttpResponse(content, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="bilan-{edition.slug}.csv"'
        return response


UNITS = {"count": "", "cents": "€", "share": "%", "mean": "/5", "ratio": "€/€"}


def shown(row: reads.Row, value: float | None) -> float | str:
    """Amounts in euros; empty where nothing can be said."""
    if value is None:
        return ""
    return value / 100 if row.unit == "cents" else value


PATHS = [
    path("<int:pk>/bilan/", ResultsPage.as_view(), name="results"),
    path("<int:pk>/bilan.csv", ResultsFile.as_view(), name="results_file"),
]
