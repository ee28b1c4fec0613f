"""The door: badges read by a camera or a name typed, on a tablet that may lose the network."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belvedere.meetings.actions import entrance as actions
from belvedere.meetings.enums import Entered
from belvedere.meetings.queries import entrance as reads
from belvedere.shell.workers import service_worker

from .day import DayPage

WORKER = "src/workers/entrance.ts"
#: More than this at once is not a tablet's queue.
ARRIVALS_MAX = 500


class Entrance(DayPage):
    title = gettext_lazy("Entrée")
    here = "entrance"
    template_name = "meetings/day/entrance.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        text, key = self.request.GET.get("q", "")[:80], [self.edition.pk]
        badge = self.request.GET.get("b", "")[:40]
        page = {
            "text": text,
            "badge": badge,
            "bearer": reads.bearer(self.edition, badge) if badge else None,
            "found": reads.found(self.edition, text),
            "count": reads.counted(self.edition, timezone.now()),
            "roster_url": reverse("meetings:entrance_roster", args=key),
            "send_url": reverse("meetings:entrance_send", args=key),
            "worker_url": reverse("meetings:entrance_worker", args=key),
            "words": words(),
        }
        return super().get_context_data(**page | context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verb, _colon, key = request.POST.get("verb", "").partition(":")
        if verb not in ("in", "undo") or not (key.isascii() and key.isdecimal()):
            raise BadRequest
        person = get_object_or_404(reads.people(self.edition), pk=int(key))
        now = timezone.now()
        if verb == "undo":
            actions.undo_check_in(participant=person, by=request.user, now=now)
            messages.success(request, _("L’entrée de %s est annulée.") % person.name)
        else:
            arrival = actions.Arrival(uuid4(), person.pk, now)
            (answer,) = actions.check_in(edition=self.edition, arrivals=[arrival], by=request.user, now=now)
            say = messages.success if answer.outcome == Entered.IN else messages.warning
            say(request, answer.sentence)
        text = request.GET.get("q", "")[:80]
        return redirect(f"{request.path}?q={text}" if text else request.path)


class Roster(DayPage):
    """What a tablet keeps."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = JsonResponse({"people": reads.roster(self.edition)})
        response["Cache-Control"] = "no-store"
        return response


class Send(DayPage):
    """A tablet's queue: ``{"device": …, "arrivals": [{"uid", "participant", "at"}]}``; one answer each."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        device, arrivals = read_queue(request.body)
        answers = actions.check_in(
            edition=self.edition, arrivals=arrivals, device=device, by=request.user, now=timezone.now()
        )
        return JsonResponse(
            {"answers": [{"uid": str(one.uid), "outcome": one.outcome, "sentence": one.sentence} for one in answers]}
        )


def read_queue(body: bytes) -> tuple[str, list[actions.Arrival]]:
    """Raises BadRequest where it is not a queue."""
    try:
        told = orjson.loads(body)
        rows = told["arrivals"][:ARRIVALS_MAX]
        arrivals = [
            actions.Arrival(UUID(row["uid"]), int(row["participant"]), datetime.fromisoformat(row["at"]))
            for row in rows
        ]
        device = str(told.get("device", ""))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as fault:
        raise BadRequest("not a queue of arrivals") from fault
    if any(one.at.tzinfo is None or not 0 < one.participant < 2**62 for one in arrivals):
        raise BadRequest("an arrival without its time zone or its number")
    return device, arrivals


class Worker(DayPage):
    """The service worker: under the door's own address, so that it answers for this page and for no other."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return service_worker(WORKER)


def words() -> dict[str, str]:
    """What the tablet says by itself; ``#`` is a number."""
    return {
        "online": _("En ligne, tout est envoyé"),
        "sending": _("En ligne, # à envoyer"),
        "offline": _("Hors ligne, rien en attente"),
        "waiting": _("Hors ligne, # en attente"),
        "signin": _("Session fermée\N{NO-BREAK SPACE}: # en attente. Reconnectez-vous, rien n’est perdu."),
        "loading": _("La liste se charge…"),
        "enter": _("Faire entrer"),
        "entered": _("entré à #"),
        "undo": _("Annuler"),
        "later": _("Cette entrée est déjà envoyée\N{NO-BREAK SPACE}: elle s’annulera une fois en ligne."),
        "absent": _("noté absent"),
        "welcome": _("# est entré."),
        "again": _("# était déjà entré."),
        "unknown": _("Ce code n’est pas un badge de cette édition."),
        "nobody": _("Personne ne répond à cette recherche."),
        "scan": _("Lire un badge"),
        "stop": _("Arrêter la caméra"),
        "camera": _("La caméra n’est pas accessible\N{NO-BREAK SPACE}: tapez le nom ou le numéro."),
        "search": _("Nom, structure ou numéro de badge"),
        "conflicts": _("À voir"),
        "seen": _("Vu"),
        "inside": _("# entrés"),
        "forget": _("Vider cette tablette"),
        "kept": _("Des entrées attendent d’être envoyées\N{NO-BREAK SPACE}: la tablette garde tout jusque-là."),
        "device": _("Nom de cette tablette"),
        "seller": _("prestataire"),
        "buyer": _("acheteur"),
    }
