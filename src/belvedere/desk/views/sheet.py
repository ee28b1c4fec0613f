"""The sheet in the visitor's hands: printed, sent, or live on her phone."""

from typing import Any

import segno
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from belvedere.contacts.enums import Purpose
from belvedere.desk.actions import sheets as actions
from belvedere.desk.exports.sheets import pdf_of
from belvedere.desk.models import TripSheet
from belvedere.desk.queries import sheets
from belvedere.kit import sms
from belvedere.territories.queries import resolved_brand

from .advice import OneRequest

#: What a counsellor may ask on behalf of the office; nothing is ticked for the visitor.
ASKED = (Purpose.CONTACT, Purpose.SURVEY, Purpose.NEWSLETTER)


class OneSheet(OneRequest):
    """A screen about the sheet of a request."""

    sheet: TripSheet

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            found = TripSheet.everything.select_related("destination", "request").filter(request=kwargs["pk"]).first()
            if found is None:
                raise Http404
            self.sheet = found
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def live_url(self) -> str:
        return self.request.build_absolute_uri(reverse("desk:live", args=[self.sheet.token]))


class Pdf(OneSheet):
    """The printed sheet; a post counts it and leads here."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reading = sheets.read(self.sheet, language=self.sheet.language)
        content = pdf_of(reading, url=self.live_url(), brand=resolved_brand(self.sheet.destination))
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="sejour.pdf"'
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actions.print_sheet(sheet=self.sheet, by=request.user, now=self.now)
        return redirect("desk:pdf", self.row.pk)


class Send(OneSheet):
    """Sends the live page to an address that is not kept, unless the visitor says yes to something."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("desk:trip", self.row.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        to = request.POST.get("to", "").strip()
        agreed = [purpose for purpose in ASKED if purpose.value in request.POST.getlist("agreed")]
        try:
            if "@" in to or not sms.available():
                validate_email(to)
            elif not any(sign.isdecimal() for sign in to):
                raise actions.Refused(_("Écrivez une adresse électronique ou un numéro de mobile."))
            actions.send_sheet(
                sheet=self.sheet, to=to, url=self.live_url(), brand=resolved_brand(self.sheet.destination),
                agreed=agreed, by=request.user, now=self.now,
            )  # fmt: skip
        except ValidationError:
            messages.error(request, _("Cette adresse électronique n’est pas complète."))
        except actions.Refused as refusal:
            messages.error(request, str(refusal))
        else:
            kept = _("La fiche est envoyée. La personne est au fichier, avec son accord.")
            messages.success(
                request, kept if agreed else _("La fiche est envoyée. Ni adresse ni numéro ne sont gardés.")
            )
        return redirect("desk:trip", self.row.pk)


class Live(TemplateView):
    """The sheet on a phone, by its secret alone: hours as they are today, closures said, nobody's name."""

    template_name = "desk/live.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sheet = sheets.sheet_by_token(kwargs["token"])
        if sheet is None:
            raise Http404
        request.destination = sheet.destination
        with translation.override(sheet.language):
            reading = sheets.read(sheet, language=sheet.language)
            title = _("Votre séjour") if sheet.days > 1 else _("Votre journée")
            context = self.get_context_data(sheet=sheet, reading=reading, page_title=title)
            response = self.render_to_response(context)
            response.render()
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "private, no-cache"
        response["X-Robots-Tag"] = "noindex"
        return response


def qr_of(url: str) -> str:
    """The code to scan, as the address of an image."""
    return str(segno.make(url, error="m").svg_data_uri(scale=4, border=2, light="#fff"))
