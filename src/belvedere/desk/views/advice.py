"""The counsellor's answer: ideas with their reasons, kept or let go while talking."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from belvedere.catalogue.queries.index import IndexMissing
from belvedere.desk import access
from belvedere.desk.actions import requests
from belvedere.desk.forms.requests import DetailsForm, initial_of
from belvedere.desk.models import DeskRequest
from belvedere.desk.queries import candidates, desk

from .base import DeskView, number_in

SPREADS = {"0": 0.0, "moyen": 0.5, "fort": 1.0}


class OneRequest(DeskView):
    """A screen about one request of one's own desk."""

    model = DeskRequest
    row: DeskRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            rows = access.requests_of(request.user).select_related("destination")
            self.row = self.own_or_404(DeskRequest, rows, pk=kwargs["pk"])
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def attempt(self, act: Any) -> bool:
        """Calls one action; says above the next page why it refused."""
        try:
            act()
        except requests.Refused as refusal:
            messages.error(self.request, str(refusal))
            return False
        return True


class Advice(OneRequest):
    """Ideas for a request; its form stays open beside them, and changes them."""

    template_name = "desk/advice.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        form = context.pop("form", None) or DetailsForm(initial=initial_of(self.row))
        chosen = self.request.GET.get("etalement", "moyen")
        chosen = chosen if chosen in SPREADS else "moyen"
        place = desk.starting_place(self.row.destination)
        page = {
            "page_title": _("Conseil"),
            "row": self.row,
            "form": form,
            "place": place,
            "spread": chosen,
            "spreads": [("0", _("aucun")), ("moyen", _("moyen")), ("fort", _("fort"))],
            "breadcrumb": [(_("Accueil"), reverse("desk:home"))],
            **self.found(place, SPREADS[chosen]),
        }
        return super().get_context_data(**page | context)

    def found(self, place: desk.Place | None, spread: float) -> dict[str, Any]:
        """The ideas, and the offers like the one that is pointed at."""
        pointed = number_in(self.request.GET.get("pareil", ""))
        if place is None:
            return {"missing": _("Aucun point d’accueil n’est situé\N{NO-BREAK SPACE}: déclarez-en un au bureau.")}
        try:
            found = candidates.ideas_for(self.row, place, now=self.now, spread=spread)
            if pointed is None:
                return {"found": found}
            likes = candidates.alike(pointed, self.row, place, now=self.now)
            return {"found": found, "pointed": pointed, "alike": likes}
        except IndexMissing:
            return {"missing": _("L’offre n’est pas encore indexée\N{NO-BREAK SPACE}: revenez dans une minute.")}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = DetailsForm(request.POST)
        if form.is_valid():
            act = requests.complete_request
            if self.attempt(lambda: act(request=self.row, details=form.details, by=request.user, now=self.now)):
                return redirect("desk:advice", self.row.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Keep(OneRequest):
    """Puts an offer among those recommended, or takes it out."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("desk:advice", self.row.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verb, _colon, key = request.POST.get("verb", "").partition(":")
        offer = number_in(key)
        if verb in ("keep", "drop") and offer is not None:
            self.attempt(
                lambda: requests.keep_offer(
                    request=self.row, offer=offer, pinned=verb == "keep", by=request.user, now=self.now
                )
            )
        query = request.GET.urlencode()
        return redirect(reverse("desk:advice", args=[self.row.pk]) + (f"?{query}" if query else ""))
