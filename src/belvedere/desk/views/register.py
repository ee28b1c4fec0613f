"""Figures of the year, complaints, opening days."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belvedere.desk.actions import complaints as actions
from belvedere.desk.exports import figures as files
from belvedere.desk.forms.complaints import ComplaintForm, OpeningForm
from belvedere.desk.models import Complaint, Counter
from belvedere.desk.queries import complaints, desk, figures
from belvedere.territories.models import Destination
from belvedere.territories.queries import resolved_brand

from .base import DeskView, number_in

KINDS = {
    "csv": ("text/csv; charset=utf-8", files.csv_of),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", files.xlsx_of),
}


class Figures(DeskView):
    """The year's figures; with ``?fichier=csv`` or ``xlsx``, the file to hand in."""

    title = gettext_lazy("Chiffres de l’accueil")
    template_name = "desk/figures.html"

    @cached_property
    def desks(self) -> list[Destination]:
        """The desk chosen among ours and those below, else all of them."""
        wanted = self.request.GET.get("accueil", "")
        return [one for one in self.offices if one.slug == wanted] or self.offices

    @cached_property
    def offices(self) -> list[Destination]:
        return desk.counted_with(self.desk)

    def found(self) -> figures.Figures:
        year = self.request.GET.get("annee", "")
        known = year.isascii() and year.isdecimal() and 2000 <= int(year) < 2100
        return figures.figures_of(self.desks, int(year) if known else self.now.year)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = request.GET.get("fichier", "")
        if kind not in KINDS:
            return super().get(request, *args, **kwargs)
        content_type, write = KINDS[kind]
        found = self.found()
        response = HttpResponse(write(found), content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="accueil-{found.year}.{kind}"'
        return response

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        found = self.found()
        page = {
            "figures": found, "tables": figures.tables_of(found), "years": figures.years_of(self.desks),
            "offices": self.offices, "chosen": self.desks[0] if len(self.desks) == 1 else None,
            "opening": context.pop("opening", None) or OpeningForm(initial={"day": self.now.date()}),
            "breadcrumb": [(_("Accueil"), reverse("desk:home"))],
        }  # fmt: skip
        return super().get_context_data(**page | context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The hours of a day."""
        form = OpeningForm(request.POST)
        counter = Counter.everything.filter(destination=self.desk).order_by("pk").first()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(opening=form), status=422)
        try:
            if counter is None:
                raise actions.Refused(_("Déclarez d’abord un point d’accueil au bureau."))
            actions.keep_opening(
                counter=counter, day=form.cleaned_data["day"], minutes=form.minutes, by=request.user, now=self.now
            )
        except actions.Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Les heures d’ouverture sont notées."))
        return redirect("desk:figures")


class Complaints(DeskView):
    """What waits with its deadlines, what was answered; « note », « ack:12 », « answer:12 »."""

    title = gettext_lazy("Réclamations")
    template_name = "desk/complaints.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        register = complaints.register_of(self.desk, today=self.now.date())
        brand = resolved_brand(self.desk)
        page = {
            "register": register, "today": self.now.date(), "tone": brand.tone,
            "form": context.pop("form", None) or ComplaintForm(),
            "waiting": [
                (one, complaints.next_deadline(one), complaints.model_answer(one, brand=brand.name))
                for one in register.waiting
            ],
            "breadcrumb": [(_("Accueil"), reverse("desk:home"))],
        }  # fmt: skip
        return super().get_context_data(**page | context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verb, _colon, key = request.POST.get("verb", "").partition(":")
        signed = {"by": request.user, "now": self.now}
        try:
            if verb == "note":
                form = ComplaintForm(request.POST)
                if not form.is_valid():
                    return self.render_to_response(self.get_context_data(form=form), status=422)
                actions.note_complaint(destination=self.desk, **form.cleaned_data, **signed)
            elif verb in ("ack", "answer"):
                row = self.own_or_404(Complaint, Complaint.everything.filter(destination=self.desk), pk=number_in(key))
                if verb == "ack":
                    actions.acknowledge_complaint(complaint=row, **signed)
                else:
                    actions.answer_complaint(complaint=row, answer=request.POST.get("answer", ""), **signed)
        except actions.Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("desk:complaints")
