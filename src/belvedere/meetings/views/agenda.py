"""One's agenda, on a page and as a calendar."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from belvedere.meetings.queries import changes, pro
from belvedere.meetings.queries.calendar import calendar_of

from .own import Own


class MyAgenda(Own):
    template_name = "meetings/pro/agenda.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        page = {"agenda": pro.agenda_of(self.participant), "changed": changes.told_to(self.participant)}
        return super().get_context_data(
            **page, swaps_url=self.address("swaps"), after_url=self.address("after"), **context
        )


class MyCalendar(Own):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        content = calendar_of(pro.agenda_of(self.participant), host=request.get_host())
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="rencontres.ics"'
        return response
