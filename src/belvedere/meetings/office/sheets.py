"""A list of participants from a spreadsheet: sent, its columns shown and corrected, tried, brought in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.views.generic import View

from belvedere.meetings import access
from belvedere.meetings.actions import sheets
from belvedere.meetings.forms.office import FIELD_LABELS
from belvedere.meetings.imports import participants as imports
from belvedere.meetings.models import Edition, ParticipantSheet

from .common import attempt

SHOWN = 50


class SheetsPage(View):
    """Where a file is sent; those brought before stand below."""

    model = Edition

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = get_object_or_404(access.editions_run_by(request.user), pk=pk)
        rows = ParticipantSheet.everything.filter(edition=edition).defer("content")
        return render(request, "meetings/office/sheets.html", {"edition": edition, "sheets": rows[:SHOWN]})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = get_object_or_404(access.editions_run_by(request.user), pk=pk)
        sent = request.FILES.get("file")
        if sent is None or (sent.size or 0) > sheets.SIZE_MAX:
            messages.error(request, gettext("Choisissez un fichier CSV ou XLSX de huit mégaoctets au plus."))
            return redirect("edition:sheets", edition.pk)
        given: dict[str, Any] = {"edition": edition, "by": request.user, "now": timezone.now()}
        sheet = attempt(
            request,
            lambda: imports.receive_sheet(name=sent.name or "", content=sent.read(), **given),
            gettext("Fichier reçu\N{NO-BREAK SPACE}: vérifiez ses colonnes."),
        )
        return redirect("edition:sheet", sheet.pk) if sheet else redirect("edition:sheets", edition.pk)


class SheetPage(View):
    """The columns of one file, what they would do, the button that does it, and what it did."""

    model = ParticipantSheet

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet = self.found(request, pk)
        return self.shown(request, sheet, None)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet, verb = self.found(request, pk), request.POST.get("verb")
        given: dict[str, Any] = {"sheet": sheet, "by": request.user, "now": timezone.now()}
        if verb not in ("try", "bring") or sheet.brought_at is not None:
            raise PermissionDenied
        asked = {field: request.POST.get(f"column_{field}", "") for field in imports.COLUMNS}
        columns = {field: heading for field, heading in asked.items() if heading}
        if attempt(request, lambda: sheets.map_columns(columns=columns, **given), "") is None:
            return self.shown(request, sheet, None)
        if verb == "try":
            return self.shown(request, sheet, attempt(request, lambda: imports.try_sheet(**given), ""))
        done = gettext("Importation demandée\N{NO-BREAK SPACE}: elle avance ci-dessous.")
        if attempt(request, lambda: imports.ask_sheet(**given), done) is None:
            return self.shown(request, sheet, None)
        return redirect("edition:sheet", sheet.pk)

    def found(self, request: HttpRequest, pk: int) -> ParticipantSheet:
        rows = ParticipantSheet.everything.filter(edition__in=access.editions_run_by(request.user))
        sheet: ParticipantSheet = get_object_or_404(rows.select_related("edition", "job"), pk=pk)
        return sheet

    def shown(self, request: HttpRequest, sheet: ParticipantSheet, outcome: Any) -> HttpResponse:
        fields = [(field, FIELD_LABELS[field], sheet.columns.get(field, "")) for field in imports.COLUMNS]
        page = {
            "sheet": sheet,
            "edition": sheet.edition,
            "fields": fields,
            "sample": [] if sheet.brought_at or sheet.under_way else imports.sample(sheet),
            "outcome": outcome,
            "failed": outcome.failed[:SHOWN] if outcome else sheet.failed,
            "tried": imports.TRIED,
        }
        return render(request, "meetings/office/sheet.html", page)


PATHS = [
    path("<int:pk>/importer/", SheetsPage.as_view(), name="sheets"),
    path("liste/<int:pk>/", SheetPage.as_view(), name="sheet"),
]
