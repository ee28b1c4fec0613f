"""What every page of one participation shares, and the list of one's editions."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from belvedere.meetings import access
from belvedere.meetings.models import Participant
from belvedere.meetings.queries import pro
from belvedere.shell.surfaces import ProView


class MyEditions(ProView):
    title = _("Mes rencontres")
    template_name = "meetings/pro/editions.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(parts=pro.parts_of(self.request.user), **context)


class Own(ProView):
    """A page of one participation, found among the person's own or by its token."""

    model = Participant
    participant: Participant

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Participant.everything.select_related("edition__destination")
        if "token" in kwargs:
            self.participant = get_object_or_404(rows, token=kwargs["token"])
            # The token stands for signing in: it must not leave with the links of the page. « no-referrer » would also
            # make browsers hide where a form comes from, and every press would be refused.
            response: HttpResponse = TemplateView.dispatch(self, request, *args, **kwargs)
            response["Referrer-Policy"] = "same-origin"
            return response
        if request.user.is_authenticated:
            mine = access.participations_of(request.user).filter(pk=kwargs["pk"])
            found = rows.filter(pk__in=mine.values("pk")).first()
            if found is None:
                raise Http404
            self.participant = found
        return super().dispatch(request, *args, **kwargs)

    def address(self, page: str) -> str:
        if "token" in self.kwargs:
            return reverse(f"meetings:token_{page}", args=[self.kwargs["token"]])
        return reverse(f"meetings:{page}", args=[self.participant.pk])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        page = {
            "page_title": self.participant.edition.name,
            "participant": self.participant,
            "edition": self.participant.edition,
            "wishes_url": self.address("wishes"),
            "agenda_url": self.address("agenda"),
            "calendar_url": self.address("calendar"),
            "floor_url": self.address("floor"),
        }
        return super().get_context_data(**page | context)
