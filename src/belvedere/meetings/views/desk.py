"""The desk for those who come without an appointment: a name, then the holes that are left."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belvedere.meetings.actions import walkins
from belvedere.meetings.forms.day import WalkInForm
from belvedere.meetings.models import Participant
from belvedere.meetings.queries import entrance, holes
from belvedere.meetings.validators import whole

from .day import DayPage, attempt


class Desk(DayPage):
    """``qui`` is the person whose holes are shown."""

    title = gettext_lazy("Sans rendez-vous")
    here = "desk"
    template_name = "meetings/day/desk.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        person, text = self.person(), self.request.GET.get("q", "")[:80]
        page = {
            "form": WalkInForm(),
            "person": person,
            "holes": holes.holes(self.edition, person, self.now) if person else [],
            "text": text,
            "found": entrance.found(self.edition, text) if text else [],
        }
        return super().get_context_data(**page | context)

    def person(self) -> Participant | None:
        pk = whole(self.request.GET.get("qui", ""))
        rows = Participant.everything.select_related("edition").filter(edition=self.edition)
        return rows.filter(pk=pk).first() if pk is not None else None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verb, _colon, rest = request.POST.get("verb", "").partition(":")
        person = self.person()
        if verb == "add":
            return self.add(request)
        if verb != "meet" or person is None:
            raise BadRequest
        other, _colon, slot = rest.partition(":")
        given = {
            "participant": person,
            "other": get_object_or_404(Participant.everything.filter(edition=self.edition), pk=whole(other)),
            "slot": -1 if whole(slot) is None else whole(slot),
            "by": request.user,
            "now": self.now,
        }
        attempt(request, lambda: walkins.give_meeting(**given), _("La rencontre est ajoutée."))
        return redirect(f"{request.path}?{request.GET.urlencode()}")

    def add(self, request: HttpRequest) -> HttpResponse:
        form = WalkInForm(request.POST, instance=Participant(edition=self.edition))
        if form.is_valid():
            given = {"participant": form.save(commit=False), "by": request.user, "now": self.now}
            done = _("Inscription faite\N{NO-BREAK SPACE}: voici les places libres.")
            added = attempt(request, lambda: walkins.welcome(**given), done)
            if added:
                return redirect(f"{request.path}?qui={added.pk}")
        return self.render_to_response(self.get_context_data(form=form), status=422)
