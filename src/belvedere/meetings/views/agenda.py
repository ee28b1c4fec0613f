"""One's agenda, on a page and as a calendar."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from belvedere.meetings import exports
from belvedere.meetings.queries import pro

from .own import Own


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
