"""What is written to the participants of an edition, and how far it has come."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.views.generic import View

from belvedere.meetings import access
from belvedere.meetings.actions import notices
from belvedere.meetings.enums import NoticeKind
from belvedere.meetings.models import Edition
from belvedere.meetings.queries import notices as reads

from .common import attempt

SHOWN = 50


class NoticesPage(View):
    """One line a kind of message, with its button; then what could not leave."""

    model = Edition

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = get_object_or_404(access.visible_to(request.user, Edition), pk=pk)
        page = {
            "edition": edition,
            "mailings": reads.mailings(edition, timezone.now()),
            "failures": reads.failures(edition)[:SHOWN],
            "unreachable": reads.without_address(edition),
            "runs": access.can_run(request.user, edition),
        }
        return render(request, "meetings/office/notices.html", page)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = get_object_or_404(access.editions_run_by(request.user), pk=pk)
        given: dict[str, Any] = {"edition": edition, "by": request.user, "now": timezone.now()}
        verb, _colon, kind = request.POST.get("verb", "").partition(":")
        if verb == "send" and kind in NoticeKind.values:
            done = gettext("C’est parti\N{NO-BREAK SPACE}: les courriers s’envoient.")
            attempt(request, lambda: notices.ask_notices(kind=kind, **given), done)
        elif verb == "retry":
            attempt(request, lambda: notices.retry_failed(**given), gettext("Les courriers repartent."))
        else:
            raise PermissionDenied
        return redirect("edition:notices", edition.pk)


PATHS = [path("<int:pk>/courriers/", NoticesPage.as_view(), name="notices")]
