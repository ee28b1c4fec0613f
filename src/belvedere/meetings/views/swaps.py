"""Exchanging a slot with somebody who meets the same person: asked here, agreed to here."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from belvedere.meetings.actions import swaps as actions
from belvedere.meetings.models import Participant
from belvedere.meetings.queries import swaps as reads
from belvedere.meetings.validators import whole

from .own import Own


class MySwaps(Own):
    template_name = "meetings/pro/swaps.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        view = reads.swaps_of(self.participant, timezone.now())
        return super().get_context_data(view=view, swaps_url=self.address("swaps"), **context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verb, *keys = request.POST.get("verb", "").split(":")
        numbers = [whole(key) for key in keys]
        given = {"by": request.user if request.user.is_authenticated else None, "now": timezone.now()}
        try:
            if verb == "ask" and len(numbers) == 2:
                people = Participant.everything.filter(edition=self.participant.edition)
                partner, host = (get_object_or_404(people, pk=number) for number in numbers)
                actions.ask_swap(asker=self.participant, partner=partner, host=host, **given)
                messages.success(request, _("Votre demande est partie\N{NO-BREAK SPACE}: elle attend sa réponse."))
            elif verb in ("yes", "no") and len(numbers) == 1:
                swap = get_object_or_404(reads.heard_by(self.participant), pk=numbers[0])
                actions.answer_swap(swap=swap, agreed=verb == "yes", **given)
                done = _("L’échange est fait.") if verb == "yes" else _("L’échange est refusé.")
                messages.success(request, done)
            else:
                raise BadRequest
        except actions.Refused as refusal:
            for sentence in refusal.conflicts:
                messages.error(request, sentence)
        return redirect(self.address("swaps"))
