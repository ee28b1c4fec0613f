"""What every screen of the desk shares: whose desk it is, and nobody else's."""

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from belvedere.desk import access
from belvedere.desk.queries import desk
from belvedere.shell.surfaces import ProView
from belvedere.territories.models import Destination

CHOSEN = "desk"
#: What databases can look for.
NUMBER_DIGITS = 18


def number_in(text: str) -> int | None:
    """The number of a row as a button says it; None for whatever else is sent."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= NUMBER_DIGITS else None


class DeskView(ProView):
    """A screen of a counsellor. ``desk`` is the destination that she records for."""

    desk: Destination

    def may_enter(self, user: Any) -> bool:
        return access.can_serve(user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            wanted = request.session.get(CHOSEN)
            found = desk.desk_for(request.user, wanted=wanted, here=getattr(request, "destination", None))
            if found is None:
                raise Http404
            self.desk = found
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    @property
    def now(self) -> datetime:
        return timezone.localtime()

    def own_or_404(self, model: type[Model], rows: Any, **lookup: Any) -> Any:
        """The one row among those that the person may change."""
        try:
            return rows.get(**lookup)
        except (model.DoesNotExist, ValueError, OverflowError) as absent:
            raise Http404 from absent

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        page = {"desk": self.desk, "desks": desk.desks(self.request.user)}
        return super().get_context_data(**page | context)


class ChooseDesk(ProView):
    """Changes the desk that one records for; only one of one's own."""

    def may_enter(self, user: Any) -> bool:
        return access.can_serve(user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("desk:home")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = {str(one.pk): one.pk for one in desk.desks(request.user)}.get(request.POST.get("desk", ""))
        if chosen is not None:
            request.session[CHOSEN] = chosen
        return redirect("desk:home")
