"""The first screen: two taps and the contact is counted."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from belvedere.desk import access
from belvedere.desk.actions import requests
from belvedere.desk.enums import Channel
from belvedere.desk.forms.requests import CHANNEL_KEYS, RequestForm
from belvedere.desk.models import DeskRequest
from belvedere.desk.queries import desk, origins

from .base import DeskView

LAST = "desk_last"


class Record(DeskView):
    """Shows the form; a channel's button records. A script that sends the queue asks for JSON."""

    title = _("Accueil")
    template_name = "desk/record.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        form = context.pop("form", None) or RequestForm(initial={"uuid": uuid4()})
        last = access.requests_of(self.request.user).filter(pk=self.request.session.get(LAST)).first()
        page = {
            "form": form,
            "channels": [(code, label, CHANNEL_KEYS[code]) for code, label in Channel.choices],
            "today": desk.today_at(self.desk, now=self.now),
            "last": last,
            "regret": last is not None and self.now - last.recorded_at <= requests.REGRET,
        }
        return super().get_context_data(**page | context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RequestForm(request.POST)
        if not form.is_valid():
            return self.refuse(form)
        data = form.cleaned_data
        try:
            row, _new = requests.record_request(
                uuid=data["uuid"], destination=self.desk, channel=data["channel"],
                details=form.details, written_at=data["written_at"], by=request.user, now=self.now,
            )  # fmt: skip
        except requests.Refused as refusal:
            form.add_error(None, str(refusal))
            return self.refuse(form)
        request.session[LAST] = row.pk
        following = reverse("desk:advice", args=[row.pk]) if expects_advice(form) else reverse("desk:home")
        if self.wants_json:
            total = desk.today_at(self.desk, now=self.now).total
            return JsonResponse({"id": row.pk, "total": total, "next": following})
        return redirect(following)

    @property
    def wants_json(self) -> bool:
        return "application/json" in self.request.headers.get("Accept", "")

    def refuse(self, form: RequestForm) -> HttpResponse:
        if self.wants_json:
            faults = [str(fault) for found in form.errors.values() for fault in found]
            return JsonResponse({"message": " ".join(faults)}, status=422)
        return self.render_to_response(self.get_context_data(form=form), status=422)


def expects_advice(form: RequestForm) -> bool:
    """Whoever said more than her language waits for an answer; a bare contact is only counted."""
    bare = ("uuid", "written_at", "channel", "language")
    return any(value for name, value in form.cleaned_data.items() if name not in bare)


class Cancel(DeskView):
    """The finger slipped."""

    model = DeskRequest

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("desk:home")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.own_or_404(DeskRequest, access.requests_of(request.user), pk=kwargs["pk"])
        try:
            requests.cancel_request(request=row, by=request.user, now=self.now)
        except requests.Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("La demande est annulée."))
        return redirect("desk:home")


class Origins(DeskView):
    """Postcodes, communes and countries for the field « d’où »."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = origins.find_origins(request.GET.get("q", "")[:60])
        return JsonResponse({"suggestions": [{"label": one.label} for one in found]})


class Latest(DeskView):
    """The last contacts, for whoever comes back with one more question."""

    title = _("Dernières demandes")
    template_name = "desk/latest.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        page = {
            "rows": desk.latest_at(self.desk, now=self.now),
            "breadcrumb": [(_("Accueil"), reverse("desk:home"))],
        }
        return super().get_context_data(**page | context)
