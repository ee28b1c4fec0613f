"""Who meets whom: the families of an edition, and the table of those that meet."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.views.generic import View

from belvedere.meetings import access
from belvedere.meetings.actions import segments
from belvedere.meetings.models import Edition
from belvedere.meetings.queries import segments as reads

from .common import attempt


class SegmentsPage(View):
    model = Edition

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = get_object_or_404(access.visible_to(request.user, Edition), pk=pk)
        shown = {
            "edition": edition,
            "families": reads.matrix(edition),
            "names": "\n".join(edition.segments),
            "runs": access.can_run(request.user, edition),
        }
        return render(request, "meetings/office/segments.html", shown)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = get_object_or_404(access.editions_run_by(request.user), pk=pk)
        given: dict[str, Any] = {"edition": edition, "by": request.user, "now": timezone.now()}
        if request.POST.get("verb") == "names":
            names = request.POST.get("names", "").splitlines()
            attempt(request, lambda: segments.name_segments(names=names, **given), gettext("Les familles sont notées."))
        elif request.POST.get("verb") == "meet":
            meet, names = set(request.POST.getlist("meet")), edition.segments
            pairs = [
                (a, b) for i, a in enumerate(names) for j, b in enumerate(names[: i + 1]) if f"{i}:{j}" not in meet
            ]
            attempt(request, lambda: segments.bar_segments(pairs=pairs, **given), gettext("C’est noté."))
        else:
            raise PermissionDenied
        return redirect("edition:segments", pk)


PATHS = [path("<int:pk>/familles/", SegmentsPage.as_view(), name="segments")]
