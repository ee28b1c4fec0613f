"""The same edition once more: next year's, or a rehearsal of this one."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.views.generic import View

from belvedere.meetings import access
from belvedere.meetings.actions import again, rehearsal
from belvedere.meetings.forms.office import AgainForm, RehearsalForm
from belvedere.meetings.models import Edition

from .common import attempt

#: The same weekday, a year later.
YEAR = timedelta(weeks=52)


class AgainPage(View):
    model = Edition

    def get(self, request: HttpRequest, pk: int, **wrong: forms.Form) -> HttpResponse:
        edition = get_object_or_404(access.editions_run_by(request.user), pk=pk)
        day = edition.day + YEAR
        named = {"name": edition.name.replace(str(edition.day.year), str(day.year)), "day": day, "with_people": True}
        page = {
            "edition": edition,
            "form": wrong.get("form") or AgainForm(initial=named),
            "rehearsal": wrong.get("rehearsal") or RehearsalForm(initial={"day": timezone.localdate()}),
        }
        return render(request, "meetings/office/again.html", page, status=422 if wrong else 200)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = get_object_or_404(access.editions_run_by(request.user), pk=pk)
        given: dict[str, Any] = {"edition": edition, "by": request.user, "now": timezone.now()}
        if request.POST.get("verb") == "rehearse":
            trial = RehearsalForm(request.POST)
            if not trial.is_valid():
                return self.get(request, pk, rehearsal=trial)
            done = gettext("La répétition est prête\N{NO-BREAK SPACE}: personne n’y reçoit de courrier.")
            made = attempt(request, lambda: rehearsal.rehearse_edition(**given, **trial.cleaned_data), done)
        else:
            form = AgainForm(request.POST)
            if not form.is_valid():
                return self.get(request, pk, form=form)
            done = gettext("La nouvelle édition est en préparation\N{NO-BREAK SPACE}: relisez ses dates.")
            made = attempt(request, lambda: again.repeat_edition(**given, **form.cleaned_data), done)
        return redirect("edition:inspect", made.pk) if made else redirect("edition:again", pk)


PATHS = [path("<int:pk>/repeter/", AgainPage.as_view(), name="again")]
