"""A day or a stay: composed, then changed by the counsellor's gestures and solved again at once."""

from time import monotonic
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from belvedere.catalogue.queries.index import IndexMissing
from belvedere.contacts.actions import wordings
from belvedere.desk.actions import trips
from belvedere.desk.enums import Pace, Stay
from belvedere.desk.forms.trips import TripForm
from belvedere.desk.models import TripSheet
from belvedere.desk.queries import desk, sheets
from belvedere.kit import sms

from .advice import OneRequest
from .base import DeskView, number_in
from .sheet import ASKED, qr_of

#: Seconds that a counsellor waits at most for the engine.
PATIENCE = 1.5


def hurry(patience: float = PATIENCE) -> trips.Stop:
    """Stops the engine when the counsellor has waited enough."""
    end = monotonic() + patience
    return lambda: monotonic() > end


class Trip(OneRequest):
    """The trip of a request: opened by the first visit, changed by posts."""

    template_name = "desk/trip.html"

    @property
    def place(self) -> desk.Place | None:
        return desk.starting_place(self.row.destination)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sheet = TripSheet.everything.filter(request=self.row).first()
        if sheet is None:
            return redirect("desk:advice", self.row.pk)
        return self.render_to_response(self.get_context_data(sheet=sheet))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        sheet: TripSheet = context["sheet"]
        sheet.request = self.row
        live = self.request.build_absolute_uri(reverse("desk:live", args=[sheet.token]))
        place = self.place or desk.Place(sheet.start_label, sheet.start_lon, sheet.start_lat)
        page = {
            "page_title": _("Séjour"),
            "row": self.row,
            "form": TripForm(sheet=sheet, place=place),
            "reading": sheets.read(sheet, language="fr"),
            "removed": sheets.removed_from(sheet),
            "whither": self.row.stay == Stay.PASSING and not sheet.end_label,
            "gap": gap(sheet.plan),
            "live_url": live,
            "qr": qr_of(live),
            "texts": sms.available(),
            "wordings": wordings.shown(
                destination=sheet.destination, purposes=ASKED, language=sheet.language, now=self.now
            ),
            "breadcrumb": [
                (_("Accueil"), reverse("desk:home")), (_("Conseil"), reverse("desk:advice", args=[self.row.pk])),
            ],
        }  # fmt: skip
        return super().get_context_data(**page | context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verb, *rest = request.POST.get("verb", "").split(":")
        numbers = [number for number in map(number_in, rest) if number is not None]
        try:
            sheet = self.opened()
            if verb == "change":
                return self.change(sheet)
            self.gesture(sheet, verb, numbers)
        except trips.Refused as refusal:
            messages.error(request, str(refusal))
        except IndexMissing:
            return self.not_yet()
        return redirect("desk:trip", self.row.pk)

    def not_yet(self) -> HttpResponse:
        messages.error(self.request, _("L’offre n’est pas encore indexée\N{NO-BREAK SPACE}: revenez dans une minute."))
        return redirect("desk:advice", self.row.pk)

    def opened(self) -> TripSheet:
        if self.place is None:
            raise trips.Refused(_("Aucun point d’accueil n’est situé\N{NO-BREAK SPACE}: déclarez-en un au bureau."))
        sheet = trips.open_trip(request=self.row, place=self.place, by=self.request.user, now=self.now, stop=hurry())
        sheet.request = self.row
        return sheet

    def gesture(self, sheet: TripSheet, verb: str, numbers: list[int]) -> None:
        """One button: « keep:12 », « free:12 », « remove:12 », « back:12 », « day:12:day »,
        « place:12:day:rank », « again »."""
        acts: dict[tuple[str, int], Any] = {
            ("keep", 1): lambda pk, **by: trips.pin_step(sheet=sheet, offer=pk, **by),
            ("free", 1): lambda pk, **by: trips.unpin_step(sheet=sheet, offer=pk, **by),
            ("remove", 1): lambda pk, **by: trips.remove_step(sheet=sheet, offer=pk, **by),
            ("day", 2): lambda pk, d, **by: trips.send_to_day(sheet=sheet, offer=pk, day=d, **by),
            ("back", 1): lambda pk, **by: trips.put_back(sheet=sheet, offer=pk, **by),
            ("place", 3): lambda pk, d, k, **by: trips.place_step(sheet=sheet, offer=pk, day=d, rank=k, **by),
            ("again", 0): lambda **by: trips.solve_again(sheet=sheet, **by),
        }
        act = acts.get((verb, len(numbers)))
        if act is not None:
            act(*numbers, by=self.request.user, now=self.now, stop=hurry())

    def change(self, sheet: TripSheet) -> HttpResponse:
        form = TripForm(self.request.POST, sheet=sheet, place=self.place)
        if form.is_valid():
            trips.change_trip(sheet=sheet, settings=form.settings, by=self.request.user, now=self.now, stop=hurry())
            return redirect("desk:trip", self.row.pk)
        return self.render_to_response(self.get_context_data(sheet=sheet, form=form), status=422)


class Proposals(Trip):
    """Three different answers side by side; « compare » asks for them, « take:calm » makes one of them the trip."""

    template_name = "desk/proposals.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        sheet: TripSheet = context["sheet"]
        sheet.request = self.row
        readings = sheets.read_plans(sheet, [one["plan"] for one in sheet.proposals], language="fr")
        page = {
            "page_title": _("Trois séjours à comparer") if sheet.days > 1 else _("Trois journées à comparer"),
            "row": self.row,
            "proposals": [
                {"key": one["key"], "title": Pace(one["key"]).label, "reasons": one["reasons"], "reading": reading}
                for one, reading in zip(sheet.proposals, readings, strict=True)
            ],
            "notes": {words for one in sheet.proposals for words in one["plan"]["notes"]},
            "breadcrumb": [
                (_("Accueil"), reverse("desk:home")), (_("Conseil"), reverse("desk:advice", args=[self.row.pk])),
            ],
        }  # fmt: skip
        return DeskView.get_context_data(self, **page | context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verb, _colon, pace = request.POST.get("verb", "").partition(":")
        signed: dict[str, Any] = {"by": request.user, "now": self.now}
        try:
            sheet = self.opened()
            if verb == "take":
                trips.take_proposal(sheet=sheet, pace=pace, **signed)
                return redirect("desk:trip", self.row.pk)
            trips.compare_trips(sheet=sheet, stop=hurry(3 * PATIENCE), **signed)
        except trips.Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("desk:trip", self.row.pk)
        except IndexMissing:
            return self.not_yet()
        return redirect("desk:proposals", self.row.pk)


def gap(plan: dict[str, Any]) -> float | None:
    """How far from the best possible, in percent at most; None when no bound is known."""
    if plan.get("proved"):
        return 0.0
    bound = plan.get("bound")
    return None if not bound else max(0.0, 100 * (bound - plan["score"]) / bound)
