"""The notes of the month, and who receives them."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from belvedere.cockpit.actions import subscriptions
from belvedere.cockpit.exports import papers
from belvedere.cockpit.forms.public import SubscribeForm
from belvedere.cockpit.models import MonthNote, NoteVersion, Subscriber
from belvedere.cockpit.queries import notes as reads
from belvedere.shell.limits import limited
from belvedere.shell.surfaces import PublicView
from belvedere.territories import queries as territories

from .base import file_response, home_crumb


@limited("notes")
class NotesView(PublicView):
    title = _("La note du mois")
    description = _("Une page de chiffres par mois, écrite sans le hasard, à lire ou à recevoir.")
    template_name = "cockpit/public/notes.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        found = list(reads.published_notes(self.request.destination)[:60])
        notes = [(one, reads.title_of(one.month), f"{one.month:%Y-%m}") for one in found]
        page = {"notes": notes, "form": SubscribeForm(), "breadcrumb": [home_crumb()]}
        return super().get_context_data(**page | context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Asks for a subscription; the answer is the same whether the address was known or not."""
        form = SubscribeForm(request.POST)
        if request.destination is None:
            raise Http404
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        if not form.cleaned_data["website"]:
            subscriptions.ask_subscription(
                destination=request.destination, email=form.cleaned_data["email"], language=get_language() or "fr",
                now=timezone.now(),
            )  # fmt: skip
        messages.success(request, gettext("Ouvrez le courriel que nous vous envoyons et confirmez votre adresse."))
        return redirect("cockpit:notes")


class OneNote:
    """The note of the address, as one of its versions was published: the latest unless another is asked for."""

    request: HttpRequest
    kwargs: dict[str, Any]
    model = MonthNote

    def note(self) -> MonthNote:
        try:
            month = date.fromisoformat(f"{self.kwargs['month']}-01")
        except ValueError:
            raise Http404 from None
        found = reads.published_notes(self.request.destination).filter(month=month).select_related("destination")
        note = found.first()
        if note is None:
            raise Http404
        return note

    def version(self, versions: list[NoteVersion]) -> NoteVersion:
        asked = self.request.GET.get("version", "")
        found = [one for one in versions if str(one.number) == asked] if asked else versions[:1]
        if not found:
            raise Http404
        return found[0]


class NoteView(OneNote, PublicView):
    template_name = "cockpit/public/note.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        note = self.note()
        versions = reads.versions_of(note)
        version = self.version(versions)
        reading = reads.in_language(version)
        crumbs = [home_crumb(), (gettext("La note du mois"), reverse("cockpit:notes"))]
        page = {
            "page_title": reading["title"], "page_description": reading["headline"] or reading["title"],
            "note": note, "reading": reading, "version": version, "versions": versions, "breadcrumb": crumbs,
            "latest": version == versions[0], "month": self.kwargs["month"],
        }  # fmt: skip
        return super().get_context_data(**page | context)


class NotePdfView(OneNote, View):
    def get(self, request: HttpRequest, month: str) -> HttpResponse:
        note = self.note()
        version = self.version(reads.versions_of(note))
        brand = territories.resolved_brand(note.destination)
        url = request.build_absolute_uri(reverse("cockpit:note", args=[month]))
        content = papers.note_pdf(reads.in_language(version), brand, url=url)
        return file_response(content, "application/pdf", f"note-{month}.pdf", inline=True)


class TokenPage(View):
    """A page of one button: reading it changes nothing, so that a mail reader that opens links does nothing."""

    template_name = ""

    def show(self, request: HttpRequest, **context: Any) -> HttpResponse:
        return render(request, self.template_name, {"indexed": False} | context)


class ConfirmView(TokenPage):
    template_name = "cockpit/public/confirm.html"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        found = Subscriber.everything.filter(token=token).first()
        return self.show(request, found=found, page_title=gettext("Confirmer l’abonnement"))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        found = Subscriber.everything.filter(token=token).first()
        if found is None:
            raise Http404
        try:
            subscriptions.confirm_subscription(subscriber=found, now=timezone.now())
        except subscriptions.Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("cockpit:notes")
        messages.success(request, gettext("C’est noté\N{NO-BREAK SPACE}: la prochaine note vous parviendra."))
        return redirect("cockpit:notes")


# A mail reader posts here by itself (RFC 8058), without a cookie nor a form of ours: the token is the right.
@method_decorator(csrf_exempt, name="dispatch")
class LeaveView(TokenPage):
    template_name = "cockpit/public/leave.html"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        known = Subscriber.everything.filter(token=token).exists()
        return self.show(request, known=known, page_title=gettext("Ne plus recevoir la note"))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        subscriptions.leave(token=token, now=timezone.now())
        return self.show(request, known=False, left=True, page_title=gettext("Ne plus recevoir la note"))
