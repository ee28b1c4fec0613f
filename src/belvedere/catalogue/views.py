"""The professionals' own offers: what the public reads of them, and asking for a correction."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from belvedere.shell.surfaces import ProView

from . import access
from .actions import requests
from .forms import CorrectionForm
from .queries import sheet


class MyOffers(ProView):
    title = _("Mes offres")
    template_name = "catalogue/pro/offers.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        mine = access.owned_by(self.request.user).select_related("main_type", "commune").order_by("name", "pk")
        return super().get_context_data(offers=mine, **context)


class MyOffer(ProView):
    template_name = "catalogue/pro/offer.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        offer = self.offer()
        found = sheet.offer_sheet(offer, today=timezone.localdate())
        page = {"page_title": offer.name, "sheet": found, "requests": found.requests, "form": CorrectionForm()}
        return super().get_context_data(**page | context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CorrectionForm(request.POST)
        if form.is_valid():
            try:
                requests.ask_correction(offer=self.offer(), by=request.user, now=timezone.now(), **form.cleaned_data)
            except requests.NothingToCorrect as refusal:
                form.add_error("message", str(refusal))
            else:
                messages.success(request, gettext("Votre demande est transmise à l’office."))
                return redirect("catalogue:pro_offer", self.kwargs["pk"])
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def offer(self) -> Any:
        mine = access.owned_by(self.request.user).select_related("main_type", "commune", "source")
        return get_object_or_404(mine, pk=self.kwargs["pk"])
