"""The call for participants: anybody may answer it, a professional finds his structures and his offers in it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.generic import TemplateView

from belvedere.meetings.actions import signups
from belvedere.meetings.enums import Side
from belvedere.meetings.forms.call import People, SignUpForm
from belvedere.meetings.forms.profile import ProfileForm, parts_for
from belvedere.meetings.models import Edition, SignUp
from belvedere.meetings.queries import profiles
from belvedere.meetings.queries import signups as reads
from belvedere.people import access as people
from belvedere.shell.limits import limited

SIDES = {"prestataire": Side.SELLER, "acheteur": Side.BUYER}


class Call(TemplateView):
    """What the day is, and two doors: one a side."""

    template_name = "meetings/pro/call.html"
    edition: Edition

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Edition.everything.select_related("destination").exclude(call_until=None)
        self.edition = get_object_or_404(rows, slug=kwargs["slug"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        page = {
            "page_title": self.edition.name,
            "edition": self.edition,
            "calling": reads.is_calling(self.edition, timezone.now()),
            "doors": [(word, side.label) for word, side in SIDES.items()],
        }
        return super().get_context_data(**page | context)


@limited("meetings")
class Answer(Call):
    """The form of one side."""

    template_name = "meetings/pro/answer.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["side"] not in SIDES:
            raise Http404
        self.side = SIDES[kwargs["side"]]
        return super().dispatch(request, *args, **kwargs)

    def forms(self, data: Any = None) -> dict[str, Any]:
        user = self.request.user
        houses = people.organisations_of(user) if user.is_authenticated else None
        house = houses.order_by("name").first() if houses is not None else None
        known = profiles.from_catalogue(house, timezone.localdate()) if house and self.side == Side.SELLER else {}
        words = profiles.vocabulary(self.edition.destination, (known,))
        start = {"email": user.email, "organisation": house} if user.is_authenticated else {}
        parts = parts_for(self.side, same_side=self.edition.same_side)
        return {
            "form": SignUpForm(
                data, organisations=houses if house else None, segments=self.edition.segments, initial=start
            ),
            "people": People(data, prefix="people"),
            "profile": [
                ProfileForm(data, part=part, vocabulary=words, initial=known if part == "offers" else {})
                for part in parts
            ],
        }

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        shown = {} if "form" in context else self.forms()
        return super().get_context_data(**shown | context | {"side": self.side})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        forms = self.forms(request.POST)
        wrong = [one for one in (forms["form"], *forms["profile"]) if one.errors]
        if not forms["people"].is_valid() or wrong:
            return self.render_to_response(self.get_context_data(**forms))
        by = request.user if request.user.is_authenticated else None
        try:
            signups.ask_sign_up(signup=self.signup(forms), by=by, now=timezone.now())
        except signups.Refused as refusal:
            forms["form"].add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(**forms))
        messages.success(request, gettext("Votre demande est reçue\N{NO-BREAK SPACE}: un courriel vous le confirme."))
        return redirect("meetings:call", self.edition.slug)

    def signup(self, forms: dict[str, Any]) -> SignUp:
        told, user = forms["form"].cleaned_data, self.request.user
        return SignUp(
            edition=self.edition, side=self.side, structure=told["structure"].strip(), about=told["about"],
            segment=told.get("segment", ""),
            email=told["email"], organisation=told.get("organisation"),
            account=user if user.is_authenticated else None, people=forms["people"].people,
            **{one.part: one.profile for one in forms["profile"]},
        )  # fmt: skip
