"""Screens of the day for those who run it, on a tablet or a phone: what they share."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from belvedere.meetings import access
from belvedere.meetings.actions import entrance, plans
from belvedere.meetings.models import Edition
from belvedere.meetings.queries import clock
from belvedere.shell.surfaces import ProView
from belvedere.territories.queries import resolved_brand


def attempt(request: HttpRequest, act: Callable[[], Any], done: str) -> Any:
    """Calls one action; says above the next page what it did, or each sentence of its refusal."""
    try:
        result = act()
    except (plans.Refused, entrance.Refused) as refusal:
        for sentence in getattr(refusal, "conflicts", (str(refusal),)):
            messages.error(request, sentence)
        return None
    if done:
        messages.success(request, done)
    return result


class DayPage(ProView):
    """A page of one edition for its staff; for anybody else it does not exist."""

    model = Edition
    edition: Edition
    #: Which of the tabs it is.
    here = ""

    def may_enter(self, user: Any) -> bool:
        rows = access.editions_run_by(user).select_related("destination")
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is not None:
            self.edition = found
        return found is not None

    @cached_property
    def replay(self) -> clock.Replay | None:
        asked = self.request.GET
        return clock.replay_of(self.edition, asked.get("rejouer", ""), asked.get("depuis", ""), timezone.now())

    @cached_property
    def now(self) -> datetime:
        """The moment that the page shows, and at which its buttons act."""
        real = timezone.now()
        return self.replay.moment(self.edition, real) if self.replay else real

    def tabs(self) -> list[tuple[str, str, bool]]:
        """Label, address, and whether one is there."""
        pages = {"live": _("Tableau vivant"), "entrance": _("Entrée"), "desk": _("Sans rendez-vous")}
        query = f"?{self.replay.query}" if self.replay else ""
        return [(label, reverse(f"meetings:{name}", args=[self.edition.pk]) + query, name == self.here)
                for name, label in pages.items()]  # fmt: skip

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        page = {
            "edition": self.edition,
            "brand": resolved_brand(self.edition.destination),
            "tabs": self.tabs(),
            "replay": self.replay,
        }
        return super().get_context_data(**page | context)
