"""Scenarios of an edition compared side by side, and the choice of one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.views.generic import View

from belvedere.meetings import access
from belvedere.meetings.actions import scenarios
from belvedere.meetings.forms.office import ScenarioForm
from belvedere.meetings.models import RHYTHM, Edition, Scenario
from belvedere.meetings.queries import scenarios as reads

from .common import attempt


class ScenariosPage(View):
    """One column a scenario; the form starts from the edition's own settings."""

    model = Edition

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = get_object_or_404(access.visible_to(request.user, Edition), pk=pk)
        start = Scenario(edition=edition, **{name: getattr(edition, name) for name in RHYTHM})
        return self.shown(request, edition, ScenarioForm(instance=start))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = get_object_or_404(access.editions_run_by(request.user), pk=pk)
        given: dict[str, Any] = {"by": request.user, "now": timezone.now()}
        verb, _colon, key = request.POST.get("verb", "").partition(":")
        if verb == "add":
            form = ScenarioForm(request.POST, instance=Scenario(edition=edition))
            if not form.is_valid():
                return self.shown(request, edition, form)
            done = gettext("Scénario ajouté\N{NO-BREAK SPACE}: il se calcule.")
            attempt(request, lambda: scenarios.add_scenario(scenario=form.instance, **given), done)
        elif verb == "propose":
            done = gettext("Scénarios ajoutés\N{NO-BREAK SPACE}: ils se calculent.")
            attempt(request, lambda: scenarios.propose_scenarios(edition=edition, **given), done)
        elif verb == "again":
            done = gettext("Les scénarios se recalculent.")
            attempt(request, lambda: scenarios.ask_again(edition=edition, **given), done)
        elif verb in ("choose", "remove") and key.isdecimal():
            self.one(request, edition, verb, int(key), given)
        else:
            raise PermissionDenied
        return redirect("edition:scenarios", edition.pk)

    def one(self, request: HttpRequest, edition: Edition, verb: str, key: int, given: dict[str, Any]) -> None:
        rows = Scenario.everything.select_related("edition")
        scenario = get_object_or_404(rows, pk=key, edition=edition)
        act, done = {
            "choose": (scenarios.choose_scenario, gettext("Ce scénario est devenu le réglage de l’édition.")),
            "remove": (scenarios.remove_scenario, gettext("Scénario retiré.")),
        }[verb]
        attempt(request, lambda: act(scenario=scenario, **given), done)

    def shown(self, request: HttpRequest, edition: Edition, form: ScenarioForm) -> HttpResponse:
        page = {
            "edition": edition,
            "view": reads.comparison(edition),
            "form": form,
            "runs": access.can_run(request.user, edition),
        }
        return render(request, "meetings/office/scenarios.html", page)


PATHS = [path("<int:pk>/scenarios/", ScenariosPage.as_view(), name="scenarios")]
