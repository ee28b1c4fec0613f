"""The professionals' pages: one's editions, one's list in five minutes, one's agenda. A personal address (token) opens
the same two pages without an account."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from belvedere.shell.surfaces import ProView

from . import access, exports
from .actions import wishes
from .forms import next_list
from .models import Participant
from .queries import pro


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
            # The token stands for signing in: it must not leave with the links of the page.
            response: HttpResponse = TemplateView.dispatch(self, request, *args, **kwargs)
            response["Referrer-Policy"] = "no-referrer"
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
        }
        return super().get_context_data(**page | context)


class MyWishes(Own):
    template_name = "meetings/pro/wishes.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        text = self.request.GET.get("q", "")[:80]
        rows = pro.wishes_of(self.participant)
        page = {
            "open": pro.can_still_wish(self.participant.edition, timezone.now()),
            "wanted": [row for row in rows if not row.veto],
            "refused": [row for row in rows if row.veto],
            "text": text,
            "others": pro.counterparts(self.participant, text)[: pro.CHOICES],
        }
        return super().get_context_data(**page | context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = pro.wishes_of(self.participant)
        wanted, vetoes = next_list(
            request.POST, [r.wanted_id for r in rows if not r.veto], [r.wanted_id for r in rows if r.veto]
        )
        try:
            wishes.place_wishes(
                participant=self.participant,
                wanted=wanted,
                vetoes=vetoes,
                by=request.user if request.user.is_authenticated else None,
                now=timezone.now(),
            )
        except wishes.Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, gettext("Votre liste est enregistrée."))
        text = request.GET.urlencode()
        return redirect(f"{self.address('wishes')}{'?' + text if text else ''}")


class MyAgenda(Own):
    template_name = "meetings/pro/agenda.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(agenda=pro.agenda_of(self.participant), **context)


class MyCalendar(Own):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        content = exports.calendar_of(pro.agenda_of(self.participant), host=request.get_host())
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="rencontres.ics"'
        return response
