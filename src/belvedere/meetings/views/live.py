"""The live board: for the staff on a phone, and for everybody on the hall's screens."""

from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belvedere.meetings import access
from belvedere.meetings.actions import repairs
from belvedere.meetings.models import Edition, Participant, PlanVersion
from belvedere.meetings.queries import changes, clock, entrance
from belvedere.meetings.queries import live as reads
from belvedere.meetings.queries.day import frozen_before
from belvedere.meetings.validators import whole
from belvedere.shell.surfaces import PublicView
from belvedere.territories.queries import resolved_brand

from .day import DayPage, attempt

#: Seconds between two looks of a page at the server, and between two turns of a hall's screen.
EVERY, TURNS = 6, 12
#: The same when a day is watched faster than it runs.
QUICK = 2


class Live(DayPage):
    """What is happening now, the people to settle first."""

    title = gettext_lazy("Tableau vivant")
    here = "live"
    template_name = "meetings/day/live.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.replay and "depuis" not in request.GET:
            return redirect(f"{request.path}?{self.replay.query}")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        room = chosen_room(self.edition, self.request)
        board = reads.board(self.edition, self.now, room=room, named=30)
        first, text = frozen_before(self.edition, self.now), self.request.GET.get("q", "")[:80]
        waiting_first = sorted(board.tables, key=lambda table: not table.waiting)
        page = {
            "board": board,
            "now": self.now,
            "room": room,
            "rooms": [one["id"] for one in self.edition.rooms],
            "page": Paginator(waiting_first, 4 * reads.TURN).get_page(self.request.GET.get("page")),
            "screens": screens(self.edition, self.replay),
            "every": QUICK if self.replay else EVERY,
            "speed": self.replay.speed if self.replay else 1,
            "words": chimes(),
            "proposals": changes.proposals(self.edition, self.now),
            "hours": [(t, self.edition.hour(t)) for t in range(first, self.edition.slots)],
            "text": text,
            "found": entrance.found(self.edition, text) if text else [],
        }
        return super().get_context_data(**page | context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verb, _colon, key = request.POST.get("verb", "").partition(":")
        verbs = {
            "absent": self.absent,
            "late": self.late,
            "table": self.table,
            "accept": self.accept,
            "drop": self.drop,
            "point": self.point,
        }
        if verb not in verbs:
            raise BadRequest
        verbs[verb](request, key)
        return redirect(f"{request.path}?{request.GET.urlencode()}" if request.GET else request.path)

    def absent(self, request: HttpRequest, key: str) -> None:
        person = self.person(key)
        done = _("%s est noté absent\N{NO-BREAK SPACE}: voyez la réparation proposée.") % person.name
        attempt(request, lambda: repairs.mark_absent(participant=person, by=request.user, now=self.now), done)

    def late(self, request: HttpRequest, key: str) -> None:
        person, slot = self.person(key), whole(request.POST.get(f"slot_{key}", ""))
        given = {"slot": -1 if slot is None else slot, "by": request.user, "now": self.now}
        done = _("%s est attendu plus tard\N{NO-BREAK SPACE}: voyez la réparation proposée.") % person.name
        attempt(request, lambda: repairs.mark_late(participant=person, **given), done)

    def table(self, request: HttpRequest, _key: str) -> None:
        number = whole(request.POST.get("number", "")) or 0
        done = _("La table %s est fermée\N{NO-BREAK SPACE}: voyez la réparation proposée.") % number
        given = {"edition": self.edition, "number": number, "by": request.user, "now": self.now}
        attempt(request, lambda: repairs.lose_table(**given), done)

    def accept(self, request: HttpRequest, key: str) -> None:
        plan = self.plan(key)
        done = _("La réparation est annoncée aux personnes concernées.")
        attempt(request, lambda: repairs.accept_repair(plan=plan, by=request.user, now=self.now), done)

    def drop(self, request: HttpRequest, key: str) -> None:
        plan = self.plan(key)
        done = _("Le plan reste comme annoncé.")
        attempt(request, lambda: repairs.drop_repair(plan=plan, by=request.user, now=self.now), done)

    def point(self, request: HttpRequest, key: str) -> None:
        number, _colon, rank = key.partition(":")
        plan, point = self.plan(number), whole(rank)
        given = {"point": -1 if point is None else point, "by": request.user, "now": self.now}
        found = attempt(request, lambda: repairs.choose_point(plan=plan, **given), "")
        if found is None:
            return
        if found.repair.point == point:
            messages.success(request, _("Ce plan est maintenant proposé."))
        else:
            messages.warning(request, _("Un créneau a commencé depuis\N{NO-BREAK SPACE}: voici la proposition à jour."))

    def person(self, key: str) -> Participant:
        rows = Participant.everything.select_related("edition").filter(edition=self.edition)
        return get_object_or_404(rows, pk=whole(key))

    def plan(self, key: str) -> PlanVersion:
        rows = PlanVersion.everything.select_related("edition", "repairs").filter(edition=self.edition)
        return get_object_or_404(rows, pk=whole(key))


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
        real, replay = timezone.now(), self.replay()
        room, now = chosen_room(self.edition, self.request), replay.moment(self.edition, real) if replay else real
        board = reads.board(self.edition, now, room=room)
        turn, turns = turn_of(len(board.tables), real)
        page = {
            "page_title": room or self.edition.name,
            "edition": self.edition,
            "brand": resolved_brand(self.edition.destination),
            "board": board,
            "now": now,
            "room": room,
            "shown": board.tables[turn * reads.TURN : (turn + 1) * reads.TURN],
            "turn": turn + 1,
            "turns": turns,
            "every": QUICK if replay else EVERY,
            "speed": replay.speed if replay else 1,
            "words": chimes(),
        }
        return super().get_context_data(**page | context)

    def replay(self) -> clock.Replay | None:
        """Only for the staff of a rehearsal: anybody else sees the day as it runs."""
        asked = self.request.GET
        found = clock.replay_of(self.edition, asked.get("rejouer", ""), asked.get("depuis", ""), timezone.now())
        user = self.request.user
        return found if found and user.is_authenticated and access.can_run(user, self.edition) else None


def turn_of(tables: int, real: datetime) -> tuple[int, int]:
    """Which group of tables a screen shows at this moment, out of how many: screens of a room turn together."""
    turns = max(1, -(-tables // reads.TURN))
    return int(real.timestamp() // TURNS) % turns, turns


def chosen_room(edition: Edition, request: HttpRequest) -> str:
    asked = request.GET.get("salle", "")
    return asked if any(one["id"] == asked for one in edition.rooms) else ""


def screens(edition: Edition, replay: clock.Replay | None = None) -> list[tuple[str, str]]:
    """Label and address of each hall's screen."""
    url = reverse("meetings:screen", args=[reads.screen_token(edition)])
    rooms = [("", _("Toutes les tables")), *((one["id"], one["id"]) for one in edition.rooms)]
    asked = parse_qs(replay.query) if replay else {}
    queries = [(label, urlencode(({"salle": room} if room else {}) | asked, doseq=True)) for room, label in rooms]
    return [(label, f"{url}?{query}" if query else url) for label, query in queries]


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
