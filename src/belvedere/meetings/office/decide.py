"""The buttons of an edition."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.views.generic import View

from belvedere.meetings import access
from belvedere.meetings.actions import editions
from belvedere.meetings.models import Edition

from .common import attempt


class DecideView(View):
    """One decision on an edition: ``verb`` names it."""

    model = Edition

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = get_object_or_404(access.visible_to(request.user, Edition), pk=pk)
        given = {"edition": edition, "by": request.user, "now": timezone.now()}
        verbs: dict[str, tuple[Callable[..., Any], str]] = {
            "open": (editions.open_edition, gettext("Les souhaits sont ouverts.")),
            "close": (editions.close_wishes, gettext("Les souhaits sont clos\N{NO-BREAK SPACE}: le plan se calcule.")),
            "plan": (editions.ask_plan, gettext("Le plan se calcule\N{NO-BREAK SPACE}: rechargez dans un instant.")),
            "capacity": (editions.ask_capacity, gettext("La capacité se mesure\N{NO-BREAK SPACE}: rechargez bientôt.")),
        }
        if request.POST.get("verb") not in verbs:
            raise PermissionDenied
        act, done = verbs[request.POST["verb"]]
        attempt(request, lambda: act(**given), done)
        return redirect("edition:inspect", pk)


PATHS = [path("<int:pk>/decision/", DecideView.as_view(), name="decide")]
