"""What one brings or looks for: it is what suggestions are reasoned from."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from belvedere.meetings.actions import participants
from belvedere.meetings.forms.profile import ProfileForm, profile_forms
from belvedere.meetings.queries import profiles

from .own import Own


class MyProfile(Own):
    template_name = "meetings/pro/profile.html"

    def forms(self, data: Any = None) -> dict[str, ProfileForm]:
        one = self.participant
        words = profiles.vocabulary(one.edition.destination, (one.offers, one.seeks))
        return profile_forms(one, words, data)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        page = {"page_title": _("Ce que je propose, ce que je cherche"), "forms": self.forms()}
        return super().get_context_data(**page | context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        forms = self.forms(request.POST)
        if any(form.errors for form in forms.values()):
            return self.render_to_response(self.get_context_data(forms=forms))
        by = request.user if request.user.is_authenticated else None
        told = {part: form.profile for part, form in forms.items()}
        participants.change_profile(participant=self.participant, by=by, now=timezone.now(), **told)
        messages.success(request, gettext("C’est noté\N{NO-BREAK SPACE}: voici qui vous devriez rencontrer."))
        return redirect(f"{self.address('wishes')}#suggestions")
