"""The live board: for the staff on a phone, and for everybody on the hall's screens."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belvedere.meetings.models import Edition
from belvedere.meetings.queries import live as reads
from belvedere.shell.surfaces import PublicView
from belvedere.territories.queries import resolved_brand

from .day import DayPage

#: Seconds between two looks of a page at the server, and between two turns of a hall's screen.
EVERY, TURNS = 6, 12


class Live(DayPage):
    """What is happening now, the people to settle first."""

    title = gettext_lazy("Tableau vivant")
    here = "live"
    template_name = "meetings/day/live.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        room = chosen_room(self.edition, self.request)
        board = reads.board(self.edition, self.now, room=room, named=30)
        waiting_first = sorted(board.tables, key=lambda table: not table.waiting)
        page = {
            "board": board,
            "now": self.now,
            "room": room,
            "rooms": [one["id"] for one in self.edition.rooms],
            "page": Paginator(waiting_first, 4 * reads.TURN).get_page(self.request.GET.get("page")),
            "screens": screens(self.edition),
            "every": EVERY,
            "words": chimes(),
        }
        return super().get_context_data(**page | context)


class Screen(PublicView):
    """A hall's screen: no button, no name to sign in with; its address is signed."""

    indexed = False
    template_name = "meetings/day/screen.html"
    edition: Edition

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = reads.edition_of_screen(kwargs["token"])
        if found is None:
            raise Http404
        self.edition = found
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        real = timezone.now()
        room = chosen_room(self.edition, self.request)
        board = reads.board(self.edition, real, room=room)
        turn, turns = turn_of(len(board.tables), real)
        page = {
            "page_title": room or self.edition.name,
            "edition": self.edition,
            "brand": resolved_brand(self.edition.destination),
            "board": board,
            "now": real,
            "room": room,
            "shown": board.tables[turn * reads.TURN : (turn + 1) * reads.TURN],
            "turn": turn + 1,
            "turns": turns,
            "every": EVERY,
            "words": chimes(),
        }
        return super().get_context_data(**page | context)


def turn_of(tables: int, real: datetime) -> tuple[int, int]:
    """Which group of tables a screen shows at this moment, out of how many: screens of a room turn together."""
    turns = max(1, -(-tables // reads.TURN))
    return int(real.timestamp() // TURNS) % turns, turns


def chosen_room(edition: Edition, request: HttpRequest) -> str:
    asked = request.GET.get("salle", "")
    return asked if any(one["id"] == asked for one in edition.rooms) else ""


def screens(edition: Edition) -> list[tuple[str, str]]:
    """Label and address of each hall's screen."""
    url = reverse("meetings:screen", args=[reads.screen_token(edition)])
    rooms = [one["id"] for one in edition.rooms]
    return [(_("Toutes les tables"), url), *((room, f"{url}?salle={room}") for room in rooms)]


def chimes() -> dict[str, str]:
    """What the screen writes when it rings."""
    return {
        "start": _("Les rencontres commencent"),
        "last": _("Dernière minute"),
        "change": _("Changez de table"),
        "over": _("La journée est finie. Merci à tous."),
        "ring": _("Activer le carillon"),
        "silence": _("Couper le carillon"),
    }
