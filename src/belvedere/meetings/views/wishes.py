"""One's wish list, in five minutes on a phone."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from belvedere.meetings.actions import wishes
from belvedere.meetings.forms import profile as profile_form
from belvedere.meetings.forms.wishes import next_list
from belvedere.meetings.queries import pro, profiles, segments, suggestions

from .own import Own

#: A list of this length leaves the plan enough choice.
ENOUGH = 8
#: Parts of the page that a press comes back to.
ANCHORS = ("suggestions", "liste", "refus", "ajouter")


class MyWishes(Own):
    template_name = "meetings/pro/wishes.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        text = self.request.GET.get("q", "")[:80]
        rows = pro.wishes_of(self.participant)
        wanted = [row for row in rows if not row.veto]
        can = pro.can_still_wish(self.participant.edition, timezone.now())
        own = getattr(self.participant, profile_form.parts_for(self.participant.side)[0])
        page = {
            "open": can,
            "wanted": wanted,
            "most": wishes.WISHES_MAX,
            "enough": min(len(wanted), ENOUGH),
            "advised": ENOUGH,
            "profile_url": self.address("profile"),
            "told": profiles.in_words(own, profiles.words_of(own)),
            "ideas": suggestions.ideas_for(self.participant) if can else [],
            "refused": [row for row in rows if row.veto],
            "closed": segments.closed_to(self.participant.edition, self.participant.segment),
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
        text, place = request.GET.urlencode(), request.POST.get("at", "")
        anchor = f"#{place}" if place in ANCHORS else ""
        return redirect(f"{self.address('wishes')}{'?' + text if text else ''}{anchor}")
